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

/// <summary>
/// Pairs of probabilities p′ = p/Σp and q′ = q/Σq over the same outcomes, with their differences q′ − p′. What is lost in dividing is
/// lost for p′ and q′ but not for the difference, which is made of q − p: exact where p and q are close.
/// </summary>
internal static class Normalised
{
    internal static IEnumerable<(double P, double Q, double Difference)> Pairs(IReadOnlyList<double> p, IReadOnlyList<double> q)
    {
        var (pSum, qSum, excess) = (p.Sum(), q.Sum(), 0.0);
        for (var i = 0; i < p.Count; i++)
            excess += q[i] - p[i];
        for (var i = 0; i < p.Count; i++)
            yield return (
                p[i] / pSum,
                q[i] / qSum,
                // q/Σq − p/Σp, multiplied out; the same but for its sign when p and q change places.
                ((q[i] - p[i]) * ((pSum + qSum) / 2) - (p[i] + q[i]) / 2 * excess) / (pSum * qSum)
            );
    }
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

    /// <summary>
    /// p ln(p/q) − p + q for numbers, given their difference, which the caller may know to more digits than p and q have. Near p = q it
    /// is p (x − ln(1 + x)) with x = (q − p)/p, and no digit is lost however small x is.
    /// </summary>
    internal static double KlTerm(double p, double q, double difference)
    {
        if (p == 0)
            return q;
        if (q == 0)
            return double.PositiveInfinity;
        var x = difference / p;
        return Math.Abs(x) < 0.5 ? p * MinusLog(x) : q - p - p * (Math.Log(q) - Math.Log(p)); // the quotient itself could overflow
    }

    /// <summary>x − ln(1 + x), also for small x, where the subtraction would lose every digit.</summary>
    private static double MinusLog(double x)
    {
        if (Math.Abs(x) > 0.1)
            return x - SpecialFunctions.Log1p(x);
        var (power, sum) = (x * x, 0.0); // x²/2 − x³/3 + x⁴/4 − …
        for (var k = 2; power != 0 && Math.Abs(power) > 1e-18 * sum; k++)
        {
            sum += power / k;
            power *= -x;
        }
        return sum;
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
