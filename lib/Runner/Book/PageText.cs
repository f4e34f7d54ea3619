using System.Globalization;
using System.Net;
using System.Text;
using GanStability.Runner.Notebooks;

namespace GanStability.Runner.Book;

/// <summary>A heading of a page.</summary>
/// <param name="Level">1 for the title of the page.</param>
/// <param name="Id">Its anchor.</param>
/// <param name="Text">Its text, without formatting.</param>
internal sealed record Heading(int Level, string Id, string Text);

/// <summary>
/// What the text cells of one page share: anchors are unique on it, terms are explained where they first stand in a section, and exercises
/// lead to their solutions.
/// </summary>
/// <param name="page">The page.</param>
/// <param name="pages">All pages of the book.</param>
/// <param name="glossary">The terms of the course.</param>
internal sealed class PageText(BookPage page, IReadOnlyList<BookPage> pages, Glossary glossary)
{
    private readonly Anchors anchors = new();
    private readonly HashSet<Term> explainedInSection = [];
    private readonly SortedDictionary<string, Term> explained = new(StringComparer.Ordinal);
    private readonly BookPage? partner = ExerciseLinks.Partner(page, pages);
    private readonly IReadOnlySet<int> solved = ExerciseLinks.Partner(page, pages) is { } other
        ? ExerciseLinks.In(other)
        : new HashSet<int>();
    private readonly bool hasSecondLevel = page.Notebook.Cells.Any(cell =>
        cell.Kind == CellKind.Markdown && cell.Source.Split('\n').Any(line => line.StartsWith("## ", StringComparison.Ordinal))
    );
    private bool inExercises = page.IsInSubfolder;
    private Dictionary<int, string> sectionsSpokenOf = [];

    /// <summary>The headings so far.</summary>
    public List<Heading> Headings { get; } = [];

    /// <summary>Whether this page is the list of terms itself.</summary>
    public bool IsGlossary => ReferenceEquals(page, glossary.Page);

    /// <summary>The page with the solutions, or the chapter of this page with solutions; null for none.</summary>
    public BookPage? Partner => partner;

    /// <summary>The level at which a heading is shown: no level is left out, as where exercises of the third follow the title.</summary>
    public int Level(int written) => hasSecondLevel || written < 3 ? written : written - 1;

    /// <summary>Begins a section.</summary>
    /// <param name="level">The level of its heading.</param>
    /// <param name="id">The anchor that the heading asks for.</param>
    /// <param name="text">The heading's text.</param>
    /// <param name="link">Where the heading leads, if it is a link: the section then speaks of that chapter.</param>
    /// <returns>An anchor that no other heading of the page has.</returns>
    public string Begin(int level, string? id, string text, string? link)
    {
        var anchor = anchors.Unique(id);
        Headings.Add(new Heading(level, anchor, text));
        if (level <= 2)
            explainedInSection.Clear();
        if (level <= 2)
            sectionsSpokenOf =
                link is not null && pages.FirstOrDefault(other => other.FileName == link) is { } chapter
                    ? Sections.Of(chapter).ToDictionary(section => section.Number, section => $"{link}#{section.Anchor}")
                    : [];
        if (level <= 2 && !page.IsInSubfolder)
            inExercises = text.Contains("xercise", StringComparison.Ordinal);
        return anchor;
    }

    /// <summary>The anchor of an exercise and where its solution stands; nulls where the block begins none.</summary>
    public (string? Anchor, string? Link) Exercise(string block)
    {
        if (ExerciseLinks.NumberAt(block) is not { } number || !inExercises)
            return (null, null);
        var anchor = ExerciseLinks.Anchor(number);
        if (!anchors.Take(anchor))
            return (null, null);
        if (partner is null || !solved.Contains(number))
            return (anchor, null);
        var word = page.IsInSubfolder ? "exercise" : "solution";
        var label = page.IsInSubfolder ? $"To exercise {number}" : $"To the solution of exercise {number}";
        var address = $"{Uri.EscapeDataString(partner.FileName)}#{anchor}";
        return (anchor, $"<a class=\"partner\" href=\"{address}\" aria-label=\"{label}\">{word}</a>");
    }

    /// <summary>
    /// A piece of running text as HTML: terms lead to the glossary, sections of the chapter that is spoken of to their place, and
    /// Chinese is marked as such.
    /// </summary>
    public string Running(string text)
    {
        var html = new StringBuilder();
        var at = 0;
        foreach (var (start, length, link) in Links(text).OrderBy(link => link.Start))
        {
            if (start < at)
                continue;
            html.Append(Han.Marked(text[at..start])).Append(link).Append(Han.Marked(text.Substring(start, length))).Append("</a>");
            at = start + length;
        }
        return html.Append(Han.Marked(text[at..])).ToString();
    }

    private IEnumerable<(int Start, int Length, string Link)> Links(string text)
    {
        if (sectionsSpokenOf.Count > 0)
            foreach (var (start, length, number) in Sections.Named(text))
                if (sectionsSpokenOf.TryGetValue(number, out var address))
                    yield return (start, length, $"<a href=\"{address}\">");
        if (IsGlossary)
            yield break;
        foreach (var (start, length, term) in glossary.Find(text))
            if (explainedInSection.Add(term))
            {
                explained[term.Anchor] = term;
                var link = $"<a class=\"term\" data-term=\"{term.Anchor}\" href=\"{GlossaryFile}#{term.Anchor}\">";
                yield return (start, length, link);
            }
    }

    /// <summary>The meanings of the terms that the page explained, for the script that shows them where the pointer rests.</summary>
    public string Meanings()
    {
        var html = new StringBuilder();
        foreach (var (anchor, term) in explained)
            html.Append(
                    CultureInfo.InvariantCulture,
                    $"<div id=\"{anchor}\"><b>{WebUtility.HtmlEncode(term.English)}</b> · {Han.Marked(term.Chinese)}\n"
                )
                .Append(MarkdownRenderer.Render(term.Meaning, url => url, url => url))
                .Append("</div>\n");
        return html.Length == 0 ? "" : $"<div class=\"meanings\" hidden>\n{html}</div>\n";
    }

    private string GlossaryFile => Uri.EscapeDataString(glossary.Page!.FileName);
}
