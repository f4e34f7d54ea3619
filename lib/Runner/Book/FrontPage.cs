using System.Text;

namespace GanStability.Runner.Book;

/// <summary>
/// The body of <c>index.html</c>: the <c>README.md</c> of the folder of notebooks, which introduces the course also to those who find it
/// on disk; a list of the pages where there is none.
/// </summary>
/// <param name="notebooks">The folder of the source notebooks.</param>
/// <param name="links">Leads the links of that file.</param>
internal sealed class FrontPage(string notebooks, PageLinks links)
{
    /// <summary>The file that introduces the course.</summary>
    public static string File(string notebooks) => Path.Combine(notebooks, "README.md");

    /// <summary>Renders it.</summary>
    /// <param name="pages">All pages in order.</param>
    public string Render(IReadOnlyList<BookPage> pages)
    {
        var file = File(notebooks);
        var html = new StringBuilder();
        if (System.IO.File.Exists(file))
            html.Append("<section class=\"front\">\n")
                .Append(MarkdownRenderer.Render(System.IO.File.ReadAllText(file), links.Resolve, links.Picture))
                .Append("</section>\n");
        else
            html.Append("<section class=\"text\"><h1>Contents</h1></section>\n")
                .Append(PageLayout.List(pages.Where(page => !page.IsInSubfolder)));
        // Whatever the introduction names: nothing that has a page is out of reach, and a failure is seen.
        var others = pages.Where(page => page.Failed && !page.IsInSubfolder).ToList();
        if (System.IO.File.Exists(file) && others.Count > 0)
            html.Append("<section class=\"text\"><h2>Failed in this run</h2></section>\n").Append(PageLayout.List(others));
        if (pages.Any(page => page.IsInSubfolder))
            html.Append("<section class=\"text\"><details><summary>Solutions</summary>\n")
                .Append(PageLayout.List(pages.Where(page => page.IsInSubfolder)))
                .Append("</details></section>\n");
        return html.ToString();
    }
}
