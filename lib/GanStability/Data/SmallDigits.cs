using System.Collections.Concurrent;
using TorchSharp;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// The <see cref="SyntheticDigits"/> in fewer pixels: 12 000 of them, drawn once per session, averaged over squares of pixels and inked 1.4
/// times as dark, because thin strokes fade when they are averaged. A batch is drawn from them with replacement. A training on 14×14
/// pixels costs a small fraction of one on 28×28, so that a class can train many seeds; the digits are still read right by the classifier
/// that knows the large ones.
/// </summary>
public sealed record SmallDigits : ILabelledSource
{
    /// <summary>How many there are.</summary>
    public const int Count = 12_000;

    private const double Ink = 1.4;
    private const ulong Seed = 0;

    // The same pictures for every source of one size in a session; a few megabytes.
    private static readonly ConcurrentDictionary<(int Size, DeviceType Device), Lazy<(Tensor Images, Tensor Labels)>> Drawn = [];

    /// <summary>Digits 0 to 9.</summary>
    /// <param name="size">Height and width in pixels, 8 to 28; the kit's convolutional networks want a multiple of 4.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another size.</exception>
    public SmallDigits(int size = 14)
    {
        if (size is < 8 or > SyntheticDigits.Size)
            throw new ArgumentOutOfRangeException(nameof(size), size, $"A digit needs 8 to {SyntheticDigits.Size} pixels each way.");
        Size = size;
    }

    /// <summary>Height and width in pixels.</summary>
    public int Size { get; }

    /// <inheritdoc/>
    public string Name => FormattableString.Invariant($"synthetic digits {Size}×{Size}");

    /// <inheritdoc/>
    public string Description => FormattableString.Invariant($"{Name}: {Count} drawn with seed {Seed}, ink {Ink}");

    /// <inheritdoc/>
    public IReadOnlyList<long> SampleShape => [1, Size, Size];

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes => new SyntheticDigits().Classes;

    /// <inheritdoc/>
    /// <remarks>It looks at them enlarged to 28×28, see <see cref="FeatureNetworks.For"/>.</remarks>
    public string? ShippedClassifier => SyntheticDigits.DigitClassifierFile;

    /// <inheritdoc/>
    public Tensor Sample(int count, torch.Generator generator, Device device)
    {
        using var scope = NewDisposeScope();
        return Pool(device).Images[Choose(count, generator, device)].MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public (Tensor Images, Tensor Labels) SampleLabelled(int count, torch.Generator generator, Device device)
    {
        using var scope = NewDisposeScope();
        var (images, labels) = Pool(device);
        var chosen = Choose(count, generator, device);
        return (images[chosen].MoveToOuterDisposeScope(), labels[chosen].MoveToOuterDisposeScope());
    }

    private static Tensor Choose(int count, torch.Generator generator, Device device)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return randint(Count, [count], dtype: ScalarType.Int64, device: device, generator: generator);
    }

    private (Tensor Images, Tensor Labels) Pool(Device device) =>
        Drawn.GetOrAdd((Size, device.type), key => new(() => Draw(key.Size, device))).Value;

    private static (Tensor Images, Tensor Labels) Draw(int size, Device device)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        // Drawn on the CPU whatever the device: the same pictures everywhere.
        using var generator = new torch.Generator(Seed, CPU);
        var (large, labels) = new SyntheticDigits().SampleLabelled(Count, generator, CPU);
        var average = Averages(size);
        // Rows, then columns. Ink is 0 where the pen was not and at most 1 where it was.
        var ink = average.matmul((large + 1) / 2).matmul(average.t());
        var images = (ink * Ink).clamp_(0, 1).mul_(2).sub_(1);
        return (images.to(device).DetachFromDisposeScope(), labels.to(device).DetachFromDisposeScope());
    }

    /// <summary>[size, 28]: each row holds the shares of the large pixels in a small one, and sums to one.</summary>
    private static Tensor Averages(int size)
    {
        var each = (double)SyntheticDigits.Size / size;
        var shares = new float[size * SyntheticDigits.Size];
        for (var small = 0; small < size; small++)
        for (var large = 0; large < SyntheticDigits.Size; large++)
        {
            var overlap = Math.Min((small + 1) * each, large + 1) - Math.Max(small * each, large);
            shares[(small * SyntheticDigits.Size) + large] = (float)(Math.Max(0, overlap) / each);
        }
        return tensor(shares, [size, SyntheticDigits.Size]);
    }
}
