using GanStability;
using Xunit;

namespace GanStability.Tests.Statistics;

public class ProportionTests
{
    /// <summary>As binom.test of R prints them.</summary>
    [Theory]
    [InlineData(0, 10, 0, 0.3084971)]
    [InlineData(3, 10, 0.06673951, 0.6524529)]
    [InlineData(10, 10, 0.6915029, 1)]
    public void IntervalsOfTheTextbooks(int count, int of, double low, double high)
    {
        var share = new Proportion(count, of);
        Assert.Equal(low, share.Low, 1e-6);
        Assert.Equal(high, share.High, 1e-6);
    }

    [Fact]
    public void TheEndsAreWhereTheCountBecomesASurprise()
    {
        for (var n = 1; n <= 12; n++)
        for (var k = 0; k <= n; k++)
        {
            var share = new Proportion(k, n);
            if (k > 0)
                Assert.Equal(0.025, Enumerable.Range(k, n - k + 1).Sum(i => Probability(i, n, share.Low)), 1e-9);
            if (k < n)
                Assert.Equal(0.025, Enumerable.Range(0, k + 1).Sum(i => Probability(i, n, share.High)), 1e-9);
        }
    }

    /// <summary>
    /// Scores of two values, 1 or 8 modes: the claim of 95 % holds for the count, and Student's interval of the mean breaks it.
    /// </summary>
    [Theory]
    [InlineData(5, 0.1, 0.41)]
    [InlineData(5, 0.2, 0.67)]
    [InlineData(10, 0.1, 0.65)]
    [InlineData(20, 0.05, 0.64)]
    public void CoverageOfTwoValuedScores(int n, double p, double ofStudent)
    {
        var random = new Random(3);
        const int Repetitions = 20_000;
        var (exact, student) = (0, 0);
        for (var i = 0; i < Repetitions; i++)
        {
            double[] scores = [.. Enumerable.Range(0, n).Select(_ => random.NextDouble() < p ? 8.0 : 1.0)];
            var share = new Proportion(scores.Count(s => s == 8), n);
            exact += share.Low <= p && p <= share.High ? 1 : 0;
            var mean = Interval.Of(scores);
            student += Math.Abs(mean.Mean - (1 + 7 * p)) <= mean.HalfWidth ? 1 : 0;
        }
        Assert.InRange(exact / (double)Repetitions, 0.93, 1);
        Assert.Equal(ofStudent, student / (double)Repetitions, 0.015);
    }

    [Fact]
    public void ReadsAsACountWithItsInterval()
    {
        Assert.Equal("3 of 20 (3–38 %)", new Proportion(3, 20).ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => new Proportion(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Proportion(4, 3));
    }

    private static double Probability(int k, int n, double p) =>
        Enumerable.Range(1, k).Aggregate(1.0, (c, i) => c * (n - k + i) / i) * Math.Pow(p, k) * Math.Pow(1 - p, n - k);
}
