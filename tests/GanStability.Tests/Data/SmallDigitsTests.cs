using GanStability;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Data;

public class SmallDigitsTests
{
    /// <summary>The pictures are small, but the classifier of the large ones must read them, or no score means anything.</summary>
    [Theory]
    [InlineData(14, 0.998)]
    [InlineData(16, 0.998)]
    public void TheShippedClassifierReadsThemEnlarged(int size, double right)
    {
        using var scope = NewDisposeScope();
        using var network = FeatureNetworks.For(new SmallDigits(size));
        using var generator = new torch.Generator(5, CPU);
        var (images, labels) = new SmallDigits(size).DrawLabelled(3000, generator, CPU);
        var seen = network.ExtractFeatures(images).Probabilities.argmax(1);
        Assert.InRange(seen.eq(labels).to(ScalarType.Float64).mean().item<double>(), right, 1);
        Assert.Contains("enlarged to 28×28", network.Name, StringComparison.Ordinal);
    }

    [Fact]
    public void AScorerIsFoundAndKnowsTrueDigitsFromNoise()
    {
        var scorer = ImageScorer.For(new SmallDigits());
        Assert.InRange(scorer.OfTrueSamples().Coverage, 0.9, 1);
        Assert.Equal(10, scorer.OfTrueSamples().ClassesHeld);
        Assert.True(scorer.OfNoise().Frechet.Value > 30 * scorer.OfTrueSamples().Frechet.Value);
    }

    [Fact]
    public void ASmallPixelIsTheMeanOfTheSquareOfLargeOnesItCovers()
    {
        using var scope = NewDisposeScope();
        using var generator = new torch.Generator(0, CPU);
        // The pool is the first draw of seed 0, in order; the ink of 2×2 pixels, averaged and darkened by 1.4.
        var (large, labels) = new SyntheticDigits().SampleLabelled(SmallDigits.Count, generator, CPU);
        var square = nn.functional.avg_pool2d((large + 1) / 2, 2);
        var expected = (square * 1.4).clamp(0, 1) * 2 - 1;
        using var draws = new torch.Generator(3, CPU);
        var (images, of) = new SmallDigits(14).SampleLabelled(50, draws, CPU);
        using var again = new torch.Generator(3, CPU);
        var chosen = randint(SmallDigits.Count, [50], dtype: ScalarType.Int64, generator: again);
        Assert.True((images - expected[chosen]).abs().max().item<float>() < 1e-5);
        Assert.True(of.eq(labels[chosen]).all().item<bool>());
        // All ink is kept where nothing is cut: 16 pixels cover 28 evenly.
        var paper = new SmallDigits(16).Sample(50, draws, CPU);
        Assert.Equal([50L, 1, 16, 16], paper.shape);
        Assert.InRange(paper.min().item<float>(), -1, -0.99f);
        Assert.InRange(paper.max().item<float>(), 0.99f, 1);
    }

    [Fact]
    public void SizesAreTwoSourcesAndAWrongOneIsRefused()
    {
        Assert.NotEqual(new SmallDigits(14).Description, new SmallDigits(16).Description);
        Assert.Equal(new SmallDigits(14), new SmallDigits());
        Assert.Contains("8 to 28", Assert.Throws<ArgumentOutOfRangeException>(() => new SmallDigits(7)).Message, StringComparison.Ordinal);
    }
}
