using System.Buffers.Binary;
using static TorchSharp.torch;

namespace GanStability.Data;

/// <summary>
/// Reads the idx files of MNIST and its relatives, plain or gzip: big-endian 0x00000803, N, height, width and N·height·width bytes for images,
/// 0x00000801, N and N bytes for labels. (http://yann.lecun.com/exdb/mnist, the description of the format.)
/// </summary>
public static class IdxFile
{
    private const int ImageMagic = 0x803;
    private const int LabelMagic = 0x801;
    private const int MostPictures = 10_000_000;

    /// <summary>Reads images straight into the memory where they stay.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sha256">What the SHA-256 of its uncompressed content must be; null where none is known.</param>
    /// <returns>Bytes, shape [N, 1, height, width].</returns>
    /// <exception cref="FileNotFoundException">The file cannot be opened.</exception>
    /// <exception cref="InvalidDataException">Not an idx file of images, cut off, too long, damaged, or of other content.</exception>
    public static Tensor ReadImages(string path, string? sha256 = null)
    {
        using var file = new DataFile(path);
        var header = Header(file, 4, ImageMagic, "images");
        int count = header[1], height = header[2], width = header[3];
        if (count is < 1 or > MostPictures || height is < 1 or > 1024 || width is < 1 or > 1024 || (long)count * height * width > Array.MaxLength)
            throw new InvalidDataException($"{file.Name} announces {count} images of {height}×{width} pixels, which cannot be: it is damaged or another file.");
        var pixels = empty([count, 1, height, width], dtype: ScalarType.Byte);
        try
        {
            file.Read(pixels.bytes, "pixels");
            file.Finish(sha256);
            return pixels;
        }
        catch
        {
            pixels.Dispose();
            throw;
        }
    }

    /// <summary>Reads labels.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sha256">What the SHA-256 of its uncompressed content must be; null where none is known.</param>
    /// <returns>One byte per picture.</returns>
    /// <exception cref="FileNotFoundException">The file cannot be opened.</exception>
    /// <exception cref="InvalidDataException">Not an idx file of labels, cut off, too long, damaged, or of other content.</exception>
    public static byte[] ReadLabels(string path, string? sha256 = null)
    {
        using var file = new DataFile(path);
        var count = Header(file, 2, LabelMagic, "labels")[1];
        if (count is < 1 or > MostPictures) throw new InvalidDataException($"{file.Name} announces {count} labels, which cannot be: it is damaged or another file.");
        var labels = new byte[count];
        file.Read(labels, "labels");
        file.Finish(sha256);
        return labels;
    }

    private static int[] Header(DataFile file, int numbers, int magic, string what)
    {
        var bytes = new byte[4 * numbers];
        file.Read(bytes.AsSpan(0, 4), "header");
        var found = BinaryPrimitives.ReadInt32BigEndian(bytes);
        if (found != magic)
            throw new InvalidDataException($"{file.Name} is no idx file of {what}: it starts with 0x{found:x8}, such a file with 0x{magic:x8}."
                + (found is ImageMagic or LabelMagic ? " Images and labels seem to be exchanged." : ""));
        file.Read(bytes.AsSpan(4), "header");
        return [.. Enumerable.Range(0, numbers).Select(i => BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(4 * i)))];
    }
}
