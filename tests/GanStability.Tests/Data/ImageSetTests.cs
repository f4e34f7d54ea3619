using GanStability;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Data;

public class ImageSetTests
{
    private static readonly string[] Classes = ["a", "b", "c"];
    private static readonly string[] Digits = [.. "0123456789".Select(d => $"{d}")];

    [Fact]
    public void BatchesAreNormalisedAndKeepTheirLabels()
    {
        using var scope = NewDisposeScope();
        using var set = Three();
        using var generator = new torch.Generator(4, CPU);
        var (images, labels) = set.SampleLabelled(200, generator, CPU);
        Assert.Equal([200, 1, 2, 2], images.shape);
        // Picture k is filled with 0, 51 or 255; its label is k.
        var expected = new[] { -1f, 51 / 127.5f - 1, 1f };
        var (first, l) = (images[.., 0, 1, 1].contiguous().data<float>().ToArray(), labels.data<long>().ToArray());
        for (var i = 0; i < 200; i++)
            Assert.Equal(expected[l[i]], first[i], 1e-6f);
        Assert.Equal([0, 1, 2], l.Distinct().Order());
        Assert.Equal(expected[2], set.Range(2, 1, CPU).Images[0, 0, 0, 0].item<float>());
        Assert.Equal(1, set.Part(1, 2).Labels[0]);
    }

    /// <summary>A folder gives pictures class by class: the last fifth alone would be classes that the classifier never saw.</summary>
    [Fact]
    public void APictureSetSortedByClassIsShuffledBeforeItIsSplit()
    {
        using var scope = NewDisposeScope();
        // 2500 pictures of ten classes, in order; every pixel of a picture says which one it is.
        var which = arange(2500);
        var pixels = stack([which % 250, which / 250], 1).to(ScalarType.Byte).view(2500, 1, 1, 2);
        using var sorted = new ImageSet("sorted", pixels, [.. Enumerable.Range(0, 2500).Select(i => (byte)(i / 250))], Digits);
        using var shuffled = ImageSet.Shuffled(sorted, seed: 0);
        var (known, heldOut) = DigitClassifier.Split(shuffled);
        Assert.Equal((2000, 500), (known.Count, heldOut.Count));
        // About 50 of each class are held out, each picture is there once, and each has kept its label.
        Assert.All(heldOut.Labels.CountBy(l => l), c => Assert.InRange(c.Value, 25, 75));
        Assert.Equal(10, heldOut.Labels.Distinct().Count());
        var bytes = shuffled.Pixels.data<byte>().ToArray();
        Assert.Equal(2500, bytes.Chunk(2).Select(b => (b[0], b[1])).Distinct().Count());
        Assert.Equal(bytes.Chunk(2).Select(b => b[1]), shuffled.Labels);
    }

    [Fact]
    public void SamplingKeepsOneCopyOnly()
    {
        using var scope = NewDisposeScope();
        using var set = Three();
        using var generator = new torch.Generator(4, CPU);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var batch = set.Sample(100, generator, CPU))
            Assert.Equal(before + 1, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal(ScalarType.Byte, set.Pixels.dtype);
    }

    [Fact]
    public void ADrawnSetHoldsWhatItsSourceGave()
    {
        using var scope = NewDisposeScope();
        var digits = new SyntheticDigits();
        using var set = ImageSet.Draw(digits, 20, 3);
        using var generator = new torch.Generator(3, CPU);
        var (images, labels) = digits.SampleLabelled(20, generator, CPU);
        // One byte holds a pixel to half a step of 2/255.
        Assert.InRange((set.Range(0, 20, CPU).Images - images).abs().max().item<float>(), 0, 1.001 / 255);
        Assert.Equal(labels.data<long>().Select(l => (byte)l), set.Labels);
        Assert.Contains(
            "1000 classes",
            Assert.Throws<ArgumentException>(() => ImageSet.Draw(new StackedDigits(), 5, 3)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void BadPicturesAreRefused()
    {
        using var scope = NewDisposeScope();
        var bytes = zeros([3, 1, 2, 2], dtype: ScalarType.Byte);
        Assert.Contains(
            "3 pictures and 2 labels",
            Assert.Throws<ArgumentException>(() => new ImageSet("x", bytes, [0, 1], Classes)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "label 3 of picture 1",
            Assert.Throws<ArgumentException>(() => new ImageSet("x", bytes, [0, 3, 0], Classes)).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() => new ImageSet("x", bytes.to(ScalarType.Float32), [0, 1, 2], Classes));
        Assert.Throws<ArgumentException>(() => new ImageSet("x", bytes[0], [0], Classes));
        using var set = Three();
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Range(2, 2, CPU));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Part(0, 0));
    }

    private static ImageSet Three() =>
        new("three", stack([.. new[] { 0, 51, 255 }.Select(v => full([1, 2, 2], v, dtype: ScalarType.Byte))]), [0, 1, 2], Classes);
}
