using System.IO.Compression;
using System.Text;

namespace GanStability;

/// <summary>
/// What lies under the name of a data file where a download went wrong: told by the first bytes, before anything is read. Data files
/// begin with a zero byte (idx), a label below 10 (CIFAR-10) or the mark of gzip, so none of these is ever mistaken.
/// </summary>
internal static class FileKind
{
    private const int Look = 512;

    private static readonly (byte[] Start, string Words)[] Marks =
    [
        ("PK\u0003\u0004"u8.ToArray(), "a zip archive: unpack it, and put the files that it holds into this folder"),
        ("PK\u0005\u0006"u8.ToArray(), "an empty zip archive"),
        ("BZh"u8.ToArray(), "packed with bzip2: unpack it first"),
        ([0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z'], "packed with xz: unpack it first"),
        ([(byte)'7', (byte)'z', 0xbc, 0xaf], "a 7z archive: unpack it first"),
        ([0x28, 0xb5, 0x2f, 0xfd], "packed with zstd: unpack it first"),
        ([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'], "a NumPy array, not the published file"),
        ([0x80], "a Python pickle (of CIFAR-10's Python version): the binary version is needed"),
        ("version https://git-lfs"u8.ToArray(), "only a pointer of Git LFS: fetch the file itself with 'git lfs pull'"),
    ];

    /// <summary>What a file is that cannot be a data file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Words to follow "it is", or null where it may be a data file, or cannot be read at all.</returns>
    public static string? WrongKind(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var start = Start(file);
            if (start.Length == 0)
                return "empty: the download was interrupted";
            if (!IsGzip(start))
                return WrongKind(start);
            file.Position = 0;
            using var content = new GZipStream(file, CompressionMode.Decompress);
            return WrongKind(Start(content));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null; // whoever reads it says what is wrong
        }
    }

    /// <summary>Whether bytes are the beginning of a gzip file, whatever its name.</summary>
    public static bool IsGzip(ReadOnlySpan<byte> start) => start.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]);

    private static string? WrongKind(ReadOnlySpan<byte> start)
    {
        foreach (var (mark, words) in Marks)
            if (start.StartsWith(mark))
                return words;
        if (start.Length == 0 || start.IndexOfAnyExcept(Printable) >= 0)
            return null;
        return Encoding.UTF8.GetString(start).TrimStart('\ufeff', ' ', '\t', '\r', '\n').StartsWith('<')
            ? "a web page: the server answered with a message instead of the file"
            : "a text file: the server may have answered with a message instead of the file";
    }

    // Text of any language in UTF-8 has no control characters but these; a data file has zeros at once.
    private static readonly System.Buffers.SearchValues<byte> Printable = System.Buffers.SearchValues.Create([
        (byte)'\t',
        (byte)'\n',
        (byte)'\r',
        .. Enumerable.Range(32, 256 - 32).Where(b => b != 127).Select(b => (byte)b),
    ]);

    private static byte[] Start(Stream stream)
    {
        var bytes = new byte[Look];
        return bytes[..stream.ReadAtLeast(bytes, Look, throwOnEndOfStream: false)];
    }
}
