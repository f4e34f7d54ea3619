using GanStability.Runner.Notebooks;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace GanStability.Runner.Book;

/// <summary>The instructor guide: a notebook with a section on every chapter, whose heading is a link to it.</summary>
internal static class Guide
{
    /// <summary>Where the guide speaks of a chapter: the address of the section; null where no notebook does.</summary>
    public static string? NotesOn(BookPage page, IReadOnlyList<BookPage> pages)
    {
        var chapter = page.Name + ".ipynb";
        foreach (var guide in pages.Where(other => !ReferenceEquals(other, page) && !other.IsInSubfolder))
        foreach (var cell in guide.Notebook.Cells.Where(cell => Mentions(cell, chapter)))
        foreach (var heading in MarkdownRenderer.Parse(cell.Source).Descendants<HeadingBlock>().Where(heading => heading.Level == 2))
            if (heading.Inline?.Descendants<LinkInline>().Any(link => link.Url == chapter) == true)
                return $"{Uri.EscapeDataString(guide.FileName)}#{heading.GetAttributes().Id}";
        return null;
    }

    // Looked at before it is parsed: every page asks every other.
    private static bool Mentions(Cell cell, string chapter) =>
        cell.Kind == CellKind.Markdown
        && cell.Source.Split('\n')
            .Any(line => line.StartsWith("## ", StringComparison.Ordinal) && line.Contains(chapter, StringComparison.Ordinal));
}
