using System.Globalization;
using GanStability.Data;
using GanStability.Scores;
using GanStability.Statistics;
using GanStability.Training;

namespace GanStability.Figures;

/// <summary>The table that compares methods: a baseline, methods on the same seeds, and three rows that say what the numbers mean.</summary>
public static class CoverageTable
{
    private static readonly string[] Headings =
        ["method", "≥ 1 sample", "≥ 1 % mass", "HQ %", "KL", "TV", "full", "Δ ≥ 1 %", "Δ HQ %", "s"];

    /// <summary>Compares runs on the same data and seeds; the first is the baseline.</summary>
    /// <param name="runs">The runs, baseline first.</param>
    /// <returns>Means with 95 % intervals, paired differences to the baseline (bold where the interval excludes zero), and reference rows.</returns>
    /// <exception cref="ArgumentException">No runs, or runs whose data or seeds differ from the baseline's.</exception>
    public static Table Compare(params Run[] runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Length == 0) throw new ArgumentException("Give at least the baseline.", nameof(runs));
        var baseline = runs[0];
        if (baseline.Recipe.Data is not GaussianMixture mixture)
            throw new ArgumentException($"Mode coverage needs data with known modes; {baseline.Recipe.Data.Name} has none.", nameof(runs));
        foreach (var run in runs)
            if (run.Recipe.Data.Name != mixture.Name || run.Recipe.Seed != baseline.Recipe.Seed || run.Recipe.Replicas != baseline.Recipe.Replicas)
                throw new ArgumentException(
                    $"'{run.Name}' was trained on {run.Recipe.Data.Name}, {RunFigures.Seeds(run)}; the baseline on {mixture.Name}, {RunFigures.Seeds(baseline)}. A paired comparison needs the same.", nameof(runs));

        var rows = runs.Select(run => Row(run, baseline)).ToList();
        rows.Add(Row("true samples", ModeCoverage.OfTrueSamples(mixture, 1)));
        rows.Add(Row("shapeless disc", ModeCoverage.OfDisc(mixture, 1)));
        rows.Add(Row("thin ring", ModeCoverage.OfThinRing(mixture, 1)));
        return new Table(
            $"{mixture.Name}, {RunFigures.Seeds(baseline)}: mean ± 95 % interval over seeds. Modes with at least one sample and with ≥ 1 % of the samples within 3σ; HQ: samples within 3σ of any mode; "
            + "KL and TV: divergence (nats) and total variation of the histogram over modes; full: seeds with every mode at ≥ 1 %; "
            + $"Δ: paired difference to {baseline.Name}, bold where its interval excludes zero; s: training time. Success is every mode at ≥ 1 % and an HQ well above the thin ring's.",
            Headings, rows)
        {
            Marked = [.. Enumerable.Range(1, runs.Length - 1).SelectMany(i => MarkedCells(i, runs[i], baseline))],
        };
    }

    private static string[] Row(Run run, Run baseline)
    {
        string Cell(Func<ModeCoverage, double> value, string format) => Interval.Of(run.Coverage.Select(value)).ToString(format);
        return
        [
            run.Name, Cell(c => c.Captured, "0.0"), Cell(c => c.Held, "0.0"), Cell(c => 100 * c.HighQuality, "0"), Cell(c => c.Kl, "0.00"), Cell(c => c.TotalVariation, "0.00"),
            $"{run.Coverage.Count(c => c.Full)}/{run.Recipe.Replicas}",
            run == baseline ? "" : Difference(run, baseline, c => c.Held).ToString("0.0", plus: true),
            run == baseline ? "" : Difference(run, baseline, c => 100 * c.HighQuality).ToString("0", plus: true),
            run.Elapsed.TotalSeconds.ToString("0", CultureInfo.InvariantCulture),
        ];
    }

    private static string[] Row(string name, ModeCoverage c)
    {
        string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
        return [name, Number(c.Captured, "0"), Number(c.Held, "0"), Number(100 * c.HighQuality, "0.0"), Number(c.Kl, "0.0000"), Number(c.TotalVariation, "0.00"), "", "", "", ""];
    }

    private static IEnumerable<(int, int)> MarkedCells(int row, Run run, Run baseline)
    {
        if (Difference(run, baseline, c => c.Held).ExcludesZero) yield return (row, 7);
        if (Difference(run, baseline, c => 100 * c.HighQuality).ExcludesZero) yield return (row, 8);
    }

    private static Interval Difference(Run run, Run baseline, Func<ModeCoverage, double> value) =>
        Interval.OfDifferences([.. run.Coverage.Select(value)], [.. baseline.Coverage.Select(value)]);
}
