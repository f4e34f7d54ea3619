using MathNet.Numerics;

namespace GanStability;

/// <summary>
/// Units of information. Everything in this library is in nats (natural logarithm); <c>Kl.Discrete(p, q).InBits()</c> converts.
/// </summary>
public static class InformationUnits
{
    /// <summary>One bit in nats: ln 2 = 0.693147…, also the largest value of the Jensen–Shannon divergence.</summary>
    public const double Ln2 = 0.693147180559945309417;

    /// <summary>Converts nats to bits: divides by ln 2.</summary>
    /// <param name="nats">An amount in nats.</param>
    /// <returns>The same amount in bits.</returns>
    public static double InBits(this double nats) => nats / Ln2;

    /// <summary>Converts bits to nats: multiplies by ln 2.</summary>
    /// <param name="bits">An amount in bits.</param>
    /// <returns>The same amount in nats.</returns>
    public static double InNats(this double bits) => bits * Ln2;
}

/// <summary>Sums and divergences of numbers that are known by their logarithms, where the numbers themselves would underflow.</summary>
internal static class Logarithms
{
    /// <summary>ln(eᵃ + eᵇ); −∞ stands for zero.</summary>
    internal static double LogSum(double a, double b)
    {
        var (high, low) = a >= b ? (a, b) : (b, a);
        return double.IsNegativeInfinity(low) ? high : high + SpecialFunctions.Log1p(Math.Exp(low - high));
    }

    /// <summary>ln((eᵃ + eᵇ)/2): the log-density of the mixture m = (p + q)/2.</summary>
    internal static double LogMean(double a, double b) => LogSum(a, b) - InformationUnits.Ln2;

    /// <summary>
    /// p ln(p/q) − p + q for p = e^logP, q = e^logQ. Its integral is KL(p‖q), because p and q integrate to one; but unlike
    /// p ln(p/q) it is nowhere negative, so nothing cancels and a small divergence keeps all its digits.
    /// </summary>
    internal static double KlTerm(double logP, double logQ)
    {
        var p = Math.Exp(logP);
        if (p == 0)
            return double.IsNegativeInfinity(logQ) && !double.IsNegativeInfinity(logP) ? double.PositiveInfinity : Math.Exp(logQ);
        if (double.IsNegativeInfinity(logQ))
            return double.PositiveInfinity;
        var t = logQ - logP;
        return Math.Abs(t) < 1 ? p * ExpMinusOneMinus(t) : Math.Exp(logQ) - p - p * t;
    }

    /// <summary>eᵗ − 1 − t, also for small t, where the subtraction would lose every digit.</summary>
    private static double ExpMinusOneMinus(double t)
    {
        if (Math.Abs(t) > 0.1)
            return Math.Exp(t) - 1 - t;
        var (term, sum) = (t * t / 2, 0.0);
        for (var k = 3; Math.Abs(term) > 1e-17 * Math.Abs(sum) && term != 0; k++)
        {
            sum += term;
            term *= t / k;
        }
        return sum;
    }
}
