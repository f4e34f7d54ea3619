namespace GanStability;

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
/// x, and the discriminator's logit is the line D(s) = −ys, positive for real: y says how strongly it calls points on the right fake.
/// V = f(D(0)) + f(−D(x)) = f(0) + f(xy); the discriminator maximises V. (The paper writes D(s) = ψs, positive for fake: ψ = y.)
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

    /// <summary>
    /// λ ≥ 0: the discriminator also pays (λ/2)(|D′| − 1)² = (λ/2)(|y| − 1)², the penalty of WGAN-GP (Gulrajani et al. 2017,
    /// arXiv:1704.00028; Mescheder et al. 2018, section 3.2). It wants a slope of one at the equilibrium too, where the discriminator
    /// should be flat, and it has a kink there: no derivative at y = 0. 0 for none.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double WganGp
    {
        get;
        init
        {
            Require.NotNegative(value, nameof(WganGp));
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
        + (InstanceNoise > 0 ? $", instance noise σ = {Say.Number(InstanceNoise)}" : "")
        + (WganGp > 0 ? $", GP λ = {Say.Number(WganGp)}" : "");

    /// <inheritdoc/>
    public override PlanePoint Equilibrium => (0, 0);

    /// <inheritdoc/>
    public override double FirstCost(double x, double y) =>
        Objective == DiracObjective.NonSaturating ? -Average(n => f.Value(-y * (x + n))) : Value(x, y);

    /// <inheritdoc/>
    public override double SecondCost(double x, double y) =>
        -Value(x, y) + R1 / 2 * y * y + WganGp / 2 * (Math.Abs(y) - 1) * (Math.Abs(y) - 1);

    /// <inheritdoc/>
    public override double FirstGradient(double x, double y) =>
        Objective == DiracObjective.NonSaturating ? y * Average(n => f.Slope(-y * (x + n))) : y * Average(n => f.Slope(y * (x + n)));

    /// <inheritdoc/>
    public override double SecondGradient(double x, double y) =>
        Average(n => -(x + n) * f.Slope(y * (x + n)) + n * f.Slope(-y * n)) + R1 * y + WganGp * (y - Math.Sign(y));

    /// <inheritdoc/>
    /// <remarks>With <see cref="WganGp"/> the entry ∂v_y/∂y is NaN at y = 0, where the penalty has a kink.</remarks>
    public override PlaneJacobian Jacobian(PlanePoint point)
    {
        var (x, y) = point;
        var sign = Objective == DiracObjective.NonSaturating ? -1 : 1;
        return new PlaneJacobian(
            -sign * y * y * Average(n => f.Curvature(sign * y * (x + n))),
            -Average(n => SlopeThenCurvature(sign * y * (x + n))),
            Average(n => SlopeThenCurvature(y * (x + n))),
            Average(n => (x + n) * (x + n) * f.Curvature(y * (x + n)) + n * n * f.Curvature(-y * n))
                - R1
                - (WganGp > 0 && y == 0 ? double.NaN : WganGp)
        );
    }

    /// <summary>V(x, y) = E f(y(x + n)) + E f(−yn), n ~ N(0, σ²).</summary>
    private double Value(double x, double y) => Average(n => f.Value(y * (x + n)) + f.Value(-y * n));

    /// <summary>d(t f′(t))/dt.</summary>
    private double SlopeThenCurvature(double t) => f.Slope(t) + t * f.Curvature(t);

    private double Average(Func<double, double> g) => InstanceNoise == 0 ? g(0) : NormalAverage.Of(n => g(InstanceNoise * n));
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
