using System.Text;
using System.Text.Json;
using GanStability.Runner.Notebooks;
using Markdig.Syntax;

namespace GanStability.Runner.Book;

/// <summary>
/// What the search of the book looks through: the text and the code of every section. It is a script, since a page that was opened as a
/// file may not read other files.
/// </summary>
internal sealed class SearchIndex
{
    /// <summary>The file, beside the pages.</summary>
    public const string FileName = "search-index.js";

    private readonly List<object> sections = [];

    /// <summary>Adds the sections of a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="headings">The headings of the page as it was rendered, in order.</param>
    public void Add(BookPage page, IReadOnlyList<Heading> headings)
    {
        StringBuilder text = new(),
            code = new();
        var passed = 0;
        foreach (var cell in page.Notebook.Cells)
        {
            if (cell.Kind == CellKind.Code && !cell.HasTag(CellTags.Parameters))
                code.Append(cell.Source).Append('\n');
            if (cell.Kind != CellKind.Markdown)
                continue;
            foreach (var block in MarkdownRenderer.Parse(cell.Source).Descendants<LeafBlock>())
            {
                if (block is HeadingBlock && passed < headings.Count)
                {
                    End();
                    passed++;
                }
                else
                    text.Append(MarkdownRenderer.PlainText(block)).Append(' ');
            }
        }
        End();

        void End()
        {
            var heading = passed > 0 ? headings[passed - 1] : null;
            if (heading is not null || text.Length > 0)
                sections.Add(
                    new
                    {
                        id = sections.Count,
                        page = page.FileName,
                        anchor = heading?.Id ?? "",
                        chapter = $"{page.Number} {page.ShortTitle}{(page.IsInSubfolder ? " (solutions)" : "")}".Trim(),
                        title = heading?.Level > 1 ? heading.Text : "",
                        text = text.ToString().Trim(),
                        code = code.ToString().Trim(),
                    }
                );
            text.Clear();
            code.Clear();
        }
    }

    /// <summary>The script that hands the sections over.</summary>
    public string Script() => $"window.bookSections = {JsonSerializer.Serialize(sections, NotebookWriter.Format)};\n";
}
