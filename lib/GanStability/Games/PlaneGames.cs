namespace GanStability;

/// <summary>
/// The simplest game that does not settle: V = xy, the first player minimises it, the second maximises it. The field (−y, x) turns round
/// the equilibrium (0, 0), eigenvalues ±i: continuous time keeps the radius, a simultaneous step of size h multiplies it by √(1 + h²).
/// </summary>
public sealed class BilinearGame : PlaneGame
{
    /// <inheritdoc/>
    public override string Name => "V = xy";

    /// <inheritdoc/>
    public override PlanePoint Equilibrium => (0, 0);

    /// <inheritdoc/>
    public override double FirstCost(double x, double y) => x * y;

    /// <inheritdoc/>
    public override double SecondCost(double x, double y) => -x * y;

    /// <inheritdoc/>
    public override double FirstGradient(double x, double y) => y;

    /// <inheritdoc/>
    public override double SecondGradient(double x, double y) => -x;

    /// <inheritdoc/>
    public override PlaneJacobian Jacobian(PlanePoint point) => new(0, -1, 1, 0);
}

/// <summary>What the players of a Dirac-GAN are after.</summary>
public enum DiracObjective
{
    /// <summary>f(t) = −log(1 + e⁻ᵗ), the generator minimises what the discriminator maximises (Goodfellow et al. 2014).</summary>
    Minimax,

    /// <summary>f(t) = −log(1 + e⁻ᵗ), the generator maximises f(−xy) instead: its fakes' chance to pass as real.</summary>
    NonSaturating,

    /// <summary>f(t) = t, the Wasserstein critic without clipping (Arjovsky et al. 2017).</summary>
    Wasserstein,
}

/// <summary>
/// The Dirac-GAN, the smallest GAN (Mescheder, Geiger and Nowozin 2018, arXiv:1801.04406, section 2): all real data lie at 0, all fakes at
/// x, and the discriminator is the line D(s) = ys. V = f(xy) + f(−0·y); the discriminator maximises V.
/// </summary>
/// <remarks>
/// <para>Eigenvalues at the equilibrium (0, 0), with f′(0) = ½ and f″(0) = −¼ of the logistic f: ±i/2 for minimax and non-saturating (±i
/// for Wasserstein);
/// with <see cref="R1"/> γ: −γ/2 ± √(γ²/4 − ¼), critical at γ = 1; with <see cref="InstanceNoise"/> σ: −σ²/4 ± √(σ⁴/16 − ¼), critical at σ²
/// = 2.</para>
/// <para>The methods add up, as in a recipe: <c>new DiracGan(DiracObjective.NonSaturating) { R1 = .3, InstanceNoise = .7 }</c>.</para>
/// </remarks>
/// <param name="objective">What the players are after.</param>
public sealed class DiracGan(DiracObjective objective) : PlaneGame
{
    private readonly ScalarLoss f = objective switch
    {
        DiracObjective.Minimax or DiracObjective.NonSaturating => ScalarLoss.Logistic,
        DiracObjective.Wasserstein => ScalarLoss.Linear,
        _ => throw new ArgumentOutOfRangeException(nameof(objective), objective, "Choose Minimax, NonSaturating or Wasserstein."),
    };

    /// <summary>What the players are after.</summary>
    public DiracObjective Objective { get; } = objective;

    /// <summary>γ ≥ 0: the discriminator also pays (γ/2)|D′|² = (γ/2)y² (Mescheder et al. 2018, section 4.1). 0 for none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double R1
    {
        get;
        init
        {
            Require.NotNegative(value, nameof(R1));
            field = value;
        }
    }

    /// <summary>
    /// σ ≥ 0: real and fake points get Gaussian noise of this standard deviation before D sees them (Sønderby et al. 2016,
    /// arXiv:1610.04490;
    /// Mescheder et al. 2018, section 3.2). 0 for none.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double InstanceNoise
    {
        get;
        init
        {
            Require.NotNegative(value, nameof(InstanceNoise));
            field = value;
        }
    }

    /// <inheritdoc/>
    public override string Name =>
        "Dirac-GAN, "
        + Objective switch
        {
            DiracObjective.Minimax => "minimax",
            DiracObjective.NonSaturating => "non-saturating",
            _ => "Wasserstein",
        }
        + (R1 > 0 ? $", R1 γ = {Say.Number(R1)}" : "")
        + (InstanceNoise > 0 ? $", instance noise σ = {Say.Number(InstanceNoise)}" : "");

    /// <inheritdoc/>
    public override PlanePoint Equilibrium => (0, 0);

    /// <inheritdoc/>
    public override double FirstCost(double x, double y) =>
        Objective == DiracObjective.NonSaturating ? -Average(n => f.Value(-y * (x + n))) : Value(x, y);

    /// <inheritdoc/>
    public override double SecondCost(double x, double y) => -Value(x, y) + R1 / 2 * y * y;

    /// <inheritdoc/>
    public override double FirstGradient(double x, double y) =>
        Objective == DiracObjective.NonSaturating ? y * Average(n => f.Slope(-y * (x + n))) : y * Average(n => f.Slope(y * (x + n)));

    /// <inheritdoc/>
    public override double SecondGradient(double x, double y) =>
        Average(n => -(x + n) * f.Slope(y * (x + n)) + n * f.Slope(-y * n)) + R1 * y;

    /// <inheritdoc/>
    public override PlaneJacobian Jacobian(PlanePoint point)
    {
        var (x, y) = point;
        var sign = Objective == DiracObjective.NonSaturating ? -1 : 1;
        return new PlaneJacobian(
            -sign * y * y * Average(n => f.Curvature(sign * y * (x + n))),
            -Average(n => SlopeThenCurvature(sign * y * (x + n))),
            Average(n => SlopeThenCurvature(y * (x + n))),
            Average(n => (x + n) * (x + n) * f.Curvature(y * (x + n)) + n * n * f.Curvature(-y * n)) - R1
        );
    }

    /// <summary>V(x, y) = E f(y(x + n)) + E f(−yn), n ~ N(0, σ²).</summary>
    private double Value(double x, double y) => Average(n => f.Value(y * (x + n)) + f.Value(-y * n));

    /// <summary>d(t f′(t))/dt.</summary>
    private double SlopeThenCurvature(double t) => f.Slope(t) + t * f.Curvature(t);

    private double Average(Func<double, double> g) => InstanceNoise == 0 ? g(0) : NormalAverage.Of(n => g(InstanceNoise * n));
}

/// <summary>
/// The toy of Salimans et al. (Improved techniques for training GANs, 2016, arXiv:1606.03498, section 3.3): V = (f(x) − 1)(y − 1) with f(x)
/// = x for x &lt; 0 and x² otherwise. The first player minimises V, the second maximises it; equilibrium (1, 1), eigenvalues ±2i.
/// </summary>
/// <remarks>
/// At x = 0 the slope of f jumps from 1 to 0; here f′(0) = 0. So x = 0 is a trap: the first player feels no force there, while the second
/// runs away; simultaneous steps that spiral out end up in it.
/// </remarks>
public sealed class SalimansGame : PlaneGame
{
    /// <inheritdoc/>
    public override string Name => "V = (f(x) − 1)(y − 1)";

    /// <inheritdoc/>
    public override PlanePoint Equilibrium => (1, 1);

    /// <inheritdoc/>
    public override double FirstCost(double x, double y) => (F(x) - 1) * (y - 1);

    /// <inheritdoc/>
    public override double SecondCost(double x, double y) => -FirstCost(x, y);

    /// <inheritdoc/>
    public override double FirstGradient(double x, double y) => Slope(x) * (y - 1);

    /// <inheritdoc/>
    public override double SecondGradient(double x, double y) => 1 - F(x);

    /// <inheritdoc/>
    public override PlaneJacobian Jacobian(PlanePoint point) =>
        new(point.X < 0 ? 0 : -2 * (point.Y - 1), -Slope(point.X), Slope(point.X), 0);

    private static double F(double x) => x < 0 ? x : x * x;

    private static double Slope(double x) => x < 0 ? 1 : 2 * x;
}

/// <summary>The function f of a one-parameter discriminator, with its first two derivatives.</summary>
/// <param name="Value">f(t).</param>
/// <param name="Slope">f′(t).</param>
/// <param name="Curvature">f″(t).</param>
internal sealed record ScalarLoss(Func<double, double> Value, Func<double, double> Slope, Func<double, double> Curvature)
{
    /// <summary>f(t) = −log(1 + e⁻ᵗ) = log of the sigmoid of t; f′(t) = 1/(1 + eᵗ).</summary>
    public static ScalarLoss Logistic { get; } =
        new(
            // Written so that e never overflows.
            t => Math.Min(t, 0) - double.LogP1(Math.Exp(-Math.Abs(t))),
            t => Sigmoid(-t),
            t => -Sigmoid(t) * Sigmoid(-t)
        );

    /// <summary>f(t) = t.</summary>
    public static ScalarLoss Linear { get; } = new(t => t, _ => 1, _ => 0);

    private static double Sigmoid(double t) => 1 / (1 + Math.Exp(-t));
}

/// <summary>The average of a smooth function over a standard normal variable.</summary>
internal static class NormalAverage
{
    // The trapezoidal rule converges exponentially for functions that are analytic near the real line (Trefethen and Weideman, SIAM Review
    // 56(3), 2014), which Gauss-Hermite does not once the logistic's poles come near: 1e-13 with 145 points where y·σ ≤ 5.
    private const double Reach = 9,
        Spacing = 1.0 / 8;
    private static readonly double[] Nodes = [.. Enumerable.Range(0, (int)(2 * Reach / Spacing) + 1).Select(i => -Reach + i * Spacing)];
    private static readonly double[] Weights = [.. Nodes.Select(n => Spacing * Math.Exp(-n * n / 2) / Math.Sqrt(2 * Math.PI))];

    public static double Of(Func<double, double> g)
    {
        var sum = 0.0;
        for (var i = 0; i < Nodes.Length; i++)
            sum += Weights[i] * g(Nodes[i]);
        return sum;
    }
}
