namespace GanStability.Divergences;

/// <summary>The normal (Gaussian) distribution on the line: p(x) = exp(−(x − μ)²/2σ²) / (σ√2π).</summary>
public sealed record Normal : Distribution
{
    private static readonly double HalfLog2Pi = 0.5 * Math.Log(2 * Math.PI);

    /// <summary>A normal distribution.</summary>
    /// <param name="mean">μ, finite.</param>
    /// <param name="standardDeviation">σ (not the variance), finite and positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not finite, or σ is not positive.</exception>
    public Normal(double mean = 0, double standardDeviation = 1)
    {
        Mean = Require.Finite(mean);
        StandardDeviation = Require.Positive(standardDeviation);
    }

    /// <inheritdoc/>
    public override double Mean { get; }

    /// <inheritdoc/>
    public override double StandardDeviation { get; }

    /// <inheritdoc/>
    /// <remarks>Beyond 40 σ the density is below the smallest double.</remarks>
    public override IReadOnlyList<double> Landmarks => Around(Mean, StandardDeviation, 2, 5, 12, 40);

    /// <inheritdoc/>
    protected override string Name => FormattableString.Invariant($"Normal({Math.Round(Mean, 4) + 0.0:0.####}, {StandardDeviation:0.####})"); // + 0.0: no "-0"

    /// <inheritdoc/>
    public override double LogDensity(double x)
    {
        var z = (x - Mean) / StandardDeviation;
        return -0.5 * z * z - Math.Log(StandardDeviation) - HalfLog2Pi;
    }

    /// <inheritdoc/>
    public override double Sample(Random random) => MathNet.Numerics.Distributions.Normal.Sample(random, Mean, StandardDeviation);
}
