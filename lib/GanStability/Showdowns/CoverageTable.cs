using static GanStability.PairedTable;

namespace GanStability;

/// <summary>
/// The table that compares methods on data with known modes: a baseline, methods on the same seeds, and three rows that say what the
/// numbers mean.
/// </summary>
public static class CoverageTable
{
    private static readonly Column[] Columns =
    [
        Column.Mean("held", r => r.Held, "0.0"),
        Column.Mean("touched", r => r.Touched, "0.0"),
        Column.Mean("HQ %", r => 100 * r.HighQuality, "0"),
        Column.Mean("width", r => r.Width, "0.00"),
        Column.Mean("KL", r => r.Kl, "0.00"),
        Column.Mean("TV", r => r.TotalVariation, "0.00"),
        Column.Count("full", r => r.Full),
        Column.Difference("held", r => r.Held, "0.0"),
        Column.Difference("HQ %", r => 100 * r.HighQuality, "0"),
        Column.Cost,
    ];

    /// <summary>Compares runs on the same data and seeds; the first is the baseline.</summary>
    /// <param name="runs">The runs, baseline first.</param>
    /// <returns>Means with 95 % intervals, paired differences to the baseline (bold where the interval excludes zero), and reference
    /// rows.</returns>
    /// <exception cref="ArgumentException">No runs, data without known modes, or runs whose data or seeds differ from the
    /// baseline's.</exception>
    public static Table Compare(params Run[] runs)
    {
        var comparison = Comparison.Of(
            runs,
            run =>
                run.Coverage.Count > 0
                    ? SeedResult.Of(run)
                    : throw new ArgumentException(
                        $"Mode coverage needs data with known modes; {run.Recipe.Data.Name} has none: compare with "
                            + $"{(run.IsImages ? "ImageTable" : "DistanceTable")}.",
                        nameof(runs)
                    )
        );
        return Compare((IHasModes)runs[0].Recipe.Data, comparison);
    }

    /// <summary>Compares saved results.</summary>
    /// <param name="data">The data, for the reference rows.</param>
    /// <param name="comparison">The methods.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">Results on other data.</exception>
    public static Table Compare(IHasModes data, Comparison comparison)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(comparison);
        if (comparison.Data != data.Name)
            throw new ArgumentException($"The results are on {comparison.Data}, the reference rows on {data.Name}.", nameof(data));
        return Of(
            comparison,
            "Held: modes with at least half of their fair share of all samples within 3σ; touched: with at least 1 %; HQ: samples within "
                + "3σ of any mode; width: spread inside a mode, 1 for true samples, 0 for a point; KL and TV: divergence (nats) and total "
                + "variation of the histogram over modes; full: seeds with every mode held. Success is every mode held, with HQ and width "
                + "near those of true samples.",
            Columns,
            Reference("true samples", ModeCoverage.OfTrueSamples(data, 1)),
            Reference("shapeless disc", ModeCoverage.OfDisc(data, 1)),
            Reference("thin ring", ModeCoverage.OfThinRing(data, 1))
        );
    }

    private static string[] Reference(string name, ModeCoverage c) =>
        [
            name,
            Number(c.Held, "0"),
            Number(c.Touched, "0"),
            Number(100 * c.HighQuality, "0.0"),
            Number(c.Width, "0.00"),
            Number(c.Kl, "0.0000"),
            Number(c.TotalVariation, "0.00"),
        ];
}
