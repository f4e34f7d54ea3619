using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// Endless handwritten-looking digits, 28×28 grey: no download, no two alike. Each is drawn as strokes of a pen: one of several ways of writing the digit, its control
/// points shaken, then scaled, slanted, turned and moved, with a pen of random width and ink, and noise on every pixel. A pixel's ink is
/// sigmoid((w − d)/s) with d its distance to the nearest stroke, w half the width of the pen and s the softness of its edge, all in pixels.
/// </summary>
public sealed partial record SyntheticDigits : ILabelledSource
{
    /// <summary>Width and height in pixels.</summary>
    public const int Size = 28;

    /// <summary>The classifier of these digits among the files of the course, without an ending.</summary>
    internal const string DigitClassifierFile = "digit-classifier";

    // Pictures drawn at once on a CPU: their fields of distances stay in its cache.
    private const int DrawnAtOnce = 128;
    private const double HalfHeight = 9;
    private const double Softness = 0.35;
    private readonly double[] weights;

    /// <summary>Digits 0 to 9.</summary>
    /// <param name="weights">Share of each of the ten digits, summing to one; null for equal shares.</param>
    /// <exception cref="ArgumentException">Not ten weights, a negative one, or a sum other than one.</exception>
    public SyntheticDigits(IReadOnlyList<double>? weights = null)
    {
        if (weights is not null && (weights.Count != 10 || weights.Any(w => !(w >= 0)) || Math.Abs(weights.Sum() - 1) > 1e-9))
            throw new ArgumentException(FormattableString.Invariant(
                $"Give one weight ≥ 0 for each of the 10 digits, summing to 1; got {weights.Count} with sum {weights.Sum():0.####}."), nameof(weights));
        this.weights = [.. weights ?? Enumerable.Repeat(0.1, 10)];
        var left = Enumerable.Range(0, 10).Where(d => this.weights[d] > 0).ToArray();
        Name = (left.Length, weights) switch
        {
            (10, null) => "synthetic digits 28×28",
            (10, _) => "synthetic digits 28×28, weighted",
            _ => $"synthetic digits 28×28, only {string.Join(" ", left)}",
        };
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Description => $"synthetic digits 28×28: "
        + $"{string.Join(' ', weights.Select(w => w.ToString("R", CultureInfo.InvariantCulture)))}";

    /// <inheritdoc/>
    public string? ShippedClassifier => DigitClassifierFile;

    /// <summary>Share of each digit.</summary>
    public IReadOnlyList<double> Weights => weights;

    /// <inheritdoc/>
    public IReadOnlyList<long> SampleShape { get; } = [1, Size, Size];

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; } = [.. Enumerable.Range(0, 10).Select(d => FormattableString.Invariant($"{d}"))];

    /// <summary>Only some of the digits, in equal shares: data that is less diverse, or one mode's own data.</summary>
    /// <param name="digits">Digits from 0 to 9, at least one.</param>
    /// <returns>A source of those digits.</returns>
    /// <exception cref="ArgumentException">No digit, or something that is not one.</exception>
    public static SyntheticDigits Only(params int[] digits)
    {
        ArgumentNullException.ThrowIfNull(digits);
        if (digits.Length == 0) throw new ArgumentException("Name at least one digit.", nameof(digits));
        foreach (var digit in digits)
            if (digit is < 0 or > 9) throw new ArgumentOutOfRangeException(nameof(digits), digit, "Digits are 0 to 9.");
        var chosen = digits.ToHashSet();
        return new([.. Enumerable.Range(0, 10).Select(d => chosen.Contains(d) ? 1.0 / chosen.Count : 0)]);
    }

    /// <inheritdoc/>
    public Tensor Sample(int count, torch.Generator generator, Device device)
    {
        using var scope = NewDisposeScope();
        return SampleLabelled(count, generator, device).Images.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public (Tensor Images, Tensor Labels) SampleLabelled(int count, torch.Generator generator, Device device)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var labels = DrawLabels(count, generator, device);
        var ways = DrawWays(labels, generator, device);
        var pen = rand([2, count, 1], device: device, generator: generator);
        var (halfWidth, ink) = (pen[0] * 0.95 + 0.6, pen[1] * 0.35 + 0.65);
        var images = zeros([count, Size * Size], device: device);
        var points = DrawPoints(ways, generator, device);
        var segments = tensor(DigitStrokes.Segments, device: device)[ways];
        var atOnce = device.type == DeviceType.CPU ? DrawnAtOnce : Math.Max(1, count);
        for (var from = 0; from < count; from += atOnce)
        {
            var chunk = TensorIndex.Slice(from, Math.Min(count, from + atOnce));
            using var drawing = NewDisposeScope();
            var distance = Distance(points[chunk], segments[chunk]);
            images[chunk].copy_(((halfWidth[chunk] - distance) / Softness).sigmoid_().mul_(ink[chunk]));
        }
        images.mul_(2).sub_(1).add_(randn([count, Size * Size], device: device, generator: generator), alpha: 0.06).clamp_(-1, 1);
        return (images.view(count, 1, Size, Size).MoveToOuterDisposeScope(), labels.MoveToOuterDisposeScope());
    }

    // Inverse of the cumulative distribution: one uniform number chooses the digit.
    private Tensor DrawLabels(int count, torch.Generator generator, Device device) => bucketize(
        rand([count], dtype: ScalarType.Float64, device: device, generator: generator),
        tensor(weights, dtype: ScalarType.Float64, device: device).cumsum(0)[..^1], right: true);

    private static Tensor DrawWays(Tensor labels, torch.Generator generator, Device device)
    {
        var first = tensor(DigitStrokes.First, device: device);
        var (from, to) = (first[labels], first[labels + 1]);
        return from + (rand(labels.shape, device: device, generator: generator) * (to - from)).floor_().to(ScalarType.Int64);
    }

    /// <summary>Control points in pixels [count, points, 2].</summary>
    private static Tensor DrawPoints(Tensor ways, torch.Generator generator, Device device)
    {
        var count = ways.shape[0];
        var points = tensor(DigitStrokes.Points, device: device)[ways];
        points = points + randn(points.shape, device: device, generator: generator) * 0.06;
        var u = rand([2, count, 1], device: device, generator: generator);
        var n = randn([4, count, 1], device: device, generator: generator).clamp_(-2, 2);
        var (x, y) = (points[.., .., 0] * (0.8 + 0.5 * u[0]), points[.., .., 1] * (0.85 + 0.3 * u[1]));
        x = x - y * (0.15 + 0.2 * n[0]);
        var turn = 0.15 * n[1];
        var (cos, sin) = (turn.cos(), turn.sin());
        var middle = (Size - 1) / 2.0;
        return stack([(x * cos - y * sin) * HalfHeight + middle + 0.8 * n[2], (x * sin + y * cos) * HalfHeight + middle + 0.8 * n[3]], 2);
    }

    /// <summary>Distance of every pixel to the nearest stroke, in pixels [count, Size²].</summary>
    private static Tensor Distance(Tensor points, Tensor segments)
    {
        var (start, end) = (Ends(0), Ends(1));
        var along = end - start;
        var length = (along * along).sum(2, keepdim: true) + 1e-6;
        var row = arange(Size, device: points.device, dtype: ScalarType.Float32);
        var (pixelX, pixelY) = (row.repeat(Size).unsqueeze(0), row.repeat_interleave(Size).unsqueeze(0));
        var nearest = full([points.shape[0], Size * Size], 1e6, device: points.device);
        for (var s = 0; s < segments.shape[1]; s++)
        {
            using var scope = NewDisposeScope();
            var (x, y) = (pixelX - start[.., s, 0].unsqueeze(1), pixelY - start[.., s, 1].unsqueeze(1));
            var (alongX, alongY) = (along[.., s, 0].unsqueeze(1), along[.., s, 1].unsqueeze(1));
            // The nearest point of the segment start + t·along, 0 ≤ t ≤ 1.
            var t = (x * (alongX / length[.., s])).addcmul_(y, alongY / length[.., s], 1).clamp_(0, 1);
            x.addcmul_(t, alongX, -1);
            y.addcmul_(t, alongY, -1);
            nearest.copy_(minimum(nearest, x.mul_(x).addcmul_(y, y, 1)));
        }
        return nearest.sqrt_();

        Tensor Ends(int which) => points.gather(1, segments[.., .., which].unsqueeze(2).expand(-1, -1, 2));
    }
}

/// <summary>
/// The ten digits as strokes of a pen, several ways of writing each. Coordinates: x to the right, y down, a digit is 2 high around the origin.
/// </summary>
internal static class DigitStrokes
{
    private static readonly (int Digit, (double X, double Y)[][] Strokes)[] Ways =
    [
        (0, [Arc(0, 0, 0.6, 1, -90, 270, 12)]),
        (0, [Arc(0, 0, 0.45, 1, -60, 300, 12)]),
        (1, [[(0, -1), (0, 0), (0, 1)]]),
        (1, [[(-0.4, -0.55), (0, -1), (0, 0), (0, 1)]]),
        (1, [[(-0.35, -0.6), (0, -1), (0, 0), (0, 1)], [(-0.4, 1), (0, 1), (0.4, 1)]]),
        (2, [[.. Arc(0, -0.45, 0.55, 0.55, 190, 395, 6), (0, 0.4), (-0.6, 1), (0, 1), (0.6, 1)]]),
        (2, [[.. Arc(0, -0.4, 0.5, 0.6, 200, 405, 6), (-0.1, 0.6), (-0.5, 0.95), (-0.6, 0.65), (-0.3, 0.6), (0.1, 0.9), (0.6, 0.85)]]),
        (3, [[.. Arc(0, -0.5, 0.5, 0.5, 200, 450, 6), .. Arc(0, 0.5, 0.6, 0.5, 270, 515, 6)[1..]]]),
        (3, [[(-0.5, -1), (0, -1), (0.5, -1), (0.2, -0.55), .. Arc(-0.05, 0.4, 0.6, 0.6, 270, 510, 7)]]),
        (4, [[(-0.35, -1), (-0.45, -0.4), (-0.55, 0.15), (0, 0.15), (0.6, 0.15)], [(0.3, -0.7), (0.28, 0.15), (0.25, 1)]]),
        (4, [[(0.3, 1), (0.3, 0.3), (0.3, -1), (-0.15, -0.35), (-0.6, 0.3), (0.3, 0.3), (0.65, 0.3)]]),
        (5, [[(0.5, -1), (0, -1), (-0.4, -1), (-0.45, -0.5), (-0.5, -0.1), .. Arc(-0.02, 0.38, 0.6, 0.62, 235, 510, 7)]]),
        (5, [[(-0.4, -1), (-0.5, -0.1), .. Arc(0, 0.38, 0.6, 0.62, 240, 500, 7)], [(-0.4, -1), (0.05, -0.95), (0.55, -1)]]),
        (6, [[(0.35, -1), (-0.1, -0.65), (-0.45, -0.1), .. Arc(0, 0.45, 0.55, 0.55, 180, -180, 9)]]),
        (6, [[(0.05, -1), (-0.35, -0.5), (-0.5, 0), .. Arc(-0.05, 0.5, 0.5, 0.5, 180, -180, 9)]]),
        (7, [[(-0.55, -1), (0, -1), (0.55, -1), (0.2, 0), (-0.1, 1)]]),
        (7, [[(-0.55, -0.7), (-0.5, -1), (0.55, -1), (0.25, -0.1), (-0.2, 1)]]),
        (7, [[(-0.5, -1), (0, -1), (0.55, -1), (0.2, 0), (-0.1, 1)], [(-0.25, 0), (0.2, 0), (0.5, 0)]]),
        (8, [[.. Arc(0, -0.5, 0.45, 0.5, 90, 450, 8)], [.. Arc(0, 0.5, 0.58, 0.5, -90, 270, 8)]]),
        (8, [[(0.45, -0.8), (0, -1), (-0.4, -0.7), (-0.25, -0.25), (0.25, 0.2), (0.5, 0.6), (0, 1), (-0.5, 0.6), (-0.2, 0.15), (0.3, -0.35), (0.45, -0.8)]]),
        (9, [[.. Arc(0, -0.45, 0.5, 0.55, 0, -360, 9), (0.45, 0.2), (0.35, 1)]]),
        (9, [[.. Arc(0, -0.45, 0.5, 0.55, 0, -360, 9), (0.5, 0.25), (0.2, 0.9), (-0.2, 1), (-0.5, 0.8)]]),
    ];

    /// <summary>Index of the first way of writing each digit, and the number of ways at the end: digit d is written in ways First[d] to First[d + 1] − 1.</summary>
    public static long[] First { get; } = [.. Enumerable.Range(0, 11).Select(d => (long)Ways.TakeWhile(w => w.Digit < d).Count())];

    /// <summary>The control points [way, point, x or y], padded with copies of the last.</summary>
    public static float[,,] Points { get; private set; }

    /// <summary>The segments between them, as pairs of point numbers [way, segment, start or end], padded with copies of the last.</summary>
    public static long[,,] Segments { get; private set; }

    static DigitStrokes()
    {
        var drawn = Ways.Select(w => Join(w.Strokes)).ToArray();
        Points = new float[drawn.Length, drawn.Max(d => d.Points.Count), 2];
        Segments = new long[drawn.Length, drawn.Max(d => d.Segments.Count), 2];
        for (var way = 0; way < drawn.Length; way++)
        {
            for (var i = 0; i < Points.GetLength(1); i++)
                (Points[way, i, 0], Points[way, i, 1]) = drawn[way].Points[Math.Min(i, drawn[way].Points.Count - 1)];
            for (var i = 0; i < Segments.GetLength(1); i++)
                (Segments[way, i, 0], Segments[way, i, 1]) = drawn[way].Segments[Math.Min(i, drawn[way].Segments.Count - 1)];
        }
    }

    // Points that coincide are one control point, so that closed loops stay closed when the points are moved.
    private static (List<(float, float)> Points, List<(int, int)> Segments) Join((double X, double Y)[][] strokes)
    {
        var points = new List<(float, float)>();
        var segments = new List<(int, int)>();
        foreach (var stroke in strokes)
        {
            var numbers = stroke.Select(Number).ToArray();
            segments.AddRange(numbers.Zip(numbers.Skip(1)));
        }
        return (points, segments);

        int Number((double X, double Y) p)
        {
            var point = ((float)Math.Round(p.X, 3), (float)Math.Round(p.Y, 3));
            if (!points.Contains(point)) points.Add(point);
            return points.IndexOf(point);
        }
    }

    // Angles in degrees; 0 points right, 90 down.
    private static (double X, double Y)[] Arc(double x, double y, double rx, double ry, double from, double to, int segments) =>
        [.. Enumerable.Range(0, segments + 1).Select(i => (from + (to - from) * i / segments) * Math.PI / 180)
            .Select(a => (x + rx * Math.Cos(a), y + ry * Math.Sin(a)))];
}
