using System.Buffers.Binary;
using System.IO.Compression;
using CsCheck;
using GanStability;
using GanStability.Tests.Training;
using SkiaSharp;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Data;

/// <summary>A learner's own pictures: from a folder of files, and from a tensor.</summary>
public sealed class PictureFolderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("own pictures ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void SubFoldersAreLabels()
    {
        foreach (var (name, value) in new[] { ("b/2.png", 200), ("b/1.PNG", 100), ("a/x.jpg", 50), ("a/y.jpeg", 250) })
            Save(name, Picture(4, 4, (_, _) => Grey(value)));
        using var set = ImageSet.FromFolder(folder, 4);
        Assert.Equal(["a", "b"], set.Classes);
        Assert.Equal([0, 0, 1, 1], set.Labels);
        Assert.Equal([1, 4, 4], set.SampleShape);
        Assert.Equal([50, 250, 100, 200], Enumerable.Range(0, 4).Select(i => (int)set.Pixels[i, 0, 1, 2].item<byte>()));
        Assert.Empty(set.Notes);
        Assert.Contains("4 pictures 4×4", set.Name, StringComparison.Ordinal);

        using var one = ImageSet.FromFolder(Path.Combine(folder, "b") + "/", 4, grey: false);
        Assert.Equal(["b"], one.Classes);
        Assert.Equal([3, 4, 4], one.SampleShape);
    }

    [Fact]
    public void ColourSizesAndTransparencyAreBroughtToOneForm()
    {
        // Left half red, right half blue; twice as wide as high: the square in the middle is half and half.
        Save("wide.png", Picture(16, 8, (x, _) => x < 8 ? SKColors.Red : SKColors.Blue));
        Save("clear.png", Picture(8, 8, (x, _) => x < 4 ? SKColors.Transparent : SKColors.Black));
        Save("large.png", Picture(32, 32, (_, y) => Grey(y < 16 ? 0 : 255)));
        using var set = ImageSet.FromFolder(folder, 8);
        Assert.Equal([3, 8, 8], set.SampleShape);
        int At(int picture, int channel, int y, int x) => set.Pixels[picture, channel, y, x].item<byte>();
        Assert.Equal((255, 0), (At(0, 0, 3, 2), At(0, 0, 3, 5)));
        Assert.Equal((0, 255), (At(1, 1, 1, 1), At(1, 1, 6, 1)));
        Assert.Equal((255, 0, 0), (At(2, 0, 4, 1), At(2, 1, 4, 1), At(2, 2, 4, 1)));
        Assert.Equal((0, 0, 255), (At(2, 0, 4, 6), At(2, 1, 4, 6), At(2, 2, 4, 6)));
        var notes = string.Join(' ', set.Notes);
        foreach (
            var words in new[]
            {
                "1 of 3 pictures were cropped",
                "1 of 3 pictures were resized to 8×8",
                "1 of 3 pictures were laid on white",
            }
        )
            Assert.Contains(words, notes, StringComparison.Ordinal);
        Assert.Contains("laid on white", set.ToText(), StringComparison.Ordinal);

        using var grey = ImageSet.FromFolder(folder, 8, grey: true);
        Assert.Equal(Math.Round(0.299 * 255), grey.Pixels[2, 0, 4, 1].item<byte>());
        Assert.Contains("1 of 3 pictures were turned from colour to grey", string.Join(' ', grey.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void APhotographIsTurnedAsItsCameraHeldIt()
    {
        // The upper left quarter is bright. Orientation k says how the camera was held; the quarter then lies elsewhere.
        var jpeg = Encoded(Picture(16, 16, (x, y) => Grey(x < 8 && y < 8 ? 255 : 0)), SKEncodedImageFormat.Jpeg);
        (int X, int Y)[] expected = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0), (1, 0), (1, 1), (0, 1)];
        for (var orientation = 1; orientation <= 8; orientation++)
        {
            File.WriteAllBytes(Path.Combine(folder, "photo.jpg"), WithOrientation(jpeg, orientation));
            using var set = ImageSet.FromFolder(folder, 16);
            for (var y = 0; y < 2; y++)
            for (var x = 0; x < 2; x++)
            {
                var bright = set.Pixels[0, 0, 4 + 8 * y, 4 + 8 * x].item<byte>() > 128;
                Assert.True(bright == ((x, y) == expected[orientation - 1]), $"orientation {orientation}: ({x}, {y})");
            }
        }
    }

    [Fact]
    public void WhatIsNoPictureIsSkippedAndCounted()
    {
        Save("a.png", Picture(4, 4, (x, _) => Grey(x * 50)));
        foreach (var name in new[] { ".DS_Store", "._a.png", "Thumbs.db", "notes.txt", "b.gif", "c.gif", "README" })
            File.WriteAllText(Path.Combine(folder, name), "no picture");
        Directory.CreateDirectory(Path.Combine(folder, ".ipynb_checkpoints"));
        Save(".ipynb_checkpoints/a.png", Picture(4, 4, (_, _) => Grey(0)));
        Directory.CreateDirectory(Path.Combine(folder, "empty"));
        using var set = ImageSet.FromFolder(folder, 4);
        Assert.Equal(1, set.Count);
        Assert.Equal(
            "5 other files were left out (1 .db, 2 .gif, 1 .txt, 1 without ending); PNG and JPEG are read. 3 hidden files or folders "
                + "were left "
                + "out.",
            string.Join(' ', set.Notes)
        );
    }

    [Fact]
    public void BrokenPicturesAreNamed()
    {
        var good = Encoded(Picture(40, 40, (x, y) => Grey((x * y) % 256)), SKEncodedImageFormat.Png);
        void Broken(string name, byte[] content, string words)
        {
            File.WriteAllBytes(Path.Combine(folder, name), content);
            var error = Assert.Throws<InvalidDataException>(() => ImageSet.FromFolder(folder, 8)).Message;
            Assert.Contains(
                $"1 of 2 pictures in {Path.GetFileName(folder)} cannot be used: {name} {words}",
                error,
                StringComparison.Ordinal
            );
            using var rest = ImageSet.FromFolder(folder, 8, skipUnreadable: true);
            Assert.Equal(1, rest.Count);
            Assert.Contains(
                $"1 pictures could not be read and were left out: {name}",
                string.Join(' ', rest.Notes),
                StringComparison.Ordinal
            );
            File.Delete(Path.Combine(folder, name));
        }
        Save("good.png", Picture(8, 8, (x, _) => Grey(x)));
        Broken("cut.png", good[..(good.Length / 2)], "is cut off");
        Broken("cut.jpg", Encoded(Picture(400, 400, (x, y) => Grey(x * y % 256)), SKEncodedImageFormat.Jpeg)[..3000], "is cut off");
        Broken("page.png", "<html>not found</html>"u8.ToArray(), "is no PNG or JPEG file");
        Broken("empty.jpg", [], "is empty");
        Broken("bomb.png", Bomb(60_000, 60_000), "announces 60000×60000 pixels");
        Broken("webp.png", Encoded(Picture(8, 8, (_, _) => Grey(9)), SKEncodedImageFormat.Webp), "is no PNG or JPEG file");
    }

    [Fact]
    public void FoldersThatCannotBeUsedAreNamed()
    {
        void Refused<T>(Action read, params string[] words)
            where T : Exception
        {
            var error = Assert.Throws<T>(read);
            Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
        }
        Refused<DirectoryNotFoundException>(() => ImageSet.FromFolder(Path.Combine(folder, "cats"), 8), "no folder 'cats'");
        Refused<InvalidDataException>(() => ImageSet.FromFolder(folder, 8), "holds no PNG or JPEG");
        Refused<ArgumentException>(() => ImageSet.FromFolder("", 8));
        Refused<ArgumentOutOfRangeException>(() => ImageSet.FromFolder(folder, 0), "size must be at least 1; it is 0");
        Refused<ArgumentOutOfRangeException>(() => ImageSet.FromFolder(folder, 5000), "size", "at most 1024");
        Save("a.png", Picture(4, 4, (_, _) => Grey(0)));
        Refused<InvalidDataException>(() => ImageSet.FromFolder(Path.Combine(folder, "a.png"), 8), "'a.png' is a file");
        Save("cats/b.png", Picture(4, 4, (_, _) => Grey(0)));
        Refused<InvalidDataException>(() => ImageSet.FromFolder(folder, 8), "1 pictures beside folders of pictures ('cats'");
        File.Delete(Path.Combine(folder, "a.png"));
        Save("train/cats/b.png", Picture(4, 4, (_, _) => Grey(0)));
        Refused<InvalidDataException>(() => ImageSet.FromFolder(folder, 8), "folders of folders", "'train'");
    }

    [Fact]
    public void MutatedBytesGiveAPictureOrASentence()
    {
        var good = new[] { SKEncodedImageFormat.Png, SKEncodedImageFormat.Jpeg }
            .Select(f => Encoded(Picture(24, 20, (x, y) => new((byte)(x * 10), (byte)(y * 12), 99)), f))
            .Append(WithOrientation(Encoded(Picture(9, 9, (x, _) => Grey(x)), SKEncodedImageFormat.Jpeg), 6))
            .ToArray();
        var path = Path.Combine(folder, "m.png");
        var mutation = Gen.Select(Gen.Int[0, 1_000_000], Gen.Byte, Gen.Int[0, 3]);
        Gen.Select(Gen.Int[0, good.Length - 1], mutation.Array[1, 6], Gen.Bool)
            .Sample(
                (which, mutations, early) =>
                {
                    // Half of them in the header, where sizes stand.
                    File.WriteAllBytes(
                        path,
                        Mutation.Of(good[which], early ? [.. mutations.Select(m => m with { Item1 = m.Item1 % 40 })] : mutations)
                    );
                    Mutation.AnswersSoon(() =>
                    {
                        using var set = ImageSet.FromFolder(folder, 8);
                        Assert.Equal(1, set.Count);
                    });
                },
                iter: 1500
            );
    }

    [Fact]
    public void OwnPicturesTrainAndHaveFigures()
    {
        for (var i = 0; i < 12; i++)
            Save($"{i % 2}/{i}.png", Picture(8, 8, (x, y) => Grey(20 * i + x)));
        using var set = ImageSet.FromFolder(folder, 8);
        using var run = Trainer.Train(TinyRecipes.Ring with { Data = set, Steps = 3, Batch = 8 });
        foreach (
            var figure in new[]
            {
                run.ImageFigure(),
                run.ImageReplayFigure(),
                run.NearestFigure(set),
                run.DiscriminatorFigure(),
                ImageFigures.DataFigure(set),
            }
        )
            Assert.Contains("<img", figure.ToHtml(), StringComparison.Ordinal);
        Assert.Empty(run.Coverage);
    }

    [Fact]
    public void TensorsOfEveryRangeGiveTheSamePictures()
    {
        using var scope = NewDisposeScope();
        var bytes = tensor(new byte[] { 0, 51, 255, 100 }, [2, 1, 1, 2], ScalarType.Byte);
        var unit = bytes.to(ScalarType.Float64) / 255;
        var sets = new[]
        {
            ImageSet.FromTensor(bytes),
            ImageSet.FromTensor(unit.to(ScalarType.Float32), PixelRange.ZeroToOne),
            ImageSet.FromTensor(unit * 2 - 1, PixelRange.MinusOneToOne),
            ImageSet.FromTensor((unit * 2 - 1).to(ScalarType.Float32).requires_grad_(), PixelRange.MinusOneToOne),
        };
        Assert.All(sets, set => Assert.Equal([0, 51, 255, 100], set.Pixels.data<byte>().ToArray()));
        Assert.All(sets, set => Assert.Equal(sets[0].Description, set.Description));
        bytes.fill_(7);
        Assert.Equal(51, sets[0].Pixels[0, 0, 0, 1].item<byte>());
        using var labelled = ImageSet.FromTensor(bytes, labels: [1, 0], name: "two");
        Assert.Equal(["0", "1"], labelled.Classes);
        Assert.NotEqual(ImageSet.FromTensor(bytes).Description, labelled.Description);
    }

    [Fact]
    public void BadTensorsAreNamed()
    {
        using var scope = NewDisposeScope();
        void Refused(Action make, params string[] words)
        {
            var error = Assert.ThrowsAny<ArgumentException>(make);
            Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
        }
        var floats = zeros(2, 1, 4, 4);
        Refused(() => ImageSet.FromTensor(null!), "pictures is null");
        Refused(() => ImageSet.FromTensor(zeros(2, 4, 4, 3), PixelRange.ZeroToOne), "permute(0, 3, 1, 2)");
        Refused(() => ImageSet.FromTensor(zeros(2, 4, 4), PixelRange.ZeroToOne), "unsqueeze(1)");
        Refused(() => ImageSet.FromTensor(zeros(0, 1, 4, 4), PixelRange.ZeroToOne), "[0, 1, 4, 4]");
        Refused(() => ImageSet.FromTensor(floats), "range is not given", "Float32", "PixelRange.ZeroToOne");
        Refused(() => ImageSet.FromTensor(floats, PixelRange.Bytes), "Bytes", "Float32");
        Refused(() => ImageSet.FromTensor(floats.to(ScalarType.Byte), PixelRange.ZeroToOne), "ZeroToOne", "Byte");
        Refused(() => ImageSet.FromTensor(floats - 1, PixelRange.ZeroToOne), "from -1 to -1", "0 to 1");
        Refused(() => ImageSet.FromTensor(floats + 255, PixelRange.MinusOneToOne), "255", "-1 to 1");
        Refused(() => ImageSet.FromTensor(floats * float.NaN, PixelRange.ZeroToOne), "NaN");
        Refused(() => ImageSet.FromTensor(floats, PixelRange.ZeroToOne, labels: [0]), "2 pictures and 1 labels");
        Refused(() => ImageSet.FromTensor(floats, PixelRange.ZeroToOne, labels: [0, 300]), "300", "0 to 255");
        Refused(() => ImageSet.FromTensor(floats, PixelRange.ZeroToOne, labels: [0, 2], classes: ["a"]), "label 2 of picture 1");
    }

    private static SKColor Grey(int value) => new((byte)value, (byte)value, (byte)value);

    private static SKBitmap Picture(int width, int height, Func<int, int, SKColor> colour)
    {
        var picture = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        for (var y = 0; y < height; y++)
        for (var x = 0; x < width; x++)
            picture.SetPixel(x, y, colour(x, y));
        return picture;
    }

    private static byte[] Encoded(SKBitmap picture, SKEncodedImageFormat format)
    {
        using (picture)
        {
            using var data = picture.Encode(format, 100);
            return data.ToArray();
        }
    }

    private void Save(string name, SKBitmap picture)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var png = name.EndsWith("png", StringComparison.OrdinalIgnoreCase);
        File.WriteAllBytes(path, Encoded(picture, png ? SKEncodedImageFormat.Png : SKEncodedImageFormat.Jpeg));
    }

    /// <summary>The smallest block of EXIF: one entry, the orientation.</summary>
    private static byte[] WithOrientation(byte[] jpeg, int orientation) =>
        [
            .. jpeg[..2],
            .. new byte[] { 0xff, 0xe1, 0, 34 },
            .. "Exif\0\0MM\0*"u8,
            .. new byte[] { 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0 },
            .. jpeg[2..],
        ];

    /// <summary>A few bytes that announce a picture of many gigabytes.</summary>
    private static byte[] Bomb(int width, int height)
    {
        var png = new List<byte> { 0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10 };
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        Chunk("IHDR", header);
        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            zip.Write(new byte[100_000]);
        Chunk("IDAT", packed.ToArray());
        Chunk("IEND", []);
        return [.. png];

        void Chunk(string type, byte[] content)
        {
            byte[] body = [.. type.Select(c => (byte)c), .. content];
            var (length, sum) = (new byte[4], new byte[4]);
            BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
            BinaryPrimitives.WriteUInt32BigEndian(sum, Crc(body));
            png.AddRange([.. length, .. body, .. sum]);
        }

        static uint Crc(byte[] bytes)
        {
            var crc = uint.MaxValue;
            foreach (var b in bytes)
            {
                crc ^= b;
                for (var k = 0; k < 8; k++)
                    crc = (crc & 1) != 0 ? 0xedb88320 ^ (crc >> 1) : crc >> 1;
            }
            return ~crc;
        }
    }
}
