using GanStability;
using Xunit;

namespace GanStability.Tests.Statistics;

public class PairedTestTests
{
    /// <summary>Two-sided p of binom.test(more, more + fewer) in R, from sums of binomial coefficients by hand.</summary>
    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(5, 0, 2.0 / 32)]
    [InlineData(6, 0, 2.0 / 64)]
    [InlineData(8, 1, 2 * (1.0 + 9) / 512)]
    [InlineData(9, 3, 2 * (1.0 + 12 + 66 + 220) / 4096)]
    [InlineData(4, 4, 1)]
    public void TheSignTestCountsSeeds(int more, int fewer, double p)
    {
        double[] values = [.. Enumerable.Repeat(3.0, more), .. Enumerable.Repeat(1.0, fewer), 2, 2];
        var test = PairedTest.Sign(values, [.. values.Select(_ => 2.0)]);
        Assert.Equal((more, fewer, 2, true), (test.More, test.Fewer, test.Equal, test.Exact));
        Assert.Equal(p, test.P, 1e-12);
    }

    [Fact]
    public void ThePermutationTestCountsEveryExchange()
    {
        var random = new Random(4);
        for (var n = 1; n <= 9; n++)
        {
            double[] differences = [.. Enumerable.Range(0, n).Select(_ => Math.Round(4 * random.NextDouble() - 1, 1))];
            var test = PairedTest.Permutation(differences, [.. differences.Select(_ => 0.0)]);
            // Every pattern of signs, one by one.
            var seen = Math.Abs(differences.Sum());
            var atLeast = Enumerable
                .Range(0, 1 << n)
                .Count(signs => Math.Abs(differences.Select((d, i) => (signs >> i & 1) == 0 ? d : -d).Sum()) > seen - 1e-6);
            Assert.Equal(atLeast / (double)(1 << n), test.P, 1e-12);
        }
    }

    [Fact]
    public void DarwinsMaize()
    {
        // Crossed less self-fertilised plants, eighths of an inch; Fisher (1935, §21) counts 1726 of 32768 exchanges for both directions.
        double[] differences = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];
        var test = PairedTest.Permutation(differences, new double[15]);
        Assert.Equal(1726 / 32768.0, test.P, 1e-12);
        Assert.True(test.Exact);
    }

    [Fact]
    public void ManyPairsAreDrawnAndSaidSo()
    {
        double[] values = [.. Enumerable.Range(0, 24).Select(i => i % 3 == 0 ? -1.0 : 1.0)];
        var test = PairedTest.Permutation(values, new double[24]);
        Assert.False(test.Exact);
        // With equal sizes it is the sign test, 16 up and 8 down.
        Assert.Equal(PairedTest.Sign(values, new double[24]).P, test.P, 0.003);
        Assert.Equal(test, PairedTest.Permutation(values, new double[24]));
    }

    [Fact]
    public void APairWithoutAValueIsLeftOut()
    {
        var test = PairedTest.Sign([1, double.NaN, 3], [0, 0, double.NaN]);
        Assert.Equal((1, 0, 0), (test.More, test.Fewer, test.Equal));
        Assert.Contains(
            "got 2 and 1",
            Assert.Throws<ArgumentException>(() => PairedTest.Sign([1, 2], [1])).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void HolmByHand()
    {
        // .01 · 4, .03 · 3, .04 · 2 (not below the one before), .2 · 1.
        var corrected = PairedTest.Holm([0.03, 0.01, 0.2, 0.04, double.NaN]);
        Assert.Equal([0.09, 0.04, 0.2, 0.09, double.NaN], corrected.Select(p => Math.Round(p, 12)));
        Assert.Equal([1.0, 1.0], PairedTest.Holm([0.9, 0.8]));
    }

    /// <summary>On scores of two values, such as one mode or all eight, Student's interval lies; exact tests keep their word.</summary>
    [Theory]
    [InlineData(5, .1)]
    [InlineData(10, .1)]
    [InlineData(10, .5)]
    [InlineData(20, .3)]
    public void AlarmsAreFalseInOneOfTwentyAtMost(int seeds, double p)
    {
        var random = new Random(8);
        double[] Scores() => [.. Enumerable.Range(0, seeds).Select(_ => random.NextDouble() < p ? 8.0 : 1.0)];
        var (sign, permutation) = (0, 0);
        const int Repetitions = 500;
        for (var i = 0; i < Repetitions; i++)
        {
            var (values, baseline) = (Scores(), Scores());
            sign += PairedTest.Sign(values, baseline).P < 0.05 ? 1 : 0;
            permutation += PairedTest.Permutation(values, baseline).P < 0.05 ? 1 : 0;
        }
        Assert.InRange(sign / (double)Repetitions, 0, 0.07);
        Assert.InRange(permutation / (double)Repetitions, 0, 0.07);
    }
}
