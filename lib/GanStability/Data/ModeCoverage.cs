namespace GanStability;

/// <summary>
/// How well samples cover the modes of data that has them, see <see cref="IHasModes"/>, after PacGAN (Lin et al. 2018, arXiv 1712.04086,
/// §4.1): a sample is of high quality when it lies within 3σ of the nearest centre. Read coverage only together with
/// <see cref="HighQuality"/>: a shapeless disc "captures" all eight modes of a ring with a few percent of high-quality samples.
/// </summary>
/// <param name="Modes">K, the number of modes.</param>
/// <param name="Captured">Modes with at least one high-quality sample.</param>
/// <param name="Held">Modes with at least 1 % of all samples as high-quality samples.</param>
/// <param name="HighQuality">Share of high-quality samples; a perfect sampler reaches 1 − e^(−4.5) = 0.98889.</param>
/// <param name="Kl">KL(histogram of high-quality samples over modes ‖ the data's shares), nats; NaN without any high-quality
/// sample.</param>
/// <param name="TotalVariation">Half the L1 distance of the same two histograms; NaN without any high-quality sample.</param>
public sealed partial record ModeCoverage(int Modes, int Captured, int Held, double HighQuality, double Kl, double TotalVariation)
{
    /// <summary>Number of samples the protocol asks for.</summary>
    public const int SampleCount = 2500;

    /// <summary>High-quality samples per mode.</summary>
    public required IReadOnlyList<int> Counts { get; init; }

    /// <summary>Every mode holds at least 1 % of the samples.</summary>
    public bool Full => Held == Modes;

    /// <summary>Measures samples.</summary>
    /// <param name="points">Samples as x0, y0, x1, y1, …</param>
    /// <param name="data">The distribution they should follow.</param>
    /// <returns>The coverage.</returns>
    /// <exception cref="ArgumentException">No points, or an odd number of coordinates.</exception>
    public static ModeCoverage Measure(ReadOnlySpan<float> points, IHasModes data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (points.Length == 0 || points.Length % 2 != 0)
            throw new ArgumentException($"Points come as pairs x, y; got {points.Length} numbers.", nameof(points));
        var counts = new int[data.Centres.Count];
        for (var i = 0; i < points.Length; i += 2)
            if (NearestWithin(points[i], points[i + 1], data) is { } mode)
                counts[mode]++;
        return FromCounts(counts, points.Length / 2, data.Weights);
    }

    /// <summary>The true-sample row of every table: the distribution measured against itself.</summary>
    /// <param name="data">The distribution.</param>
    /// <param name="seed">Seed of the sample.</param>
    /// <returns>The coverage of <see cref="SampleCount"/> true samples.</returns>
    public static ModeCoverage OfTrueSamples(IHasModes data, int seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        var (random, weights) = (new Random(seed), data.Weights);
        return Measure(
            Cloud(() =>
            {
                var u = random.NextDouble();
                var mode = 0;
                while (mode < data.Centres.Count - 1 && u >= weights[mode])
                    u -= weights[mode++];
                var (r, a) = (data.Sigma * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())), 2 * Math.PI * random.NextDouble());
                return (data.Centres[mode].X + r * Math.Cos(a), data.Centres[mode].Y + r * Math.Sin(a));
            }),
            data
        );
    }

    /// <summary>
    /// The disc row: points spread evenly over the disc around the origin that reaches 3σ past the outermost centre. It learned nothing.
    /// </summary>
    /// <param name="data">The distribution it is measured against.</param>
    /// <param name="seed">Seed of the sample.</param>
    /// <returns>The coverage of a shapeless disc.</returns>
    public static ModeCoverage OfDisc(IHasModes data, int seed)
    {
        var radius = Reach(data) + 3 * data.Sigma;
        var random = new Random(seed);
        return Measure(Cloud(() => Polar(radius * Math.Sqrt(random.NextDouble()), random)), data);
    }

    /// <summary>The ring row: points spread evenly over the circle through the outermost centre. It knows the circle and no mode.</summary>
    /// <param name="data">The distribution it is measured against.</param>
    /// <param name="seed">Seed of the sample.</param>
    /// <returns>The coverage of a thin ring.</returns>
    public static ModeCoverage OfThinRing(IHasModes data, int seed)
    {
        var radius = Reach(data);
        var random = new Random(seed);
        return Measure(Cloud(() => Polar(radius, random)), data);
    }

    private static double Reach(IHasModes data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.Centres.Max(c => Math.Sqrt(c.X * c.X + c.Y * c.Y));
    }

    private static (double, double) Polar(double radius, Random random)
    {
        var angle = 2 * Math.PI * random.NextDouble();
        return (radius * Math.Cos(angle), radius * Math.Sin(angle));
    }

    private static float[] Cloud(Func<(double X, double Y)> draw) =>
        [.. Enumerable.Range(0, SampleCount).Select(_ => draw()).SelectMany(p => new[] { (float)p.X, (float)p.Y })];

    private static int? NearestWithin(float x, float y, IHasModes data)
    {
        var (nearest, best) = (-1, double.PositiveInfinity);
        for (var k = 0; k < data.Centres.Count; k++)
        {
            var (dx, dy) = (x - data.Centres[k].X, y - data.Centres[k].Y);
            if (dx * dx + dy * dy is var d && d < best)
                (nearest, best) = (k, d);
        }
        return best <= 9 * data.Sigma * data.Sigma ? nearest : null;
    }

    private static ModeCoverage FromCounts(int[] counts, int samples, IReadOnlyList<double> weights)
    {
        var good = counts.Sum();
        double kl = 0,
            variation = 0;
        for (var k = 0; k < counts.Length; k++)
        {
            var share = (double)counts[k] / good;
            if (counts[k] > 0)
                kl += share * Math.Log(share / weights[k]);
            variation += Math.Abs(share - weights[k]) / 2;
        }
        return new ModeCoverage(
            counts.Length,
            counts.Count(c => c > 0),
            counts.Count(c => c >= 0.01 * samples),
            (double)good / samples,
            good == 0 ? double.NaN : kl,
            good == 0 ? double.NaN : variation
        )
        {
            Counts = counts,
        };
    }
}
