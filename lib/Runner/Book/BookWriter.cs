using GanStability.Runner.Files;
using GanStability.Runner.Notebooks;

namespace GanStability.Runner.Book;

/// <summary>Writes executed notebooks into one folder, and a page for each with an index.</summary>
/// <param name="folder">The folder of the book.</param>
/// <param name="root">The folder of the course.</param>
/// <param name="notebooks">The folder of the source notebooks.</param>
/// <param name="hasKit">Whether the library was built, out of which plotly.js comes.</param>
/// <param name="problem">Gets a sentence for every file that cannot be read or written; the others are not affected.</param>
internal sealed class BookWriter(string folder, string root, string notebooks, bool hasKit, Action<string> problem)
{
    /// <summary>The front page.</summary>
    public const string Index = "index.html";

    /// <summary>Where the notebooks of this run lie, by the names of their pages.</summary>
    private readonly Dictionary<string, string> sources = new(StringComparer.Ordinal);

    /// <summary>Whether something could not be written.</summary>
    public bool Failed { get; private set; }

    /// <summary>
    /// Makes sure, before the first cell runs, that all can be written and that nothing else is overwritten; writes what pages load.
    /// </summary>
    /// <param name="files">The notebooks that are read.</param>
    /// <param name="names">Their names, in the same order.</param>
    /// <exception cref="NotebookException">The folder cannot be used.</exception>
    public void Prepare(IReadOnlyList<string> files, IReadOnlyList<string> names)
    {
        const string Option = "--out";
        if (FullPath.IsInside(FullPath.Resolve(folder), FullPath.Resolve(notebooks)))
            throw new NotebookException($"{Option} {folder}: the pages must not lie in the folder of the originals.");
        foreach (var name in names)
        foreach (var file in new[] { Executed(name), Path.Combine(folder, BookPage.FileNameOf(name)) })
        {
            Destination.RefuseSource(file, files, Option);
            if (File.Exists(file) && !IsOurs(file))
                throw new NotebookException(
                    $"{Option} {folder}: {file} is not a result of this program, and would be overwritten. Choose another folder, "
                        + "or rename or delete it."
                );
        }
        Destination.RefuseSource(Path.Combine(folder, Index), files, Option);
        Destination.Try(folder, Option);
        BookAssets.Write(folder);
        if (hasKit)
            BookAssets.WritePlotly(folder);
    }

    /// <summary>Writes an executed notebook at once, so that it is there whatever happens next.</summary>
    public void Add(string name, string sourcePath, Notebook notebook)
    {
        sources[BookPage.FlatName(name)] = sourcePath;
        var relative = Path.GetRelativePath(root, sourcePath);
        Provenance.NoteSourceFile(notebook, relative.StartsWith("..", StringComparison.Ordinal) ? null : relative);
        Guard(name, () => NotebookWriter.Write(notebook, Executed(name)));
    }

    /// <summary>Writes the pages of all executed notebooks in the folder, also those of earlier runs, and the index.</summary>
    /// <returns>The path of the index.</returns>
    public string WritePages()
    {
        var pages = Directory
            .EnumerateFiles(folder, "*.ipynb")
            .Select(Page)
            .OfType<BookPage>()
            .OrderBy(page => page.IsInSubfolder)
            .ThenBy(page => page.Name, StringComparer.Ordinal)
            .ToList();
        var glossary = Glossary.Of(pages);
        var search = new SearchIndex();
        foreach (var page in pages)
            Guard(page.Name, () =>
            {
                var links = new PageLinks(root, notebooks, folder, BookPage.FlatName(page.Name), SourceOf(page));
                var text = new PageText(page, pages, glossary);
                var body = PageRenderer.Render(page, links, text);
                Write(page.FileName, PageLayout.Page(page, body, pages, text));
                search.Add(page, text.Headings);
            });
        Guard(SearchIndex.FileName, () => Write(SearchIndex.FileName, search.Script()));
        var front = new FrontPage(folder, notebooks, new PageLinks(root, notebooks, folder, "index", FrontPage.Source(notebooks)));
        Guard(Index, () => Write(Index, PageLayout.Front(front.Render(pages), pages)));
        return Path.Combine(folder, Index);
    }

    /// <summary>The page of an executed notebook; null when its source no longer exists, or when it cannot be read.</summary>
    private BookPage? Page(string file)
    {
        try
        {
            var notebook = NotebookReader.Read(file);
            var stem = Path.GetFileNameWithoutExtension(file);
            if (Provenance.SourceFile(notebook) is not { } source)
                return new BookPage(stem, notebook);
            var path = Path.GetFullPath(source, root);
            var name = NotebookFiles.NameOf(path, notebooks);
            return File.Exists(path) ? new BookPage(BookPage.FlatName(name) == stem ? name : stem, notebook) : null;
        }
        catch (NotebookException e)
        {
            // Nothing of this run is lost by it.
            problem($"{e.Message} It gets no page.");
            return null;
        }
    }

    private string? SourceOf(BookPage page) =>
        sources.GetValueOrDefault(BookPage.FlatName(page.Name))
        ?? (Provenance.SourceFile(page.Notebook) is { } relative ? Path.GetFullPath(relative, root) : null);

    private string Executed(string name) => Path.Combine(folder, BookPage.FlatName(name) + ".ipynb");

    /// <summary>An executed copy or a page that this program has written earlier.</summary>
    private static bool IsOurs(string file)
    {
        if (Path.GetExtension(file) == ".ipynb")
        {
            try
            {
                return Provenance.IsExecutedCopy(NotebookReader.Read(file));
            }
            catch (NotebookException)
            {
                return false;
            }
        }
        var head = new char[4096];
        using var reader = new StreamReader(file);
        return head.AsSpan(0, reader.ReadBlock(head)).Contains(PageLayout.Mark, StringComparison.Ordinal);
    }

    private void Guard(string name, Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (FileErrors.IsOne(e))
        {
            Failed = true;
            problem($"{name}: cannot be written to {folder} ({FileErrors.Reason(e)}).");
        }
    }

    private void Write(string name, string text) => Destination.Write(Path.Combine(folder, name), text);
}
