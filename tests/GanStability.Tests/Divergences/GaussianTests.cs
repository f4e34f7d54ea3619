using CsCheck;
using GanStability;
using Xunit;

namespace GanStability.Tests.Divergences;

public class GaussianTests
{
    [Fact]
    public void InOneDimensionItIsTheFormulaOnTheLine() =>
        Gen.Select(Gens.Normal, Gens.Normal)
            .Sample(
                (p, q) =>
                {
                    var line = Kl.Gaussian(p, q);
                    var matrix = Kl.Gaussian(
                        [p.Mean],
                        new[,]
                        {
                            { p.StandardDeviation * p.StandardDeviation },
                        },
                        [q.Mean],
                        new[,]
                        {
                            { q.StandardDeviation * q.StandardDeviation },
                        }
                    );
                    return Math.Abs(line - matrix) <= 1e-11 * (1 + line);
                },
                iter: 200
            );

    [Fact]
    public void IndependentCoordinatesAddUp()
    {
        double[,] first =
            {
                { 4, 0 },
                { 0, 0.25 },
            },
            second =
            {
                { 1, 0 },
                { 0, 9 },
            };
        Assert.Equal(
            Kl.Gaussian(new Normal(1, 2), new Normal(0, 1)) + Kl.Gaussian(new Normal(-1, 0.5), new Normal(2, 3)),
            Kl.Gaussian([1, -1], first, [0, 2], second),
            12
        );
        Assert.Equal(
            Entropy.Gaussian(new Normal(1, 2)) + Entropy.Gaussian(new Normal(-1, 0.5)),
            Entropy.Gaussian(new MultivariateNormal([1, -1], first)),
            12
        );
    }

    [Fact]
    public void MonteCarloAgreesInFiveDimensions()
    {
        var (p, q) = Pair(5);
        Within5StandardErrors(Kl.Gaussian(p, q), Kl.MonteCarlo(p, q, 20_000, seed: 1));
        Within5StandardErrors(Entropy.Gaussian(p), Entropy.MonteCarlo(p, 20_000, seed: 2));
        Within5StandardErrors(CrossEntropy.Gaussian(p, q), CrossEntropy.MonteCarlo(p, q, 20_000, seed: 3));
    }

    [Fact]
    public void NeverNegativeZeroForEqualsAndInvariantUnderAChangeOfCoordinates() =>
        Gen.Select(Gens.Vector(3), Gens.Covariance(3), Gens.Vector(3), Gens.Covariance(3))
            .Sample(
                (m0, c0, m1, c1) =>
                {
                    var kl = Kl.Gaussian(m0, c0, m1, c1);
                    Assert.True(kl > 0);
                    Assert.Equal(0, Kl.Gaussian(m0, c0, m0, c0), 1e-12);
                    // x → D x with D = diag(2, ⅓, 10) changes entropies but no divergence.
                    double[] scale = [2, 1 / 3.0, 10];
                    double[] Map(double[] m) => [.. m.Select((x, i) => x * scale[i])];
                    double[,] MapBoth(double[,] c)
                    {
                        var mapped = new double[3, 3];
                        for (var i = 0; i < 3; i++)
                        for (var j = 0; j < 3; j++)
                            mapped[i, j] = c[i, j] * scale[i] * scale[j];
                        return mapped;
                    }
                    Assert.Equal(kl, Kl.Gaussian(Map(m0), MapBoth(c0), Map(m1), MapBoth(c1)), 1e-9 * (1 + kl));
                },
                iter: 200
            );

    [Fact]
    public void SamplesHaveTheCovarianceThatWasAsked()
    {
        var p = new MultivariateNormal(
            [1, -2],
            new[,]
            {
                { 2, 1.2 },
                { 1.2, 1 },
            }
        );
        var random = new Random(5);
        var draws = Enumerable.Range(0, 20_000).Select(_ => p.Sample(random)).ToArray();
        var covariance = draws.Average(x => (x[0] - 1) * (x[1] + 2));
        Assert.Equal(1.2, covariance, 5 * Math.Sqrt((2 * 1 + 1.2 * 1.2) / 20_000)); // Var(xy) = σ₁²σ₂² + c² (Isserlis)
    }

    [Fact]
    public void BadInputIsNamed()
    {
        double[,] identity =
        {
            { 1, 0 },
            { 0, 1 },
        };
        Bad("covariance0 is not positive definite", () => Kl.Gaussian(
                [0, 0],
                new double[,]
                {
                    { 1, 1 },
                    { 1, 1 },
                },
                [0, 0],
                identity
            ));
        Bad("covariance1 is not positive definite", () => Kl.Gaussian(
                [0, 0],
                identity,
                [0, 0],
                new double[,]
                {
                    { 1, 0 },
                    { 0, -1 },
                }
            ));
        Bad("covariance1[0, 1] is 0.5 and covariance1[1, 0] is 0; it must be symmetric", () => Kl.Gaussian(
                [0, 0],
                identity,
                [0, 0],
                new[,]
                {
                    { 1, 0.5 },
                    { 0, 1 },
                }
            ));
        Bad("covariance0 is 2×2 and mean0 has 1 numbers", () => Kl.Gaussian([0], identity, [0, 0], identity));
        Bad("mean1[1] is NaN", () => Kl.Gaussian([0, 0], identity, [0, double.NaN], identity));
        Bad("q has 1 dimensions and p has 2", () => Kl.Gaussian(
                [0, 0],
                identity,
                [0],
                new double[,]
                {
                    { 1 },
                }
            ));
        Bad("x has 1 numbers", () => new MultivariateNormal([0, 0], identity).LogDensity([1]));
    }

    private static void Bad(string message, Func<object> call) =>
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(call).Message, StringComparison.Ordinal);

    private static void Within5StandardErrors(double truth, Estimate estimate) =>
        Assert.Equal(truth, estimate.Value, 5 * estimate.StandardError);

    private static (MultivariateNormal, MultivariateNormal) Pair(int d)
    {
        var (c0, c1) = (new double[d, d], new double[d, d]);
        for (var i = 0; i < d; i++)
        for (var j = 0; j < d; j++)
        {
            c0[i, j] = Math.Pow(0.5, Math.Abs(i - j));
            c1[i, j] = (i == j ? 1 : 0) + 0.3;
        }
        return (new([.. Enumerable.Range(0, d).Select(i => 0.1 * i)], c0), new(new double[d], c1));
    }
}
