using GanStability;
using GanStability.Tests.Data;
using GanStability.Tests.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Scores;

public sealed class ImageScorerTests : IDisposable
{
    private readonly DigitClassifier classifier = DigitClassifier.For(new SyntheticDigits());

    public void Dispose() => classifier.Dispose();

    [Fact]
    public void TheShippedClassifierKnowsTheDigitsAndIsSmall()
    {
        // Draws it was neither trained nor tested on.
        Assert.InRange(classifier.AccuracyOn(new SyntheticDigits(), 2000, 77), 0.97, 1);
        Assert.InRange(classifier.Origin.Accuracy, 0.97, 1);
        Assert.InRange(new FileInfo(Path.Combine(DataFolders.Shipped, "digit-classifier.weights")).Length, 1, 2_000_000);
    }

    [Fact]
    public void TrueSamplesScoreBestAndNoiseWorst()
    {
        var scorer = new ImageScorer(classifier, new SyntheticDigits(), 1000);
        var (real, noise) = (scorer.OfTrueSamples(), scorer.OfNoise());
        Assert.InRange(real.Inception.Mean, 9, 10);
        Assert.True(noise.Frechet.Value > 30 * real.Frechet.Value, $"{noise.Frechet.Value} {real.Frechet.Value}");
        Assert.Equal(10, real.ClassesFound);
        Assert.InRange(real.HistogramKl, 0, 0.02);
        Assert.InRange(real.Coverage, 0.9, 1);
        Assert.InRange(real.Precision, 0.9, 1);
        Assert.InRange(noise.Coverage, 0, 0.05);
        Assert.Contains("N = 1000", real.ToString(), StringComparison.Ordinal);
        Assert.Contains("digit classifier trained on synthetic digits", real.ToString(), StringComparison.Ordinal);
        Assert.Equal((1000L, 1000L), (real.Frechet.RealCount, real.Frechet.GeneratedCount));
    }

    [Fact]
    public void LosingDigitsShowsInEveryScore()
    {
        var scorer = new ImageScorer(classifier, new SyntheticDigits(), 600);
        var three = SyntheticDigits.Only(1, 4, 8);
        var score = scorer.Measure((count, use) => use(Draw(three, count, 4)));
        Assert.InRange(score.Inception.Mean, 2.5, 3.6);
        Assert.Equal(Math.Log(10.0 / 3), score.HistogramKl, 0.2);
        Assert.True(score.Coverage < 0.5);
        Assert.True(score.Frechet.Value > 5 * scorer.OfTrueSamples().Frechet.Value);
        // Other digits than these are mistakes of the classifier.
        Assert.InRange(score.Histogram[1] + score.Histogram[4] + score.Histogram[8], 570, 600);
    }

    [Fact]
    public void ScoresAreTheFormulasOnTheSameFeaturesWhateverTheBatches()
    {
        using var scope = NewDisposeScope();
        var scorer = new ImageScorer(classifier, new SyntheticDigits(), 300, seed: 5);
        var pictures = Draw(new SyntheticDigits(), 300, 6);
        var whole = scorer.Measure((_, use) => use(pictures));
        var pieces = scorer.Measure(
            (_, use) =>
            {
                for (var i = 0; i < 300; i += 70)
                    use(pictures.narrow(0, i, Math.Min(70, 300 - i)));
            }
        );
        Assert.Equal(whole.Frechet.Value, pieces.Frechet.Value, 1e-6 * whole.Frechet.Value);
        Assert.Equal(whole.Inception.Mean, pieces.Inception.Mean, 1e-6);
        var shuffled = scorer.Measure((_, use) => use(pictures.flip(0)));
        Assert.Equal(whole.Frechet.Value, shuffled.Frechet.Value, 1e-6 * whole.Frechet.Value);

        // The Inception Score in three lines, in double precision, from the probabilities themselves.
        var p = classifier.ExtractFeatures(pictures).Probabilities.to(ScalarType.Float64);
        p = p / p.sum(1, keepdim: true);
        var kl = (p * (p.clamp_min(1e-300).log() - p.mean([0], keepdim: true).log())).sum(1);
        Assert.Equal(kl.mean().exp().item<double>(), whole.Inception.Mean, 1e-6 * whole.Inception.Mean);
        // The mean term of the Fréchet distance, likewise.
        var reference = classifier.ExtractFeatures(Draw(new SyntheticDigits(), 250, 5)).Features;
        using var generator = new torch.Generator(5, CPU);
        reference = classifier
            .ExtractFeatures(cat([new SyntheticDigits().Sample(250, generator, CPU), new SyntheticDigits().Sample(50, generator, CPU)]))
            .Features.to(ScalarType.Float64);
        var shift = reference.mean([0]) - classifier.ExtractFeatures(pictures).Features.to(ScalarType.Float64).mean([0]);
        Assert.Equal(shift.square().sum().item<double>(), whole.Frechet.MeanTerm, 1e-6 * whole.Frechet.MeanTerm + 1e-9);
    }

    [Fact]
    public void StackedDigitsAreCountedModeByMode()
    {
        using var scope = NewDisposeScope();
        var stacked = new StackedDigits();
        var scorer = new ImageScorer(classifier, stacked, 300);
        using var generator = new torch.Generator(9, CPU);
        var (pictures, labels) = stacked.SampleLabelled(300, generator, CPU);
        var score = scorer.Measure((_, use) => use(pictures));
        Assert.Equal(1000, score.Histogram.Count);
        var truth = bincount(labels, minlength: 1000).data<long>().ToArray();
        Assert.InRange(truth.Zip(score.Histogram, (a, b) => Math.Abs(a - b)).Sum(), 0, 30);
        // One picture again and again: one mode of a thousand.
        Assert.Equal(1, scorer.Measure((_, use) => use(pictures[..1].expand(300, -1, -1, -1))).ClassesFound);
    }

    [Fact]
    public void ARunScoresItsOwnPictures()
    {
        using var run = Trainer.Train(
            new Recipe
            {
                Data = new SyntheticDigits(),
                Generator = new ConvGenerator(4) { Latent = 6 },
                Discriminator = new ConvDiscriminator(4),
                Steps = 2,
                Batch = 8,
                Device = "cpu",
            }
        );
        var scorer = new ImageScorer(classifier, run.Recipe.Data, 200);
        var score = run.Score(scorer);
        Assert.Equal(200, score.Inception.Count);
        Assert.Equal(score.Frechet.Value, run.Score(scorer).Frechet.Value);
        using var ring = Trainer.Train(TinyRecipes.Ring with { Steps = 1 });
        Assert.Contains("Only pictures", Assert.Throws<ArgumentException>(() => ring.Score(scorer)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CoverageAndPrecisionOfKnownPoints()
    {
        using var scope = NewDisposeScope();
        // Two groups of ten on a line, neighbours 1 apart, far from each other; the generated points lie at one group only, one of them
        // nowhere.
        var real = cat([arange(10), arange(10) + 1000]).to(ScalarType.Float32).unsqueeze(1);
        var generated = tensor(new[] { 0.5f, 3.5f, 6.5f, 9.5f, 500f }).unsqueeze(1);
        var (coverage, precision) = NeighbourCoverage.Measure(real, generated, 3);
        Assert.Equal((0.5, 0.8), (coverage, precision));
        Assert.Throws<ArgumentException>(() => NeighbourCoverage.Measure(real[..3], generated, 3));
        // Two samples of one distribution: 1 − 2^−k.
        using var generator = new torch.Generator(1, CPU);
        var same = NeighbourCoverage.Measure(randn([1500, 8], generator: generator), randn([1500, 8], generator: generator), 2);
        Assert.Equal(0.75, same.Coverage, 0.05);
    }

    [Fact]
    public void TrainingIsSeededAndSavingKeepsEverything()
    {
        var folder = Directory.CreateTempSubdirectory("gan classifier ").FullName;
        try
        {
            var digits = new SyntheticDigits();
            using var a = DigitClassifier.Train(digits, digits, 3, 5, 100);
            using var b = DigitClassifier.Train(digits, digits, 3, 5, 100);
            using var pictures = Draw(digits, 20, 1);
            using (NewDisposeScope())
                Assert.Equal(Numbers(a, pictures), Numbers(b, pictures));
            var path = Path.Combine(folder, "c");
            a.Save(path);
            using var loaded = DigitClassifier.Load(path, CPU);
            using (NewDisposeScope())
                Assert.Equal(Numbers(a, pictures), Numbers(loaded, pictures));
            Assert.Equal(a.Origin, loaded.Origin);
            Assert.Equal(2, Directory.GetFiles(folder).Length);
            File.WriteAllBytes(path + ".weights", File.ReadAllBytes(path + ".weights")[..1000]);
            Assert.Throws<InvalidDataException>(() => DigitClassifier.Load(path, CPU));
            File.Delete(path + ".weights");
            Assert.Throws<FileNotFoundException>(() => DigitClassifier.Load(path, CPU));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        static float[] Numbers(DigitClassifier c, Tensor pictures) => c.ExtractFeatures(pictures).Features.data<float>().ToArray();
    }

    [Fact]
    public void RealDigitsAreLearnedFromEightThousand()
    {
        using var set = RealDigits.Open();
        using var known = set.Part(0, 8000);
        using var heldOut = set.Part(8000, 2000);
        using var learned = DigitClassifier.Train(known, heldOut, 0, 700, 2000);
        Assert.InRange(learned.Origin.Accuracy, 0.975, 1);
    }

    [Fact]
    public void OtherPicturesAreRefused()
    {
        Assert.Contains(
            "InceptionNetwork",
            Assert.Throws<ArgumentException>(() => DigitClassifier.For(new StackedDigits())).Message,
            StringComparison.Ordinal
        );
        using var scope = NewDisposeScope();
        Assert.Contains(
            "[2, 3, 32, 32]",
            Assert.Throws<ArgumentException>(() => classifier.ExtractFeatures(zeros(2, 3, 32, 32))).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "more than 64",
            Assert.Throws<ArgumentOutOfRangeException>(() => new ImageScorer(classifier, new SyntheticDigits(), 64)).Message,
            StringComparison.Ordinal
        );
        var scorer = new ImageScorer(classifier, new SyntheticDigits(), 100);
        Assert.Contains(
            "100 pictures were asked for and 3 came",
            Assert.Throws<ArgumentException>(() => scorer.Measure((_, use) => use(zeros(3, 1, 28, 28)))).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void PicturesWithoutLabelsAreToldWhatToDo()
    {
        using var scope = NewDisposeScope();
        using var own = ImageSet.FromTensor(zeros(20, 1, 28, 28), PixelRange.MinusOneToOne);
        var message = Assert.Throws<ArgumentException>(() => ImageScorer.For(own)).Message;
        Assert.Contains("own pictures", message, StringComparison.Ordinal);
        Assert.Contains("labels: ", message, StringComparison.Ordinal);
        Assert.Contains("DigitClassifier.For(new SyntheticDigits())", message, StringComparison.Ordinal);
    }

    private static Tensor Draw(IDataSource source, int count, ulong seed)
    {
        using var generator = new torch.Generator(seed, CPU);
        return source.Sample(count, generator, CPU);
    }
}
