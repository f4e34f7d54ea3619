namespace GanStability.Games;

/// <summary>The function f of a one-parameter discriminator, with its first two derivatives.</summary>
/// <param name="Value">f(t).</param>
/// <param name="Slope">f′(t).</param>
/// <param name="Curvature">f″(t).</param>
internal sealed record ScalarLoss(Func<double, double> Value, Func<double, double> Slope, Func<double, double> Curvature)
{
    /// <summary>f(t) = −log(1 + e⁻ᵗ) = log of the sigmoid of t; f′(t) = 1/(1 + eᵗ).</summary>
    public static ScalarLoss Logistic { get; } = new(
        // Written so that e never overflows.
        t => Math.Min(t, 0) - double.LogP1(Math.Exp(-Math.Abs(t))),
        t => Sigmoid(-t),
        t => -Sigmoid(t) * Sigmoid(-t));

    /// <summary>f(t) = t.</summary>
    public static ScalarLoss Linear { get; } = new(t => t, _ => 1, _ => 0);

    private static double Sigmoid(double t) => 1 / (1 + Math.Exp(-t));
}

/// <summary>The average of a smooth function over a standard normal variable.</summary>
internal static class NormalAverage
{
    // The trapezoidal rule converges exponentially for functions that are analytic near the real line (Trefethen and Weideman, SIAM Review
    // 56(3), 2014), which Gauss-Hermite does not once the logistic's poles come near: 1e-13 with 145 points where y·σ ≤ 5.
    private const double Reach = 9, Spacing = 1.0 / 8;
    private static readonly double[] Nodes = [.. Enumerable.Range(0, (int)(2 * Reach / Spacing) + 1).Select(i => -Reach + i * Spacing)];
    private static readonly double[] Weights = [.. Nodes.Select(n => Spacing * Math.Exp(-n * n / 2) / Math.Sqrt(2 * Math.PI))];

    public static double Of(Func<double, double> g)
    {
        var sum = 0.0;
        for (var i = 0; i < Nodes.Length; i++) sum += Weights[i] * g(Nodes[i]);
        return sum;
    }
}
