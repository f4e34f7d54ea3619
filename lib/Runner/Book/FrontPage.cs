using System.Text;
using GanStability.Runner.Files;

namespace GanStability.Runner.Book;

/// <summary>
/// The body of <c>index.html</c>: the <c>README.md</c> of the folder of notebooks, which introduces the course also to those who find it
/// on disk; a list of the pages where there is none. What stands between two marks in it gives way to the film of the first minute.
/// </summary>
/// <param name="folder">The folder of the book.</param>
/// <param name="notebooks">The folder of the source notebooks.</param>
/// <param name="links">Leads the links of that file.</param>
internal sealed class FrontPage(string folder, string notebooks, PageLinks links)
{
    private const string Begin = "<!-- opening -->",
        End = "<!-- /opening -->";

    /// <summary>The file that introduces the course.</summary>
    public static string Source(string notebooks) => Path.Combine(notebooks, "README.md");

    /// <summary>Renders it.</summary>
    /// <param name="pages">All pages in order.</param>
    public string Render(IReadOnlyList<BookPage> pages)
    {
        var html = new StringBuilder();
        if (File.Exists(Source(notebooks)))
        {
            html.Append("<section class=\"front\">\n")
                .Append(MarkdownRenderer.Render(File.ReadAllText(Source(notebooks)), links.Resolve, links.Picture))
                .Append("</section>\n");
            // The introduction does not know what went wrong.
            if (pages.Where(page => page.Failed && !page.IsInSubfolder).ToList() is { Count: > 0 } failed)
                html.Append("<section class=\"text\"><h2>Failed</h2></section>\n").Append(PageLayout.List(failed));
        }
        else
            html.Append($"<section class=\"text\"><h1>Contents</h1>{Begin}{End}</section>\n")
                .Append(PageLayout.List(pages.Where(page => !page.IsInSubfolder)));
        if (pages.Any(page => page.IsInSubfolder))
            html.Append("<section class=\"text\"><details><summary>Solutions</summary>\n")
                .Append(PageLayout.List(pages.Where(page => page.IsInSubfolder)))
                .Append("</details></section>\n");
        return File.Exists(Film(folder)) ? With(File.ReadAllText(Film(folder)), html.ToString()) : html.ToString();
    }

    /// <summary>Puts the film of the first minute on the front page of a written book, and keeps it for the next one.</summary>
    public static void Show(string folder, string film)
    {
        var index = Path.Combine(folder, BookWriter.Index);
        Destination.Write(Film(folder), $"<div class=\"shown\">{film}</div>");
        Destination.Write(index, With(File.ReadAllText(Film(folder)), File.ReadAllText(index)));
    }

    private static string Film(string folder) => Path.Combine(folder, "assets", "opening.html");

    private static string With(string film, string html)
    {
        var (begin, end) = (html.IndexOf(Begin, StringComparison.Ordinal), html.IndexOf(End, StringComparison.Ordinal));
        return begin < 0 || end < begin ? html : $"{html[..begin]}{Begin}{film}{html[end..]}";
    }
}
