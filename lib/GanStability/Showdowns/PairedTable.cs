using System.Globalization;

namespace GanStability;

/// <summary>One column of a paired table: how a method's cell is made of its seeds and the baseline's.</summary>
/// <param name="Heading">The heading.</param>
/// <param name="Cell">The cell of a method; the baseline is null in its own row.</param>
/// <param name="Stands">Whether the cell is printed bold.</param>
internal sealed record Column(string Heading, Func<Method, Method?, string> Cell, Func<Method, Method, bool>? Stands = null)
{
    /// <summary>The mean over seeds with its 95 % interval, and over how many where some have no value.</summary>
    public static Column Mean(string heading, Func<SeedResult, double?> value, string format) =>
        new(heading, (method, _) => Interval.Of(Values(method, value)).ToString(format));

    /// <summary>The mean of the differences seed by seed, bold where its interval excludes zero.</summary>
    public static Column Difference(string heading, Func<SeedResult, double?> value, string format)
    {
        return new(
            "Δ " + heading,
            (method, baseline) => baseline is null ? "" : Between(method, baseline).ToString(format, plus: true),
            (method, baseline) => Between(method, baseline).ExcludesZero
        );

        Interval Between(Method method, Method baseline) => Interval.OfDifferences(Values(method, value), Values(baseline, value));
    }

    /// <summary>How many seeds of how many; seeds without an answer are left out.</summary>
    public static Column Count(string heading, Func<SeedResult, bool?> counts)
    {
        return new(
            heading,
            (method, _) => Answers(method) is { Count: > 0 } answers ? $"{answers.Count(yes => yes)}/{answers.Count}" : "–"
        );

        List<bool> Answers(Method method) => [.. method.Seeds.Select(counts).OfType<bool>()];
    }

    /// <summary>
    /// What the training of all seeds cost. Not time on the clock: methods train beside each other, and a clock would measure the
    /// neighbours.
    /// </summary>
    public static Column Cost { get; } =
        new(
            "CPU s",
            (method, _) =>
                method.Seeds.All(r => r.ProcessorSeconds is not null)
                    ? method.Seeds.Sum(r => r.ProcessorSeconds!.Value).ToString("0", CultureInfo.InvariantCulture)
                    : "–"
        );

    private static double[] Values(Method method, Func<SeedResult, double?> value) => [.. method.Seeds.Select(r => value(r) ?? double.NaN)];
}

/// <summary>The table of a paired comparison: a row per method, baseline first, then rows that say what the numbers mean.</summary>
internal static class PairedTable
{
    private const string Missing =
        "(n of N): only n seeds have such a number, and the others are not left out by chance: a KL, for example, needs samples on modes. ";

    /// <summary>Makes the table.</summary>
    /// <param name="comparison">The methods.</param>
    /// <param name="explanation">What the columns say, ending in a full stop.</param>
    /// <param name="columns">The columns after the method's name.</param>
    /// <param name="references">Rows of one name and cells from the second column on; cells left out are empty.</param>
    public static Table Of(
        Comparison comparison,
        string explanation,
        IReadOnlyList<Column> columns,
        params IReadOnlyList<string[]> references
    )
    {
        var steps = comparison.All.SelectMany(m => m.Seeds).Select(r => r.Steps).Distinct().ToList();
        string[][] cells = [.. comparison.All.Select(Row)];
        var missing = cells.SelectMany(row => row).Any(cell => cell.Contains(" of ", StringComparison.Ordinal) && cell.EndsWith(')'));
        var moving = comparison.All.Any(StillMoving.Is) ? StillMoving.Explanation + " " : "";
        return new Table(
            $"{comparison.Data}, {comparison.SeedsInWords}{(steps.Count == 1 ? $", {steps[0]} steps" : "")}: "
                + $"mean ± 95 % interval over seeds; (all n): equal in all n seeds. {(missing ? Missing : "")}{explanation} {moving}"
                + $"Δ: paired difference to {comparison.Baseline.Name}, bold where its interval excludes zero. CPU s: processor "
                + "time of the thread that trained, all seeds; what ran beside it does not count.",
            ["method", .. columns.Select(c => c.Heading)],
            [.. cells, .. references.Select(r => (string[])[.. r, .. Enumerable.Repeat("", columns.Count + 1 - r.Length)])]
        )
        {
            Marked =
            [
                .. comparison.Others.SelectMany(
                    (method, i) =>
                        columns
                            .Index()
                            .Where(c => c.Item.Stands?.Invoke(method, comparison.Baseline) == true)
                            .Select(c => (i + 1, c.Index + 1))
                ),
            ],
        };

        string[] Row(Method method) =>
            [StillMoving.Mark(method), .. columns.Select(c => c.Cell(method, method == comparison.Baseline ? null : comparison.Baseline))];
    }

    /// <summary>A number of a reference row.</summary>
    public static string Number(double value, string format) =>
        double.IsNaN(value) ? "–" : value.ToString(format, CultureInfo.InvariantCulture);
}
