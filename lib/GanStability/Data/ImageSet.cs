using System.Security.Cryptography;
using TorchSharp;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// A finite set of labelled pictures. One byte per pixel is kept, once; a batch is drawn with replacement and becomes float32 in [−1, 1]
/// (byte/127.5 − 1) only then, so 60 000 pictures of 28×28 take 47 MB.
/// </summary>
public sealed partial class ImageSet : IFiniteSource
{
    private Tensor pixels;
    private Tensor labels;
    private readonly Lazy<string> description;

    /// <summary>Adopts pictures; the set frees them.</summary>
    /// <param name="name">A short name, such as <c>MNIST, test split</c>.</param>
    /// <param name="pixels">Bytes, shape [N, channels, height, width].</param>
    /// <param name="labels">One label per picture, from 0.</param>
    /// <param name="classes">Names of the classes.</param>
    /// <exception cref="ArgumentException">No pictures, another shape or type, another number of labels, or a label without a
    /// class.</exception>
    public ImageSet(string name, Tensor pixels, byte[] labels, IReadOnlyList<string> classes)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(classes);
        if (pixels.dtype != ScalarType.Byte || pixels.dim() != 4 || pixels.shape[0] == 0)
            throw new ArgumentException(
                $"Pictures are bytes of shape [N, channels, height, width], N ≥ 1; got {pixels.dtype} [{string.Join(", ", pixels.shape)}].",
                nameof(pixels)
            );
        if (labels.Length != pixels.shape[0])
            throw new ArgumentException(
                $"{name}: there are {pixels.shape[0]} pictures and {labels.Length} labels; each picture needs one label.",
                nameof(labels)
            );
        if (Array.FindIndex(labels, l => l >= classes.Count) is var bad and >= 0)
            throw new ArgumentException(
                $"{name}: label {labels[bad]} of picture {bad} is outside 0 to {classes.Count - 1}.",
                nameof(labels)
            );
        Name = name;
        Classes = classes;
        SampleShape = pixels.shape[1..];
        Labels = labels;
        description = new(Hash);
        this.pixels = pixels.DetachFromDisposeScope();
        this.labels = tensor(labels, dtype: ScalarType.Int64).DetachFromDisposeScope();
    }

    /// <summary>A finite set drawn from endless data, for instance to see whether a generator remembers what it was shown.</summary>
    /// <param name="source">Where the pictures come from.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="seed">Decides which.</param>
    /// <returns>The set, its pixels rounded to bytes.</returns>
    /// <exception cref="ArgumentException">No pictures, or more classes than a byte counts.</exception>
    public static ImageSet Draw(ILabelledSource source, int count, long seed)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (source.Classes.Count > 256)
            throw new ArgumentException($"{source.Name} has {source.Classes.Count} classes; a set holds at most 256.", nameof(source));
        using var scope = NewDisposeScope();
        using var generator = new torch.Generator((ulong)seed, CPU);
        var (images, labels) = source.DrawLabelled(count, generator, CPU);
        return new($"{count} of {source.Name}", Bytes(images), [.. labels.data<long>().Select(l => (byte)l)], source.Classes);
    }

    /// <summary>The pictures of a set in a random order.</summary>
    /// <param name="set">The pictures; they are copied.</param>
    /// <param name="seed">Decides the order.</param>
    internal static ImageSet Shuffled(IFiniteSource set, long seed)
    {
        const int Copied = 1000;
        using var scope = NewDisposeScope();
        using var generator = new torch.Generator((ulong)seed, CPU);
        var parts = Enumerable
            .Range(0, (set.Count + Copied - 1) / Copied)
            .Select(part =>
            {
                using var copying = NewDisposeScope();
                var (images, labels) = set.Range(part * Copied, Math.Min(Copied, set.Count - (part * Copied)), CPU);
                return (Bytes(images).MoveToOuterDisposeScope(), labels.MoveToOuterDisposeScope());
            })
            .ToList();
        var order = randperm(set.Count, generator: generator);
        return new(
            set.Name,
            cat([.. parts.Select(p => p.Item1)]).index_select(0, order),
            [.. cat([.. parts.Select(p => p.Item2)]).index_select(0, order).data<long>().Select(l => (byte)l)],
            set.Classes
        );
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    /// <remarks>A hash of the pictures and their labels: sets of one name may hold others.</remarks>
    public string Description => description.Value;

    /// <inheritdoc/>
    public IReadOnlyList<long> SampleShape { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Number of pictures, N.</summary>
    public int Count => (int)pixels.shape[0];

    /// <summary>The label of every picture.</summary>
    public IReadOnlyList<byte> Labels { get; }

    /// <summary>The bytes of all pictures, shape [N, channels, height, width]. The set owns them.</summary>
    public Tensor Pixels => pixels;

    /// <summary>Some of the pictures, one after the other.</summary>
    /// <param name="start">The first, from 0.</param>
    /// <param name="count">How many.</param>
    /// <param name="device">Where they are wanted.</param>
    /// <returns>Pictures [count, channels, height, width], float32 in [−1, 1], and labels [count], int64.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Pictures that are not there.</exception>
    public (Tensor Images, Tensor Labels) Range(int start, int count, Device device)
    {
        if (start < 0 || count < 0 || start + count > Count)
            throw new ArgumentOutOfRangeException(
                nameof(start),
                start,
                $"Pictures {start} to {start + count - 1} were asked for; {Name} has pictures 0 to {Count - 1}."
            );
        return (Normalised(pixels.narrow(0, start, count).to(device)), labels.narrow(0, start, count).to(device).clone());
    }

    /// <summary>
    /// A part of the set that shares its bytes, for instance to hold pictures back for testing. The whole must outlive it.
    /// </summary>
    /// <param name="start">The first picture, from 0.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <returns>The part.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Pictures that are not there.</exception>
    public ImageSet Part(int start, int count)
    {
        if (start < 0 || count < 1 || start + count > Count)
            throw new ArgumentOutOfRangeException(
                nameof(start),
                start,
                $"Pictures {start} to {start + count - 1} were asked for; {Name} has pictures 0 to {Count - 1}."
            );
        return new(
            $"{Name}, pictures {start} to {start + count - 1}",
            pixels.narrow(0, start, count),
            [.. Labels.Skip(start).Take(count)],
            Classes
        );
    }

    /// <inheritdoc/>
    IFiniteSource IFiniteSource.Part(int start, int count) => Part(start, count);

    /// <inheritdoc/>
    public Tensor Sample(int count, torch.Generator generator, Device device)
    {
        using var scope = NewDisposeScope();
        // First: the pixels may move.
        var chosen = Draw(count, generator, device);
        return Normalised(pixels[chosen]).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public (Tensor Images, Tensor Labels) SampleLabelled(int count, torch.Generator generator, Device device)
    {
        using var scope = NewDisposeScope();
        var chosen = Draw(count, generator, device);
        return (
            Normalised(pixels[chosen]).MoveToOuterDisposeScope(),
            labels[chosen].MoveToOuterDisposeScope()
        );
    }

    /// <summary>Frees the pictures.</summary>
    public void Dispose()
    {
        pixels.Dispose();
        labels.Dispose();
    }

    private Tensor Draw(int count, torch.Generator generator, Device device)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        MoveTo(device);
        return randint(Count, [count], dtype: ScalarType.Int64, device: device, generator: generator);
    }

    // The bytes move to where they are used and leave nothing behind: there is never a second copy.
    private void MoveTo(Device device)
    {
        if (pixels.device_type == device.type)
            return;
        using var scope = NewDisposeScope();
        var (before, labelsBefore) = (pixels, labels);
        (pixels, labels) = (pixels.to(device).DetachFromDisposeScope(), labels.to(device).DetachFromDisposeScope());
        before.Dispose();
        labelsBefore.Dispose();
    }

    private string Hash()
    {
        using var scope = NewDisposeScope();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(pixels.cpu().contiguous().bytes);
        hash.AppendData([.. Labels]);
        return $"pictures {Convert.ToHexStringLower(hash.GetHashAndReset())[..16]}";
    }

    private static Tensor Bytes(Tensor pictures) => ((pictures + 1) * 127.5).round().to(ScalarType.Byte);

    private static Tensor Normalised(Tensor bytes) => bytes.to(ScalarType.Float32).div_(127.5).sub_(1);
}
