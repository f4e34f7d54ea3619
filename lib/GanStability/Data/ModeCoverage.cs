namespace GanStability;

/// <summary>
/// How well samples cover the modes of data that has them, see <see cref="IHasModes"/>, after PacGAN (Lin et al. 2018, arXiv 1712.04086,
/// §4.1): a sample is of high quality when it lies within 3σ of the nearest centre. A mode's fair share is its share of the data. No number
/// stands alone: a thin ring touches all eight modes of a ring and holds none, and a single point is of high quality to 100 %, with a width
/// of 0.
/// </summary>
/// <param name="Modes">K, the number of modes.</param>
/// <param name="Captured">Modes with at least one high-quality sample.</param>
/// <param name="Touched">Modes with at least 1 % of all samples as high-quality samples (half of the fair share where that is less): the
/// rule of many papers.</param>
/// <param name="HighQuality">Share of high-quality samples; a perfect sampler reaches 1 − e^(−4.5) = 0.98889.</param>
/// <param name="Width">How wide the samples spread inside a mode, beside true samples: the root mean square distance of a mode's
/// high-quality samples from their own mean, divided by that of true ones, √1.8989 σ; the mean over the touched modes. 1 for a perfect
/// sampler, 0 for a point; NaN when no mode is touched by two samples.</param>
/// <param name="Kl">KL(histogram of high-quality samples over modes ‖ the data's shares), nats; NaN without any high-quality
/// sample.</param>
/// <param name="TotalVariation">Half the L1 distance of the same two histograms; NaN without any high-quality sample.</param>
public sealed partial record ModeCoverage(
    int Modes,
    int Captured,
    int Touched,
    double HighQuality,
    double Width,
    double Kl,
    double TotalVariation
)
{
    // E(r² | r ≤ 3σ)/σ² of a Gaussian in the plane: 2 (1 − 5.5 e^−4.5)/(1 − e^−4.5), by parts.
    private static readonly double TrueSquare = 2 * (1 - 5.5 * Math.Exp(-4.5)) / (1 - Math.Exp(-4.5));

    /// <summary>Number of samples the protocol asks for.</summary>
    public const int SampleCount = 2500;

    /// <summary>High-quality samples per mode.</summary>
    public required IReadOnlyList<int> Counts { get; init; }

    /// <summary>
    /// The modes that are held, from 0: those that receive, as high-quality samples, at least half of their fair share of all samples.
    /// </summary>
    public required IReadOnlyList<int> HeldModes { get; init; }

    /// <summary>How many modes are held.</summary>
    public int Held => HeldModes.Count;

    /// <summary>Every mode is held.</summary>
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
        var clouds = data.Centres.Select(_ => new Cloud()).ToArray();
        for (var i = 0; i < points.Length; i += 2)
            if (NearestWithin(points[i], points[i + 1], data) is { } mode)
                clouds[mode].Add(points[i] - data.Centres[mode].X, points[i + 1] - data.Centres[mode].Y);
        return Of(clouds, points.Length / 2, data);
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
            Draw(() =>
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
        return Measure(Draw(() => Polar(radius * Math.Sqrt(random.NextDouble()), random)), data);
    }

    /// <summary>The ring row: points spread evenly over the circle through the outermost centre. It knows the circle and no mode.</summary>
    /// <param name="data">The distribution it is measured against.</param>
    /// <param name="seed">Seed of the sample.</param>
    /// <returns>The coverage of a thin ring.</returns>
    public static ModeCoverage OfThinRing(IHasModes data, int seed)
    {
        var radius = Reach(data);
        var random = new Random(seed);
        return Measure(Draw(() => Polar(radius, random)), data);
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

    private static float[] Draw(Func<(double X, double Y)> draw) =>
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

    private static ModeCoverage Of(Cloud[] clouds, int samples, IHasModes data)
    {
        var weights = data.Weights;
        int[] counts = [.. clouds.Select(c => c.Count)];
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
        int[] touched = [.. Enumerable.Range(0, counts.Length).Where(k => FairShare.Touches(counts[k], samples, weights[k]))];
        return new ModeCoverage(
            counts.Length,
            counts.Count(c => c > 0),
            touched.Length,
            (double)good / samples,
            touched
                .Where(k => counts[k] > 1)
                .Select(k => Math.Sqrt(clouds[k].Variance / TrueSquare) / data.Sigma)
                .DefaultIfEmpty(double.NaN)
                .Average(),
            good == 0 ? double.NaN : kl,
            good == 0 ? double.NaN : variation
        )
        {
            Counts = counts,
            HeldModes = [.. Enumerable.Range(0, counts.Length).Where(k => FairShare.Holds(counts[k], samples, weights[k]))],
        };
    }

    /// <summary>The high-quality samples of one mode, relative to its centre.</summary>
    private sealed class Cloud
    {
        private double x,
            y,
            squares;

        public int Count { get; private set; }

        /// <summary>Mean square distance from the mean, unbiased: Σ|p − p̄|²/(n − 1).</summary>
        public double Variance => Math.Max(0, squares - (x * x + y * y) / Count) / (Count - 1);

        public void Add(double dx, double dy)
        {
            (x, y, squares) = (x + dx, y + dy, squares + dx * dx + dy * dy);
            Count++;
        }
    }
}

/// <summary>The two rules for a mode or class that is owed a share of all samples.</summary>
internal static class FairShare
{
    /// <summary>Held: at least half of the fair share.</summary>
    /// <param name="count">Samples of the mode.</param>
    /// <param name="samples">All samples.</param>
    /// <param name="share">The fair share, in [0, 1].</param>
    public static bool Holds(long count, long samples, double share) => count >= share * samples / 2 - 1e-9; // shares are rounded

    /// <summary>Touched: at least 1 % of all samples, or what holds it where that is less.</summary>
    /// <param name="count">Samples of the mode.</param>
    /// <param name="samples">All samples.</param>
    /// <param name="share">The fair share, in [0, 1].</param>
    public static bool Touches(long count, long samples, double share) => Holds(count, samples, share) || 100 * count >= samples;
}
