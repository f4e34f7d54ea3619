namespace GanStability;

/// <summary>A number estimated from samples, with everything needed to judge it.</summary>
/// <param name="Value">The estimate as computed, not corrected for bias.</param>
/// <param name="StandardError">Its standard deviation over repetitions, estimated from the same samples; NaN when unknown.</param>
/// <param name="Bias">The expected error E[Value] − truth to first order in 1/N; 0 for an unbiased estimator.</param>
/// <param name="Samples">How many samples went in (of p and q together where there are two sets).</param>
/// <param name="Note">What the bias is made of, and what this estimator cannot see.</param>
public sealed record Estimate(double Value, double StandardError, double Bias, int Samples, string Note)
{
    /// <summary><c>nats</c> or <c>bits</c>.</summary>
    public string Unit { get; private init; } = "nats";

    /// <summary>The value with the stated bias taken off: Value − Bias.</summary>
    public double Corrected => Value - Bias;

    /// <summary>The same estimate in bits; an estimate already in bits is returned as it is.</summary>
    /// <returns>Value, standard error and bias divided by ln 2.</returns>
    public Estimate InBits() =>
        Unit == "bits"
            ? this
            : this with
            {
                Value = Value.InBits(),
                StandardError = StandardError.InBits(),
                Bias = Bias.InBits(),
                Unit = "bits",
            };

    /// <summary>One line: value ± standard error, stated bias, N and the note.</summary>
    /// <returns>Text in the invariant culture.</returns>
    public override string ToString() =>
        double.IsFinite(Value)
            ? FormattableString.Invariant(
                $"{Value:0.######} ± {StandardError:0.######} {Unit} (stated bias {Bias:+0.######;-0.######;0}, N = {Samples}; {Note})"
            )
            : FormattableString.Invariant($"∞ {Unit} (N = {Samples}; {Note})");
}

/// <summary>
/// Plug-in estimators: bin frequencies put in the place of probabilities. Their bias and standard error come from the
/// second- and first-order terms of a Taylor expansion in the frequencies, whose covariance is (diag(p) − p pᵀ)/n.
/// </summary>
internal static class PlugIn
{
    /// <summary>Bias: −½ Σ Var(p̂ᵢ)/pᵢ = −(K − 1)/2n; variance: Var_p[ln p]/n.</summary>
    internal static Estimate Entropy(Histogram histogram)
    {
        var p = Frequencies(histogram, 0);
        var n = histogram.Samples;
        return new Estimate(
            GanStability.Entropy.Discrete(p) + Math.Log(histogram.Width),
            Math.Sqrt(Variance(p, i => Math.Log(p[i])) / n),
            -(Filled(p) - 1) / (2.0 * n),
            n,
            Note(histogram, 0) + "too high by what happens inside a bin, which is not in the stated bias"
        );
    }

    /// <summary>Bias: (K − 1)/2n from p̂ and (Σ pᵢ/qᵢ − 1)/2m from q̂; variance: Var_p[ln p/q]/n + Var_q[p/q]/m.</summary>
    internal static Estimate Kl(Histogram first, Histogram second, double pseudoCount)
    {
        if (!double.IsFinite(pseudoCount) || pseudoCount < 0)
            throw new ArgumentOutOfRangeException(
                nameof(pseudoCount),
                FormattableString.Invariant($"pseudoCount is {pseudoCount}; it must be finite and not negative.")
            );
        var (p, q) = (Frequencies(first, pseudoCount), Frequencies(second, pseudoCount));
        var (n, m) = (first.Samples, second.Samples);
        var value = GanStability.Kl.Discrete(p, q);
        if (double.IsPositiveInfinity(value))
            return new Estimate(
                value,
                double.NaN,
                double.NaN,
                n + m,
                Note(first, 0) + "infinite because a bin with samples of p has none of q"
            );

        var ratios = Enumerable.Range(0, p.Length).Where(i => p[i] > 0).Sum(i => p[i] / q[i]);
        return new Estimate(
            value,
            Math.Sqrt(Variance(p, i => Math.Log(p[i] / q[i])) / n + Variance(q, i => p[i] / q[i]) / m),
            (Filled(p) - 1) / (2.0 * n) + (ratios - 1) / (2.0 * m),
            n + m,
            Note(first, pseudoCount) + "too low by what happens inside a bin, which is not in the stated bias"
        );
    }

    /// <summary>JS = H(m) − ½H(p) − ½H(q): the biases of three entropies; variance: ¼ (Var_p[ln p/m]/n + Var_q[ln q/m]/m).</summary>
    internal static Estimate Js(Histogram first, Histogram second)
    {
        var (p, q) = (Frequencies(first, 0), Frequencies(second, 0));
        var (n, m) = (first.Samples, second.Samples);
        var middle = p.Zip(q, (a, b) => (a + b) / 2).ToArray();
        var middleBias = Enumerable
            .Range(0, p.Length)
            .Where(i => middle[i] > 0)
            .Sum(i => (p[i] * (1 - p[i]) / n + q[i] * (1 - q[i]) / m) / (8 * middle[i]));
        var variance = Variance(p, i => Math.Log(p[i] / middle[i])) / n + Variance(q, i => Math.Log(q[i] / middle[i])) / m;
        return new Estimate(
            GanStability.Js.Discrete(p, q),
            Math.Sqrt(variance) / 2,
            (Filled(p) - 1) / (4.0 * n) + (Filled(q) - 1) / (4.0 * m) - middleBias,
            n + m,
            Note(first, 0) + "too low by what happens inside a bin, which is not in the stated bias"
        );
    }

    private static double[] Frequencies(Histogram histogram, double pseudoCount)
    {
        var total = histogram.Samples + pseudoCount * histogram.Counts.Count;
        return [.. histogram.Counts.Select(c => (c + pseudoCount) / total)];
    }

    private static int Filled(double[] p) => p.Count(x => x > 0);

    private static double Variance(double[] p, Func<int, double> f)
    {
        var filled = Enumerable.Range(0, p.Length).Where(i => p[i] > 0).ToArray();
        var mean = filled.Sum(i => p[i] * f(i));
        return filled.Sum(i => p[i] * (f(i) - mean) * (f(i) - mean));
    }

    private static string Note(Histogram histogram, double pseudoCount) =>
        FormattableString.Invariant($"{histogram.Counts.Count} bins")
        + (pseudoCount > 0 ? FormattableString.Invariant($", pseudo-count {pseudoCount} per bin; ") : "; ");
}

/// <summary>Averages over random draws, with the standard error of the average.</summary>
internal static class SampleMean
{
    /// <summary>E_p[f(x)] ≈ (1/n) Σ f(xᵢ), with the sample variance of f divided by n.</summary>
    internal static (double Mean, double VarianceOfMean) Average<T>(IDistribution<T> p, Func<T, double> f, int n, Random random)
    {
        var interrupt = Interrupt.Token;
        var (mean, squares) = (0.0, 0.0); // Welford: stable where the mean is large against the spread
        for (var i = 1; i <= n; i++)
        {
            interrupt.ThrowIfInterrupted("the average is over too few samples");
            var value = f(p.Sample(random));
            if (double.IsPositiveInfinity(value))
                return (value, 0);
            if (!double.IsFinite(value))
                throw new ArithmeticException("A sample has no finite log-density under its own distribution.");
            var delta = value - mean;
            mean += delta / i;
            squares += delta * (value - mean);
        }
        return (mean, squares / (n - 1) / n);
    }

    internal static Estimate Unbiased((double Mean, double VarianceOfMean) average, int samples, string blindSpot)
    {
        if (double.IsPositiveInfinity(average.Mean))
            return new Estimate(average.Mean, 0, 0, samples, "a sample of p fell where q is zero, so the value is infinite");
        return new Estimate(average.Mean, Math.Sqrt(average.VarianceOfMean), 0, samples, $"Monte Carlo, unbiased; {blindSpot}");
    }
}

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
            throw new ArgumentException(
                FormattableString.Invariant($"all samples of {name} equal {low}; a histogram needs a range."),
                name
            );
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
