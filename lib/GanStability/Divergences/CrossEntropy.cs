namespace GanStability.Divergences;

/// <summary>
/// Cross-entropy H(p, q) = E_p[−ln q(x)] = H(p) + KL(p‖q) in nats: what it costs to code samples of p with q. For a fixed p,
/// minimising it over q and minimising KL(p‖q) are the same thing (maximum likelihood).
/// </summary>
public static class CrossEntropy
{
    /// <summary>H(p, q) = −Σ pᵢ ln qᵢ with 0 ln 0 = 0.</summary>
    /// <param name="p">Probabilities, not negative, summing to one.</param>
    /// <param name="q">Probabilities of the same outcomes.</param>
    /// <returns>Nats; +∞ when some pᵢ &gt; 0 has qᵢ = 0.</returns>
    /// <exception cref="ArgumentException">Negative mass, NaN, a sum other than one, or different lengths.</exception>
    public static double Discrete(IReadOnlyList<double> p, IReadOnlyList<double> q)
    {
        Require.SameOutcomes(p, q);
        return Math.Max(0, -p.Zip(q, (a, b) => a > 0 ? a * Math.Log(b) : 0).Sum());
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
        var average = Divergences.MonteCarlo.Average(p, x => -q.LogDensity(x), samples, new Random(seed));
        return Divergences.MonteCarlo.Unbiased(average, samples, "regions that p visits less often than once in N draws go unseen");
    }
}
