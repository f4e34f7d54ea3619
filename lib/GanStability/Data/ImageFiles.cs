using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>Told what a file turned out to hold, once it is read; refuses it by throwing.</summary>
/// <param name="name">The file's name.</param>
/// <param name="sha256">SHA-256 of its content, decompressed, as hexadecimal digits.</param>
/// <param name="count">Pictures or labels in it.</param>
internal delegate void ContentCheck(string name, string sha256, int count);

/// <summary>
/// Reads the idx files of MNIST and its relatives, plain or gzip: big-endian 0x00000803, N, height, width and N·height·width bytes for
/// images, 0x00000801, N and N bytes for labels. (http://yann.lecun.com/exdb/mnist, the description of the format.)
/// </summary>
internal static class IdxFile
{
    private const int ImageMagic = 0x803;
    private const int LabelMagic = 0x801;
    private const int MostPictures = 10_000_000;

    /// <summary>More than any data set of this format has, and little enough for every machine.</summary>
    private const long MostBytes = 600_000_000;

    /// <summary>Reads images straight into the memory where they stay.</summary>
    /// <param name="path">The file.</param>
    /// <param name="check">Asked whether the content is the right one; null where nothing is known about it.</param>
    /// <returns>Bytes, shape [N, 1, height, width].</returns>
    /// <exception cref="FileNotFoundException">The file cannot be opened.</exception>
    /// <exception cref="InvalidDataException">Not an idx file of images, cut off, too long, damaged, or of other content.</exception>
    public static Tensor ReadImages(string path, ContentCheck? check = null)
    {
        using var file = new DataFile(path);
        var header = Header(file, 4, ImageMagic, "images");
        int count = header[1],
            height = header[2],
            width = header[3];
        if (count is < 1 or > MostPictures || height is < 1 or > 1024 || width is < 1 or > 1024 || (long)count * height * width > MostBytes)
            throw new InvalidDataException(
                $"{file.Name} announces {count} images of {height}×{width} pixels, which cannot be: it is damaged or another file."
            );
        file.Announced((long)count * height * width, FormattableString.Invariant($"{count} images of {height}×{width} pixels"));
        var pixels = empty([count, 1, height, width], dtype: ScalarType.Byte);
        try
        {
            file.Read(pixels.bytes, "pixels");
            var sha256 = file.Finish();
            check?.Invoke(file.Name, sha256, count);
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
    /// <param name="check">Asked whether the content is the right one; null where nothing is known about it.</param>
    /// <returns>One byte per picture.</returns>
    /// <exception cref="FileNotFoundException">The file cannot be opened.</exception>
    /// <exception cref="InvalidDataException">Not an idx file of labels, cut off, too long, damaged, or of other content.</exception>
    public static byte[] ReadLabels(string path, ContentCheck? check = null)
    {
        using var file = new DataFile(path);
        var count = Header(file, 2, LabelMagic, "labels")[1];
        if (count is < 1 or > MostPictures)
            throw new InvalidDataException($"{file.Name} announces {count} labels, which cannot be: it is damaged or another file.");
        file.Announced(count, FormattableString.Invariant($"{count} labels"));
        var labels = new byte[count];
        file.Read(labels, "labels");
        var sha256 = file.Finish();
        check?.Invoke(file.Name, sha256, count);
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

    /// <summary>Pictures in each of the published files.</summary>
    public const int PicturesPerFile = 10_000;

    private const int PictureBytes = 3 * 32 * 32;

    /// <summary>The archive holds 184 MB; what unpacks to more is no archive of CIFAR-10.</summary>
    private const long MostBytes = 400_000_000;

    /// <summary>The files of a split, in order.</summary>
    /// <param name="split">Which.</param>
    /// <returns>File names.</returns>
    public static IReadOnlyList<string> FilesOf(Split split) =>
        split == Split.Test
            ? ["test_batch.bin"]
            : [.. Enumerable.Range(1, 5).Select(i => FormattableString.Invariant($"data_batch_{i}.bin"))];

    /// <summary>What is known about one of these files.</summary>
    public static DataFileEntry EntryOf(string name, DataSetEntry set) => new(name, Count: set.Files[0].Count);

    /// <summary>Reads <c>.bin</c> files, plain or gzip.</summary>
    /// <param name="paths">The files, at least one.</param>
    /// <param name="check">Asked for each file whether the content is the right one; null where nothing is known about it.</param>
    /// <returns>Bytes, shape [N, 3, 32, 32], and N labels.</returns>
    /// <exception cref="FileNotFoundException">A file cannot be opened.</exception>
    /// <exception cref="InvalidDataException">A file is empty, cut off or damaged, has a label above 9, or is refused by the
    /// check.</exception>
    public static (Tensor Pixels, byte[] Labels) Read(IReadOnlyList<string> paths, ContentCheck? check = null)
    {
        ArgumentNullException.ThrowIfNull(paths);
        using var records = new Records(paths.Count, check);
        foreach (var (slot, path) in paths.Index())
        {
            using var content = Open(path);
            records.Read(slot, Path.GetFileName(path), content, Path.GetFileName(path));
        }
        return records.Result();
    }

    /// <summary>Reads a split from the archive, gzip or already unpacked to tar.</summary>
    /// <param name="path">The <c>.tar.gz</c> file.</param>
    /// <param name="split">Which split.</param>
    /// <param name="check">Asked for each file in the archive whether the content is the right one.</param>
    /// <returns>Bytes, shape [N, 3, 32, 32], and N labels.</returns>
    /// <exception cref="FileNotFoundException">The archive cannot be opened.</exception>
    /// <exception cref="InvalidDataException">The archive is cut off or damaged, or lacks a file of the split.</exception>
    public static (Tensor Pixels, byte[] Labels) ReadArchive(string path, Split split, ContentCheck? check = null)
    {
        var (name, wanted) = (Path.GetFileName(path), FilesOf(split).ToList());
        var (found, python) = (new HashSet<string>(), false);
        using var records = new Records(wanted.Count, check);
        using var content = Open(path);
        using var archive = new TarReader(content);
        while (Undamaged(name, () => archive.GetNextEntry()) is { } entry)
        {
            var file = Path.GetFileName(entry.Name);
            python |= entry.Name.Contains("batches-py", StringComparison.Ordinal);
            if (wanted.IndexOf(file) is var slot and >= 0 && entry.DataStream is { } data)
                if (found.Add(file))
                    records.Read(slot, file, data, name);
                else
                    throw new InvalidDataException($"{name} holds {file} twice: it is another file.");
        }
        if (wanted.Find(w => !found.Contains(w)) is { } missing)
            throw new InvalidDataException(
                $"{name} holds no {missing}: it is cut off or another file."
                    + (python ? " It is CIFAR-10's Python version; the kit reads the binary version, cifar-10-binary.tar.gz." : "")
            );
        return records.Result();
    }

    private static BoundedStream Open(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path} is missing.", path);
        var file = File.OpenRead(path);
        // A plain file may begin with the label 0x1f only if it is no CIFAR-10 file, so the first bytes decide.
        var zipped = FileKind.IsGzip([(byte)file.ReadByte(), (byte)file.ReadByte()]);
        file.Position = 0;
        return new(zipped ? new GZipStream(file, CompressionMode.Decompress) : file, MostBytes);
    }

    // Damage can show as almost any exception of the readers of gzip and tar, which were not written for damaged files.
    private static T Undamaged<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{name} is cut off or damaged: {e.Message} Delete it and fetch it again.", e);
        }
    }

    /// <summary>
    /// Collects the records of files where they stay, a slot of 10 000 pictures for each file: the order of the pictures, which decides
    /// every batch, is that of the slots and not that of an archive. What is not written to takes no room.
    /// </summary>
    private sealed class Records(int files, ContentCheck? check) : IDisposable
    {
        private readonly Tensor pixels = empty([files * PicturesPerFile, 3, 32, 32], dtype: ScalarType.Byte).DetachFromDisposeScope();
        private readonly List<byte>[] labels = [.. Enumerable.Range(0, files).Select(_ => new List<byte>())];

        public void Read(int slot, string name, Stream content, string within)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var record = new byte[RecordBytes];
            var found = labels[slot];
            while (Undamaged(within, () => content.ReadAtLeast(record, RecordBytes, throwOnEndOfStream: false)) is var read and > 0)
            {
                if (read < RecordBytes)
                    throw new InvalidDataException(
                        $"{(within == name ? "" : $"{within} is cut off or damaged: ")}{name} is cut off: its last record has {read} of "
                            + $"{RecordBytes} bytes."
                    );
                if (record[0] > 9)
                    throw new InvalidDataException(
                        $"{name} is damaged or another file: record {found.Count} has label {record[0]}, above 9."
                    );
                if (found.Count == PicturesPerFile)
                    throw new InvalidDataException($"{name} is another file: it has more than {PicturesPerFile} records.");
                hash.AppendData(record);
                record.AsSpan(1).CopyTo(pixels.bytes[((slot * PicturesPerFile + found.Count) * PictureBytes)..]);
                found.Add(record[0]);
            }
            if (found.Count == 0)
                throw new InvalidDataException($"{name} is empty.");
            check?.Invoke(name, Convert.ToHexStringLower(hash.GetHashAndReset()), found.Count);
        }

        // Full slots touch, and the result shares their memory; only a shortened set is copied together.
        public (Tensor Pixels, byte[] Labels) Result() =>
            (
                labels.All(l => l.Count == PicturesPerFile)
                    ? pixels.narrow(0, 0, pixels.shape[0])
                    : cat([.. labels.Select((l, slot) => pixels.narrow(0, slot * PicturesPerFile, l.Count))], 0),
                [.. labels.SelectMany(l => l)]
            );

        public void Dispose() => pixels.Dispose();
    }
}
