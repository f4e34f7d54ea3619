using static GanStability.PairedTable;

namespace GanStability;

/// <summary>
/// The table that compares methods on pictures: a baseline, methods on the same seeds, and the rows of true samples and of noise.
/// </summary>
public static class ImageTable
{
    private static readonly Column[] Columns =
    [
        Column.Mean("IS", r => r.InceptionScore, "0.00"),
        Column.Mean("FID", r => r.Frechet, "0.00"),
        Column.Mean("classes", r => r.Held, "0.0"),
        Column.Mean("KL", r => r.Kl, "0.00"),
        Column.Mean("coverage %", r => 100 * r.Coverage, "0"),
        Column.Mean("precision %", r => 100 * r.HighQuality, "0"),
        Column.Difference("IS", r => r.InceptionScore, "0.00"),
        Column.Difference("FID", r => r.Frechet, "0.00"),
        Column.Cost,
    ];

    /// <summary>Scores runs on the same pictures and seeds and compares them; the first is the baseline.</summary>
    /// <param name="scorer">The network, the reference and N.</param>
    /// <param name="runs">The runs, baseline first.</param>
    /// <returns>Means with 95 % intervals, paired differences to the baseline (bold where the interval excludes zero), and reference
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
            $"{scorer}. IS: Inception Score; FID: Fréchet distance; classes: those with at least half of their fair share of the "
                + $"pictures; KL: divergence (nats) of the histogram over classes from equal shares; "
                + "coverage: reference pictures with a generated neighbour; precision: generated pictures with a reference neighbour.",
            Columns,
            Reference("true samples", scorer.OfTrueSamples()),
            Reference("noise", scorer.OfNoise())
        );
    }

    private static string[] Reference(string name, ImageScore s) =>
        [
            name,
            Number(s.Inception.Mean, "0.00"),
            Number(s.Frechet.Value, "0.00"),
            Number(s.ClassesHeld, "0"),
            Number(s.HistogramKl, "0.00"),
            Number(100 * s.Coverage, "0"),
            Number(100 * s.Precision, "0"),
        ];
}
