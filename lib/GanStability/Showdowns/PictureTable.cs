using System.Globalization;

namespace GanStability;

/// <summary>The table that compares methods on pictures: a baseline, methods on the same seeds, and the rows of true samples and of noise.</summary>
public static class PictureTable
{
    private static readonly string[] Headings = ["method", "IS", "FID", "classes", "KL", "coverage %", "precision %", "Δ IS", "Δ FID", "s"];

    /// <summary>Scores runs on the same pictures and seeds and compares them; the first is the baseline.</summary>
    /// <param name="scorer">The network, the reference and N.</param>
    /// <param name="runs">The runs, baseline first.</param>
    /// <returns>Means with 95 % intervals, paired differences to the baseline (bold where the interval excludes zero), and reference rows.</returns>
    /// <exception cref="ArgumentException">No runs, runs on points, or runs whose data or seeds differ from the baseline's.</exception>
    public static Table Compare(PictureScorer scorer, params Run[] runs)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Length == 0) throw new ArgumentException("Give at least the baseline.", nameof(runs));
        CoverageTable.CheckPairing(runs[0].Recipe.Data.Name, [.. runs.Select(Pairing)]);
        return Compare(scorer, [.. runs.Select(r => SeedResult.Of(r, scorer))]);
    }

    /// <summary>Compares saved results on the same pictures and seeds; the first method is the baseline.</summary>
    /// <param name="scorer">Makes the reference rows; the one that made the results.</param>
    /// <param name="methods">The results of each method, one per seed, baseline first.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">No results, results on points, scores of another scorer, or results whose data or seeds differ from the baseline's.</exception>
    public static Table Compare(PictureScorer scorer, IReadOnlyList<IReadOnlyList<SeedResult>> methods)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentNullException.ThrowIfNull(methods);
        if (methods.Count == 0 || methods.Any(m => m.Count == 0)) throw new ArgumentException("Give at least the baseline, and at least one seed of each method.", nameof(methods));
        var baseline = methods[0];
        CoverageTable.CheckPairing(baseline[0].Data, [.. methods.Select(m => (m[0].Recipe, m[0].Data, (IReadOnlyList<long>)[.. m.Select(r => r.Seed)]))]);
        if (methods.SelectMany(m => m).FirstOrDefault(r => r.Scorer != scorer.ToString()) is { } other)
            throw new ArgumentException($"'{other.Recipe}' was scored with {other.Scorer ?? "no pictures"}; the reference rows are {scorer}. Scores compare only with one network, reference and N.", nameof(methods));

        return new Table(
            $"{baseline[0].Data}, {CoverageTable.Seeds([.. baseline.Select(r => r.Seed)])}, {baseline[0].Steps} steps: mean ± 95 % interval over seeds. {scorer}. IS: Inception Score; FID: Fréchet distance; "
            + "classes: those with ≥ 1 % of the pictures; KL: divergence (nats) of the histogram over classes from equal shares; coverage: reference pictures with a generated neighbour; precision: generated "
            + $"pictures with a reference neighbour; Δ: paired difference to {baseline[0].Recipe}, bold where its interval excludes zero; s: training time.",
            Headings,
            [.. methods.Select((m, i) => Row(m, i == 0 ? null : baseline)), Row("true samples", scorer.OfTrueSamples()), Row("noise", scorer.OfNoise())])
        {
            Marked = [.. Enumerable.Range(1, methods.Count - 1).SelectMany(i => MarkedCells(i, methods[i], baseline))],
        };
    }

    private static (string, string, IReadOnlyList<long>) Pairing(Run run) =>
        (run.Name, run.Recipe.Data.Name, [.. Enumerable.Range(0, run.Recipe.Replicas).Select(r => run.Recipe.Seed + r)]);

    private static string[] Row(IReadOnlyList<SeedResult> method, IReadOnlyList<SeedResult>? baseline)
    {
        string Cell(Func<SeedResult, double> value, string format) => Interval.Of(method.Select(value)).ToString(format);
        string Delta(Func<SeedResult, double> value) => baseline is null ? "" : Difference(method, baseline, value).ToString("0.00", plus: true);
        return
        [
            method[0].Recipe, Cell(Inception, "0.00"), Cell(Frechet, "0.00"), Cell(r => r.Held, "0.0"), Cell(r => r.Kl ?? double.NaN, "0.00"), Cell(r => 100 * r.Coverage ?? double.NaN, "0"),
            Cell(r => 100 * r.HighQuality, "0"), Delta(Inception), Delta(Frechet), method.Sum(r => r.Seconds).ToString("0", CultureInfo.InvariantCulture),
        ];
    }

    private static string[] Row(string name, PictureScore s)
    {
        string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
        return
        [
            name, Number(s.Inception.Mean, "0.00"), Number(s.Frechet.Value, "0.00"), Number(s.ClassesHeld, "0"), Number(s.HistogramKl, "0.00"), Number(100 * s.Coverage, "0"),
            Number(100 * s.Precision, "0"), "", "", "",
        ];
    }

    private static IEnumerable<(int, int)> MarkedCells(int row, IReadOnlyList<SeedResult> method, IReadOnlyList<SeedResult> baseline)
    {
        if (Difference(method, baseline, Inception).ExcludesZero) yield return (row, 7);
        if (Difference(method, baseline, Frechet).ExcludesZero) yield return (row, 8);
    }

    private static double Inception(SeedResult result) => result.InceptionScore ?? double.NaN;

    private static double Frechet(SeedResult result) => result.Frechet ?? double.NaN;

    private static Interval Difference(IReadOnlyList<SeedResult> method, IReadOnlyList<SeedResult> baseline, Func<SeedResult, double> value) =>
        Interval.OfDifferences([.. method.Select(value)], [.. baseline.Select(value)]);
}
