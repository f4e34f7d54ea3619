using System.Text.RegularExpressions;
using GanStability.Runner.Notebooks;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace GanStability.Runner.Book;

/// <summary>
/// The terms of the course: the rows of the tables headed "term · 术语" of one notebook, each with its Chinese name and its meaning. Chapters
/// lead to them where a term first stands in a section.
/// </summary>
internal sealed partial class Glossary
{
    private const string Heading = "term · ";
    private readonly Dictionary<string, Term> byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Regex? names;

    private Glossary(BookPage? page, IReadOnlyList<Term> terms)
    {
        Page = page;
        foreach (var term in terms)
        foreach (var name in term.Names)
            byName.TryAdd(name, term);
        if (byName.Count > 0)
        {
            // The longest name first: "mode collapse" before "mode".
            var any = string.Join('|', byName.Keys.OrderByDescending(name => name.Length).Select(Pattern));
            names = new Regex(
                $@"(?<![\p{{L}}\p{{N}}-])(?:{any})(?:e?s)?(?![\p{{L}}\p{{N}}-])",
                RegexOptions.CultureInvariant | RegexOptions.Compiled
            );
        }
    }

    /// <summary>No terms.</summary>
    public static Glossary None { get; } = new(null, []);

    /// <summary>The page that lists the terms; null where there is none.</summary>
    public BookPage? Page { get; }

    /// <summary>Reads the first notebook that has such tables.</summary>
    public static Glossary Of(IEnumerable<BookPage> pages)
    {
        foreach (var page in pages)
            if (page.Notebook.Cells.Where(IsTable).SelectMany(cell => Terms(cell.Source)).ToList() is { Count: > 0 } terms)
                return new Glossary(page, terms);
        return None;
    }

    /// <summary>The terms in a text, in order: where they stand, and what they are.</summary>
    public IEnumerable<(int Start, int Length, Term Term)> Find(string text)
    {
        if (names is null)
            yield break;
        foreach (Match match in names.Matches(text))
        {
            var name = match.Value;
            // "classes" and "modes", but also names that end in "s" themselves.
            var term = byName.GetValueOrDefault(name)
                ?? byName.GetValueOrDefault(name[..^1])
                ?? byName.GetValueOrDefault(name[..Math.Max(0, name.Length - 2)]);
            if (term is not null)
                yield return (match.Index, match.Length, term);
        }
    }

    /// <summary>The term of a row; null when the table is no list of terms.</summary>
    public static Term? TermOf(TableRow row, string markdown)
    {
        if (row.IsHeader || row.Parent is not Markdig.Extensions.Tables.Table { Count: > 0 } table || row.Count < 2)
            return null;
        if (!Source(((TableRow)table[0])[0], markdown).StartsWith(Heading, StringComparison.Ordinal))
            return null;
        var first = TermCell().Match(Source(row[0], markdown));
        return first.Success ? new Term(first.Groups["term"].Value, first.Groups["chinese"].Value.Trim(), Source(row[1], markdown)) : null;
    }

    private static bool IsTable(Cell cell) =>
        cell.Kind == CellKind.Markdown && cell.Source.Contains("| " + Heading, StringComparison.Ordinal);

    private static IEnumerable<Term> Terms(string markdown) =>
        MarkdownRenderer.Parse(markdown).Descendants<TableRow>().Select(row => TermOf(row, markdown)).OfType<Term>();

    private static string Source(MarkdownObject cell, string markdown)
    {
        // The span of a cell leaves its ends out in places; that of its text does not.
        var parts = cell.Descendants<Inline>().Where(inline => !inline.Span.IsEmpty).ToList();
        return parts.Count == 0 ? "" : markdown[parts.Min(p => p.Span.Start)..(parts.Max(p => p.Span.End) + 1)].Trim();
    }

    // Abbreviations are written in capitals; a word may begin a sentence.
    private static string Pattern(string name) => name.Any(char.IsLower) ? $"(?i:{Regex.Escape(name)})" : Regex.Escape(name);

    [GeneratedRegex(@"\A\*\*(?<term>[^*]+)\*\*\s*·\s*(?<chinese>.*)\z")]
    private static partial Regex TermCell();
}

/// <summary>A term of the glossary.</summary>
/// <param name="English">As the glossary names it, such as <c>Jensen–Shannon (JS) divergence</c>.</param>
/// <param name="Chinese">Its Chinese name.</param>
/// <param name="Meaning">One sentence in Markdown.</param>
internal sealed partial record Term(string English, string Chinese, string Meaning)
{
    /// <summary>Where it stands in the glossary.</summary>
    public string Anchor => "term-" + Other().Replace(English.ToLowerInvariant(), "-").Trim('-');

    /// <summary>What a text may call it: "A (B) C" is "A C" or "B C".</summary>
    public IReadOnlyList<string> Names =>
        Short().Match(English) is { Success: true } match
            ? [.. new[] { "long", "short" }.Select(group => $"{match.Groups[group].Value} {match.Groups["rest"].Value}".Trim())]
            : [English];

    [GeneratedRegex(@"\A(?<long>[^(]+?) \((?<short>[^)]+)\) ?(?<rest>.*)\z")]
    private static partial Regex Short();

    [GeneratedRegex(@"[^\p{L}\p{N}]+")]
    private static partial Regex Other();
}
