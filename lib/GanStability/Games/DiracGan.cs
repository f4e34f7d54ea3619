namespace GanStability.Games;

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
/// The Dirac-GAN, the smallest GAN (Mescheder, Geiger and Nowozin 2018, arXiv:1801.04406, section 2): all real data lie at 0, all fakes at x, and the
/// discriminator is the line D(s) = ys. V = f(xy) + f(−0·y); the discriminator maximises V.
/// </summary>
/// <remarks>
/// <para>Eigenvalues at the equilibrium (0, 0), with f′(0) = ½ and f″(0) = −¼ of the logistic f: ±i/2 for minimax and non-saturating (±i for Wasserstein);
/// with <see cref="R1"/> γ: −γ/2 ± √(γ²/4 − ¼), critical at γ = 1; with <see cref="InstanceNoise"/> σ: −σ²/4 ± √(σ⁴/16 − ¼), critical at σ² = 2.</para>
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
            Check.NotNegative(value, nameof(R1));
            field = value;
        }
    }

    /// <summary>
    /// σ ≥ 0: real and fake points get Gaussian noise of this standard deviation before D sees them (Sønderby et al. 2016, arXiv:1610.04490;
    /// Mescheder et al. 2018, section 3.2). 0 for none.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double InstanceNoise
    {
        get;
        init
        {
            Check.NotNegative(value, nameof(InstanceNoise));
            field = value;
        }
    }

    /// <inheritdoc/>
    public override string Name =>
        $"Dirac-GAN, {Objective switch { DiracObjective.Minimax => "minimax", DiracObjective.NonSaturating => "non-saturating", _ => "Wasserstein" }}" +
        (R1 > 0 ? $", R1 γ = {Say.Number(R1)}" : "") + (InstanceNoise > 0 ? $", instance noise σ = {Say.Number(InstanceNoise)}" : "");

    /// <inheritdoc/>
    public override PlanePoint Equilibrium => (0, 0);

    /// <inheritdoc/>
    public override double FirstCost(double x, double y) => Objective == DiracObjective.NonSaturating
        ? -Average(n => f.Value(-y * (x + n)))
        : Value(x, y);

    /// <inheritdoc/>
    public override double SecondCost(double x, double y) => -Value(x, y) + R1 / 2 * y * y;

    /// <inheritdoc/>
    public override double FirstGradient(double x, double y) => Objective == DiracObjective.NonSaturating
        ? y * Average(n => f.Slope(-y * (x + n)))
        : y * Average(n => f.Slope(y * (x + n)));

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
            Average(n => (x + n) * (x + n) * f.Curvature(y * (x + n)) + n * n * f.Curvature(-y * n)) - R1);
    }

    /// <summary>V(x, y) = E f(y(x + n)) + E f(−yn), n ~ N(0, σ²).</summary>
    private double Value(double x, double y) => Average(n => f.Value(y * (x + n)) + f.Value(-y * n));

    /// <summary>d(t f′(t))/dt.</summary>
    private double SlopeThenCurvature(double t) => f.Slope(t) + t * f.Curvature(t);

    private double Average(Func<double, double> g) => InstanceNoise == 0 ? g(0) : NormalAverage.Of(n => g(InstanceNoise * n));
}
