using CsCheck;
using GanStability;
using GanStability.Tests.Divergences;
using Xunit;

namespace GanStability.Tests.Scores;

public class FrechetDistanceTests
{
    private static readonly Gen<(double[], double[,], double[], double[,])> Pairs = Gen.Int[1, 6]
        .SelectMany(d => Gen.Select(Gens.Vector(d), Gens.Covariance(d), Gens.Vector(d), Gens.Covariance(d)));

    [Fact]
    public void AgreesWithAMatrixSquareRootOfTheProduct() =>
        Pairs.Sample(
            (m0, c0, m1, c1) =>
            {
                var root = MatrixSquareRoot.Of(MatrixSquareRoot.Multiply(c0, c1));
                var direct =
                    m0.Zip(m1, (a, b) => (a - b) * (a - b)).Sum()
                    + MatrixSquareRoot.Trace(c0)
                    + MatrixSquareRoot.Trace(c1)
                    - 2 * MatrixSquareRoot.Trace(root);
                var result = FrechetDistance.Gaussian(m0, c0, m1, c1);
                Assert.Equal(direct, result.Value, 1e-9 * (1 + direct));
                Assert.Equal(result.Value, result.MeanTerm + result.CovarianceTerm, 1e-12);
                Assert.Empty(result.Warnings);
            },
            iter: 200
        );

    [Fact]
    public void ZeroForEqualsSymmetricAndInvariantUnderARotation() =>
        Pairs.Sample(
            (m0, c0, m1, c1) =>
            {
                var distance = FrechetDistance.Gaussian(m0, c0, m1, c1).Value;
                Assert.Equal(0, FrechetDistance.Gaussian(m0, c0, m0, c0).Value, 1e-12);
                Assert.Equal(distance, FrechetDistance.Gaussian(m1, c1, m0, c0).Value, 1e-11);

                var rotation = Rotation(m0.Length);
                double[] Turn(double[] m) => [.. Enumerable.Range(0, m.Length).Select(i => m.Select((x, j) => rotation[i, j] * x).Sum())];
                double[,] TurnBoth(double[,] c) =>
                    Symmetric(MatrixSquareRoot.Multiply(MatrixSquareRoot.Multiply(rotation, c), MatrixSquareRoot.Transpose(rotation)));
                Assert.Equal(distance, FrechetDistance.Gaussian(Turn(m0), TurnBoth(c0), Turn(m1), TurnBoth(c1)).Value, 1e-10);
            },
            iter: 200
        );

    /// <summary>In another unit the distance is another number of square units, and nothing else.</summary>
    [Theory]
    [InlineData(1e60)]
    [InlineData(1e-60)]
    [InlineData(1e140)]
    [InlineData(1e-120)]
    [InlineData(1e15)]
    public void TheUnitOfTheFeaturesMultipliesTheDistance(double unit)
    {
        var random = new System.Random(4);
        var (real, generated) = (new double[400, 5], new double[400, 5]);
        for (var i = 0; i < 400; i++)
        for (var j = 0; j < 5; j++)
            (real[i, j], generated[i, j]) = (random.NextDouble() + j, random.NextDouble() * (j + 1));
        var expected = FrechetDistance.Between(real, generated);
        var scaled = FrechetDistance.Between(Times(real), Times(generated));
        Assert.Equal(1, scaled.Value / unit / unit / expected.Value, 1e-9);
        Assert.Equal(expected.ClampedEigenvalues, scaled.ClampedEigenvalues);
        // A collapsed generator: one point.
        var point = new double[400, 5];
        Assert.Equal(
            1,
            FrechetDistance.Between(Times(real), Times(point)).Value / unit / unit / FrechetDistance.Between(real, point).Value,
            1e-9
        );

        double[,] Times(double[,] features)
        {
            var all = (double[,])features.Clone();
            for (var i = 0; i < 400; i++)
            for (var j = 0; j < 5; j++)
                all[i, j] *= unit;
            return all;
        }
    }

    [Fact]
    public void FeaturesWhoseSquaresAreNoNumbersAreNamed()
    {
        foreach (var large in new[] { 1e155, 1e200, 1e300 })
        {
            var (real, generated) = (new double[3, 2], new double[3, 2]);
            for (var i = 0; i < 3; i++)
            for (var j = 0; j < 2; j++)
                (real[i, j], generated[i, j]) = (i + j, large * (i - j));
            Assert.Contains(
                "divide all features by one factor",
                Assert.Throws<ArithmeticException>(() => FrechetDistance.Between(real, generated)).Message,
                StringComparison.Ordinal
            );
            double[,] one =
            {
                { 1 },
            };
            Assert.Contains(
                "Divide the features of both",
                Assert.Throws<ArithmeticException>(() => FrechetDistance.Gaussian([0], one, [large], one)).Message,
                StringComparison.Ordinal
            );
        }
        // A common offset, however large, is no distance.
        double[,] far =
        {
            { 1e200 },
            { 1e200 },
        };
        Assert.Equal(0, FrechetDistance.Between(far, far).Value);
    }

    [Fact]
    public void ItsRootIsAMetric() =>
        Gen.Select(Gens.Vector(3), Gens.Covariance(3), Gens.Vector(3), Gens.Covariance(3), Gens.Vector(3), Gens.Covariance(3))
            .Sample(
                (ma, a, mb, b, mc, c) =>
                    Math.Sqrt(FrechetDistance.Gaussian(ma, a, mc, c).Value)
                    <= Math.Sqrt(FrechetDistance.Gaussian(ma, a, mb, b).Value)
                        + Math.Sqrt(FrechetDistance.Gaussian(mb, b, mc, c).Value)
                        + 1e-9,
                iter: 200
            );

    [Fact]
    public void ValuesWorkedByHand()
    {
        // One dimension: (μ_r − μ_g)² + (σ_r − σ_g)². Equal covariances: the squared distance of the means.
        Assert.Equal(
            4 + 1,
            FrechetDistance
                .Gaussian(
                    [1],
                    new double[,]
                    {
                        { 9 },
                    },
                    [3],
                    new double[,]
                    {
                        { 4 },
                    }
                )
                .Value,
            12
        );
        double[,] c =
        {
            { 2, 0.5 },
            { 0.5, 1 },
        };
        var result = FrechetDistance.Gaussian([1, 2], c, [4, -2], c);
        Assert.Equal(25, result.MeanTerm, 12);
        Assert.Equal(0, result.CovarianceTerm, 12);
        // Commuting covariances: Σ (√λ − √κ)².
        Assert.Equal(
            1 + 4,
            FrechetDistance
                .Gaussian(
                    [0, 0],
                    new double[,]
                    {
                        { 4, 0 },
                        { 0, 9 },
                    },
                    [0, 0],
                    new double[,]
                    {
                        { 1, 0 },
                        { 0, 1 },
                    }
                )
                .Value,
            12
        );
        // Singular, against one that is not: still exact, and said.
        var flat = FrechetDistance.Gaussian(
            [0, 0],
            new double[,]
            {
                { 4, 0 },
                { 0, 0 },
            },
            [0, 0],
            new double[,]
            {
                { 1, 0 },
                { 0, 1 },
            }
        );
        Assert.Equal(1 + 1, flat.Value, 12);
        Assert.Contains(
            "The covariance of the real samples is singular (rank 1 of 2)",
            Assert.Single(flat.Warnings),
            StringComparison.Ordinal
        );
        // Points: nothing varies at all.
        Assert.Equal(
            9,
            FrechetDistance
                .Gaussian(
                    [0],
                    new double[,]
                    {
                        { 0 },
                    },
                    [3],
                    new double[,]
                    {
                        { 0 },
                    }
                )
                .Value,
            12
        );
    }

    [Fact]
    public void BatchesChangeNothingAndOrderOnlyRounding()
    {
        const int d = 5,
            n = 1000;
        var rows = Normals(n, d, 1, mean: 1e4); // a large mean, where Σxxᵀ − Nμμᵀ would lose eight digits
        var whole = FeatureStatistics.Of(rows);
        var flat = rows.Cast<double>().ToArray();
        foreach (var batch in new[] { 1, 7, 256, 300 })
        {
            var streamed = new FeatureStatistics(d);
            for (var i = 0; i < n; i += batch)
            {
                streamed.Add(flat.AsSpan(i * d, Math.Min(batch, n - i) * d));
                if (batch == 7 && i < 100)
                    _ = streamed.Count >= 2 ? streamed.MeanAndCovariance() : default; // looking changes nothing
            }
            Assert.Equal(n, streamed.Count);
            Assert.Equal(whole.MeanAndCovariance().Mean, streamed.MeanAndCovariance().Mean);
            Assert.Equal(whole.MeanAndCovariance().Covariance, streamed.MeanAndCovariance().Covariance);
        }

        var order = Enumerable.Range(0, n).OrderBy(i => (i * 7919L) % n).ToArray();
        var shuffled = new FeatureStatistics(d);
        foreach (var i in order)
            shuffled.Add(flat.AsSpan(i * d, d));
        var other = FeatureStatistics.Of(Normals(n, d, 2, mean: 1e4));
        Assert.Equal(FrechetDistance.Between(whole, other).Value, FrechetDistance.Between(shuffled, other).Value, 1e-10);
        Assert.Equal(0, FrechetDistance.Between(whole, shuffled).Value, 1e-10);
        Assert.Equal(FrechetDistance.Between(whole, other).Value, FrechetDistance.Between(other, whole).Value, 1e-10);
    }

    [Fact]
    public void StatisticsAgreeWithTheTwoPassFormula()
    {
        const int d = 3,
            n = 600;
        var x = Normals(n, d, 4, mean: 100);
        var (mean, covariance) = FeatureStatistics.Of(x).MeanAndCovariance();
        for (var i = 0; i < d; i++)
        {
            Assert.Equal(Enumerable.Range(0, n).Average(r => x[r, i]), mean[i], 1e-11);
            for (var j = 0; j < d; j++)
                Assert.Equal(Enumerable.Range(0, n).Sum(r => (x[r, i] - mean[i]) * (x[r, j] - mean[j])) / (n - 1), covariance[i, j], 1e-11);
        }
        var narrow = new FeatureStatistics(d);
        narrow.Add(x.Cast<double>().Select(v => (float)v).ToArray().AsSpan());
        Assert.Equal(mean[0], narrow.MeanAndCovariance().Mean[0], 1e-5);
    }

    /// <summary>
    /// Two draws of N samples of one N(0, I₆₄). The score is close to a sum of d(d + 3)/2 = 2144 squares of normals, so one draw
    /// spreads by √(2/2144) = 3 % and the mean of r draws by 3 %/√r; the tolerance is four of those, plus d/2N for the next order.
    /// </summary>
    [Theory]
    [InlineData(1_000, 8, 2.19)]
    [InlineData(5_000, 4, 0.439)]
    [InlineData(20_000, 2, 0.111)]
    public void TheBiasOfTwoDrawsOfOneGaussian(int n, int draws, double syllabus)
    {
        const int d = 64;
        var measured = Enumerable.Range(0, draws).Average(s => FrechetDistance.Between(Draw(d, n, 2 * s), Draw(d, n, 2 * s + 1)).Value);
        var tolerance = 4 * Math.Sqrt(2.0 / 2144 / draws) + d / (2.0 * n);
        Assert.Equal(1, measured / FrechetDistance.ExpectedBias(d, n), tolerance);
        Assert.Equal(1, measured / syllabus, tolerance);
        Assert.Equal(1, FrechetDistance.ExpectedBias(d, n) / syllabus, 0.01);
    }

    [Fact]
    public void WhatSpoilsAComparisonIsSaid()
    {
        var few = FeatureStatistics.Of(Normals(5, 8, 1));
        var many = FeatureStatistics.Of(Normals(50, 8, 2));
        var result = FrechetDistance.Between(many, few);
        Assert.Contains(result.Warnings, w => w.StartsWith("N differs (50 real, 5 generated)", StringComparison.Ordinal));
        Assert.Contains(result.Warnings, w =>
            w.Contains("generated samples is singular (rank 4 of 8, N = 5 is not above d)", StringComparison.Ordinal)
        );
        Assert.Contains("N = 50 real, 5 generated\nwarning: ", result.ToString(), StringComparison.Ordinal);
        Assert.Empty(FrechetDistance.Between(many, FeatureStatistics.Of(Normals(50, 8, 3))).Warnings);
        // A set against itself is zero also where its covariance is singular.
        Assert.Equal(0, FrechetDistance.Between(few, few).Value, 1e-12);
        var copied = FrechetDistance.Between(Doubled(Normals(40, 4, 5)), Doubled(Normals(40, 4, 6)));
        var single = FrechetDistance.Between(Normals(40, 4, 5), Normals(40, 4, 6));
        Assert.Equal(2 * single.Value, copied.Value, 1e-9); // every feature twice: each spread and distance doubles
        Assert.Contains(copied.Warnings, w => w.Contains("rank 4 of 8", StringComparison.Ordinal));
    }

    [Fact]
    public void BadInputIsNamed()
    {
        double[,] one =
        {
            { 1 },
        };
        Bad("covariance1 has the negative eigenvalue -1", () => FrechetDistance.Gaussian(
                [0],
                one,
                [0],
                new double[,]
                {
                    { -1 },
                }
            ));
        Bad("mean1 has 2 numbers and mean0 has 1", () => FrechetDistance.Gaussian(
                [0],
                one,
                [0, 0],
                new double[,]
                {
                    { 1, 0 },
                    { 0, 1 },
                }
            ));
        Bad("generated has 2 features and real has 3", () => FrechetDistance.Between(Normals(5, 3, 1), Normals(5, 2, 1)));
        Bad("row 1, column 0 is NaN", () => FeatureStatistics.Of(
                new[,]
                {
                    { 1.0 },
                    { double.NaN },
                }
            ));
        Bad("no multiple of 3", () =>
        {
            new FeatureStatistics(3).Add([1.0, 2.0]);
            return 0;
        });
        Bad("has 2 columns; this score was set up for 3", () =>
        {
            new FeatureStatistics(3).Add(new double[1, 2]);
            return 0;
        });
        Assert.Contains(
            "1 samples were added",
            Assert.Throws<InvalidOperationException>(() => FeatureStatistics.Of(one).MeanAndCovariance()).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => new FeatureStatistics(0));
    }

    private static void Bad(string message, Func<object> call) =>
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(call).Message, StringComparison.Ordinal);

    private static FeatureStatistics Draw(int d, int n, int seed)
    {
        var statistics = new FeatureStatistics(d);
        var samples = new double[d * n];
        MathNet.Numerics.Distributions.Normal.Samples(new System.Random(seed), samples, 0, 1);
        statistics.Add(samples.AsSpan());
        return statistics;
    }

    private static double[,] Normals(int n, int d, int seed, double mean = 0)
    {
        var random = new System.Random(seed);
        var rows = new double[n, d];
        for (var i = 0; i < n; i++)
        for (var j = 0; j < d; j++)
            rows[i, j] = mean + MathNet.Numerics.Distributions.Normal.Sample(random, 0, 1);
        return rows;
    }

    private static double[,] Doubled(double[,] x)
    {
        var twice = new double[x.GetLength(0), 2 * x.GetLength(1)];
        for (var i = 0; i < x.GetLength(0); i++)
        for (var j = 0; j < twice.GetLength(1); j++)
            twice[i, j] = x[i, j % x.GetLength(1)];
        return twice;
    }

    /// <summary>A rotation by one radian in each plane of two successive axes, one after the other.</summary>
    private static double[,] Rotation(int d)
    {
        var rotation = new double[d, d];
        for (var i = 0; i < d; i++)
            rotation[i, i] = 1;
        for (var i = 0; i + 1 < d; i++)
        for (var k = 0; k < d; k++)
            (rotation[i, k], rotation[i + 1, k]) = (
                Math.Cos(1) * rotation[i, k] - Math.Sin(1) * rotation[i + 1, k],
                Math.Sin(1) * rotation[i, k] + Math.Cos(1) * rotation[i + 1, k]
            );
        return rotation;
    }

    private static double[,] Symmetric(double[,] a)
    {
        for (var i = 0; i < a.GetLength(0); i++)
        for (var j = 0; j < i; j++)
            a[i, j] = a[j, i];
        return a;
    }
}
