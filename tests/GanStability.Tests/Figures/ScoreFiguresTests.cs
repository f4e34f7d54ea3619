using GanStability;
using Xunit;

namespace GanStability.Tests.Figures;

public sealed class ScoreFiguresTests : IDisposable
{
    private readonly DigitClassifier classifier = DigitClassifier.For(new SyntheticDigits());
    private readonly ImageScorer scorer;

    public ScoreFiguresTests() => scorer = new ImageScorer(classifier, new SyntheticDigits(), 70);

    public void Dispose() => classifier.Dispose();

    [Fact]
    public void ARunIsScoredWhileItTrainsAndStaysWhatItIs()
    {
        var recipe = new Recipe
        {
            Data = new SyntheticDigits(),
            Generator = new ConvGenerator(4) { Latent = 6 },
            Discriminator = new ConvDiscriminator(4),
            Steps = 7,
            Batch = 8,
            Replicas = 2,
            EvaluateEvery = 1,
            Device = "cpu",
        };
        var watch = new ScoreWatch(scorer, every: 3);
        using var watched = Trainer.Train(recipe, watch);
        using var alone = Trainer.Train(recipe);
        Assert.Equal([3, 6, 7], watch.Steps.Select(s => s.Step));
        Assert.Equal(alone.Samples(1), watched.Samples(1));
        // A small training keeps to one thread of libtorch and scoring by hand does not: convolutions then sum in another order.
        var expected = alone.Score(scorer, 1).Frechet.Value;
        Assert.Equal(expected, watch.Steps[^1].Scores[1].Frechet.Value, 1e-7 * expected);
        Assert.NotEqual(watch.Steps[0].Scores[1].Frechet.Value, watch.Steps[^1].Scores[1].Frechet.Value);

        var figure = watch.CourseFigure();
        var curve = figure.Panels[1].Series.OfType<Line>().Single();
        Assert.Equal([3.0, 6, 7], curve.X);
        Assert.Equal((watch.Steps[0].Scores[0].Frechet.Value + watch.Steps[0].Scores[1].Frechet.Value) / 2, curve.Y[0], 1e-9);
        Assert.Contains(classifier.Name, figure.Caption, StringComparison.Ordinal);
        Assert.Contains("<img", figure.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void ClassesAreSharesOfTheirPictures()
    {
        var truth = scorer.OfTrueSamples();
        var figure = ScoreFigures.ClassFigure(new SyntheticDigits().Classes, ("true", truth), ("noise", scorer.OfNoise()));
        var bars = figure.Panels[0].Series.OfType<Bars>().ToList();
        Assert.All(bars, b => Assert.Equal(100, b.Heights.Sum(), 1e-9));
        Assert.Equal(100.0 * truth.Histogram[4] / 70, bars[0].Heights[4], 1e-9);
        Assert.Contains("<img", figure.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void NothingToShowIsSaid()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ScoreWatch(scorer, 0));
        Assert.Contains(
            "Nothing was scored",
            Assert.Throws<ArgumentException>(() => new ScoreWatch(scorer, 5).CourseFigure()).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "3 names",
            Assert.Throws<ArgumentException>(() => ScoreFigures.ClassFigure(["a", "b", "c"], ("noise", scorer.OfNoise()))).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() => ScoreFigures.ClassFigure(["a"]));
    }
}
