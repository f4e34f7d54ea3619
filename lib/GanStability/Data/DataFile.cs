using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

namespace GanStability;

/// <summary>A file of a data set, opened for reading: decompressed where it is gzip, and with errors in words that name the file.</summary>
internal sealed class DataFile : IDisposable
{
    /// <summary>Deflate makes at most 1032 bytes of one.</summary>
    private const long MostPerPackedByte = 1032;

    private readonly FileStream file;
    private readonly Stream content;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long wanted;

    /// <param name="path">The file.</param>
    public DataFile(string path)
    {
        Name = Path.GetFileName(path);
        try
        {
            file = File.OpenRead(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FileNotFoundException($"{path} cannot be read: {e.Message}", path, e);
        }
        // The first bytes tell, whatever the name says.
        Zipped = FileKind.IsGzip([(byte)file.ReadByte(), (byte)file.ReadByte()]);
        file.Position = 0;
        content = Zipped ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    public string Name { get; }

    /// <summary>Whether it is gzip.</summary>
    public bool Zipped { get; }

    /// <summary>What announces more than the file can hold is refused before memory is taken for it.</summary>
    /// <exception cref="InvalidDataException">The file is too short.</exception>
    public void Announced(long bytes, string what)
    {
        if (bytes > (Zipped ? MostPerPackedByte * file.Length : file.Length))
            throw new InvalidDataException(
                FormattableString.Invariant($"{Name} is cut off, damaged or another file: it announces {what} and has only ")
                    + FormattableString.Invariant($"{file.Length} bytes. Delete it and fetch it again.")
            );
    }

    /// <summary>Fills a buffer.</summary>
    /// <exception cref="InvalidDataException">The file ends before, or does not decompress.</exception>
    public void Read(Span<byte> buffer, string what)
    {
        wanted += buffer.Length;
        var read = Fill(buffer);
        if (read < buffer.Length)
            throw new InvalidDataException(
                $"{Name} is cut off: it ends after {read} of the {buffer.Length} bytes of its {what}. Delete it and fetch it again."
            );
        hash.AppendData(buffer);
    }

    /// <summary>Nothing may follow.</summary>
    /// <returns>SHA-256 of the whole content as hexadecimal digits.</returns>
    /// <exception cref="InvalidDataException">More bytes follow.</exception>
    public string Finish()
    {
        // Reading past the end also makes gzip compare its check sum.
        if (Fill(stackalloc byte[1]) > 0)
            throw new InvalidDataException($"{Name} is longer than its header says: it is not the file it should be.");
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private int Fill(Span<byte> buffer)
    {
        try
        {
            return content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException(
                EndsWhereItShould()
                    ? $"{Name} is damaged: it does not decompress to what its check sum says. Delete it and fetch it again."
                    : $"{Name} is cut off: its compressed data ends early. Delete it and fetch it again.",
                e
            );
        }
    }

    // A gzip file ends with the length of its content, so a file that was cut ends with something else.
    private bool EndsWhereItShould()
    {
        if (file.Length < 18)
            return false;
        Span<byte> length = stackalloc byte[4];
        file.Position = file.Length - 4;
        file.ReadExactly(length);
        return BinaryPrimitives.ReadUInt32LittleEndian(length) == (uint)wanted;
    }

    public void Dispose()
    {
        content.Dispose();
        file.Dispose();
        hash.Dispose();
    }
}
