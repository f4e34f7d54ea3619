using GanStability;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Data;

public class SyntheticDigitsTests
{
    [Fact]
    public void PicturesAreInRangeAndLabelsAreDigits()
    {
        using var scope = NewDisposeScope();
        var (images, labels) = Draw(new SyntheticDigits(), 300, 1);
        Assert.Equal([300, 1, 28, 28], images.shape);
        Assert.Equal(ScalarType.Float32, images.dtype);
        Assert.InRange(images.min().item<float>(), -1, -0.9f);
        Assert.InRange(images.max().item<float>(), 0.8f, 1);
        // Ink: a digit covers some of the picture and nowhere near all of it.
        var ink = images.gt(0).to(ScalarType.Float32).mean([1, 2, 3]);
        Assert.InRange(ink.min().item<float>(), 0.01f, 0.2f);
        Assert.InRange(ink.max().item<float>(), 0.1f, 0.4f);
        Assert.Equal(10, bincount(labels).shape[0]);
    }

    [Fact]
    public void TheSeedDecidesAndNothingElse()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(Numbers(new SyntheticDigits(), 5), Numbers(new SyntheticDigits(), 5));
        Assert.NotEqual(Numbers(new SyntheticDigits(), 5), Numbers(new SyntheticDigits(), 6));

        static float[] Numbers(SyntheticDigits digits, ulong seed) => Draw(digits, 40, seed).Images.data<float>().ToArray();
    }

    [Fact]
    public void ClassesFollowTheWeights()
    {
        using var scope = NewDisposeScope();
        var weights = new[] { 0.5, 0, 0, 0.25, 0, 0, 0, 0.25, 0, 0 };
        var counts = bincount(Draw(new SyntheticDigits(weights), 4000, 3).Labels, minlength: 10).data<long>().ToArray();
        // Five standard deviations of a binomial count.
        for (var k = 0; k < 10; k++)
            Assert.InRange(
                counts[k],
                4000 * weights[k] - 5 * Math.Sqrt(4000 * weights[k]),
                4000 * weights[k] + 5 * Math.Sqrt(4000 * weights[k])
            );
        var balanced = bincount(Draw(new SyntheticDigits(), 4000, 3).Labels).data<long>().ToArray();
        Assert.All(balanced, c => Assert.InRange(c, 300, 500));
        Assert.Equal([4, 7], Draw(SyntheticDigits.Only(4, 7), 50, 1).Labels.data<long>().Distinct().Order());
    }

    [Fact]
    public void TheNearestNeighbourKnowsMuchAndNotAll()
    {
        using var scope = NewDisposeScope();
        var ((known, answers), (asked, truth)) = (Draw(new SyntheticDigits(), 2000, 11), Draw(new SyntheticDigits(), 1000, 12));
        var nearest = cdist(asked.flatten(1), known.flatten(1)).argmin(1);
        var accuracy = answers[nearest].eq(truth).to(ScalarType.Float64).mean().item<double>();
        Assert.InRange(accuracy, 0.85, 0.99);
    }

    [Fact]
    public void NothingIsLeftBehind()
    {
        using var scope = NewDisposeScope();
        using var generator = new torch.Generator(1, CPU);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var pictures = new SyntheticDigits().Sample(10, generator, CPU);
        Assert.Equal(before + 1, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal(10, pictures.shape[0]);
        Assert.Equal(0, new SyntheticDigits().Sample(0, generator, CPU).shape[0]);
    }

    [Fact]
    public void BadWeightsAreRefused()
    {
        Assert.Contains(
            "10 digits",
            Assert.Throws<ArgumentException>(() => new SyntheticDigits([0.5, 0.5])).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "sum 0.5",
            Assert.Throws<ArgumentException>(() => new SyntheticDigits([0.5, 0, 0, 0, 0, 0, 0, 0, 0, 0])).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() => new SyntheticDigits([1.5, -0.5, 0, 0, 0, 0, 0, 0, 0, 0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticDigits.Only(3, 10));
        Assert.Throws<ArgumentException>(() => SyntheticDigits.Only());
    }

    [Fact]
    public void StackedDigitsAreThreeDigitsAndTheirLabelSaysWhich()
    {
        using var scope = NewDisposeScope();
        // The same stream gives the digits one by one.
        var (digits, labels) = Draw(new SyntheticDigits(), 60, 9);
        var (stacked, modes) = Draw(new StackedDigits(), 20, 9);
        Assert.Equal([20, 3, 28, 28], stacked.shape);
        Assert.Equal(digits.data<float>().ToArray(), stacked.contiguous().data<float>().ToArray());
        var (l, m) = (labels.data<long>().ToArray(), modes.data<long>().ToArray());
        for (var i = 0; i < 20; i++)
            Assert.Equal(100 * l[3 * i] + 10 * l[3 * i + 1] + l[3 * i + 2], m[i]);
        Assert.Equal(1000, new StackedDigits().Classes.Count);
        Assert.Contains(
            "grey",
            Assert.Throws<ArgumentException>(() => new StackedDigits(new StackedDigits())).Message,
            StringComparison.Ordinal
        );
    }

    private static (Tensor Images, Tensor Labels) Draw(ILabelledSource source, int count, ulong seed)
    {
        using var generator = new torch.Generator(seed, CPU);
        return source.SampleLabelled(count, generator, CPU);
    }
}
