namespace GanStability.Divergences;

/// <summary>Something that can be sampled and whose density is known: all that a Monte-Carlo estimate needs.</summary>
/// <typeparam name="T">What one sample is: a number, or a vector.</typeparam>
public interface IDistribution<T>
{
    /// <summary>ln p(x); −∞ where the density is zero. Computed as a logarithm, so that tails do not underflow.</summary>
    /// <param name="x">Where.</param>
    /// <returns>The log-density in nats.</returns>
    double LogDensity(T x);

    /// <summary>Draws one sample.</summary>
    /// <param name="random">The stream of random numbers to draw from.</param>
    /// <returns>A sample.</returns>
    T Sample(Random random);
}

/// <summary>
/// A distribution on the real line with a density. To try one of your own, derive from it: <see cref="LogDensity"/>,
/// <see cref="Sample"/> and <see cref="Landmarks"/> are enough.
/// </summary>
public abstract record Distribution : IDistribution<double>
{
    /// <summary>The lower end of the support.</summary>
    public virtual double Low => double.NegativeInfinity;

    /// <summary>The upper end of the support.</summary>
    public virtual double High => double.PositiveInfinity;

    /// <summary>
    /// Points that cut the axis into pieces on each of which the density is smooth and of one scale: peaks, kinks, jumps, and
    /// where the tails begin and end. Quadrature integrates piece by piece, so it cannot step over a narrow peak.
    /// </summary>
    public abstract IReadOnlyList<double> Landmarks { get; }

    /// <summary>E[x]; by quadrature unless a derived type knows it in closed form.</summary>
    public virtual double Mean => Quadrature.Integrate(x => x * Density(x), this);

    /// <summary>√(E[x²] − E[x]²); by quadrature unless a derived type knows it in closed form.</summary>
    public virtual double StandardDeviation
    {
        get
        {
            var mean = Mean;
            return Math.Sqrt(Quadrature.Integrate(x => (x - mean) * (x - mean) * Density(x), this));
        }
    }

    /// <summary>How the distribution is printed.</summary>
    protected virtual string Name => GetType().Name;

    /// <inheritdoc/>
    public abstract double LogDensity(double x);

    /// <summary>p(x) = exp(ln p(x)).</summary>
    /// <param name="x">Where.</param>
    /// <returns>The density, in units of 1/x.</returns>
    public double Density(double x) => Math.Exp(LogDensity(x));

    /// <inheritdoc/>
    public abstract double Sample(Random random);

    /// <summary>Draws <paramref name="count"/> independent samples from a fresh stream.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="seed">Equal seeds give equal samples.</param>
    /// <returns>The samples.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1.</exception>
    public double[] Samples(int count, int seed)
    {
        Require.AtLeast(1, count);
        var random = new Random(seed);
        var samples = new double[count];
        for (var i = 0; i < count; i++) samples[i] = Sample(random);
        return samples;
    }

    /// <summary>The distribution in a few words, such as <c>Normal(0, 1)</c>.</summary>
    /// <returns>Text in the invariant culture.</returns>
    public sealed override string ToString() => Name;

    /// <summary>Landmarks at geometrically growing distances from a centre, for tails that fall at one scale.</summary>
    /// <param name="center">The peak.</param>
    /// <param name="scale">The width of the peak.</param>
    /// <param name="multiples">Distances in units of <paramref name="scale"/>.</param>
    /// <returns>The centre and both sides of it.</returns>
    protected static IReadOnlyList<double> Around(double center, double scale, params ReadOnlySpan<double> multiples)
    {
        var points = new List<double> { center };
        foreach (var m in multiples)
        {
            points.Add(center - m * scale);
            points.Add(center + m * scale);
        }
        return points;
    }
}
