using GanStability.Runner.Notebooks;

namespace GanStability.Runner.Book;

/// <summary>An executed notebook as a page of the book. All pages lie in one folder, whatever the folder of the source.</summary>
/// <param name="Name">Unique name: the source's path under notebooks without extension, such as <c>solutions/04-mode-collapse</c>.</param>
/// <param name="Notebook">The executed notebook.</param>
internal sealed record BookPage(string Name, Notebook Notebook)
{
    /// <summary>What navigation shows.</summary>
    public string Title => Notebook.Title ?? Name;

    /// <summary>The page's file.</summary>
    public string FileName => FileNameOf(Name);

    /// <summary>Whether a cell ended with an error that was not expected.</summary>
    public bool Failed => Notebook.CodeCells.Any(cell => !cell.HasTag(CellTags.RaisesException) && cell.Outputs.Any(output => output is ErrorOutput));

    /// <summary>Exercises' solutions come after the chapters.</summary>
    public bool IsInSubfolder => Name.Contains('/', StringComparison.Ordinal);

    /// <summary>The file of the page with a name.</summary>
    public static string FileNameOf(string name) => FlatName(name) + ".html";

    /// <summary>A name without folders.</summary>
    public static string FlatName(string name) => name.Replace('/', '-');
}
