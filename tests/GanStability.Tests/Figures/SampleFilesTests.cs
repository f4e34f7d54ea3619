using System.Globalization;
using GanStability;
using GanStability.Tests.Training;
using SkiaSharp;
using Xunit;

namespace GanStability.Tests.Figures;

/// <summary>Samples as files: what is written is what the figures show, and nothing is overwritten unasked.</summary>
public sealed class SampleFilesTests : IDisposable
{
    private static readonly Lazy<Run> Points = new(() => Trainer.Train(TinyRecipes.Ring with { Steps = 2, Replicas = 2 }));
    private static readonly Lazy<Run> Pictures = new(() =>
        Trainer.Train(TinyRecipes.Ring with { Steps = 2, Batch = 4, Data = new SyntheticDigits() })
    );
    private readonly string folder = Directory.CreateTempSubdirectory("samples ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void PointsAreWrittenAsATable()
    {
        var path = Path.Combine(folder, "new", "points.csv");
        Assert.Equal([path], Points.Value.SaveSamples(path, replica: 1, count: 7));
        var lines = File.ReadAllLines(path);
        Assert.Equal("x,y", lines[0]);
        var numbers = lines.Skip(1).SelectMany(l => l.Split(',')).Select(f => float.Parse(f, CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(Points.Value.Samples(1, 7), numbers);
        // And read back as they were.
        Assert.Equal(numbers, PointSet.FromCsv(path).ToArray());

        Points.Value.SaveSamples(path, count: 3000, overwrite: true);
        Assert.Equal(3001, File.ReadAllLines(path).Length);
    }

    [Fact]
    public void StandardisedPointsAreWrittenInTheirOwnUnit()
    {
        var set = PointSet.FromArray([(100, 1e-3), (300, 2e-3), (200, 7e-3)], "n", standardise: true);
        using var run = Trainer.Train(TinyRecipes.Ring with { Data = set, Steps = 1 });
        var path = Path.Combine(folder, "p.csv");
        run.SaveSamples(path);
        var written = PointSet.FromCsv(path).ToArray();
        var expected = set.InOriginalUnits(run.Samples());
        Assert.All(written.Zip(expected), p => Assert.Equal(p.Second, p.First, 1e-5 * Math.Abs(p.Second) + 1e-9));
        Assert.InRange(written.Where((_, i) => i % 2 == 0).Average(), 100, 300);
    }

    [Fact]
    public void PicturesAreWrittenOneByOneAndInAGrid()
    {
        var run = Pictures.Value;
        var files = run.SaveSamples(Path.Combine(folder, "digits"), count: 5);
        Assert.Equal(["0000.png", "0001.png", "0002.png", "0003.png", "0004.png"], files.Select(Path.GetFileName));
        var samples = run.Samples(0, 5);
        using var last = SKBitmap.Decode(files[4]);
        Assert.Equal((28, 28), (last.Width, last.Height));
        for (var y = 0; y < 28; y++)
        for (var x = 0; x < 28; x++)
            Assert.Equal((byte)Math.Round((samples[4 * 784 + 28 * y + x] + 1) * 127.5f), last.GetPixel(x, y).Red);
        // A folder of generated pictures is a folder of own pictures.
        using var set = ImageSet.FromFolder(Path.Combine(folder, "digits"), 28);
        Assert.Equal(5, set.Count);

        var grid = Path.Combine(folder, "grid.png");
        run.SaveSamples(grid, count: 4);
        using var all = SKBitmap.Decode(grid);
        Assert.Equal((2 * 56 + 2, 2 * 56 + 2), (all.Width, all.Height));
        run.SaveSamples(Path.Combine(folder, "many"), count: 130);
        Assert.Equal(130, Directory.GetFiles(Path.Combine(folder, "many")).Length);
    }

    [Fact]
    public void ColourPicturesKeepTheirColours()
    {
        using var run = Trainer.Train(TinyRecipes.Ring with { Steps = 1, Batch = 4, Data = new StackedDigits() });
        var file = run.SaveSamples(Path.Combine(folder, "c"), count: 1)[0];
        var samples = run.Samples(0, 1);
        using var picture = SKBitmap.Decode(file);
        var (x, y) = (11, 5);
        byte At(int channel) => (byte)Math.Round((samples[784 * channel + 28 * y + x] + 1) * 127.5f);
        Assert.Equal(new SKColor(At(0), At(1), At(2)), picture.GetPixel(x, y));
    }

    [Fact]
    public void NothingIsOverwrittenUnasked()
    {
        var (csv, png, pictures) = (Path.Combine(folder, "p.csv"), Path.Combine(folder, "g.png"), Path.Combine(folder, "d"));
        Directory.CreateDirectory(pictures);
        foreach (var mine in new[] { csv, png, Path.Combine(pictures, "0003.png") })
            File.WriteAllText(mine, "mine");
        void Refused(Action save, string name)
        {
            var error = Assert.Throws<IOException>(save);
            Assert.Equal($"'{name}' is there already; choose another name, or give overwrite: true.", error.Message);
        }
        Refused(() => Points.Value.SaveSamples(csv), "p.csv");
        Refused(() => Pictures.Value.SaveSamples(png), "g.png");
        Refused(() => Pictures.Value.SaveSamples(pictures, count: 5), "0003.png");
        Assert.Single(Directory.GetFiles(pictures));
        Assert.Equal("mine", File.ReadAllText(csv));
        Pictures.Value.SaveSamples(pictures, count: 5, overwrite: true);
        Assert.Equal(5, Directory.GetFiles(pictures).Length);
    }

    [Fact]
    public void WhatCannotBeSavedIsASentence()
    {
        void Refused<T>(Action save, params string[] words)
            where T : Exception
        {
            var error = Assert.Throws<T>(save);
            Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
            Assert.DoesNotContain(folder, error.Message, StringComparison.Ordinal);
        }
        string At(string name) => Path.Combine(folder, name);
        Refused<ArgumentException>(() => Points.Value.SaveSamples(At("p.png")), "points are saved as .csv", "SampleFigure().SavePng");
        Refused<ArgumentException>(() => Points.Value.SaveSamples(At("p")), "points are saved as .csv");
        Refused<ArgumentException>(() => Pictures.Value.SaveSamples(At("p.csv")), "pictures are saved as .png", "folder");
        Refused<ArgumentException>(() => Pictures.Value.SaveSamples(At("p.jpg")), "'.jpg'");
        Refused<ArgumentException>(() => Points.Value.SaveSamples(" "));
        Refused<ArgumentOutOfRangeException>(() => Points.Value.SaveSamples(At("p.csv"), count: 0), "Save 1 to 10000");
        Refused<ArgumentOutOfRangeException>(() => Points.Value.SaveSamples(At("p.csv"), replica: 2), "0 to 1");
        File.WriteAllText(At("file"), "");
        Refused<IOException>(() => Points.Value.SaveSamples(At("file/p.csv")), "'p.csv' cannot be written");
        Refused<IOException>(() => Pictures.Value.SaveSamples(At("file")), "'0000.png' cannot be written", "0 files were");
        Refused<IOException>(() => Points.Value.SaveSamples("/proc/none/p.csv"), "'p.csv' cannot be written");
        Assert.Equal(["file"], Directory.GetFileSystemEntries(folder).Select(Path.GetFileName));
    }
}
