using GanStability;
using GanStability.Tests.Training;
using Xunit;

namespace GanStability.Tests.Figures;

public sealed class ImageTableTests : IDisposable
{
    private static readonly Recipe Tiny = new()
    {
        Name = "baseline",
        Data = new SyntheticDigits(),
        Generator = new ConvGenerator(4) { Latent = 6 },
        Discriminator = new ConvDiscriminator(4),
        Steps = 2,
        Batch = 8,
        Replicas = 2,
        Seed = 40,
        Device = "cpu",
    };
    private readonly DigitClassifier classifier = DigitClassifier.For(new SyntheticDigits());
    private readonly ImageScorer scorer;

    public ImageTableTests() => scorer = new ImageScorer(classifier, new SyntheticDigits(), 200);

    public void Dispose() => classifier.Dispose();

    [Fact]
    public void ARowIsTheMeanOfItsSeedsScores()
    {
        using var baseline = Trainer.Train(Tiny);
        using var matched = Trainer.Train(Tiny with { Name = "matched", Stabilizers = [new FeatureMatching()] });
        var table = ImageTable.Compare(scorer, baseline, matched);
        Assert.Equal(["baseline", "matched", "true samples", "noise"], table.Rows.Select(r => r[0]));

        var (first, second) = (baseline.Score(scorer, 0), baseline.Score(scorer, 1));
        Assert.Equal(Interval.Of([first.Frechet.Value, second.Frechet.Value]).ToString(2), table.Rows[0][1]);
        Assert.Equal(FormattableString.Invariant($"{scorer.OfTrueSamples().Frechet.Value:0.00}"), table.Rows[2][1]);
        Assert.Contains("N = 200 against 200 pictures of synthetic digits", table.ToText(), StringComparison.Ordinal);
        Assert.Contains("classifier trained on", table.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void ResultsOfPicturesAreKeptAndPaired()
    {
        var showdown = new Showdown(scorer: scorer);
        var trained = showdown.Train(Tiny);
        Assert.Equal([40L, 41], trained.Select(r => r.Seed));
        using var run = Trainer.Train(Tiny);
        var score = run.Score(scorer, 1);
        Assert.Equal(
            (score.Frechet.Value, score.Inception.Mean, score.ClassesHeld, 10),
            (trained[1].Frechet, trained[1].InceptionScore, trained[1].Held, trained[1].Modes)
        );
        Assert.Equal(scorer.ToString(), trained[1].Scorer);
    }

    [Fact]
    public void AShowdownOfPicturesIsScored()
    {
        var board = Kit.Showdown([Tiny, Tiny with { Name = "matched", Stabilizers = [new FeatureMatching()] }], scorer: scorer);
        using var run = Trainer.Train(Tiny);
        // Alone there is nothing to compare with, and the columns of differences are left out.
        Assert.Equal(ImageTable.Compare(scorer, run).Rows[0].SkipLast(1), board.Coverage().Rows[0].SkipLast(1).Where(c => c.Length > 0));
        Assert.Equal(["baseline", "matched", "true samples", "noise"], board.Coverage().Rows.Select(r => r[0]));
        Assert.StartsWith("Scores", board.OverTraining().Title, StringComparison.Ordinal);
    }

    [Fact]
    public void PicturesWithoutLabelsNeedAScorerOfOnesOwn() =>
        Assert.Contains(
            "new ImageScorer(network, data)",
            Assert.Throws<ArgumentException>(() => ImageScorer.For(new Unlabelled())).Message,
            StringComparison.Ordinal
        );

    private sealed class Unlabelled : IDataSource
    {
        public string Name => "unlabelled digits";

        public IReadOnlyList<long> SampleShape => [1, 28, 28];

        public TorchSharp.torch.Tensor Sample(int count, TorchSharp.torch.Generator generator, TorchSharp.torch.Device device) =>
            new SyntheticDigits().Sample(count, generator, device);
    }

    [Fact]
    public void ScoresOfAnotherScorerOrOtherSeedsAreRefused()
    {
        using var run = Trainer.Train(Tiny);
        using var later = Trainer.Train(Tiny with { Seed = 41 });
        Assert.Contains(
            "A paired comparison needs the same",
            Assert.Throws<ArgumentException>(() => ImageTable.Compare(scorer, run, later)).Message,
            StringComparison.Ordinal
        );
        var results = SeedResult.Of(run, scorer);
        var other = new ImageScorer(classifier, new SyntheticDigits(), 300);
        Assert.Contains(
            "N = 200",
            Assert.Throws<ArgumentException>(() => ImageTable.Compare(other, new Comparison(new("baseline", results)))).Message,
            StringComparison.Ordinal
        );
        using var ring = Trainer.Train(TinyRecipes.Ring with { Steps = 1 });
        Assert.Contains(
            "Only pictures",
            Assert.Throws<ArgumentException>(() => ImageTable.Compare(scorer, ring)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void TotalVariationOfAHistogramOverClasses()
    {
        var score = scorer.OfTrueSamples();
        Assert.InRange(score.HistogramTotalVariation, 0, 0.2);
        Assert.Equal(0.7, (score with { Histogram = [10, 10, 10, 0, 0, 0, 0, 0, 0, 0] }).HistogramTotalVariation, 1e-12);
        var few = score with { Histogram = [197, 2, 1, 0, 0, 0, 0, 0, 0, 0] };
        Assert.Equal((1, 2), (few.ClassesHeld, few.ClassesTouched));
    }
}
