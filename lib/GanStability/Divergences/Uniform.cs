namespace GanStability.Divergences;

/// <summary>The uniform distribution on an interval: p(x) = 1/(b − a) for a ≤ x ≤ b, and zero outside.</summary>
public sealed record Uniform : Distribution
{
    /// <summary>A uniform distribution.</summary>
    /// <param name="low">a, finite.</param>
    /// <param name="high">b, finite and greater than <paramref name="low"/>.</param>
    /// <exception cref="ArgumentException">An end is not finite, or the interval is empty.</exception>
    public Uniform(double low = 0, double high = 1)
    {
        Low = Require.Finite(low);
        High = Require.Finite(high);
        if (low >= high)
            throw new ArgumentException(FormattableString.Invariant($"high is {high} and low is {low}; high must be greater than low."), nameof(high));
    }

    /// <inheritdoc/>
    public override double Low { get; }

    /// <inheritdoc/>
    public override double High { get; }

    /// <inheritdoc/>
    public override double Mean => 0.5 * (Low + High);

    /// <inheritdoc/>
    public override double StandardDeviation => (High - Low) / Math.Sqrt(12);

    /// <inheritdoc/>
    public override IReadOnlyList<double> Landmarks => [Low, High];

    /// <inheritdoc/>
    protected override string Name => FormattableString.Invariant($"Uniform({Low:0.####}, {High:0.####})");

    /// <inheritdoc/>
    public override double LogDensity(double x) => x >= Low && x <= High ? -Math.Log(High - Low) : double.NegativeInfinity;

    /// <inheritdoc/>
    public override double Sample(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return Low + (High - Low) * random.NextDouble();
    }
}
