using static GanStability.PairedTable;

namespace GanStability;

/// <summary>
/// The table that compares methods on data with known modes: a baseline, methods on the same seeds, and three rows that say what the
/// numbers mean.
/// </summary>
public static class CoverageTable
{
    private const string Held = "modes held";
    private const string Quality = "high quality, %";

    private static readonly Column[] Columns =
    [
        Column.Median("median (range)", r => r.Held) with
        {
            Group = Held,
        },
        Column.Count("all, seeds", r => r.Full) with
        {
            Group = Held,
        },
        Column.MoreAndFewer("more : fewer", r => r.Held) with
        {
            Group = Held,
        },
        Column.Mean("mean", r => 100 * r.HighQuality, 0) with
        {
            Group = Quality,
        },
        Column.Difference("Δ", r => 100 * r.HighQuality, 0) with
        {
            Group = Quality,
        },
        Column.Median("touched", r => r.Touched),
        Column.Middle("width", r => r.Width, "0.00"),
        Column.Middle("TV", r => r.TotalVariation, "0.00"),
        Column.Cost,
    ];

    /// <summary>Compares runs on the same data and seeds; the first is the baseline.</summary>
    /// <param name="runs">The runs, baseline first.</param>
    /// <returns>Scores over seeds, paired differences to the baseline (bold where an exact test is surprised), and reference
    /// rows.</returns>
    /// <exception cref="ArgumentException">No runs, data without known modes, or runs whose data or seeds differ from the
    /// baseline's.</exception>
    public static Table Compare(params Run[] runs)
    {
        var comparison = Comparison.Of(runs, run =>
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
            "Held: modes with at least half of their fair share of all samples within 3σ; all, seeds: on how many seeds every mode is "
                + "held; touched: modes with at least 1 % of the samples; high quality: samples within 3σ of any mode; width: spread "
                + "inside a mode, 1 for true samples, 0 for a point; TV: total variation between the histogram over modes and fair "
                + "shares (medians over seeds). Success is every mode held, with quality and width near those of true samples.",
            Columns,
            Reference("true samples", ModeCoverage.OfTrueSamples(data, 1)),
            Reference("shapeless disc", ModeCoverage.OfDisc(data, 1)),
            Reference("thin ring", ModeCoverage.OfThinRing(data, 1))
        );
    }

    private static (string, Dictionary<string, string>) Reference(string name, ModeCoverage c) =>
        (
            name,
            new()
            {
                [$"{Held}: median (range)"] = Number(c.Held, "0"),
                [$"{Quality}: mean"] = Number(100 * c.HighQuality, "0.0"),
                ["touched"] = Number(c.Touched, "0"),
                ["width"] = Number(c.Width, "0.00"),
                ["TV"] = Number(c.TotalVariation, "0.00"),
            }
        );
}
