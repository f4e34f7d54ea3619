using System.Globalization;
using System.Text.RegularExpressions;
using GanStability.Runner.Notebooks;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace GanStability.Runner.Book;

/// <summary>The numbered sections of a chapter, and where a text names them: "section 3", "Sections 1–3", "sections 4 and 5".</summary>
internal static partial class Sections
{
    /// <summary>The sections of a chapter whose headings begin with a number: the number, the anchor and the heading.</summary>
    public static IReadOnlyList<(int Number, string Anchor, string Heading)> Of(BookPage page)
    {
        var anchors = new Anchors();
        var sections = new List<(int, string, string)>();
        foreach (var cell in page.Notebook.Cells.Where(cell => cell.Kind == CellKind.Markdown))
        foreach (var heading in MarkdownRenderer.Parse(cell.Source).Descendants<HeadingBlock>())
        {
            var text = MarkdownRenderer.PlainText(heading);
            var anchor = anchors.Unique(heading.GetAttributes().Id);
            if (heading.Level == 2 && Leading().Match(text) is { Success: true } number)
                sections.Add((Number(number.Groups["number"]), anchor, text));
        }
        return sections;
    }

    /// <summary>The numbers of sections that a text names, and where they stand in it.</summary>
    public static IEnumerable<(int Start, int Length, int Number)> Named(string text) =>
        from Match list in Naming().Matches(text)
        from Capture number in list.Groups["number"].Captures
        select (number.Index, number.Length, Number(number));

    private static int Number(Capture digits) => int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A(?<number>\d{1,3})\. ")]
    private static partial Regex Leading();

    [GeneratedRegex(@"\b[Ss]ections? (?<number>\d{1,3})((–|, | and | to )(?<number>\d{1,3}))*\b")]
    private static partial Regex Naming();
}

/// <summary>Anchors of one page, each of them different.</summary>
internal sealed class Anchors
{
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);

    /// <summary>Takes an anchor if it is free.</summary>
    public bool Take(string anchor) => taken.Add(anchor);

    /// <summary>The anchor that a heading asks for, with a number where another heading has it.</summary>
    public string Unique(string? wanted)
    {
        var anchor = wanted ??= "section";
        for (var n = 1; !taken.Add(anchor); n++)
            anchor = string.Create(CultureInfo.InvariantCulture, $"{wanted}-{n}");
        return anchor;
    }
}
