using System.Globalization;

namespace GanStability;

/// <summary>The table that compares methods: a baseline, methods on the same seeds, and three rows that say what the numbers mean.</summary>
public static class CoverageTable
{
    private static readonly string[] Headings = ["method", "≥ 1 sample", "≥ 1 % mass", "HQ %", "KL", "TV", "full", "Δ ≥ 1 %", "Δ HQ %", "s"];

    /// <summary>Compares runs on the same data and seeds; the first is the baseline.</summary>
    /// <param name="runs">The runs, baseline first.</param>
    /// <returns>Means with 95 % intervals, paired differences to the baseline (bold where the interval excludes zero), and reference rows.</returns>
    /// <exception cref="ArgumentException">No runs, or runs whose data or seeds differ from the baseline's.</exception>
    public static Table Compare(params Run[] runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Length == 0) throw new ArgumentException("Give at least the baseline.", nameof(runs));
        foreach (var run in runs) RunFigures.Trained(run);
        return Compare(runs[0].Recipe.Data as GaussianMixture
            ?? throw new ArgumentException($"Mode coverage needs data with known modes; {runs[0].Recipe.Data.Name} has none.", nameof(runs)),
            [.. runs.Select(SeedResult.Of)]);
    }

    /// <summary>Compares saved results on the same data and seeds; the first method is the baseline.</summary>
    /// <param name="mixture">The data, for the reference rows.</param>
    /// <param name="methods">The results of each method, one per seed, baseline first.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">No results, or results whose data or seeds differ from the baseline's.</exception>
    public static Table Compare(GaussianMixture mixture, IReadOnlyList<IReadOnlyList<SeedResult>> methods)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        ArgumentNullException.ThrowIfNull(methods);
        if (methods.Count == 0 || methods.Any(m => m.Count == 0)) throw new ArgumentException("Give at least the baseline, and at least one seed of each method.", nameof(methods));
        var baseline = methods[0];
        CheckPairing(mixture.Name, [.. methods.Select(m => (m[0].Recipe, m[0].Data, (IReadOnlyList<long>)[.. m.Select(r => r.Seed)]))]);

        return new Table(
            $"{mixture.Name}, {Seeds([.. baseline.Select(r => r.Seed)])}: mean ± 95 % interval over seeds. Modes with at least one sample and with ≥ 1 % of the samples within 3σ; HQ: samples within 3σ of any mode; "
            + "KL and TV: divergence (nats) and total variation of the histogram over modes; full: seeds with every mode at ≥ 1 %; "
            + $"Δ: paired difference to {baseline[0].Recipe}, bold where its interval excludes zero; s: training time. Success is every mode at ≥ 1 % and an HQ well above the thin ring's.",
            Headings,
            [.. methods.Select((m, i) => Row(m, i == 0 ? null : baseline)), Row("true samples", ModeCoverage.OfTrueSamples(mixture, 1)),
             Row("shapeless disc", ModeCoverage.OfDisc(mixture, 1)), Row("thin ring", ModeCoverage.OfThinRing(mixture, 1))])
        {
            Marked = [.. Enumerable.Range(1, methods.Count - 1).SelectMany(i => MarkedCells(i, methods[i], baseline))],
        };
    }

    private static string[] Row(IReadOnlyList<SeedResult> method, IReadOnlyList<SeedResult>? baseline)
    {
        string Cell(Func<SeedResult, double> value, string format) => Interval.Of(method.Select(value)).ToString(format);
        string Delta(Func<SeedResult, double> value, string format) => baseline is null ? "" : Difference(method, baseline, value).ToString(format, plus: true);
        return
        [
            method[0].Recipe, Cell(r => r.Captured, "0.0"), Cell(r => r.Held, "0.0"), Cell(HighQuality, "0"), Cell(r => r.Kl ?? double.NaN, "0.00"),
            Cell(r => r.TotalVariation ?? double.NaN, "0.00"), $"{method.Count(r => r.Held == r.Modes)}/{method.Count}",
            Delta(r => r.Held, "0.0"), Delta(HighQuality, "0"), method.Sum(r => r.Seconds).ToString("0", CultureInfo.InvariantCulture),
        ];
    }

    private static string[] Row(string name, ModeCoverage c)
    {
        string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
        return [name, Number(c.Captured, "0"), Number(c.Held, "0"), Number(100 * c.HighQuality, "0.0"), Number(c.Kl, "0.0000"), Number(c.TotalVariation, "0.00"), "", "", "", ""];
    }

    private static IEnumerable<(int, int)> MarkedCells(int row, IReadOnlyList<SeedResult> method, IReadOnlyList<SeedResult> baseline)
    {
        if (Difference(method, baseline, r => r.Held).ExcludesZero) yield return (row, 7);
        if (Difference(method, baseline, HighQuality).ExcludesZero) yield return (row, 8);
    }

    private static double HighQuality(SeedResult result) => 100 * result.HighQuality;

    private static Interval Difference(IReadOnlyList<SeedResult> method, IReadOnlyList<SeedResult> baseline, Func<SeedResult, double> value) =>
        Interval.OfDifferences([.. method.Select(value)], [.. baseline.Select(value)]);

    /// <summary>Refuses a comparison of different data or seeds.</summary>
    internal static void CheckPairing(string data, IReadOnlyList<(string Name, string Data, IReadOnlyList<long> Seeds)> methods)
    {
        foreach (var method in methods)
            if (method.Data != data || !method.Seeds.SequenceEqual(methods[0].Seeds))
                throw new ArgumentException(
                    $"'{method.Name}' was trained on {method.Data}, {Seeds(method.Seeds)}; the baseline on {data}, {Seeds(methods[0].Seeds)}. A paired comparison needs the same.", nameof(methods));
    }

    internal static string Seeds(IReadOnlyList<long> seeds) => seeds.Count == 1 ? $"seed {seeds[0]}"
        : seeds[^1] - seeds[0] == seeds.Count - 1 ? $"{seeds.Count} seeds ({seeds[0]} to {seeds[^1]})"
        : $"{seeds.Count} seeds ({string.Join(", ", seeds)})";
}
