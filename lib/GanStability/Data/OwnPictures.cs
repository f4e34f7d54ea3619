using TorchSharp;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>What the numbers of pictures mean.</summary>
public enum PixelRange
{
    /// <summary>0 is black, 255 is white; type Byte.</summary>
    Bytes,

    /// <summary>0 is black, 1 is white; floating point.</summary>
    ZeroToOne,

    /// <summary>−1 is black, 1 is white; floating point.</summary>
    MinusOneToOne,
}

/// <summary>Pictures of your own.</summary>
public sealed partial class ImageSet
{
    /// <summary>What was changed and left out while reading, a sentence each; empty where there was nothing.</summary>
    public IReadOnlyList<string> Notes { get; private init; } = [];

    /// <summary>
    /// Pictures from a folder of PNG and JPEG files. Sub-folders are the classes; without any, all pictures are of one class. Each picture
    /// is turned as its camera held it, cropped to the square in its middle and scaled; what is transparent becomes white.
    /// </summary>
    /// <param name="path">The folder.</param>
    /// <param name="size">Height and width that every picture gets, 1 to 1024; the kit's convolutional networks want a multiple of
    /// 4.</param>
    /// <param name="grey">True for one channel, false for three, null for one where no picture has colour.</param>
    /// <param name="skipUnreadable">Leaves broken pictures out and names them in <see cref="Notes"/>; else one is an error.</param>
    /// <returns>The set; it must be disposed, or lives as long as the session.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">No pictures, broken ones, or folders in folders; the message names them.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size that is not allowed.</exception>
    public static ImageSet FromFolder(string path, int size, bool? grey = null, bool skipUnreadable = false)
    {
        var read = PictureFolder.Read(path, size, grey, skipUnreadable);
        var count = read.Labels.Length;
        var pixels = tensor(read.Pixels, [count, read.Channels, size, size], ScalarType.Byte);
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        return new($"{name}, {count} pictures {size}×{size}", pixels, read.Labels, read.Classes) { Notes = read.Notes };
    }

    /// <summary>Pictures from a tensor; it is copied, and rounded to bytes.</summary>
    /// <param name="pictures">[N, channels, height, width] with 1 or 3 channels.</param>
    /// <param name="range">What its numbers mean; must be said for floating point.</param>
    /// <param name="labels">One per picture, from 0; null where there are none.</param>
    /// <param name="classes">Names of the labels; null for 0, 1, …</param>
    /// <param name="name">A short name.</param>
    /// <returns>The set.</returns>
    /// <exception cref="ArgumentException">Another shape, numbers outside the range, or labels that do not fit.</exception>
    public static ImageSet FromTensor(
        Tensor pictures,
        PixelRange? range = null,
        IReadOnlyList<int>? labels = null,
        IReadOnlyList<string>? classes = null,
        string name = "own pictures"
    )
    {
        Require.Given(pictures, "a tensor [N, channels, height, width]");
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        CheckShape(pictures);
        var given =
            range
            ?? (pictures.dtype == ScalarType.Byte ? PixelRange.Bytes : (PixelRange?)null)
            ?? throw new ArgumentException(
                $"range is not given, and pictures are of type {pictures.dtype}: say PixelRange.ZeroToOne or PixelRange.MinusOneToOne.",
                nameof(range)
            );
        var of = labels ?? new int[pictures.shape[0]];
        if (of.FirstOrDefault(l => l is < 0 or > 255) is var bad and not 0)
            throw new ArgumentException($"labels holds {Require.Text(bad)}; labels are 0 to 255.", nameof(labels));
        var names = classes ?? (labels is null ? [name] : [.. Enumerable.Range(0, of.Max() + 1).Select(k => Require.Text(k))]);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        return new(name, Bytes(pictures, given).cpu().contiguous(), [.. of.Select(l => (byte)l)], names);
    }

    private static void CheckShape(Tensor pictures)
    {
        if (pictures.IsInvalid)
            throw new ArgumentException("pictures was already freed.", nameof(pictures));
        var shape = pictures.shape;
        if (shape is [> 0, 1 or 3, > 0, > 0])
            return;
        var hint = shape switch
        {
            [_, _, _, 1 or 3] => "; the channels stand last: pictures.permute(0, 3, 1, 2)",
            [_, _, _] => "; for grey pictures without an axis of channels: pictures.unsqueeze(1)",
            _ => "",
        };
        throw new ArgumentException(
            $"pictures must have shape [N, channels, height, width] with 1 or 3 channels; it is {Shape.Of(pictures)}{hint}.",
            nameof(pictures)
        );
    }

    private static Tensor Bytes(Tensor pictures, PixelRange range)
    {
        if (range == PixelRange.Bytes)
            return pictures.dtype == ScalarType.Byte
                ? pictures.clone()
                : throw new ArgumentException(
                    $"range is Bytes, and pictures are of type {pictures.dtype}: convert with .to(ScalarType.Byte), or give another range.",
                    nameof(range)
                );
        if (range is not (PixelRange.ZeroToOne or PixelRange.MinusOneToOne))
            throw new ArgumentOutOfRangeException(nameof(range), range, "range is Bytes, ZeroToOne or MinusOneToOne.");
        if (!pictures.is_floating_point())
            throw new ArgumentException(
                $"range is {range}, and pictures are of type {pictures.dtype}: give floating point.",
                nameof(range)
            );
        var numbers = pictures.detach().to(ScalarType.Float64);
        var (least, most, low) = (numbers.min().item<double>(), numbers.max().item<double>(), range == PixelRange.ZeroToOne ? 0 : -1);
        // Rounding to float32 and back may leave the range by a hair.
        const double hair = 1e-3;
        if (!(least >= low - hair && most <= 1 + hair))
            throw new ArgumentException(
                FormattableString.Invariant($"pictures hold numbers from {least:G4} to {most:G4}; {range} means {low} to 1."),
                nameof(pictures)
            );
        return numbers.sub_(low).mul_(255.0 / (1 - low)).round_().clamp_(0, 255).to(ScalarType.Byte);
    }
}
