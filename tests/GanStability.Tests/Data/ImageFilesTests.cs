using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using GanStability;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Data;

/// <summary>Every test makes its own small files.</summary>
public sealed class ImageFilesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("gan data ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void IdxFilesAreReadPlainAndZipped(bool zip)
    {
        using var scope = NewDisposeScope();
        var pixels = IdxFile.ReadImages(Write("i", Images(5, 4, 3), zip), Is(Images(5, 4, 3)));
        Assert.Equal([5, 1, 4, 3], pixels.shape);
        Assert.Equal(Images(5, 4, 3)[16..], pixels.data<byte>().ToArray());
        Assert.Equal([0, 1, 2, 3, 4], IdxFile.ReadLabels(Write("l", Labels(5), zip), Is(Labels(5))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AFileCutInHalfIsCutOff(bool zip)
    {
        foreach (var (name, content) in new[] { ("i", Images(200, 28, 28)), ("l", Labels(400)) })
        {
            var path = Write(name, content, zip);
            File.WriteAllBytes(path, File.ReadAllBytes(path)[..(int)(new FileInfo(path).Length / 2)]);
            Assert.Contains("cut off", Refused(() => Read(path, name, null)), StringComparison.Ordinal);
        }
        File.WriteAllBytes(Path.Combine(folder, "e"), []);
        Assert.Contains("cut off", Refused(() => Read(Path.Combine(folder, "e"), "i", null)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AFlippedByteIsDamage(bool zip)
    {
        var content = Images(200, 28, 28);
        var path = Write("i", content, zip);
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 0x10;
        File.WriteAllBytes(path, bytes);
        var message = Refused(() => Read(path, "i", Is(content)));
        Assert.Contains("damaged", message, StringComparison.Ordinal);
        // Without a known hash, the check sum inside a gzip file still tells.
        if (zip)
            Assert.Contains("check sum", Refused(() => Read(path, "i", null)), StringComparison.Ordinal);
        else
            Assert.Contains($"should be {Sha(content)}", message, StringComparison.Ordinal);
    }

    [Fact]
    public void WrongMagicSaysWhatTheFileIs()
    {
        Assert.Contains(
            "Images and labels seem to be exchanged",
            Refused(() => IdxFile.ReadImages(Write("l", Labels(5), false))),
            StringComparison.Ordinal
        );
        Assert.Contains("0x00000803", Refused(() => IdxFile.ReadLabels(Write("i", Images(1, 2, 2), false))), StringComparison.Ordinal);
        var text = Refused(() => IdxFile.ReadLabels(Write("t", "<html>not found</html>"u8.ToArray(), false)));
        Assert.Contains("0x3c68746d", text, StringComparison.Ordinal);
        Assert.DoesNotContain("exchanged", text, StringComparison.Ordinal);
    }

    [Fact]
    public void WrongSizesAreRefusedBeforeMemoryIsTaken()
    {
        var huge = Images(1, 2, 2);
        BinaryPrimitives.WriteInt32BigEndian(huge.AsSpan(4), int.MaxValue);
        Assert.Contains("cannot be", Refused(() => IdxFile.ReadImages(Write("i", huge, false))), StringComparison.Ordinal);
        Assert.Contains(
            "longer than its header says",
            Refused(() => IdxFile.ReadImages(Write("j", [.. Images(1, 2, 2), 0], false))),
            StringComparison.Ordinal
        );
        Assert.Throws<FileNotFoundException>(() => IdxFile.ReadImages(Path.Combine(folder, "nowhere")));
    }

    [Fact]
    public void ADataSetIsOpenedFromItsFolder()
    {
        var mnist = Entry("mnist");
        Write("t10k-images-idx3-ubyte.gz", Images(6, 28, 28), true);
        Write("t10k-labels-idx1-ubyte", Labels(6), false);
        using var set = DataSets.OpenIn(folder, mnist, null);
        Assert.Equal((6, "MNIST, test split (6 pictures)"), (set.Count, set.Name));
        Assert.Contains(
            "data get mnist",
            Assert.Throws<FileNotFoundException>(() => DataSets.OpenIn(folder, mnist, Split.Train)).Message,
            StringComparison.Ordinal
        );
        Write("t10k-labels-idx1-ubyte", Labels(7), false);
        Assert.Contains(
            "6 images and t10k-labels-idx1-ubyte 7 labels",
            Refused(() => DataSets.OpenIn(folder, mnist, null)),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "there are: mnist",
            Assert.Throws<ArgumentException>(() => DataSets.Open("minst")).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void AnArchiveWithAnotherMd5IsRefused()
    {
        Write("t10k-images-idx3-ubyte.gz", Images(6, 28, 28), true);
        Write("t10k-labels-idx1-ubyte.gz", Labels(6), true);
        var published = Entry("mnist") with
        {
            Files = [new("t10k-images-idx3-ubyte.gz", "00112233445566778899aabbccddeeff"), new("t10k-labels-idx1-ubyte.gz")],
        };
        Assert.Contains(
            "should be 00112233445566778899aabbccddeeff",
            Refused(() => DataSets.OpenIn(folder, published, Split.Test)),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void CifarIsReadFromFilesAndFromTheArchive(bool archive)
    {
        using var scope = NewDisposeScope();
        var names = Cifar10File.FilesOf(Split.Train);
        for (var i = 0; i < 5; i++)
            Write(names[i], Records(3, (byte)i), false);
        var path = archive ? Pack(names) : "";
        var (pixels, labels) = archive
            ? Cifar10File.ReadArchive(path, Split.Train)
            : Cifar10File.Read([.. names.Select(n => Path.Combine(folder, n))]);
        Assert.Equal([15, 3, 32, 32], pixels.shape);
        Assert.Equal([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4], labels);
        Assert.Equal(Records(3, 1)[1..Cifar10File.RecordBytes], pixels[3].data<byte>().ToArray());
        if (!archive)
            return;
        Assert.Contains("holds no test_batch.bin", Refused(() => Cifar10File.ReadArchive(path, Split.Test)), StringComparison.Ordinal);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..(int)(new FileInfo(path).Length / 2)]);
        Assert.Contains(
            "cifar.tar.gz is cut off or damaged",
            Refused(() => Cifar10File.ReadArchive(path, Split.Train)),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PicturesAreReadToWhereTheyStay(bool cifar)
    {
        using var scope = NewDisposeScope();
        var path = cifar ? Write("a.bin", Records(800, 1), true) : Write("images", Images(3000, 28, 28), true);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var pixels = cifar ? Cifar10File.Read([path]).Pixels : IdxFile.ReadImages(path);
        var managed = GC.GetAllocatedBytesForCurrentThread() - before;
        // A second copy on its way into the tensor would be seen here.
        Assert.InRange(managed, 0, pixels.numel() / 10);
    }

    [Fact]
    public void BadCifarFilesAreRefused()
    {
        Assert.Contains(
            "more than 10000 records",
            Refused(() => Cifar10File.Read([Write("a.bin", new byte[10_001 * Cifar10File.RecordBytes], true)])),
            StringComparison.Ordinal
        );
        Assert.Contains("cut off", Refused(() => Cifar10File.Read([Write("a.bin", Records(2, 1)[..^5], false)])), StringComparison.Ordinal);
        Assert.Contains("label 77", Refused(() => Cifar10File.Read([Write("a.bin", Records(2, 77), false)])), StringComparison.Ordinal);
        Assert.Contains("empty", Refused(() => Cifar10File.Read([Write("a.bin", [], false)])), StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => Cifar10File.Read([Path.Combine(folder, "nowhere.bin")]));
    }

    [Fact]
    public void TheRealDigitsHaveTheirHashes()
    {
        using var set = RealDigits.Open();
        Assert.Equal(10_000, set.Count);
        Assert.Equal([1, 28, 28], set.SampleShape);
        // As Yann LeCun's page shows: the first test digits.
        Assert.Equal([7, 2, 1, 0, 4, 1, 4, 9, 5, 9], set.Labels.Take(10));
    }

    private static object Read(string path, string kind, ContentCheck? check) =>
        kind == "l" ? IdxFile.ReadLabels(path, check) : IdxFile.ReadImages(path, check);

    private static ContentCheck Is(byte[] content) => (name, found, _) => KnownContent.Require(name, found, Sha(content));

    private static string Refused(Func<object> read) => Assert.Throws<InvalidDataException>(read).Message;

    private static DataSetEntry Entry(string name) =>
        DataSets.Manifest.Find(name)! with
        {
            Files = [.. DataSets.Manifest.Find(name)!.Files.Select(f => new DataFileEntry(f.Name))],
        };

    private string Write(string name, byte[] content, bool zip)
    {
        var path = Path.Combine(folder, name);
        using var file = File.Create(path);
        using Stream target = zip ? new GZipStream(file, CompressionLevel.Fastest) : file;
        target.Write(content);
        return path;
    }

    private string Pack(IEnumerable<string> names)
    {
        var path = Path.Combine(folder, "cifar.tar.gz");
        using var zip = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        using var tar = new TarWriter(zip);
        foreach (var name in names)
            tar.WriteEntry(Path.Combine(folder, name), "cifar-10-batches-bin/" + name);
        return path;
    }

    private static byte[] Images(int count, int height, int width)
    {
        var content = new byte[16 + count * height * width];
        new Random(1).NextBytes(content.AsSpan(16));
        foreach (var (i, value) in new[] { 0x803, count, height, width }.Index())
            BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(4 * i), value);
        return content;
    }

    private static byte[] Labels(int count)
    {
        var content = new byte[8 + count];
        for (var i = 0; i < count; i++)
            content[8 + i] = (byte)(i % 10);
        BinaryPrimitives.WriteInt32BigEndian(content, 0x801);
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(4), count);
        return content;
    }

    private static byte[] Records(int count, byte label)
    {
        var content = new byte[count * Cifar10File.RecordBytes];
        new Random(label).NextBytes(content);
        for (var i = 0; i < count; i++)
            content[i * Cifar10File.RecordBytes] = label;
        return content;
    }

    private static string Sha(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
