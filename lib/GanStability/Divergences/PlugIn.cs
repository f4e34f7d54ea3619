namespace GanStability.Divergences;

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
            Divergences.Entropy.Discrete(p) + Math.Log(histogram.Width),
            Math.Sqrt(Variance(p, i => Math.Log(p[i])) / n),
            -(Filled(p) - 1) / (2.0 * n),
            n,
            Note(histogram, 0) + "too high by what happens inside a bin, which is not in the stated bias");
    }

    /// <summary>Bias: (K − 1)/2n from p̂ and (Σ pᵢ/qᵢ − 1)/2m from q̂; variance: Var_p[ln p/q]/n + Var_q[p/q]/m.</summary>
    internal static Estimate Kl(Histogram first, Histogram second, double pseudoCount)
    {
        if (!double.IsFinite(pseudoCount) || pseudoCount < 0)
            throw new ArgumentOutOfRangeException(
                nameof(pseudoCount), FormattableString.Invariant($"pseudoCount is {pseudoCount}; it must be finite and not negative."));
        var (p, q) = (Frequencies(first, pseudoCount), Frequencies(second, pseudoCount));
        var (n, m) = (first.Samples, second.Samples);
        var value = Divergences.Kl.Discrete(p, q);
        if (double.IsPositiveInfinity(value))
            return new Estimate(value, double.NaN, double.NaN, n + m, Note(first, 0) + "infinite because a bin with samples of p has none of q");

        var ratios = Enumerable.Range(0, p.Length).Where(i => p[i] > 0).Sum(i => p[i] / q[i]);
        return new Estimate(
            value,
            Math.Sqrt(Variance(p, i => Math.Log(p[i] / q[i])) / n + Variance(q, i => p[i] / q[i]) / m),
            (Filled(p) - 1) / (2.0 * n) + (ratios - 1) / (2.0 * m),
            n + m,
            Note(first, pseudoCount) + "too low by what happens inside a bin, which is not in the stated bias");
    }

    /// <summary>JS = H(m) − ½H(p) − ½H(q): the biases of three entropies; variance: ¼ (Var_p[ln p/m]/n + Var_q[ln q/m]/m).</summary>
    internal static Estimate Js(Histogram first, Histogram second)
    {
        var (p, q) = (Frequencies(first, 0), Frequencies(second, 0));
        var (n, m) = (first.Samples, second.Samples);
        var middle = p.Zip(q, (a, b) => (a + b) / 2).ToArray();
        var middleBias = Enumerable.Range(0, p.Length).Where(i => middle[i] > 0)
            .Sum(i => (p[i] * (1 - p[i]) / n + q[i] * (1 - q[i]) / m) / (8 * middle[i]));
        var variance = Variance(p, i => Math.Log(p[i] / middle[i])) / n + Variance(q, i => Math.Log(q[i] / middle[i])) / m;
        return new Estimate(
            Divergences.Js.Discrete(p, q),
            Math.Sqrt(variance) / 2,
            (Filled(p) - 1) / (4.0 * n) + (Filled(q) - 1) / (4.0 * m) - middleBias,
            n + m,
            Note(first, 0) + "too low by what happens inside a bin, which is not in the stated bias");
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
        FormattableString.Invariant($"{histogram.Counts.Count} bins") +
        (pseudoCount > 0 ? FormattableString.Invariant($", pseudo-count {pseudoCount} per bin; ") : "; ");
}
