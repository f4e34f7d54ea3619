using System.Globalization;

namespace GanStability;

/// <summary>One column of a paired table: how a method's cell is made of its seeds and the baseline's.</summary>
/// <param name="Heading">The heading.</param>
/// <param name="Cell">The cell of a method; the baseline is null in its own row.</param>
internal sealed record Column(string Heading, Func<Method, Method?, string> Cell)
{
    /// <summary>The heading over this column and its neighbours of the same group.</summary>
    public string Group { get; init; } = "";

    /// <summary>What names it among all columns.</summary>
    public string Key => Group.Length == 0 ? Heading : $"{Group}: {Heading}";

    /// <summary>P of the exact paired test behind the cell; null for a column that compares nothing.</summary>
    public Func<Method, Method, double>? Test { get; init; }

    /// <summary>The mean over seeds with its 95 % interval, and over how many where some have no value.</summary>
    public static Column Mean(string heading, Func<SeedResult, double?> value, int decimals) =>
        new(heading, (method, _) => Interval.Of(Values(method, value)).ToString(decimals));

    /// <summary>
    /// The median over seeds and the range from the smallest to the largest value: for scores that jump, such as modes, of which no mean
    /// and no spread tells the seeds.
    /// </summary>
    public static Column Median(string heading, Func<SeedResult, double?> value) => new(heading, (method, _) =>
        {
            double[] values = [.. method.Seeds.Select(value).OfType<double>()];
            return values.Length == 0 ? "–"
                : values.Min() == values.Max() ? Text(values[0])
                : $"{Text(SeedBand.Quantile(values, 0.5))} ({Text(values.Min())}–{Text(values.Max())})";
        });

    /// <summary>The median over seeds alone, and over how many where some have no value: for what is only looked at beside.</summary>
    public static Column Middle(string heading, Func<SeedResult, double?> value, string format) => new(heading, (method, _) =>
        {
            double[] values = [.. method.Seeds.Select(value).OfType<double>()];
            return values.Length == 0
                ? "–"
                : PairedTable.Number(SeedBand.Quantile(values, 0.5), format)
                    + (values.Length == method.Seeds.Count ? "" : $" (n {values.Length})");
        });

    /// <summary>How many seeds have more than the baseline, and how many fewer; tested by counting them, see
    /// <see cref="PairedTest.Sign"/>.</summary>
    public static Column MoreAndFewer(string heading, Func<SeedResult, double?> value) => new(heading, (method, baseline) => baseline
                is null
                ? ""
            : Sign(method, baseline, value) is var test && test.More + test.Fewer + test.Equal > 0 ? $"{test.More} : {test.Fewer}"
            : "–") { Test = (method, baseline) => Sign(method, baseline, value).P };

    /// <summary>The mean of the differences seed by seed, tested by exchanging them, see <see cref="PairedTest.Permutation"/>.</summary>
    public static Column Difference(string heading, Func<SeedResult, double?> value, int decimals) =>
        new(heading, (method, baseline) =>
        {
            if (baseline is null)
                return "";
            var (values, others) = Pairs(method, baseline, value);
            return Interval.OfDifferences(values, others).ToString(decimals, plus: true);
        })
        {
            Test = (method, baseline) =>
            {
                var (values, others) = Pairs(method, baseline, value);
                return PairedTest.Permutation(values, others).P;
            },
        };

    /// <summary>How many seeds of how many, with the exact interval; seeds without an answer are left out.</summary>
    public static Column Count(string heading, Func<SeedResult, bool?> counts) => new(heading, (method, _) =>
        {
            bool[] answers = [.. method.Seeds.Select(counts).OfType<bool>()];
            return answers.Length == 0 ? "–" : new Proportion(answers.Count(yes => yes), answers.Length).ToString();
        });

    /// <summary>
    /// What the training of all seeds cost. Not time on the clock: methods train beside each other, and a clock would measure the
    /// neighbours.
    /// </summary>
    public static Column Cost { get; } =
        new("CPU s", (method, _) =>
            method.Seeds.All(r => r.ProcessorSeconds is not null)
                ? method.Seeds.Sum(r => r.ProcessorSeconds!.Value).ToString("0", CultureInfo.InvariantCulture)
                : "–"
        );

    private static PairedTest Sign(Method method, Method baseline, Func<SeedResult, double?> value)
    {
        var (values, others) = Pairs(method, baseline, value);
        return PairedTest.Sign(values, others);
    }

    private static double[] Values(Method method, Func<SeedResult, double?> value) => [.. method.Seeds.Select(r => value(r) ?? double.NaN)];

    /// <summary>The scores of a method's seeds and the baseline's of the same seeds.</summary>
    private static (double[] Values, double[] Baseline) Pairs(Method method, Method baseline, Func<SeedResult, double?> value)
    {
        var others = baseline.Seeds.ToDictionary(r => r.Seed);
        return (Values(method, value), [.. method.Seeds.Select(r => value(others[r.Seed]) ?? double.NaN)]);
    }

    private static string Text(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}

/// <summary>The table of a paired comparison: a row per method, baseline first, then rows that say what the numbers mean.</summary>
internal static class PairedTable
{
    private const double Surprising = 0.05;

    /// <summary>Fewer pairs than this cannot reach p &lt; .05 in an exact test of both directions: 2 · 2^−5 = .0625.</summary>
    private const int FewestPairs = 6;

    /// <summary>Makes the table.</summary>
    /// <param name="comparison">The methods.</param>
    /// <param name="explanation">What the columns say, ending in a full stop.</param>
    /// <param name="columns">The columns after the method's name; one that says nothing of any method is left out.</param>
    /// <param name="references">Rows of one name and cells by the <see cref="Column.Key"/> of their column.</param>
    public static Table Of(
        Comparison comparison,
        string explanation,
        IReadOnlyList<Column> columns,
        params IReadOnlyList<(string Name, Dictionary<string, string> Cells)> references
    )
    {
        var (baseline, methods) = (comparison.Baseline, comparison.All);
        string CellOf(Method method, Column column) => column.Cell(method, method == baseline ? null : baseline);
        Column[] kept = [.. columns.Where(c => methods.Any(m => CellOf(m, c) is not ("" or "–")))];

        var tests = methods
            .Index()
            .Skip(1)
            .SelectMany(m => kept.Index().Where(c => c.Item.Test is not null).Select(c => (Row: m.Index, Column: c.Index)))
            .ToList();
        double[] p = [.. tests.Select(t => kept[t.Column].Test!(methods[t.Row], baseline))];
        var corrected = PairedTest.Holm(p);
        var marked = tests.Where((_, i) => p[i] < Surprising).ToHashSet();
        var holds = tests.Where((_, i) => corrected[i] < Surprising).ToHashSet();

        var steps = methods.SelectMany(m => m.Seeds).Select(r => r.Steps).Distinct().ToList();
        return new Table(
            $"{comparison.Data}, {comparison.SeedsInWords}{(steps.Count == 1 ? $", {steps[0]} steps" : "")}.",
            ["method", .. kept.Select(c => c.Heading)],
            [
                .. methods.Select(
                    (m, row) =>
                        (string[])
                            [
                                RowName(m, baseline),
                                .. kept.Select((c, column) => CellOf(m, c) + (holds.Contains((row, column)) ? " †" : "")),
                            ]
                ),
                .. references.Select(r => (string[])[r.Name, .. kept.Select(c => r.Cells.GetValueOrDefault(c.Key, ""))]),
            ]
        )
        {
            Marked = [.. marked.Select(t => (t.Row, t.Column + 1))],
            Groups = kept.Any(c => c.Group.Length > 0) ? ["", .. kept.Select(c => c.Group)] : null,
            Words = [0],
            Notes = [.. Notes(comparison, tests.Count, marked.Count)],
            Legend =
                $"{explanation} Mean ± 95 % interval over seeds (Student); (all n): equal in all n seeds; (n of N) and (n …): only n "
                + "seeds have such a number, and the others are not left out by chance. Median (smallest–largest) over seeds. k of N "
                + $"(95 % interval of the probability, Clopper–Pearson). Δ: mean difference to {baseline.Name}, seed by seed. a : b: "
                + $"seeds with more and with fewer than {baseline.Name}. Bold: p < .05 in an exact paired test (a : b by the sign test, "
                + $"Δ by permutation); †: also after Holm's correction for the {tests.Count} tests of this table. CPU s: processor time "
                + "of the training thread, all seeds; helper threads of libtorch, which only large ensembles use, do not count.",
        };
    }

    /// <summary>A number of a reference row.</summary>
    public static string Number(double value, string format) =>
        double.IsNaN(value) ? "–" : value.ToString(format, CultureInfo.InvariantCulture);

    private static string RowName(Method method, Method baseline) =>
        method.Seeds.Count == baseline.Seeds.Count ? StillMoving.Mark(method) : $"{StillMoving.Mark(method)}, {method.Seeds.Count} seeds";

    private static IEnumerable<string> Notes(Comparison comparison, int tests, int marked)
    {
        foreach (var method in comparison.Others)
            if (Unlikeness.Of(method, comparison.Baseline) is { } otherwise)
                yield return $"{method.Name} differs from {comparison.Baseline.Name} in more than its method: {otherwise}.";
        if (tests > 0 && marked == 0 && comparison.Others.Any(m => m.Seeds.Count < FewestPairs))
            yield return $"With fewer than {FewestPairs} seeds no exact test can reach p < .05, however clear the difference: add seeds.";
        if (comparison.All.Any(StillMoving.Is))
            yield return StillMoving.Explanation;
        foreach (var origin in comparison.All.Select(m => m.Origin).OfType<string>().Distinct())
            yield return origin;
    }
}
