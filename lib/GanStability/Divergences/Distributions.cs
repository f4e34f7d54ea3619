namespace GanStability;

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
        for (var i = 0; i < count; i++)
            samples[i] = Sample(random);
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
    protected override string Name =>
        FormattableString.Invariant($"Normal({Math.Round(Mean, 4) + 0.0:0.####}, {StandardDeviation:0.####})"); // + 0.0: no "-0"

    /// <inheritdoc/>
    public override double LogDensity(double x)
    {
        var z = (x - Mean) / StandardDeviation;
        return -0.5 * z * z - Math.Log(StandardDeviation) - HalfLog2Pi;
    }

    /// <inheritdoc/>
    public override double Sample(Random random) => MathNet.Numerics.Distributions.Normal.Sample(random, Mean, StandardDeviation);
}

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
            throw new ArgumentException(
                FormattableString.Invariant($"high is {high} and low is {low}; high must be greater than low."),
                nameof(high)
            );
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
