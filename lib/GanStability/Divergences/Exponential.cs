namespace GanStability.Divergences;

/// <summary>The exponential distribution, whose support is half of the line: p(x) = λ exp(−λx) for x ≥ 0.</summary>
public sealed record Exponential : Distribution
{
    /// <summary>An exponential distribution.</summary>
    /// <param name="rate">λ, finite and positive; the mean is 1/λ.</param>
    /// <exception cref="ArgumentOutOfRangeException">λ is not finite and positive.</exception>
    public Exponential(double rate = 1) => Rate = Require.Positive(rate);

    /// <summary>λ.</summary>
    public double Rate { get; }

    /// <inheritdoc/>
    public override double Low => 0;

    /// <inheritdoc/>
    public override double Mean => 1 / Rate;

    /// <inheritdoc/>
    public override double StandardDeviation => 1 / Rate;

    /// <inheritdoc/>
    public override IReadOnlyList<double> Landmarks => [0, 4 / Rate, 16 / Rate, 64 / Rate, 256 / Rate, 760 / Rate];

    /// <inheritdoc/>
    protected override string Name => FormattableString.Invariant($"Exponential({Rate:0.####})");

    /// <inheritdoc/>
    public override double LogDensity(double x) => x >= 0 ? Math.Log(Rate) - Rate * x : double.NegativeInfinity;

    /// <inheritdoc/>
    public override double Sample(Random random) => MathNet.Numerics.Distributions.Exponential.Sample(random, Rate);
}
