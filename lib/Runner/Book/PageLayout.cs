using System.Globalization;
using System.Net;
using System.Text;

namespace GanStability.Runner.Book;

/// <summary>What surrounds every page: head, bar, navigation, neighbours.</summary>
internal static class PageLayout
{
    /// <summary>What every page has in its head and hardly any other file.</summary>
    public const string Mark = "<link rel=\"stylesheet\" href=\"assets/book.css\">";

    private const string Course = "GanStability";

    /// <summary>A page of a notebook.</summary>
    /// <param name="page">The page.</param>
    /// <param name="body">Its content.</param>
    /// <param name="pages">All pages in order.</param>
    /// <param name="text">What the rendering of its text cells has found.</param>
    public static string Page(BookPage page, string body, IReadOnlyList<BookPage> pages, PageText text) =>
        Page(
            $"{page.Title} · {Course}",
            page.Description,
            Tools(page, text.Partner),
            Navigation(pages, page, text.Headings),
            body + Neighbours(pages, page),
            Guide.NotesOn(page, pages) is { } notes ? $" data-notes=\"{notes}\"" : ""
        );

    /// <summary>The front page, from which all others are reached.</summary>
    /// <param name="body">Its content.</param>
    /// <param name="pages">All pages in order.</param>
    public static string Front(string body, IReadOnlyList<BookPage> pages) =>
        Page(
            Course,
            "Why generative adversarial networks are hard to train, and what makes them stable: a course in C# notebooks.",
            "",
            Navigation(pages, null, []),
            body
        );

    /// <summary>A list of pages.</summary>
    public static string List(IEnumerable<BookPage> pages) =>
        $"<ul class=\"index\">\n{string.Concat(pages.Select(page => Item(page, null, [])))}</ul>\n";

    private static string Page(string title, string description, string tools, string navigation, string body, string notes = "") =>
        $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{WebUtility.HtmlEncode(title)}</title>
            <meta name="description" content="{WebUtility.HtmlEncode(description)}">
            <link rel="icon" type="image/svg+xml" href="assets/favicon.svg">
            <link rel="stylesheet" href="assets/katex/katex.min.css">
            {Mark}
            <script src="assets/choices.js"></script>
            <script defer src="assets/book.js"></script>
            <script defer src="assets/terms.js"></script>
            <script defer src="assets/glossary.js"></script>
            <script defer src="assets/search.js"></script>
            <script defer src="assets/present.js"></script>
            </head>
            <body>
            <a class="skip" href="#content">Skip to the content</a>
            <header class="bar"><a class="home" href="index.html">{Course}</a><search></search><div class="tools">{tools}</div></header>
            <nav aria-label="Chapters"><details open><summary>Chapters</summary>
            {navigation}</details></nav>
            <main id="content"{notes}>
            {body}</main>
            </body>
            </html>

            """;

    private static string Tools(BookPage page, BookPage? partner)
    {
        var notebook = Uri.EscapeDataString(BookPage.FlatName(page.Name) + ".ipynb");
        var other = partner is null
            ? ""
            : $"<a href=\"{Uri.EscapeDataString(partner.FileName)}\">{(page.IsInSubfolder ? "Chapter" : "Solutions")}</a>";
        return $"{other}<a href=\"{notebook}\" download title=\"The notebook with these outputs\">Notebook</a>";
    }

    private static string Navigation(IReadOnlyList<BookPage> pages, BookPage? current, IReadOnlyList<Heading> headings)
    {
        var html = new StringBuilder(
            $"<ul>\n<li><a href=\"index.html\"{(current is null ? " aria-current=\"page\"" : "")}>Contents</a></li>\n"
        );
        var part = '\0';
        foreach (var page in pages.Where(page => !page.IsInSubfolder))
        {
            // Chapters whose numbers begin alike are a part of the course.
            var begins = page.Number.Length > 0 ? page.Number[0] : '\0';
            if (begins != part)
                html.Append("</ul>\n<ul>\n");
            part = begins;
            html.Append(Item(page, current, headings));
        }
        html.Append("</ul>\n");
        if (!pages.Any(page => page.IsInSubfolder))
            return html.ToString();
        html.Append(
            CultureInfo.InvariantCulture,
            $"<details{(current?.IsInSubfolder == true ? " open" : "")}><summary>Solutions</summary>\n<ul>\n"
        );
        foreach (var page in pages.Where(page => page.IsInSubfolder))
            html.Append(Item(page, current, headings));
        return html.Append("</ul>\n</details>\n").ToString();
    }

    /// <summary>A page, and below the current one its sections.</summary>
    private static string Item(BookPage page, BookPage? current, IReadOnlyList<Heading> headings)
    {
        var isCurrent = ReferenceEquals(page, current);
        return $"<li><a href=\"{Uri.EscapeDataString(page.FileName)}\"{(isCurrent ? " aria-current=\"page\"" : "")}>"
            + $"<span class=\"number\">{page.Number}</span> <span>{Han.Marked(page.ShortTitle)}</span></a>{Warning(page)}"
            + $"{(isCurrent ? Sections(headings) : "")}</li>\n";
    }

    private static string Sections(IReadOnlyList<Heading> headings)
    {
        var sections = headings.Where(heading => heading.Level == 2).ToList();
        var items = sections.Select(section => $"<li><a href=\"#{section.Id}\">{Han.Marked(section.Text)}</a></li>");
        return sections.Count == 0 ? "" : $"\n<ul class=\"sections\">{string.Concat(items)}</ul>";
    }

    private static string Neighbours(IReadOnlyList<BookPage> pages, BookPage current)
    {
        var at = pages.ToList().IndexOf(current);
        var before = at > 0 ? Link(pages[at - 1], "prev", "← ") : "<span></span>";
        var after = at + 1 < pages.Count ? Link(pages[at + 1], "next", "") : "";
        return $"<footer>{before}{after}</footer>\n";
    }

    private static string Link(BookPage page, string relation, string before) =>
        $"<a rel=\"{relation}\" href=\"{Uri.EscapeDataString(page.FileName)}\">"
        + $"{before}{Han.Marked(page.Title)}{(before.Length == 0 ? " →" : "")}</a>";

    private static string Warning(BookPage page) => page.Failed ? " <strong class=\"failed\">failed</strong>" : "";
}
