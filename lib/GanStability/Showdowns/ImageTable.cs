using static GanStability.PairedTable;

namespace GanStability;

/// <summary>
/// The table that compares methods on pictures: a baseline, methods on the same seeds, and the rows of true samples and of noise.
/// </summary>
public static class ImageTable
{
    private const string Frechet = "FID";
    private const string Inception = "IS";

    private static readonly Column[] Columns =
    [
        Column.Mean("mean", r => r.Frechet, 2) with
        {
            Group = Frechet,
        },
        Column.Difference("Δ", r => r.Frechet, 2) with
        {
            Group = Frechet,
        },
        Column.Mean("mean", r => r.InceptionScore, 2) with
        {
            Group = Inception,
        },
        Column.Difference("Δ", r => r.InceptionScore, 2) with
        {
            Group = Inception,
        },
        Column.Median("classes held", r => r.Held),
        Column.Mean("coverage %", r => 100 * r.Coverage, 0),
        Column.Mean("precision %", r => 100 * r.HighQuality, 0),
        Column.Cost,
    ];

    /// <summary>Scores runs on the same pictures and seeds and compares them; the first is the baseline.</summary>
    /// <param name="scorer">The network, the reference and N.</param>
    /// <param name="runs">The runs, baseline first.</param>
    /// <returns>Scores over seeds, paired differences to the baseline (bold where an exact test is surprised), and reference
    /// rows.</returns>
    /// <exception cref="ArgumentException">No runs, runs on points, or runs whose data or seeds differ from the baseline's.</exception>
    public static Table Compare(ImageScorer scorer, params Run[] runs)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        return Compare(scorer, Comparison.Of(runs, run => SeedResult.Of(run, scorer)));
    }

    /// <summary>Compares saved results.</summary>
    /// <param name="scorer">Makes the reference rows; the one that made the results.</param>
    /// <param name="comparison">The methods.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">Results on points, or scores of another scorer.</exception>
    public static Table Compare(ImageScorer scorer, Comparison comparison)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentNullException.ThrowIfNull(comparison);
        if (comparison.All.SelectMany(m => m.Seeds).FirstOrDefault(r => r.Scorer != scorer.ToString()) is { } other)
            throw new ArgumentException(
                $"'{other.Recipe}' was scored with {other.Scorer ?? "no pictures"}; the reference rows are "
                    + $"{scorer}. Scores compare only with one network, reference and N.",
                nameof(comparison)
            );
        return Of(
            comparison,
            $"{scorer}. FID: Fréchet distance, lower is better; IS: Inception Score, higher is better; classes held: those with at least "
                + "half of their fair share of the pictures; "
                + "coverage: reference pictures with a generated neighbour; precision: generated pictures with a reference neighbour.",
            Columns,
            Reference("true samples", scorer.OfTrueSamples()),
            Reference("noise", scorer.OfNoise())
        );
    }

    private static (string, Dictionary<string, string>) Reference(string name, ImageScore s) =>
        (
            name,
            new()
            {
                [$"{Frechet}: mean"] = Number(s.Frechet.Value, "0.00"),
                [$"{Inception}: mean"] = Number(s.Inception.Mean, "0.00"),
                ["classes held"] = Number(s.ClassesHeld, "0"),
                ["coverage %"] = Number(100 * s.Coverage, "0"),
                ["precision %"] = Number(100 * s.Precision, "0"),
            }
        );
}
