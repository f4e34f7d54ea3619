using System.Globalization;

namespace GanStability.Scores;

/// <summary>The scores of one set of pictures, with everything that is needed to compare them: which network, how many pictures, against what.</summary>
/// <param name="Network">The network that looked at them.</param>
/// <param name="Reference">The pictures they are compared with.</param>
/// <param name="Inception">The Inception Score.</param>
/// <param name="Frechet">The Fréchet distance to the reference on the network's features.</param>
/// <param name="Histogram">How many pictures the network puts into each class.</param>
/// <param name="Coverage">Share of reference pictures that have a generated one within their circle of neighbours, see <see cref="NeighbourCoverage"/>.</param>
/// <param name="Precision">Share of generated pictures within the circle of neighbours of some reference picture.</param>
public sealed record PictureScore(string Network, string Reference, InceptionScoreResult Inception, FrechetResult Frechet, IReadOnlyList<long> Histogram, double Coverage, double Precision)
{
    /// <summary>Classes with at least one picture.</summary>
    public int ClassesFound => Histogram.Count(c => c > 0);

    /// <summary>Classes with at least 1 % of the pictures.</summary>
    public int ClassesHeld => Histogram.Count(c => 100 * c >= Histogram.Sum());

    /// <summary>Total variation between the shares of the classes and equal shares, in [0, 1 − 1/K].</summary>
    public double HistogramTotalVariation => Histogram.Sum(c => Math.Abs((double)c / Histogram.Sum() - 1.0 / Histogram.Count)) / 2;

    /// <summary>KL(share of each class ‖ equal shares), nats; 0 when all classes are equally frequent, ln(K/m) when only m of K are, equally.</summary>
    public double HistogramKl
    {
        get
        {
            double all = Histogram.Sum();
            return Histogram.Where(c => c > 0).Sum(c => c / all * Math.Log(c / all * Histogram.Count));
        }
    }

    /// <summary>All scores in one line, then the network and the reference.</summary>
    /// <returns>Text in the invariant culture.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"IS {Inception.Mean:0.00} of at most {Inception.Classes}, FID {Frechet.Value:0.00}, {ClassesFound} of {Histogram.Count} classes (KL {HistogramKl:0.000}), coverage {100 * Coverage:0} %, precision {100 * Precision:0} %; N = {Inception.Count}\nnetwork: {Network}\nreference: {Reference}");
}
