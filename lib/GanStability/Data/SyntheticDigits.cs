using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// Endless handwritten-looking digits, 28×28 grey: no download, no two alike. Each is drawn as strokes of a pen: one of several ways of
/// writing the digit, its control points shaken, then scaled, slanted, turned and moved, with a pen of random width and ink, and noise on
/// every pixel. A pixel's ink is sigmoid((w − d)/s) with d its distance to the nearest stroke, w half the width of the pen and s the
/// softness of its edge, all in pixels.
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
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"Give one weight ≥ 0 for each of the 10 digits, summing to 1; got {weights.Count} with sum {weights.Sum():0.####}."
                ),
                nameof(weights)
            );
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
    public string Description =>
        $"synthetic digits 28×28: " + $"{string.Join(' ', weights.Select(w => w.ToString("R", CultureInfo.InvariantCulture)))}";

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
        if (digits.Length == 0)
            throw new ArgumentException("Name at least one digit.", nameof(digits));
        foreach (var digit in digits)
            if (digit is < 0 or > 9)
                throw new ArgumentOutOfRangeException(nameof(digits), digit, "Digits are 0 to 9.");
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
    private Tensor DrawLabels(int count, torch.Generator generator, Device device) =>
        rand([count, 1], dtype: ScalarType.Float64, device: device, generator: generator)
            .ge(tensor(weights, dtype: ScalarType.Float64, device: device).cumsum(0)[..^1])
            .sum(1);

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
