using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using GanStability.Runner.Notebooks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GanStability.Runner.Tests;

/// <summary>
/// Decimal numbers that the prose of a notebook cites and that none of its outputs shows. Read are Markdown cells below the first output,
/// up to the section "Where this comes from", whose numbers are those of the papers; left out are formulas, code, links and the numbers of
/// sections and equations. A number counts as shown when an output's text, alternative text or caption, or the source of a code cell, has
/// it in the same digits, or has one of three digits or more that rounds to it. What only a script or a picture's coordinates hold is not
/// shown; nor is what an author wrote by hand into a caption, an alternative text or a heading: a text cannot prove another text.
/// </summary>
internal static partial class ProseNumbers
{
    /// <summary>The numbers that are cited and not shown, in order, each with the words around it.</summary>
    public static IReadOnlyList<string> Missing(Notebook notebook)
    {
        var shown = notebook
            .CodeCells.SelectMany(cell =>
            {
                var (computing, byHand) = Parts(cell.Source);
                return cell.Outputs.SelectMany(Texts).SelectMany(In).Except(byHand).Concat(computing);
            })
            .ToHashSet();
        var missing = new List<string>();
        foreach (
            var cell in notebook
                .Cells.SkipWhile(c => c.Outputs.Count == 0)
                .TakeWhile(c => !c.Source.Contains("Where this comes from", StringComparison.Ordinal))
        )
        {
            if (cell.Kind != CellKind.Markdown)
                continue;
            var prose = NotProse().Replace(cell.Source, " ");
            foreach (Match number in Decimals().Matches(prose))
                if (!shown.Contains(number.Value) && !shown.Any(other => RoundsTo(other, number.Value)))
                    missing.Add($"{number.Value} in \"{Around(prose, number).ReplaceLineEndings(" ")}\"");
        }
        return missing;
    }

    /// <summary>
    /// Counts and percentages, such as 8 of 10, 9 seeds or 41 %, that a reading ("Read the figure", an answer) cites and that the cells of
    /// its own section do not show; in a whole notebook nearly every small number is shown somewhere. Of the course's, changed by one,
    /// one in three is found. Other whole numbers are left out: steps are read off an axis, and years, sizes and sections are no results.
    /// </summary>
    public static IReadOnlyList<string> MissingCounts(Notebook notebook)
    {
        var (shown, settings, readings, missing) = (new HashSet<string>(), new HashSet<string>(), new List<string>(), new List<string>());
        foreach (var cell in notebook.Cells.TakeWhile(c => !c.Source.Contains("Where this comes from", StringComparison.Ordinal)))
        {
            if (cell.Kind == CellKind.Code)
            {
                shown.UnionWith(WholeIn(cell));
                continue;
            }
            var section = Section().Match(cell.Source);
            readings.Add(section.Success ? cell.Source[..section.Index] : cell.Source);
            if (section.Success)
                EndSection();
        }
        EndSection();
        return missing;

        void EndSection()
        {
            missing.AddRange(
                from reading in readings
                where Reading().IsMatch(reading)
                let prose = NotProse().Replace(reading, " ")
                from Match number in Counts().Matches(prose)
                where !shown.Contains(number.Value) && !settings.Contains(number.Value)
                select $"{number.Value} in \"{Around(prose, number).ReplaceLineEndings(" ")}\""
            );
            // What stands before the first section holds for all of them.
            if (settings.Count == 0)
                settings.UnionWith(shown);
            shown.Clear();
            readings.Clear();
        }
    }

    private static IEnumerable<string> WholeIn(Cell cell)
    {
        var output = string.Join(' ', cell.Outputs.SelectMany(Texts));
        var decimals = In(output).Select(d => decimal.Parse(d, CultureInfo.InvariantCulture));
        return Wholes()
            .Matches(output + " " + cell.Source.Replace("_", "", StringComparison.Ordinal))
            .Select(m => m.Value)
            // 40.6 is cited as 41, and the share 0.406 as 41 %.
            .Concat(
                decimals
                    .Select(d => Math.Round(d < 1 ? 100 * d : d, MidpointRounding.AwayFromZero))
                    .Select(d => d.ToString("0", CultureInfo.InvariantCulture))
            );
    }

    /// <summary>The numbers of a cell's code, and those within its texts.</summary>
    private static (HashSet<string> Computing, HashSet<string> ByHand) Parts(string source)
    {
        var tokens = CSharpSyntaxTree
            .ParseText(source, CSharpParseOptions.Default.WithKind(SourceCodeKind.Script))
            .GetRoot()
            .DescendantTokens();
        var texts = tokens.ToLookup(token =>
            token.Kind()
                is SyntaxKind.StringLiteralToken
                    or SyntaxKind.SingleLineRawStringLiteralToken
                    or SyntaxKind.MultiLineRawStringLiteralToken
                    or SyntaxKind.InterpolatedStringTextToken
        );
        var computing = texts[false].SelectMany(token => In(token.ToFullString())).ToHashSet();
        return (computing, [.. texts[true].SelectMany(token => In(token.Text)).Except(computing)]);
    }

    private static IEnumerable<string> In(string text) => Decimals().Matches(text).Select(m => m.Value);

    private static bool RoundsTo(string longer, string cited)
    {
        var places = Places(cited);
        return cited.Count(char.IsDigit) >= 3
            && Places(longer) > places
            && decimal.TryParse(longer, NumberStyles.Number, CultureInfo.InvariantCulture, out var value)
            && decimal.TryParse(cited, NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
            && Math.Round(value, places, MidpointRounding.AwayFromZero) == number;

        static int Places(string text) => text.Length - text.IndexOf('.', StringComparison.Ordinal) - 1;
    }

    private static IEnumerable<string> Texts(Output output) =>
        output switch
        {
            StreamOutput stream => [stream.Text],
            ShownOutput shown => shown
                .Content.Where(c => c.Key.StartsWith("text/", StringComparison.Ordinal))
                .Select(c => c.Key == "text/html" ? Visible(c.Value) : c.Value)
                .Append(shown.Metadata?.ToJsonString() ?? ""),
            _ => [],
        };

    // What a reader sees or hears of a page: its text and the alternative text of its pictures.
    private static string Visible(string html)
    {
        var still = Unseen().Replace(html, " ");
        return WebUtility.HtmlDecode(
            string.Join(" ", Spoken().Matches(still).Select(m => m.Groups[1].Value).Append(Tag().Replace(still, " ")))
        );
    }

    [GeneratedRegex(@"(?<![\d.,])\d+\.\d+(?!\d|\.\d)")]
    private static partial Regex Decimals();

    [GeneratedRegex(@"(?<![\d.,\w])\d+(?![\d\w]|[.,]\d)")]
    private static partial Regex Wholes();

    [GeneratedRegex(@"(?<![\d.,\w]|\bto )\d+(?= (of|out of|seeds?|modes?)\b| %)|(?<=\d (out )?of )\d+(?![\d\w]|[.,]\d)")]
    private static partial Regex Counts();

    [GeneratedRegex(@"(\*\*|### )(Read|The answer|Answer)")]
    private static partial Regex Reading();

    [GeneratedRegex("^## ", RegexOptions.Multiline)]
    private static partial Regex Section();

    private static string Around(string prose, Match number) =>
        prose[Math.Max(0, number.Index - 50)..Math.Min(prose.Length, number.Index + number.Length + 30)];

    // Code blocks and spans, displayed and inline formulas, comments, the addresses of links, identifiers of papers, sections and
    // equations.
    [GeneratedRegex(
        @"```.*?```|`[^`]*`|\$\$.*?\$\$|\$[^$]*\$|<!--.*?-->|\]\([^)]*\)"
            + @"|https?://\S+|\b\d{4}\.\d{4,5}\b|(§|\b[Ss]ections?|\beq\.|\bEquation)\s*\d+(\.\d+)*",
        RegexOptions.Singleline
    )]
    private static partial Regex NotProse();

    [GeneratedRegex("<script.*?</script>|<style.*?</style>", RegexOptions.Singleline)]
    private static partial Regex Unseen();

    [GeneratedRegex("(?:alt|aria-label|title)=\"([^\"]*)\"")]
    private static partial Regex Spoken();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
}
