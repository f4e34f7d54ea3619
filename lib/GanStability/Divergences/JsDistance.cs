namespace GanStability.Divergences;

/// <summary>
/// The Jensen–Shannon distance √JS(p, q), in √nats: a metric – symmetric, zero only for p = q, and with the triangle inequality
/// d(p, r) ≤ d(p, q) + d(q, r). Its largest value is √(ln 2) = 0.832555.
/// </summary>
/// <remarks>Endres and Schindelin, A new metric for probability distributions, 2003.</remarks>
public static class JsDistance
{
    /// <summary>√JS of two distributions over the same outcomes; see <see cref="Js.Discrete"/>.</summary>
    /// <param name="p">Probabilities, not negative, summing to one.</param>
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
