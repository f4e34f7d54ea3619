using System.Text.RegularExpressions;
using GanStability.Runner.Notebooks;
using Markdig.Syntax;

namespace GanStability.Runner.Book;

/// <summary>An executed notebook as a page of the book. All pages lie in one folder, whatever the folder of the source.</summary>
/// <param name="Name">Unique name: the source's path under notebooks without extension, such as <c>solutions/04-mode-collapse</c>.</param>
/// <param name="Notebook">The executed notebook.</param>
internal sealed partial record BookPage(string Name, Notebook Notebook)
{
    /// <summary>The title of the notebook.</summary>
    public string Title => Notebook.Title ?? Name;

    /// <summary>The chapter number that the name of the file begins with; empty where there is none.</summary>
    public string Number => Leading().Match(Path.GetFileName(Name)).Value;

    /// <summary>The title without its number, and without the word "solutions" in the group of that name.</summary>
    public string ShortTitle
    {
        get
        {
            var title = Title;
            if (Number.Length > 0 && title.StartsWith(Number, StringComparison.Ordinal))
                title = title[Number.Length..].TrimStart(' ', '·', '.', ':', '–', '-');
            if (IsInSubfolder)
                title = Solutions().Replace(title, "");
            return title.Length > 0 ? title : Title;
        }
    }

    /// <summary>What the page is about: the first paragraph of the notebook, cut where it is long.</summary>
    public string Description
    {
        get
        {
            const int Longest = 200;
            var text = Notebook
                .Cells.Where(cell => cell.Kind == CellKind.Markdown)
                .SelectMany(cell => MarkdownRenderer.Parse(cell.Source).Descendants<ParagraphBlock>())
                .Select(MarkdownRenderer.PlainText)
                .FirstOrDefault()
                ?? Title;
            return text.Length <= Longest ? text : text[..(text.LastIndexOf(' ', Longest) is var space and > 0 ? space : Longest)] + " …";
        }
    }

    /// <summary>The page's file.</summary>
    public string FileName => FileNameOf(Name);

    /// <summary>Whether a cell ended with an error that was not expected.</summary>
    public bool Failed =>
        Notebook.CodeCells.Any(cell => !cell.HasTag(CellTags.RaisesException) && cell.Outputs.Any(output => output is ErrorOutput));

    /// <summary>Exercises' solutions come after the chapters.</summary>
    public bool IsInSubfolder => Name.Contains('/', StringComparison.Ordinal);

    /// <summary>The file of the page with a name.</summary>
    public static string FileNameOf(string name) =>
        // The page index.html is the list of all pages.
        FlatName(name) is var flat
        && flat.Equals("index", StringComparison.OrdinalIgnoreCase)
            ? "index-notebook.html"
            : flat + ".html";

    /// <summary>A name without folders.</summary>
    public static string FlatName(string name) => name.Replace('/', '-');

    [GeneratedRegex(@"\A\d+")]
    private static partial Regex Leading();

    [GeneratedRegex(@"\s*[:–-]?\s*(worked )?solutions\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Solutions();
}
