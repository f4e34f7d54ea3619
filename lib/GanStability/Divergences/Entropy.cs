namespace GanStability;

/// <summary>
/// Entropy H(p) = E_p[−ln p(x)] in nats. Of a density it is the differential entropy, which may be negative and changes with the
/// unit of x.
/// </summary>
/// <remarks>Shannon 1948; Cover and Thomas, Elements of Information Theory, ch. 2 and 8.</remarks>
public static class Entropy
{
    /// <summary>H(p) = −Σ pᵢ ln pᵢ with 0 ln 0 = 0.</summary>
    /// <param name="p">Probabilities, not negative, summing to one; within the rounding of single precision, such as the row of a softmax,
    /// they are rescaled.</param>
    /// <returns>Nats, between 0 and ln K for K outcomes.</returns>
    /// <exception cref="ArgumentException">Negative mass, NaN, or a sum other than one.</exception>
    public static double Discrete(IReadOnlyList<double> p)
    {
        Require.SingleProbabilities(p);
        var sum = p.Sum();
        return Math.Max(0, -p.Sum(x => x > 0 ? x / sum * Math.Log(x / sum) : 0));
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
    public static Estimate MonteCarlo<T>(IDistribution<T> p, int samples = 10_000, int seed = 0) =>
        CrossEntropy.MonteCarlo(p, p, samples, seed);

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

/// <summary>
/// Cross-entropy H(p, q) = E_p[−ln q(x)] = H(p) + KL(p‖q) in nats: what it costs to code samples of p with q. For a fixed p,
/// minimising it over q and minimising KL(p‖q) are the same thing (maximum likelihood).
/// </summary>
public static class CrossEntropy
{
    /// <summary>H(p, q) = −Σ pᵢ ln qᵢ with 0 ln 0 = 0.</summary>
    /// <param name="p">Probabilities, not negative, summing to one; within the rounding of single precision, such as the row of a softmax,
    /// they are rescaled.</param>
    /// <param name="q">Probabilities of the same outcomes.</param>
    /// <returns>Nats; +∞ when some pᵢ &gt; 0 has qᵢ = 0.</returns>
    /// <exception cref="ArgumentException">Negative mass, NaN, a sum other than one, or different lengths.</exception>
    public static double Discrete(IReadOnlyList<double> p, IReadOnlyList<double> q)
    {
        Require.SameOutcomes(p, q);
        return Math.Max(0, -Normalised.Pairs(p, q).Sum(pair => pair.P > 0 ? pair.P * Math.Log(pair.Q) : 0));
    }

    /// <summary>H(p, q) of two Gaussians in closed form: H(p) + KL(p‖q).</summary>
    /// <param name="p">The first Gaussian.</param>
    /// <param name="q">The second Gaussian.</param>
    /// <returns>Nats.</returns>
    public static double Gaussian(Normal p, Normal q) => Entropy.Gaussian(p) + Kl.Gaussian(p, q);

    /// <summary>H(p, q) of two Gaussians in d dimensions in closed form: H(p) + KL(p‖q).</summary>
    /// <param name="p">The first Gaussian.</param>
    /// <param name="q">The second Gaussian, of the same dimensions.</param>
    /// <returns>Nats.</returns>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    public static double Gaussian(MultivariateNormal p, MultivariateNormal q) => Entropy.Gaussian(p) + Kl.Gaussian(p, q);

    /// <summary>H(p, q) = −∫ p ln q dx by adaptive quadrature.</summary>
    /// <param name="p">A distribution on the line.</param>
    /// <param name="q">Another one.</param>
    /// <returns>Nats; +∞ when p has mass where q has none.</returns>
    /// <exception cref="ArgumentException">p or q does not integrate to one.</exception>
    /// <exception cref="ArithmeticException">The integral does not converge, as when q's tails are too thin for p's.</exception>
    public static double Density(Distribution p, Distribution q)
    {
        Densities.RequireNormalised(p, q);
        return Densities.Integrate(p, q, (logP, logQ) => double.IsNegativeInfinity(logP) ? 0 : -Math.Exp(logP) * logQ);
    }

    /// <summary>H(p, q) ≈ −(1/n) Σ ln q(xᵢ) with xᵢ drawn from p. Unbiased.</summary>
    /// <typeparam name="T">What one sample is.</typeparam>
    /// <param name="p">Where samples come from.</param>
    /// <param name="q">The distribution that codes them.</param>
    /// <param name="samples">n, at least 2.</param>
    /// <param name="seed">Equal seeds give equal estimates.</param>
    /// <returns>The estimate in nats, with its standard error.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="samples"/> is less than 2.</exception>
    public static Estimate MonteCarlo<T>(IDistribution<T> p, IDistribution<T> q, int samples = 10_000, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(p);
        ArgumentNullException.ThrowIfNull(q);
        Require.AtLeast(2, samples);
        var average = SampleMean.Average(p, x => -q.LogDensity(x), samples, new Random(seed));
        return SampleMean.Unbiased(average, samples, "regions that p visits less often than once in N draws go unseen");
    }
}
