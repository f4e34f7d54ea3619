namespace GanStability.Divergences;

/// <summary>Samples counted into bins of equal width.</summary>
/// <param name="Edges">K + 1 bin edges, ascending. A sample on an inner edge belongs to the bin on its right.</param>
/// <param name="Counts">Samples per bin, K numbers.</param>
public sealed record Histogram(IReadOnlyList<double> Edges, IReadOnlyList<int> Counts)
{
    /// <summary>The width of a bin.</summary>
    public double Width => (Edges[^1] - Edges[0]) / Counts.Count;

    /// <summary>How many samples were counted.</summary>
    public int Samples { get; } = Counts.Sum();

    /// <summary>The middle of each bin, for drawing.</summary>
    public IReadOnlyList<double> Centers => [.. Edges.Skip(1).Select(edge => edge - Width / 2)];

    /// <summary>Counts divided by N and by the width of a bin: an estimate of the density in each bin.</summary>
    public IReadOnlyList<double> Densities => [.. Counts.Select(c => c / (Samples * Width))];

    /// <summary>Counts samples into bins over their own range.</summary>
    /// <param name="samples">At least 2 finite numbers, not all equal.</param>
    /// <param name="bins">K, at least 1.</param>
    /// <returns>The histogram.</returns>
    /// <exception cref="ArgumentException">Too few samples, samples that are not finite, or all of them equal.</exception>
    public static Histogram Of(IReadOnlyList<double> samples, int bins = 30)
    {
        Require.Samples(samples);
        Require.AtLeast(1, bins);
        return Count(samples, Range(samples.Min(), samples.Max(), bins, nameof(samples)));
    }

    /// <summary>Counts two sets of samples into the same bins, over the range of both.</summary>
    /// <param name="p">At least 2 finite numbers.</param>
    /// <param name="q">At least 2 finite numbers.</param>
    /// <param name="bins">K, at least 1.</param>
    /// <returns>Two histograms with equal edges.</returns>
    /// <exception cref="ArgumentException">Too few samples, samples that are not finite, or all of them equal.</exception>
    public static (Histogram P, Histogram Q) Common(IReadOnlyList<double> p, IReadOnlyList<double> q, int bins = 30)
    {
        Require.Samples(p);
        Require.Samples(q);
        Require.AtLeast(1, bins);
        var edges = Range(Math.Min(p.Min(), q.Min()), Math.Max(p.Max(), q.Max()), bins, nameof(p));
        return (Count(p, edges), Count(q, edges));
    }

    private static double[] Range(double low, double high, int bins, string name)
    {
        if (low == high)
            throw new ArgumentException(FormattableString.Invariant($"all samples of {name} equal {low}; a histogram needs a range."), name);
        return [.. Enumerable.Range(0, bins + 1).Select(i => low + (high - low) * i / bins)];
    }

    private static Histogram Count(IReadOnlyList<double> samples, double[] edges)
    {
        var counts = new int[edges.Length - 1];
        foreach (var x in samples)
        {
            var bin = Array.BinarySearch(edges, x);
            counts[Math.Clamp(bin >= 0 ? bin : ~bin - 1, 0, counts.Length - 1)]++; // the largest sample belongs to the last bin
        }
        return new Histogram(edges, counts);
    }
}
