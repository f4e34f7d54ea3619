using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using GanStability;
using Xunit;

namespace GanStability.Tests.Data;

/// <summary>Files as they really lie on people's disks: other names, other places, other files under the right name.</summary>
public sealed class DownloadedFilesTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("gan downloads ").FullName;
    private readonly string? cacheBefore = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");

    public DownloadedFilesTests() => Environment.SetEnvironmentVariable("XDG_CACHE_HOME", Path.Combine(root, "cache"));

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("XDG_CACHE_HOME", cacheBefore);
        Directory.Delete(root, recursive: true);
    }

    [Theory]
    [InlineData("mnist", "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz")]
    [InlineData("mnist", "t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte")]
    [InlineData("mnist", "T10K-IMAGES-IDX3-UBYTE", "T10K-LABELS-IDX1-UBYTE.GZ")]
    [InlineData("mnist/raw", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")]
    [InlineData("MNIST/raw", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")]
    [InlineData("mnist/MNIST/raw", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")]
    public void NamesAndPlacesOfOtherLibrariesAreFound(string folder, string images, string labels)
    {
        Write($"{folder}/{images}", Images(6), images.EndsWith("gz", StringComparison.OrdinalIgnoreCase));
        Write($"{folder}/{labels}", Labels(6), labels.EndsWith("gz", StringComparison.OrdinalIgnoreCase));
        using var set = DataSets.OpenFrom([root], Without("mnist"), null);
        Assert.Equal((6, "MNIST, test split (6 pictures)"), (set.Count, set.Name));
    }

    [Theory]
    [InlineData("FashionMNIST/raw", "fashion-mnist")]
    [InlineData("fashion_mnist", "fashion-mnist")]
    [InlineData("KMNIST/raw", "kmnist")]
    public void EveryFamilyIsFoundUnderTheNameOfItsFolder(string folder, string name)
    {
        Write($"{folder}/train-images-idx3-ubyte", Images(4), false);
        Write($"{folder}/train-labels-idx1-ubyte", Labels(4), false);
        Assert.Equal(4, DataSets.OpenFrom([root], Without(name), null).Count);
        // A folder of another data set inside is not this one's.
        Directory.Move(Path.Combine(root, folder), Path.Combine(root, "kept"));
        Directory.CreateDirectory(Path.Combine(root, "mnist"));
        Directory.Move(Path.Combine(root, "kept"), Path.Combine(root, "mnist", name));
        Assert.Throws<FileNotFoundException>(() => DataSets.OpenFrom([root], Without("mnist"), null));
    }

    [Fact]
    public void AnIncompleteFolderOrAWebPageHidesNoCompleteSet()
    {
        var (first, second) = (Path.Combine(root, "a"), Path.Combine(root, "b"));
        Write("a/mnist/t10k-images-idx3-ubyte", Images(9), false); // without its labels
        Write("a/mnist/train-images-idx3-ubyte.gz", "<!DOCTYPE html><p>Moved."u8.ToArray(), false);
        Write("a/mnist/train-labels-idx1-ubyte.gz", Labels(3), true);
        foreach (var split in new[] { "train", "t10k" })
        {
            Write($"b/mnist/{split}-images-idx3-ubyte.gz", Images(3), true);
            Write($"b/mnist/{split}-labels-idx1-ubyte.gz", Labels(3), true);
        }
        Assert.Equal(3, DataSets.OpenFrom([first, second], Without("mnist"), Split.Train).Count);
        Assert.Equal(3, DataSets.OpenFrom([first, second], Without("mnist"), Split.Test).Count);
        // The plain file is taken where the packed one is none.
        Write("a/mnist/train-images-idx3-ubyte", Images(3), false);
        Assert.Equal(
            Path.Combine(first, "mnist"),
            DataFinder.Find(Without("mnist"), Split.Train, DataFinder.FoldersOf(Without("mnist"), [first, second]))!.Folder
        );
    }

    public static TheoryData<byte[], string> WrongKinds { get; } =
        new()
        {
            { "<!DOCTYPE html><html><body>404</body></html>"u8.ToArray(), "is a web page" },
            { "\ufeff  <html>"u8.ToArray(), "is a web page" },
            { Encoding.UTF8.GetBytes("{\"error\": \"not found\"}"), "is a text file" },
            { "version https://git-lfs.github.com/spec/v1\noid sha256:1"u8.ToArray(), "Git LFS" },
            { "PK\u0003\u0004 train-images"u8.ToArray(), "is a zip archive: unpack it" },
            { [], "is empty" },
            { [0x80, 4, 0x95, 1, 2], "Python pickle" },
            { "BZh91AY"u8.ToArray(), "bzip2" },
        };

    [Theory]
    [MemberData(nameof(WrongKinds))]
    public void WhatLiesUnderTheNameInsteadIsNamed(byte[] content, string words)
    {
        Write("mnist/t10k-labels-idx1-ubyte.gz", Labels(3), true);
        foreach (var zip in content.Length == 0 ? new[] { false } : [false, true])
        {
            Write("mnist/t10k-images-idx3-ubyte.gz", content, zip);
            var message = Assert.Throws<FileNotFoundException>(() => DataSets.OpenFrom([root], Without("mnist"), null)).Message;
            Assert.Contains("mnist/t10k-images-idx3-ubyte.gz is ", message, StringComparison.Ordinal);
            Assert.Contains(words, message, StringComparison.Ordinal);
            Assert.Contains("data get mnist", message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("cifar-10-python.tar.gz", "Python")]
    [InlineData("cifar-10/cifar-10-python.tar.gz", "Python")]
    [InlineData("cifar10/cifar-10-batches-py/data_batch_1", "Python")]
    [InlineData("cifar-10/cifar-10-matlab.tar.gz", "MATLAB")]
    public void AnotherVersionOfCifarIsNamed(string path, string version)
    {
        Write(path, [0x80, 3, 1, 2, 3], false);
        var message = Assert.Throws<FileNotFoundException>(() => DataSets.OpenFrom([root], Without("cifar-10"), null)).Message;
        Assert.Contains($"CIFAR-10's {version} version; the kit reads the binary version", message, StringComparison.Ordinal);
    }

    [Fact]
    public void CifarIsFoundAsPublishedUnpackedAndInRoot()
    {
        var names = Cifar10File.FilesOf(Split.Train);
        foreach (var (i, name) in names.Index())
            Write($"cifar-10-batches-bin/{name.ToUpperInvariant()}", Records(2, (byte)i), false);
        using var plain = DataSets.OpenFrom([root], Without("cifar-10"), Split.Train);
        Assert.Equal([0, 0, 1, 1, 2, 2, 3, 3, 4, 4], plain.Labels);
        // In the archive the files lie in another order; the pictures do not.
        using (var zip = new GZipStream(File.Create(Path.Combine(root, "cifar-10-binary.tar.gz")), CompressionLevel.Fastest))
        using (var tar = new TarWriter(zip))
            foreach (var name in names.Reverse())
                tar.WriteEntry(Path.Combine(root, "cifar-10-batches-bin", name.ToUpperInvariant()), $"cifar-10-batches-bin/{name}");
        Directory.Delete(Path.Combine(root, "cifar-10-batches-bin"), recursive: true);
        using var packed = DataSets.OpenFrom([root], Without("cifar-10"), Split.Train);
        Assert.Equal(plain.Description, packed.Description);
    }

    [Fact]
    public void AFewRecordsAreNoTrainingSplit()
    {
        foreach (var name in Cifar10File.FilesOf(Split.Train))
            Write($"cifar-10/{name}", Records(2, 1), false);
        var known = DataSets.Manifest.Find("cifar-10")!;
        Assert.Contains(
            "data_batch_1.bin holds 2 pictures or labels and not the 10000",
            Assert.Throws<InvalidDataException>(() => DataSets.OpenFrom([root], known, Split.Train)).Message,
            StringComparison.Ordinal
        );
        var kmnist = DataSets.Manifest.Find("kmnist")!;
        Write("kmnist/t10k-images-idx3-ubyte", Images(6), false);
        Write("kmnist/t10k-labels-idx1-ubyte", Labels(6), false);
        Assert.Contains(
            "holds 6 pictures or labels and not the 10000",
            Assert.Throws<InvalidDataException>(() => DataSets.OpenFrom([root], kmnist, Split.Test)).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("fashion-mnist")]
    [InlineData("kmnist")]
    public void TheRealDigitsAreRefusedAsAnotherFamily(string name)
    {
        using var digits = RealDigits.Open();
        foreach (var (kind, content) in new[] { ("images-idx3", ContentOf(digits)), ("labels-idx1", LabelsOf(digits)) })
            Write($"{name}/t10k-{kind}-ubyte", content, false);
        var message = Assert.Throws<InvalidDataException>(() => DataSets.OpenFrom([root], DataSets.Manifest.Find(name)!, null)).Message;
        Assert.Contains("is MNIST's t10k-labels-idx1-ubyte.gz", message, StringComparison.Ordinal);
        // The same digits under the name of the other split.
        foreach (var (kind, content) in new[] { ("images-idx3", ContentOf(digits)), ("labels-idx1", LabelsOf(digits)) })
            Write($"mnist/train-{kind}-ubyte", content, false);
        message = Assert
            .Throws<InvalidDataException>(() => DataSets.OpenFrom([root], DataSets.Manifest.Find("mnist")!, Split.Train))
            .Message;
        Assert.Contains("is MNIST's t10k-labels-idx1-ubyte.gz", message, StringComparison.Ordinal);
    }

    [Fact]
    public void AVerifiedArchiveTeachesWhatIsInIt()
    {
        var (kmnist, fashion) = (DataSets.Manifest.Find("kmnist")!, DataSets.Manifest.Find("fashion-mnist")!);
        var file = kmnist.Files[3];
        var content = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Labels(10_000)));
        Assert.Null(KnownContent.HashOf(kmnist, file));
        // A plain file teaches nothing; one from an archive of the published hash does.
        KnownContent.Check(kmnist, file, "plain", content, 10_000, verified: false);
        Assert.Null(KnownContent.HashOf(kmnist, file));
        KnownContent.Check(kmnist, file, "packed", content, 10_000, verified: true);
        Assert.Equal(content, KnownContent.HashOf(kmnist, file));

        Assert.Contains(
            "is Kuzushiji-MNIST's t10k-labels-idx1-ubyte.gz",
            Refused(() => KnownContent.Check(fashion, fashion.Files[3], "labels", content, 10_000, verified: false)),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "is damaged or another file",
            Refused(() => KnownContent.Check(kmnist, file, "labels", new('0', 64), 10_000, verified: false)),
            StringComparison.Ordinal
        );
    }

    private static string Refused(Action check) => Assert.Throws<InvalidDataException>(check).Message;

    /// <summary>The entry without what is known of the real files, so that small ones stand in for them.</summary>
    private static DataSetEntry Without(string name) =>
        DataSets.Manifest.Find(name)! with
        {
            Files = [.. DataSets.Manifest.Find(name)!.Files.Select(f => new DataFileEntry(f.Name))],
        };

    private void Write(string name, byte[] content, bool zip)
    {
        var path = Path.Combine(root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = File.Create(path);
        using Stream target = zip ? new GZipStream(file, CompressionLevel.Fastest) : file;
        target.Write(content);
    }

    private static byte[] ContentOf(ImageSet set)
    {
        var content = Images(set.Count);
        set.Pixels.bytes.CopyTo(content.AsSpan(16));
        return content;
    }

    private static byte[] LabelsOf(ImageSet set)
    {
        var content = Labels(set.Count);
        set.Labels.ToArray().CopyTo(content, 8);
        return content;
    }

    private static byte[] Images(int count)
    {
        var content = new byte[16 + count * 784];
        foreach (var (i, value) in new[] { 0x803, count, 28, 28 }.Index())
            BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(4 * i), value);
        return content;
    }

    private static byte[] Labels(int count)
    {
        var content = new byte[8 + count];
        BinaryPrimitives.WriteInt32BigEndian(content, 0x801);
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(4), count);
        return content;
    }

    private static byte[] Records(int count, byte label)
    {
        var content = new byte[count * Cifar10File.RecordBytes];
        for (var i = 0; i < count; i++)
            content[i * Cifar10File.RecordBytes] = label;
        return content;
    }
}
