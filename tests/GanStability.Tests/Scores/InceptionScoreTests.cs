using CsCheck;
using GanStability;
using GanStability.Tests.Divergences;
using Xunit;

namespace GanStability.Tests.Scores;

public class InceptionScoreTests
{
    private static readonly Gen<double[][]> Batches = Gen.Int[2, 6].SelectMany(k => Gens.Simplex(k).Array[1, 40]);

    [Fact]
    public void IsTheExponentialOfTheMeanDivergenceFromTheMarginal() =>
        Batches.Sample(
            rows =>
            {
                // The three steps of the definition, literally.
                var marginal = Enumerable.Range(0, rows[0].Length).Select(k => rows.Average(r => r[k])).ToArray();
                var score = Math.Exp(rows.Average(r => Kl.Discrete(r, marginal)));
                Assert.Equal(score, InceptionScore.Of(Matrix(rows)).Mean, 1e-10);
            },
            iter: 500
        );

    [Fact]
    public void LiesBetween1AndTheNumberOfClasses() =>
        Gen.Select(Batches, Gen.Int[1, 10])
            .Sample(
                (rows, splits) =>
                {
                    var result = InceptionScore.Of(Matrix(rows), Math.Min(splits, rows.Length));
                    Assert.All(result.Splits, s => Assert.InRange(s, 1, rows[0].Length));
                    Assert.Equal(result.Splits.Average(), result.Mean, 12);
                    Assert.Equal(rows.Length, result.Count);
                },
                iter: 500
            );

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    public void OneHotOnMClassesScoresM(int m)
    {
        var rows = new double[300, 10];
        for (var i = 0; i < 300; i++)
            rows[i, i % m] = 1;
        Assert.Equal(m, InceptionScore.Of(rows).Mean, 12);
    }

    [Fact]
    public void ItIsBlindInsideAClassAndToDoubtShared()
    {
        // One image per class, ten images in all, repeated or not: the full score.
        var rows = new double[10, 10];
        for (var i = 0; i < 10; i++)
            rows[i, i] = 1;
        Assert.Equal(10, InceptionScore.Of(rows).Mean, 12);
        // A classifier that never decides scores 1, whatever the images.
        var undecided = new double[50, 4];
        for (var i = 0; i < 200; i++)
            undecided[i / 4, i % 4] = 0.25;
        Assert.Equal(1, InceptionScore.Of(undecided).Mean, 12);
    }

    [Fact]
    public void SortedImagesAreHarmless()
    {
        var sorted = new double[100, 10];
        for (var i = 0; i < 100; i++)
            sorted[i, i / 10] = 1;
        var result = InceptionScore.Of(sorted, splits: 10);
        Assert.Equal(10, result.Mean, 12); // runs of ten would each hold one class and score 1
        Assert.Equal(0, result.StandardDeviation, 12);

        double[,] uneven =
        {
            { 1, 0 },
            { 1, 0 },
            { 0, 1 },
            { 1, 0 },
        }; // one split has both classes, the other only one
        Assert.Equal([1, 2], InceptionScore.Of(uneven, 2).Splits.Select(s => Math.Round(s, 12)).Order());
        Assert.Equal(0.5, InceptionScore.Of(uneven, 2).StandardDeviation, 12);
        Assert.Equal("IS 1.5 ± 0.5 of at most 2 (N = 4 in 2 splits)", InceptionScore.Of(uneven, 2).ToString());
    }

    /// <summary>Classes 0…9, 0…9, …: dealing image i to split i mod 10 would give each split one class, and a score of 1.</summary>
    [Theory]
    [InlineData(10, 10)]
    [InlineData(10, 5)]
    [InlineData(5, 10)]
    [InlineData(2, 10)]
    [InlineData(10, 2)]
    [InlineData(10, 20)]
    [InlineData(10, 3)]
    public void NoPeriodOfTheImagesHidesAClassFromASplit(int period, int splits)
    {
        // Every class comes once in a period of ten images, repeated, or runs of equal classes make a longer one.
        var images = new double[4000, 10];
        for (var i = 0; i < 4000; i++)
            images[i, i / (10 / period) % 10] = 1;
        var result = InceptionScore.Of(images, splits);
        if (period == 10 && splits == 10)
            Assert.Equal(10, result.Mean, 12);
        Assert.All(result.Splits, s => Assert.InRange(s, 9.5, 10));
        Assert.Equal(result.Splits, InceptionScore.Of(images, splits).Splits);
        Assert.All(InceptionScore.Of(images, splits, seed: 5).Splits, s => Assert.InRange(s, 9.5, 10));
    }

    [Fact]
    public void AnyPeriodGivesWhatShuffledImagesGive()
    {
        var random = new System.Random(1);
        for (var period = 1; period <= 40; period++)
        {
            // Half of a period shows class 0, half class 1: both classes are equally frequent in every split.
            var images = new double[4000, 2];
            for (var i = 0; i < 4000; i++)
                images[
                    i,
                    period == 1 ? random.Next(2)
                    : i % period < period / 2 ? 0
                    : 1
                ] = 1;
            var whole = InceptionScore.Of(images).Mean;
            Assert.Equal(whole, InceptionScore.Of(images, 10).Mean, 0.02);
        }
    }

    [Fact]
    public void SplitsAreEquallyLarge()
    {
        // 37 images in 5 splits: 8 or 7 each. A split of n one-hot images of n classes scores n.
        var images = new double[37, 37];
        for (var i = 0; i < 37; i++)
            images[i, i] = 1;
        Assert.Equal([7, 7, 7, 8, 8], InceptionScore.Of(images, 5).Splits.Select(s => (int)Math.Round(s)).Order());
    }

    [Fact]
    public void BatchesChangeNothing()
    {
        var random = new System.Random(3);
        var flat = Enumerable
            .Range(0, 101)
            .SelectMany(_ =>
            {
                var w = Enumerable.Range(0, 5).Select(_ => random.NextDouble()).ToArray();
                return w.Select(x => x / w.Sum());
            })
            .ToArray();
        var whole = new InceptionScore(5, 4);
        whole.Add(flat.AsSpan());
        var streamed = new InceptionScore(5, 4);
        for (var i = 0; i < 101; i += 8)
            streamed.Add(flat.AsSpan(i * 5, Math.Min(8, 101 - i) * 5));
        Assert.Equal(whole.Result().Splits, streamed.Result().Splits);

        var narrow = new InceptionScore(5, 4);
        narrow.Add(flat.Select(x => (float)x).ToArray().AsSpan());
        Assert.Equal(whole.Result().Mean, narrow.Result().Mean, 1e-5);
    }

    [Fact]
    public void BadInputIsNamedAndNothingOfItIsAdded()
    {
        var score = new InceptionScore(2);
        Assert.Contains(
            "row 1 sums to 0.9",
            Assert
                .Throws<ArgumentException>(() =>
                    score.Add(
                        new[,]
                        {
                            { 0.5, 0.5 },
                            { 0.5, 0.4 },
                        }
                    )
                )
                .Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "row 0, class 1 is -1",
            Assert
                .Throws<ArgumentException>(() =>
                    score.Add(
                        new[,]
                        {
                            { 2.0, -1 },
                        }
                    )
                )
                .Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "row 0, class 0 is NaN",
            Assert
                .Throws<ArgumentException>(() =>
                    score.Add(
                        new[,]
                        {
                            { double.NaN, 1 },
                        }
                    )
                )
                .Message,
            StringComparison.Ordinal
        );
        Assert.Contains("3 columns", Assert.Throws<ArgumentException>(() => score.Add(new double[1, 3])).Message, StringComparison.Ordinal);
        Assert.Equal(0, score.Count);
        Assert.Contains(
            "0 images were added",
            Assert.Throws<InvalidOperationException>(() => score.Result()).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => new InceptionScore(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new InceptionScore(10, 0));
    }

    private static double[,] Matrix(double[][] rows)
    {
        var matrix = new double[rows.Length, rows[0].Length];
        for (var i = 0; i < rows.Length; i++)
        for (var j = 0; j < rows[0].Length; j++)
            matrix[i, j] = rows[i][j];
        return matrix;
    }
}
