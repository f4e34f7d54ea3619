using System.Buffers.Binary;
using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using CsCheck;
using GanStability;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Data;

/// <summary>Whatever a file holds, a reader gives pictures or a sentence: no other error, no long wait, no memory without end.</summary>
public sealed class MutatedFilesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("gan mutated ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public static TheoryData<string> Readers { get; } = ["images", "labels", "cifar", "archive"];

    [Theory]
    [MemberData(nameof(Readers))]
    public void MutatedBytesGiveARightAnswerOrASentence(string reader)
    {
        var content = Content(reader);
        var whole = Pack(content);
        // Bytes changed, cut, repeated or put in, before or after packing; at the front, where the sizes are, as often as anywhere.
        var mutations = Gen.Select(Gen.Int[0, 3], Gen.Bool, Gen.Int[0, 1_000_000], Gen.Byte.Array[1, 8]);
        Gen.Select(mutations.Array[1, 3], Gen.Int[0, 2])
            .Sample(
                (changes, form) =>
                {
                    var bytes = form == 1 ? whole : content;
                    foreach (var (kind, front, at, data) in changes)
                        bytes = Mutated(bytes, kind, front ? at % Math.Min(64, bytes.Length) : at % bytes.Length, data);
                    GivesPicturesOrASentence(reader, form == 2 ? Pack(bytes) : bytes);
                },
                iter: 300,
                threads: 1
            );
    }

    [Fact]
    public void SizesAreBelievedOnlyWhereTheFileCanHoldThem()
    {
        foreach (var (count, height, width) in new[] { (10_000_000, 28, 28), (600, 1000, 1000), (1, 1024, 1024), (-1, 28, 28), (5, 0, 28) })
        {
            var header = new byte[20];
            foreach (var (i, value) in new[] { 0x803, count, height, width }.Index())
                BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 * i), value);
            GivesPicturesOrASentence("images", header);
            GivesPicturesOrASentence("images", Pack(header));
        }
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void AFewKilobytesThatUnpackToGigabytesAreNotUnpacked(string reader)
    {
        var path = Path.Combine(folder, "bomb");
        using (var zip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            var start = Content(reader);
            if (reader == "images") // as many pictures as may be announced
                BinaryPrimitives.WriteInt32BigEndian(start.AsSpan(4), 765_000);
            zip.Write(reader == "archive" ? LongEntry() : start);
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 1500; i++)
                zip.Write(zeros);
        }
        GivesPicturesOrASentence(reader, File.ReadAllBytes(path), seconds: 30);
    }

    private void GivesPicturesOrASentence(string reader, byte[] bytes, double seconds = 5)
    {
        var path = Path.Combine(folder, "file");
        File.WriteAllBytes(path, bytes);
        var clock = Stopwatch.StartNew();
        var before = Environment.WorkingSet;
        using var scope = NewDisposeScope();
        try
        {
            var pictures = reader switch
            {
                "images" => IdxFile.ReadImages(path).shape[0],
                "labels" => IdxFile.ReadLabels(path).Length,
                "cifar" => Cifar10File.Read([path]).Pixels.shape[0],
                _ => Cifar10File.ReadArchive(path, Split.Test).Pixels.shape[0],
            };
            Assert.InRange(pictures, 1, 10_000_000);
        }
        catch (InvalidDataException e)
        {
            Assert.StartsWith(reader == "archive" ? "" : "file ", e.Message, StringComparison.Ordinal);
            Assert.EndsWith(".", e.Message, StringComparison.Ordinal);
        }
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, seconds);
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 1_000_000_000);
    }

    private static byte[] Content(string reader)
    {
        switch (reader)
        {
            case "images":
                var images = new byte[16 + 20 * 784];
                foreach (var (i, value) in new[] { 0x803, 20, 28, 28 }.Index())
                    BinaryPrimitives.WriteInt32BigEndian(images.AsSpan(4 * i), value);
                return images;
            case "labels":
                var labels = new byte[8 + 500];
                BinaryPrimitives.WriteInt32BigEndian(labels, 0x801);
                BinaryPrimitives.WriteInt32BigEndian(labels.AsSpan(4), 500);
                return labels;
            case "cifar":
                return new byte[4 * Cifar10File.RecordBytes];
            default:
                using (var memory = new MemoryStream())
                {
                    using (var tar = new TarWriter(memory, leaveOpen: true))
                        foreach (var name in new[] { "readme.html", "test_batch.bin" })
                            tar.WriteEntry(
                                new PaxTarEntry(TarEntryType.RegularFile, "cifar-10-batches-bin/" + name)
                                {
                                    DataStream = new MemoryStream(new byte[3 * Cifar10File.RecordBytes]),
                                }
                            );
                    return memory.ToArray();
                }
        }
    }

    /// <summary>The head of an archive whose first entry is announced to be 8 GB long.</summary>
    private static byte[] LongEntry()
    {
        var head = new byte[512];
        "cifar-10-batches-bin/readme.html"u8.CopyTo(head);
        "0000644\0"u8.CopyTo(head.AsSpan(100));
        "77777777777\0"u8.CopyTo(head.AsSpan(124));
        "00000000000\0"u8.CopyTo(head.AsSpan(136));
        "        0"u8.CopyTo(head.AsSpan(148));
        "ustar\000"u8.CopyTo(head.AsSpan(257));
        var sum = head.Sum(b => (int)b);
        System.Text.Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(head, 148);
        return head;
    }

    private static byte[] Mutated(byte[] bytes, int kind, int at, byte[] data) =>
        kind switch
        {
            0 => [.. bytes[..at], .. data.Take(bytes.Length - at), .. bytes[Math.Min(bytes.Length, at + data.Length)..]],
            1 => bytes[..Math.Max(1, at)],
            2 => [.. bytes[..at], .. data, .. bytes[at..]],
            _ => [.. bytes[..at], .. bytes],
        };

    private static byte[] Pack(byte[] content)
    {
        using var memory = new MemoryStream();
        using (var zip = new GZipStream(memory, CompressionLevel.Fastest))
            zip.Write(content);
        return memory.ToArray();
    }
}
