namespace GanStability.Divergences;

/// <summary>The Laplace distribution, with heavier tails than a normal one: p(x) = exp(−|x − μ|/b) / 2b.</summary>
public sealed record Laplace : Distribution
{
    /// <summary>A Laplace distribution.</summary>
    /// <param name="mean">μ, finite.</param>
    /// <param name="scale">b, finite and positive; the standard deviation is b√2.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not finite, or b is not positive.</exception>
    public Laplace(double mean = 0, double scale = 1)
    {
        Mean = Require.Finite(mean);
        Scale = Require.Positive(scale);
    }

    /// <inheritdoc/>
    public override double Mean { get; }

    /// <summary>b.</summary>
    public double Scale { get; }

    /// <inheritdoc/>
    public override double StandardDeviation => Scale * Math.Sqrt(2);

    /// <inheritdoc/>
    public override IReadOnlyList<double> Landmarks => Around(Mean, Scale, 4, 16, 64, 256, 760);

    /// <inheritdoc/>
    protected override string Name => FormattableString.Invariant($"Laplace({Mean:0.####}, {Scale:0.####})");

    /// <inheritdoc/>
    public override double LogDensity(double x) => -Math.Abs(x - Mean) / Scale - Math.Log(2 * Scale);

    /// <inheritdoc/>
    public override double Sample(Random random) => MathNet.Numerics.Distributions.Laplace.Sample(random, Mean, Scale);
}
