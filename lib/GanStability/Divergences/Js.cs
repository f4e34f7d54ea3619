namespace GanStability;

/// <summary>
/// The Jensen–Shannon divergence JS(p, q) = ½ KL(p‖m) + ½ KL(q‖m) with m = (p + q)/2, in nats. Symmetric, between 0 (p = q) and
/// ln 2 = 0.693147 (disjoint supports), always finite. Its square root is a metric (see <see cref="JsDistance"/>); itself it is not.
/// </summary>
/// <remarks>
/// Lin, Divergence measures based on the Shannon entropy, 1991; Goodfellow et al. 2014 (arXiv:1406.2661, section 4.1) for its part in GANs.
/// </remarks>
public static class Js
{
    /// <summary>JS of two distributions over the same outcomes.</summary>
    /// <param name="p">Probabilities, not negative, summing to one; within the rounding of single precision, such as the row of a softmax,
    /// they are rescaled.</param>
    /// <param name="q">Probabilities of the same outcomes.</param>
    /// <returns>Nats, between 0 and ln 2.</returns>
    /// <exception cref="ArgumentException">Negative mass, NaN, a sum other than one, or different lengths.</exception>
    public static double Discrete(IReadOnlyList<double> p, IReadOnlyList<double> q)
    {
        Require.SameOutcomes(p, q);
        return Bounded(
            Normalised
                .Pairs(p, q)
                .Sum(pair =>
                {
                    var (m, half) = ((pair.P + pair.Q) / 2, pair.Difference / 2);
                    return (Logarithms.KlTerm(pair.P, m, half) + Logarithms.KlTerm(pair.Q, m, -half)) / 2;
                })
        );
    }

    /// <summary>JS of two densities by adaptive quadrature.</summary>
    /// <param name="p">A distribution on the line.</param>
    /// <param name="q">Another one.</param>
    /// <returns>Nats, between 0 and ln 2.</returns>
    /// <exception cref="ArgumentException">p or q does not integrate to one.</exception>
    public static double Density(Distribution p, Distribution q)
    {
        Densities.RequireNormalised(p, q);
        return Bounded(Densities.Integrate(p, q, Term));
    }

    /// <summary>
    /// JS by n draws from p and n from q: the average of ½ ln(p/m) over the first plus that of ½ ln(q/m) over the second. Unbiased.
    /// </summary>
    /// <typeparam name="T">What one sample is.</typeparam>
    /// <param name="p">One distribution.</param>
    /// <param name="q">The other one.</param>
    /// <param name="samples">n, at least 2; 2n samples are drawn.</param>
    /// <param name="seed">Equal seeds give equal estimates.</param>
    /// <returns>The estimate in nats, with its standard error.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="samples"/> is less than 2.</exception>
    public static Estimate MonteCarlo<T>(IDistribution<T> p, IDistribution<T> q, int samples = 10_000, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(p);
        ArgumentNullException.ThrowIfNull(q);
        Require.AtLeast(2, samples);
        var random = new Random(seed);
        var (fromP, varianceP) = SampleMean.Average(p, x => ToMiddle(p, q, x), samples, random);
        var (fromQ, varianceQ) = SampleMean.Average(q, x => ToMiddle(q, p, x), samples, random);
        return SampleMean.Unbiased(
            ((fromP + fromQ) / 2, (varianceP + varianceQ) / 4),
            2 * samples,
            "each draw adds at most ln 2, so the standard error can be trusted"
        );
    }

    /// <summary>
    /// JS from samples alone, by counting both into the same bins. Too high with few samples per bin: to first order by
    /// (K_p − 1)/4n + (K_q − 1)/4m − ⅛ Σ [pᵢ(1 − pᵢ)/n + qᵢ(1 − qᵢ)/m] / mᵢ over the filled bins, which for p = q and n = m is
    /// (K − 1)/4n. Too low with wide bins. Always finite.
    /// </summary>
    /// <param name="p">n samples of p.</param>
    /// <param name="q">m samples of q.</param>
    /// <param name="bins">Bins of equal width over the range of all samples, at least 1.</param>
    /// <returns>The estimate in nats; its standard error is that of the delta method.</returns>
    /// <exception cref="ArgumentException">Too few samples, or samples that are not finite.</exception>
    public static Estimate Samples(IReadOnlyList<double> p, IReadOnlyList<double> q, int bins = 30)
    {
        var (pBins, qBins) = Histogram.Common(p, q, bins);
        return PlugIn.Js(pBins, qBins);
    }

    /// <summary>½ [p ln(p/m) + q ln(q/m)], in logarithms; the terms +m − p and +m − q of the two halves cancel.</summary>
    internal static double Term(double logP, double logQ)
    {
        if (logP == logQ)
            return 0; // also where both are zero
        var logM = Logarithms.LogMean(logP, logQ);
        return 0.5 * (Logarithms.KlTerm(logP, logM) + Logarithms.KlTerm(logQ, logM));
    }

    private static double ToMiddle<T>(IDistribution<T> p, IDistribution<T> q, T x)
    {
        var logP = p.LogDensity(x);
        return logP - Logarithms.LogMean(logP, q.LogDensity(x));
    }

    private static double Bounded(double js) => Math.Clamp(js, 0, InformationUnits.Ln2); // outside only by rounding
}

/// <summary>
/// The Jensen–Shannon distance √JS(p, q), in √nats: a metric – symmetric, zero only for p = q, and with the triangle inequality
/// d(p, r) ≤ d(p, q) + d(q, r). Its largest value is √(ln 2) = 0.832555.
/// </summary>
/// <remarks>Endres and Schindelin, A new metric for probability distributions, 2003.</remarks>
public static class JsDistance
{
    /// <summary>√JS of two distributions over the same outcomes; see <see cref="Js.Discrete"/>.</summary>
    /// <param name="p">Probabilities, not negative, summing to one; within the rounding of single precision, such as the row of a softmax,
    /// they are rescaled.</param>
    /// <param name="q">Probabilities of the same outcomes.</param>
    /// <returns>Between 0 and √(ln 2).</returns>
    /// <exception cref="ArgumentException">Negative mass, NaN, a sum other than one, or different lengths.</exception>
    public static double Discrete(IReadOnlyList<double> p, IReadOnlyList<double> q) => Math.Sqrt(Js.Discrete(p, q));

    /// <summary>√JS of two densities by quadrature; see <see cref="Js.Density"/>.</summary>
    /// <param name="p">A distribution on the line.</param>
    /// <param name="q">Another one.</param>
    /// <returns>Between 0 and √(ln 2).</returns>
    /// <exception cref="ArgumentException">p or q does not integrate to one.</exception>
    public static double Density(Distribution p, Distribution q) => Math.Sqrt(Js.Density(p, q));
}
