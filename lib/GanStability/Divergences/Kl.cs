namespace GanStability;

/// <summary>
/// The Kullback–Leibler divergence KL(p‖q) = E_p[ln p(x) − ln q(x)] in nats: how many nats more it costs, per sample of p, to code
/// with q instead of p. Never negative, zero only for p = q, not symmetric, +∞ where p has mass and q has none.
/// </summary>
/// <remarks>Kullback and Leibler, On information and sufficiency, 1951; Cover and Thomas, Elements of Information Theory, ch. 2 and
/// 8.</remarks>
public static class Kl
{
    /// <summary>KL(p‖q) = Σ pᵢ ln(pᵢ/qᵢ) of two distributions over the same outcomes, with 0 ln 0 = 0.</summary>
    /// <param name="p">Probabilities, not negative, summing to one; within the rounding of single precision, such as the row of a softmax,
    /// they are rescaled.</param>
    /// <param name="q">Probabilities of the same outcomes.</param>
    /// <returns>Nats; +∞ when some pᵢ &gt; 0 has qᵢ = 0.</returns>
    /// <exception cref="ArgumentException">Negative mass, NaN, a sum other than one, or different lengths.</exception>
    public static double Discrete(IReadOnlyList<double> p, IReadOnlyList<double> q)
    {
        Require.SameOutcomes(p, q);
        // Σ p ln(p/q) − p + q: the same sum, but no term is negative, so a small divergence keeps its digits.
        return Normalised.Pairs(p, q).Sum(pair => Logarithms.KlTerm(pair.P, pair.Q, pair.Difference));
    }

    /// <summary>KL of two Gaussians on the line: ln(σ_q/σ_p) + (σ_p² + (μ_p − μ_q)²) / 2σ_q² − ½.</summary>
    /// <param name="p">The first Gaussian.</param>
    /// <param name="q">The second Gaussian.</param>
    /// <returns>Nats.</returns>
    public static double Gaussian(Normal p, Normal q)
    {
        ArgumentNullException.ThrowIfNull(p);
        ArgumentNullException.ThrowIfNull(q);
        var ratio = p.StandardDeviation / q.StandardDeviation;
        var shift = (p.Mean - q.Mean) / q.StandardDeviation;
        return Math.Max(0, 0.5 * (ratio * ratio + shift * shift - 1) - Math.Log(ratio));
    }

    /// <summary>KL of two Gaussians in d dimensions: ½ [tr(Σ₁⁻¹Σ₀) + (μ₁ − μ₀)ᵀ Σ₁⁻¹ (μ₁ − μ₀) − d + ln det Σ₁ − ln det Σ₀].</summary>
    /// <param name="p">N(μ₀, Σ₀).</param>
    /// <param name="q">N(μ₁, Σ₁), of the same dimensions.</param>
    /// <returns>Nats.</returns>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    public static double Gaussian(MultivariateNormal p, MultivariateNormal q)
    {
        ArgumentNullException.ThrowIfNull(p);
        ArgumentNullException.ThrowIfNull(q);
        if (p.Dimensions != q.Dimensions)
            throw new ArgumentException(
                FormattableString.Invariant($"q has {q.Dimensions} dimensions and p has {p.Dimensions}; both must live in the same space."),
                nameof(q)
            );
        var trace = q.Solve(p.CovarianceMatrix).Trace();
        return Math.Max(0, 0.5 * (trace + q.SquaredDistance(p.MeanVector) - p.Dimensions + q.LogDeterminant - p.LogDeterminant));
    }

    /// <summary>KL of N(μ₀, Σ₀) and N(μ₁, Σ₁); see <see cref="Gaussian(MultivariateNormal, MultivariateNormal)"/>.</summary>
    /// <param name="mean0">μ₀, d numbers.</param>
    /// <param name="covariance0">Σ₀, d×d, positive definite.</param>
    /// <param name="mean1">μ₁, d numbers.</param>
    /// <param name="covariance1">Σ₁, d×d, positive definite.</param>
    /// <returns>Nats.</returns>
    /// <exception cref="ArgumentException">Sizes do not fit, or a covariance is not symmetric and positive definite.</exception>
    public static double Gaussian(IReadOnlyList<double> mean0, double[,] covariance0, IReadOnlyList<double> mean1, double[,] covariance1) =>
        Gaussian(
            new MultivariateNormal(mean0, covariance0, nameof(mean0), nameof(covariance0)),
            new MultivariateNormal(mean1, covariance1, nameof(mean1), nameof(covariance1))
        );

    /// <summary>KL(p‖q) = ∫ p(x) ln(p(x)/q(x)) dx by adaptive quadrature.</summary>
    /// <param name="p">A distribution on the line.</param>
    /// <param name="q">Another one.</param>
    /// <returns>Nats; +∞ when p has mass where q has none.</returns>
    /// <exception cref="ArgumentException">p or q does not integrate to one.</exception>
    /// <exception cref="ArithmeticException">The integral does not converge, as when q's tails are too thin for p's.</exception>
    public static double Density(Distribution p, Distribution q)
    {
        Densities.RequireNormalised(p, q);
        return Unchecked(p, q);
    }

    /// <summary>KL(p‖q) ≈ (1/n) Σ [ln p(xᵢ) − ln q(xᵢ)] with xᵢ drawn from p. Unbiased.</summary>
    /// <typeparam name="T">What one sample is.</typeparam>
    /// <param name="p">Where samples come from; its density must be known too.</param>
    /// <param name="q">The other distribution.</param>
    /// <param name="samples">n, at least 2.</param>
    /// <param name="seed">Equal seeds give equal estimates.</param>
    /// <returns>The estimate in nats, with its standard error.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="samples"/> is less than 2.</exception>
    public static Estimate MonteCarlo<T>(IDistribution<T> p, IDistribution<T> q, int samples = 10_000, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(p);
        ArgumentNullException.ThrowIfNull(q);
        Require.AtLeast(2, samples);
        var average = SampleMean.Average(p, x => p.LogDensity(x) - q.LogDensity(x), samples, new Random(seed));
        return SampleMean.Unbiased(average, samples, "regions that p visits less often than once in N draws go unseen");
    }

    /// <summary>
    /// KL(p‖q) from samples alone: both are counted into the same bins, and the frequencies compared. Two biases: with few
    /// samples per bin it is too high, to first order by (K − 1)/2n + (Σ pᵢ/qᵢ − 1)/2m (stated in the result); with wide bins it
    /// is too low, because what happens inside a bin goes unseen (not in the stated bias).
    /// </summary>
    /// <param name="p">n samples of p.</param>
    /// <param name="q">m samples of q.</param>
    /// <param name="bins">Bins of equal width over the range of all samples, at least 1.</param>
    /// <param name="pseudoCount">
    /// Added to every bin of both histograms. At 0, one bin that p fills and q leaves empty makes the estimate +∞.
    /// </param>
    /// <returns>The estimate in nats; its standard error is that of the delta method.</returns>
    /// <exception cref="ArgumentException">Too few samples, or samples that are not finite.</exception>
    public static Estimate Samples(IReadOnlyList<double> p, IReadOnlyList<double> q, int bins = 30, double pseudoCount = 0)
    {
        var (pBins, qBins) = Histogram.Common(p, q, bins);
        return PlugIn.Kl(pBins, qBins, pseudoCount);
    }

    /// <summary>KL(p‖q) for densities known to integrate to one.</summary>
    internal static double Unchecked(Distribution p, Distribution q) => Densities.Integrate(p, q, Logarithms.KlTerm);
}
