using GanStability;
using GanStability.Tests.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Figures;

public sealed class ImageFiguresTests : IDisposable
{
    private readonly Run run = Trainer.Train(
        new Recipe
        {
            Data = new SyntheticDigits(),
            Generator = new ConvGenerator(4) { Latent = 6 },
            Discriminator = new ConvDiscriminator(4),
            Steps = 4,
            Batch = 8,
            Replicas = 2,
            EvaluateEvery = 1,
            Device = "cpu",
        }
    );

    public void Dispose() => run.Dispose();

    [Fact]
    public void AGridPlacesEveryPixel()
    {
        // Two grey pictures of 1×28: the first begins black, white; a pixel becomes 2×2, and a gap of two pixels stands between.
        float[] pictures = [-1, 1, .. new float[26], 1, -1, .. new float[26]];
        var picture = ImageGrid.Of("p", pictures, [1, 1, 28], 2);
        Assert.Equal((114, 2), (picture.Width, picture.Height));
        Assert.Equal([0, 0, 255, 255], picture.Pixels[..4]);
        Assert.Equal([110, 110, 255, 255, 0, 0], picture.Pixels[56..62]);
        // Small pictures are enlarged more: 14 pixels by four.
        Assert.Equal((56, 56), ImageGrid.Of("p", new float[196], [1, 14, 14]) is var small ? (small.Width, small.Height) : default);
        // One colour picture of one pixel; channels lie apart in the numbers and side by side in the bytes.
        Assert.Equal([255, 0, 110], ImageGrid.Of("p", [1, -1, float.NaN], [3, 1, 1]).Pixels[..3]);
        Assert.Throws<ArgumentException>(() => ImageGrid.Of("p", [1, 2, 3], [1, 1, 2]));
        Assert.Throws<ArgumentException>(() => ImageGrid.Of("p", [1, 2], [2, 1, 1]));
    }

    [Fact]
    public void EveryFigureIsDrawn()
    {
        using var set = Few(60);
        foreach (
            var figure in new[]
            {
                run.ImageFigure(1, 12),
                run.ImageReplayFigure(1, 3),
                run.InterpolationFigure(1, 2, 4),
                run.NearestFigure(set, 1, 5),
                ImageFigures.DataFigure(new StackedDigits(), 8),
                run.LiveFigure(),
                ImageFigures.RowsFigure([run, run], 5),
            }
        )
        {
            Assert.Contains("<img", figure.ToHtml(), StringComparison.Ordinal);
            Assert.NotEmpty(figure.Alt);
            Assert.NotEmpty(figure.Caption);
        }
        Assert.Equal(["0", "2", "4"], run.ImageReplayFigure(0, 3).Slider!.Frames.Select(f => f.Label));
        Assert.Contains(run.LiveFigure().Panels, p => p.Series is [ImageSeries]);
    }

    [Fact]
    public void ARowIsASeedAndAColumnALatentVector()
    {
        using var other = Trainer.Train(run.Recipe with { Name = "other", Generator = new ConvGenerator(5) { Latent = 6 } });
        var figure = ImageFigures.RowsFigure([run, other], columns: 3);
        Assert.Equal([run.Name, "other"], figure.Panels.Select(p => p.Title));
        float[] rows = [.. other.Samples(0, 3), .. other.Samples(1, 3)];
        Assert.Equal(ImageGrid.Of("", rows, [1, 28, 28], 3).Pixels, ((ImageSeries)figure.Panels[1].Series[0]).Pixels);
        // One seed: methods stand under one another, so that columns can be compared.
        Assert.Equal(1, ImageFigures.RowsFigure([run, other], seeds: 1).Columns);

        using var elsewhere = Trainer.Train(run.Recipe with { Name = "elsewhere", Seed = 5 });
        using var longer = Trainer.Train(run.Recipe with { Name = "longer", Generator = new ConvGenerator(4) { Latent = 7 } });
        Assert.Contains("2 from 5", Refused([run, elsewhere]), StringComparison.Ordinal);
        Assert.Contains("6 and 7 numbers", Refused([run, longer]), StringComparison.Ordinal);
        Assert.Contains("no runs", Refused([]), StringComparison.Ordinal);
        Assert.Contains("from 1 to 25", Refused([run], 26), StringComparison.Ordinal);

        static string Refused(Run[] runs, int columns = 3) =>
            Assert.ThrowsAny<ArgumentException>(() => ImageFigures.RowsFigure(runs, columns)).Message;
    }

    [Fact]
    public void AnInterpolationStartsAndEndsAtItsVectors()
    {
        // With two steps there is nothing in between: each row is the pictures at both ends.
        var ends = ((ImageSeries)run.InterpolationFigure(0, 3, 2).Panels[0].Series[0]).Pixels;
        using var scope = NewDisposeScope();
        using var generator = new torch.Generator(1, CPU);
        var latents = randn([6, 6], generator: generator).data<float>().ToArray();
        Assert.Equal(ImageGrid.Of("", run.SamplesAt(latents), [1, 28, 28], 2).Pixels, ends);
    }

    [Fact]
    public void TheNearestPictureIsFound()
    {
        using var scope = NewDisposeScope();
        using var set = Few(30);
        var asked = set.Range(7, 2, CPU).Images.flatten(1);
        var (nearest, distances) = NearestImages.Of(asked + 0.01, set);
        Assert.True(nearest.eq(asked).all().item<bool>());
        Assert.Equal(0.01 * 28, distances[0].item<float>(), 1e-3);
        Assert.True(NearestImages.Of(asked, set, butNotItself: true).Distances.min().item<float>() > 1);
        Assert.Throws<ArgumentException>(() => NearestImages.Of(zeros(1, 4), set));
    }

    [Fact]
    public void PointsAreNoPictures()
    {
        using var ring = Trainer.Train(TinyRecipes.Ring with { Steps = 1 });
        Assert.Contains("needs pictures", Assert.Throws<ArgumentException>(() => ring.ImageFigure()).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ring.InterpolationFigure());
    }

    private static ImageSet Few(int count) => ImageSet.Draw(new SyntheticDigits(), count, 3);
}
