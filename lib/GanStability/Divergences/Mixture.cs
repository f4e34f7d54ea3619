namespace GanStability;

/// <summary>A mixture: p(x) = Σ wᵢ pᵢ(x), the simplest distribution with several modes.</summary>
public sealed record Mixture : Distribution
{
    private readonly double[] logWeights;

    /// <summary>A mixture with equal weights.</summary>
    /// <param name="components">pᵢ, at least one.</param>
    /// <exception cref="ArgumentException">There is no component.</exception>
    public Mixture(params IReadOnlyList<Distribution> components)
        : this(EqualWeights(components), components) { }

    /// <summary>A mixture with given weights. Components of weight zero are left out.</summary>
    /// <param name="weights">wᵢ, not negative, summing to one.</param>
    /// <param name="components">pᵢ, one per weight.</param>
    /// <exception cref="ArgumentException">The weights are no distribution, or there are more or fewer of them than components.</exception>
    public Mixture(IReadOnlyList<double> weights, IReadOnlyList<Distribution> components)
    {
        Require.Probabilities(weights);
        ArgumentNullException.ThrowIfNull(components);
        if (weights.Count != components.Count)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"weights has {weights.Count} entries and components {components.Count}; each component has one weight."
                ),
                nameof(weights)
            );
        var present = weights.Zip(components).Where(pair => pair.First > 0).ToArray();
        Weights = [.. present.Select(pair => pair.First)];
        Components = [.. present.Select(pair => pair.Second)];
        logWeights = [.. Weights.Select(w => Math.Log(w))];
    }

    /// <summary>wᵢ, all positive.</summary>
    public IReadOnlyList<double> Weights { get; }

    /// <summary>pᵢ.</summary>
    public IReadOnlyList<Distribution> Components { get; }

    /// <inheritdoc/>
    public override double Low => Components.Min(c => c.Low);

    /// <inheritdoc/>
    public override double High => Components.Max(c => c.High);

    /// <inheritdoc/>
    public override double Mean => Weights.Zip(Components, (w, c) => w * c.Mean).Sum();

    /// <inheritdoc/>
    /// <remarks>The variance is the mean of the variances plus the variance of the means.</remarks>
    public override double StandardDeviation
    {
        get
        {
            var mean = Mean;
            return Math.Sqrt(Weights.Zip(Components, (w, c) => w * (Square(c.StandardDeviation) + Square(c.Mean - mean))).Sum());
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double> Landmarks => [.. Components.SelectMany(c => c.Landmarks)];

    /// <inheritdoc/>
    protected override string Name => string.Join(" + ", Weights.Zip(Components, (w, c) => FormattableString.Invariant($"{w:0.####} {c}")));

    /// <inheritdoc/>
    public override double LogDensity(double x)
    {
        var log = double.NegativeInfinity;
        for (var i = 0; i < logWeights.Length; i++)
            log = Logarithms.LogSum(log, logWeights[i] + Components[i].LogDensity(x));
        return log;
    }

    /// <inheritdoc/>
    public override double Sample(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var u = random.NextDouble();
        var i = 0;
        while (i < Weights.Count - 1 && u >= Weights[i])
            u -= Weights[i++];
        return Components[i].Sample(random);
    }

    private static double[] EqualWeights(IReadOnlyList<Distribution> components)
    {
        ArgumentNullException.ThrowIfNull(components);
        var weights = new double[components.Count];
        Array.Fill(weights, 1.0 / components.Count);
        return weights;
    }

    private static double Square(double x) => x * x;

    /// <summary>Equal when weights and components are equal, in order.</summary>
    /// <param name="other">Another mixture.</param>
    /// <returns>Whether both are the same mixture.</returns>
    public bool Equals(Mixture? other) =>
        other is not null && Weights.SequenceEqual(other.Weights) && Components.SequenceEqual(other.Components);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Weights.Count, Weights[0], Components[0]);
}

/// <summary>What every quadrature of densities shares: the check that they are densities, and infinity where it is due.</summary>
internal static class Densities
{
    /// <summary>An absolute error far below every digit that is printed; see <see cref="Quadrature"/>.</summary>
    private const double AbsoluteTolerance = 1e-15;

    /// <summary>∫ term(ln p(x), ln q(x)) dx, where a term of +∞ makes the whole integral +∞.</summary>
    internal static double Integrate(Distribution p, Distribution q, Func<double, double, double> term)
    {
        var infinite = false;
        var integral = Quadrature.Integrate(
            x =>
            {
                var value = term(p.LogDensity(x), q.LogDensity(x));
                if (!double.IsPositiveInfinity(value))
                    return value;
                infinite = true;
                return 0;
            },
            AbsoluteTolerance,
            [p, q]
        );
        return infinite ? double.PositiveInfinity : integral;
    }

    /// <summary>Refuses what does not integrate to one: a density that was not normalised, or a peak that no landmark names.</summary>
    internal static void RequireNormalised(Distribution p, string name)
    {
        ArgumentNullException.ThrowIfNull(p, name);
        var mass = Quadrature.Integrate(p.Density, p);
        if (Math.Abs(mass - 1) > 1e-6)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"{name} = {p} integrates to {mass:g9}; a density integrates to 1. Normalise it, or name its peaks in Landmarks."
                ),
                name
            );
    }

    internal static void RequireNormalised(Distribution p, Distribution q)
    {
        RequireNormalised(p, nameof(p));
        RequireNormalised(q, nameof(q));
    }
}
