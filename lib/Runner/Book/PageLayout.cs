using System.Globalization;
using System.Net;
using System.Text;

namespace GanStability.Runner.Book;

/// <summary>What surrounds every page: head, navigation, neighbours.</summary>
internal static class PageLayout
{
    /// <summary>What every page has in its head and hardly any other file.</summary>
    public const string Mark = "<link rel=\"stylesheet\" href=\"assets/book.css\">";

    /// <summary>A whole page.</summary>
    /// <param name="title">The title of the window.</param>
    /// <param name="body">The content.</param>
    /// <param name="pages">All pages in order.</param>
    /// <param name="current">This page; null for the index.</param>
    public static string Page(string title, string body, IReadOnlyList<BookPage> pages, BookPage? current) =>
        $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{WebUtility.HtmlEncode(title)}</title>
            <link rel="stylesheet" href="assets/katex/katex.min.css">
            {Mark}
            <script defer src="assets/katex/katex.min.js"></script>
            <script defer src="assets/book.js"></script>
            <script defer src="assets/present.js"></script>
            </head>
            <body>
            <a class="skip" href="#content">Skip to the content</a>
            <nav aria-label="Notebooks"><details open><summary>Notebooks</summary>
            {Navigation(pages, current)}</details></nav>
            <main id="content">
            {body}{Neighbours(pages, current)}</main>
            </body>
            </html>

            """;

    /// <summary>The list of all pages.</summary>
    public static string Index(IReadOnlyList<BookPage> pages)
    {
        var html = new StringBuilder(
            "<section class=\"text\"><h1>GanStability</h1>\n<p>Why generative adversarial networks are hard to train, and what makes "
                + "them stable. "
                + "These pages are the executed notebooks of the course.</p></section>\n<ul class=\"index\">\n"
        );
        foreach (var page in pages.Where(page => !page.IsInSubfolder))
            html.Append(Item(page, null));
        html.Append("</ul>\n");
        if (!pages.Any(page => page.IsInSubfolder))
            return html.ToString();
        html.Append("<section class=\"text\"><h2>Solutions</h2></section>\n<ul class=\"index\">\n");
        foreach (var page in pages.Where(page => page.IsInSubfolder))
            html.Append(Item(page, null));
        return html.Append("</ul>\n").ToString();
    }

    private static string Navigation(IReadOnlyList<BookPage> pages, BookPage? current)
    {
        var html = new StringBuilder(
            $"<ul>\n<li><a href=\"index.html\"{(current is null ? " aria-current=\"page\"" : "")}>Contents</a></li>\n"
        );
        foreach (var page in pages.Where(page => !page.IsInSubfolder))
            html.Append(Item(page, current));
        html.Append("</ul>\n");
        if (!pages.Any(page => page.IsInSubfolder))
            return html.ToString();
        html.Append(
            CultureInfo.InvariantCulture,
            $"<details{(current?.IsInSubfolder == true ? " open" : "")}><summary>Solutions</summary>\n<ul>\n"
        );
        foreach (var page in pages.Where(page => page.IsInSubfolder))
            html.Append(Item(page, current));
        return html.Append("</ul>\n</details>\n").ToString();
    }

    private static string Item(BookPage page, BookPage? current)
    {
        var mark = ReferenceEquals(page, current) ? " aria-current=\"page\"" : "";
        return $"<li><a href=\"{Uri.EscapeDataString(page.FileName)}\"{mark}><span class=\"number\">{page.Number}</span> "
            + $"{WebUtility.HtmlEncode(page.ShortTitle)}</a>{Warning(page)}</li>\n";
    }

    private static string Neighbours(IReadOnlyList<BookPage> pages, BookPage? current)
    {
        var at = current is null ? -1 : pages.ToList().IndexOf(current);
        if (at < 0)
            return "";
        var before = at > 0 ? Link(pages[at - 1], "prev", "← ") : "<span></span>";
        var after = at + 1 < pages.Count ? Link(pages[at + 1], "next", "") : "";
        return $"<footer>{before}{after}</footer>\n";
    }

    private static string Link(BookPage page, string relation, string before) =>
        $"<a rel=\"{relation}\" href=\"{Uri.EscapeDataString(page.FileName)}\">"
        + $"{before}{WebUtility.HtmlEncode(page.Title)}{(before.Length == 0 ? " →" : "")}</a>";

    private static string Warning(BookPage page) => page.Failed ? " <strong class=\"failed\">failed</strong>" : "";
}
