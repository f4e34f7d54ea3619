namespace GanStability.Divergences;

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
