using GanStability.Runner.Notebooks;

namespace GanStability.Runner.Book;

/// <summary>Writes executed notebooks into one folder, and a page for each with an index.</summary>
/// <param name="folder">The folder of the book.</param>
/// <param name="root">The folder of the course.</param>
/// <param name="notebooks">The folder of the source notebooks.</param>
/// <param name="hasKit">Whether the library was built, out of which plotly.js comes.</param>
internal sealed class BookWriter(string folder, string root, string notebooks, bool hasKit)
{
    /// <summary>Writes an executed notebook at once, so that it is there whatever happens next.</summary>
    public void Add(string name, string sourcePath, Notebook notebook)
    {
        var relative = Path.GetRelativePath(root, sourcePath);
        if (!relative.StartsWith("..", StringComparison.Ordinal))
            Provenance.NoteSourceFile(notebook, relative);
        NotebookWriter.Write(notebook, Path.Combine(folder, BookPage.FlatName(name) + ".ipynb"));
    }

    /// <summary>Writes the pages of all executed notebooks in the folder, also those of earlier runs, and the index.</summary>
    /// <returns>The path of the index.</returns>
    public string WritePages()
    {
        BookAssets.Write(folder);
        if (hasKit)
            BookAssets.WritePlotly(folder);
        var pages = Directory
            .EnumerateFiles(folder, "*.ipynb")
            .Select(Page)
            .OfType<BookPage>()
            .OrderBy(page => page.IsInSubfolder)
            .ThenBy(page => page.Name, StringComparer.Ordinal)
            .ToList();
        foreach (var page in pages)
        {
            var links = new PageLinks(root, notebooks, folder, Provenance.SourceFile(page.Notebook));
            Write(page.FileName, PageLayout.Page(page.Title, PageRenderer.Render(page, links), pages, page));
        }
        return Write("index.html", PageLayout.Page("GanStability", PageLayout.Index(pages), pages, null));
    }

    /// <summary>The page of an executed notebook; null when its source no longer exists.</summary>
    private BookPage? Page(string file)
    {
        var notebook = NotebookReader.Read(file);
        if (Provenance.SourceFile(notebook) is not { } source)
            return new BookPage(Path.GetFileNameWithoutExtension(file), notebook);
        var path = Path.GetFullPath(source, root);
        return File.Exists(path) ? new BookPage(NotebookFiles.NameOf(path, notebooks), notebook) : null;
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
