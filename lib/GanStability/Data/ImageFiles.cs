using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// Reads the idx files of MNIST and its relatives, plain or gzip: big-endian 0x00000803, N, height, width and N·height·width bytes for
/// images, 0x00000801, N and N bytes for labels. (http://yann.lecun.com/exdb/mnist, the description of the format.)
/// </summary>
internal static class IdxFile
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
        int count = header[1],
            height = header[2],
            width = header[3];
        if (
            count is < 1 or > MostPictures
            || height is < 1 or > 1024
            || width is < 1 or > 1024
            || (long)count * height * width > Array.MaxLength
        )
            throw new InvalidDataException(
                $"{file.Name} announces {count} images of {height}×{width} pixels, which cannot be: it is damaged or another file."
            );
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
        if (count is < 1 or > MostPictures)
            throw new InvalidDataException($"{file.Name} announces {count} labels, which cannot be: it is damaged or another file.");
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
            throw new InvalidDataException(
                $"{file.Name} is no idx file of {what}: it starts with 0x{found:x8}, such a file with 0x{magic:x8}."
                    + (found is ImageMagic or LabelMagic ? " Images and labels seem to be exchanged." : "")
            );
        file.Read(bytes.AsSpan(4), "header");
        return [.. Enumerable.Range(0, numbers).Select(i => BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(4 * i)))];
    }
}

/// <summary>
/// Reads the binary version of CIFAR-10: records of 1 + 3072 bytes, the label and then 32×32 pixels of red, of green and of blue. From the
/// archive <c>cifar-10-binary.tar.gz</c> as it is, or from a folder with its <c>.bin</c> files.
/// (https://www.cs.toronto.edu/~kriz/cifar.html)
/// </summary>
internal static class Cifar10File
{
    /// <summary>Bytes of one record.</summary>
    public const int RecordBytes = 1 + PictureBytes;

    private const int PictureBytes = 3 * 32 * 32;
    private const int MostPerFile = 10_000;

    /// <summary>The files of a split, in order.</summary>
    /// <param name="split">Which.</param>
    /// <returns>File names.</returns>
    public static IReadOnlyList<string> FilesOf(Split split) =>
        split == Split.Test
            ? ["test_batch.bin"]
            : [.. Enumerable.Range(1, 5).Select(i => FormattableString.Invariant($"data_batch_{i}.bin"))];

    /// <summary>Reads <c>.bin</c> files, plain or gzip.</summary>
    /// <param name="paths">The files, at least one.</param>
    /// <returns>Bytes, shape [N, 3, 32, 32], and N labels.</returns>
    /// <exception cref="FileNotFoundException">A file cannot be opened.</exception>
    /// <exception cref="InvalidDataException">A file is empty, cut off or damaged, or has a label above 9.</exception>
    public static (Tensor Pixels, byte[] Labels) Read(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        using var reader = new Records(paths.Count);
        foreach (var path in paths)
        {
            if (!File.Exists(path))
                throw new FileNotFoundException($"{path} is missing.", path);
            using var file = File.OpenRead(path);
            var zipped = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
            file.Position = 0;
            // A plain file may begin with the label 0x1f only if it is no CIFAR-10 file, so the first bytes decide.
            using Stream content = zipped ? new GZipStream(file, CompressionMode.Decompress) : file;
            reader.Add(Path.GetFileName(path), content);
        }
        return reader.Result();
    }

    /// <summary>Reads a split from the archive.</summary>
    /// <param name="path">The <c>.tar.gz</c> file.</param>
    /// <param name="split">Which split.</param>
    /// <returns>Bytes, shape [N, 3, 32, 32], and N labels.</returns>
    /// <exception cref="InvalidDataException">The archive is cut off or damaged, or lacks a file of the split.</exception>
    public static (Tensor Pixels, byte[] Labels) ReadArchive(string path, Split split)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path} is missing.", path);
        var (wanted, found) = (FilesOf(split), new HashSet<string>());
        using var reader = new Records(wanted.Count);
        try
        {
            using var zipped = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
            using var archive = new TarReader(zipped);
            while (archive.GetNextEntry() is { } entry)
                if (wanted.Contains(Path.GetFileName(entry.Name)) && entry.DataStream is { } content)
                {
                    reader.Add(Path.GetFileName(entry.Name), content);
                    found.Add(Path.GetFileName(entry.Name));
                }
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException)
        {
            throw new InvalidDataException($"{Path.GetFileName(path)} is cut off or damaged: {e.Message} Delete it and fetch it again.", e);
        }
        if (wanted.FirstOrDefault(w => !found.Contains(w)) is { } missing)
            throw new InvalidDataException($"{Path.GetFileName(path)} holds no {missing}: it is cut off or another file.");
        return reader.Result();
    }

    /// <summary>
    /// Collects records where they stay: memory for 10 000 pictures per file is asked for at once, and what is not written to takes no
    /// room.
    /// </summary>
    private sealed class Records(int files) : IDisposable
    {
        private readonly Tensor pixels = empty([files * MostPerFile, 3, 32, 32], dtype: ScalarType.Byte).DetachFromDisposeScope();
        private readonly List<byte> labels = [];

        public void Add(string name, Stream content)
        {
            var record = new byte[RecordBytes];
            var before = labels.Count;
            while (content.ReadAtLeast(record, RecordBytes, throwOnEndOfStream: false) is var read and > 0)
            {
                if (read < RecordBytes)
                    throw new InvalidDataException($"{name} is cut off: its last record has {read} of {RecordBytes} bytes.");
                if (record[0] > 9)
                    throw new InvalidDataException(
                        $"{name} is damaged or another file: record {labels.Count} has label {record[0]}, above 9."
                    );
                if (labels.Count - before == MostPerFile)
                    throw new InvalidDataException($"{name} is another file: it has more than {MostPerFile} records.");
                record.AsSpan(1).CopyTo(pixels.bytes[(labels.Count * PictureBytes)..]);
                labels.Add(record[0]);
            }
            if (labels.Count == before)
                throw new InvalidDataException($"{name} is empty.");
        }

        public (Tensor Pixels, byte[] Labels) Result() => (pixels.narrow(0, 0, labels.Count), [.. labels]);

        // What the result shares of the memory stays.
        public void Dispose() => pixels.Dispose();
    }
}
