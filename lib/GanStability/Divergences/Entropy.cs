namespace GanStability.Divergences;

/// <summary>
/// Entropy H(p) = E_p[−ln p(x)] in nats. Of a density it is the differential entropy, which may be negative and changes with the
/// unit of x.
/// </summary>
/// <remarks>Shannon 1948; Cover and Thomas, Elements of Information Theory, ch. 2 and 8.</remarks>
public static class Entropy
{
    /// <summary>H(p) = −Σ pᵢ ln pᵢ with 0 ln 0 = 0.</summary>
    /// <param name="p">Probabilities, not negative, summing to one.</param>
    /// <returns>Nats, between 0 and ln K for K outcomes.</returns>
    /// <exception cref="ArgumentException">Negative mass, NaN, or a sum other than one.</exception>
    public static double Discrete(IReadOnlyList<double> p)
    {
        Require.Probabilities(p);
        return Math.Max(0, -p.Sum(x => x > 0 ? x * Math.Log(x) : 0));
    }

    /// <summary>H = ½ ln(2πe σ²).</summary>
    /// <param name="p">A Gaussian on the line.</param>
    /// <returns>Nats; negative when σ &lt; 0.242.</returns>
    public static double Gaussian(Normal p)
    {
        ArgumentNullException.ThrowIfNull(p);
        return 0.5 * Math.Log(2 * Math.PI * Math.E) + Math.Log(p.StandardDeviation);
    }

    /// <summary>H = ½ [d ln(2πe) + ln det Σ].</summary>
    /// <param name="p">A Gaussian in d dimensions.</param>
    /// <returns>Nats.</returns>
    public static double Gaussian(MultivariateNormal p)
    {
        ArgumentNullException.ThrowIfNull(p);
        return 0.5 * (p.Dimensions * Math.Log(2 * Math.PI * Math.E) + p.LogDeterminant);
    }

    /// <summary>H(p) = −∫ p ln p dx by adaptive quadrature.</summary>
    /// <param name="p">A distribution on the line.</param>
    /// <returns>Nats.</returns>
    /// <exception cref="ArgumentException">p does not integrate to one.</exception>
    public static double Density(Distribution p) => CrossEntropy.Density(p, p);

    /// <summary>H(p) ≈ −(1/n) Σ ln p(xᵢ) with xᵢ drawn from p. Unbiased.</summary>
    /// <typeparam name="T">What one sample is.</typeparam>
    /// <param name="p">The distribution.</param>
    /// <param name="samples">n, at least 2.</param>
    /// <param name="seed">Equal seeds give equal estimates.</param>
    /// <returns>The estimate in nats, with its standard error.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="samples"/> is less than 2.</exception>
    public static Estimate MonteCarlo<T>(IDistribution<T> p, int samples = 10_000, int seed = 0) => CrossEntropy.MonteCarlo(p, p, samples, seed);

    /// <summary>
    /// H of a density from samples alone: −Σ p̂ᵢ ln p̂ᵢ + ln(bin width). Too low by (K − 1)/2n to first order, K being the filled
    /// bins (Miller 1955); too high with wide bins.
    /// </summary>
    /// <param name="samples">n samples.</param>
    /// <param name="bins">Bins of equal width over the range of the samples, at least 1.</param>
    /// <returns>The estimate in nats; its standard error is that of the delta method.</returns>
    /// <exception cref="ArgumentException">Too few samples, samples that are not finite, or all of them equal.</exception>
    public static Estimate Samples(IReadOnlyList<double> samples, int bins = 30) => PlugIn.Entropy(Histogram.Of(samples, bins));
}
