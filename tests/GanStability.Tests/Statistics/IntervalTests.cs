using GanStability;
using Xunit;

namespace GanStability.Tests.Statistics;

public class IntervalTests
{
    [Fact]
    public void FourNumbersByHand()
    {
        // mean 5, s = 2.581989, t(0.975, 3) = 3.182446: half-width 3.1824463 · 2.5819889 / 2.
        var interval = Interval.Of([2, 4, 6, 8]);
        Assert.Equal((5.0, 4), (interval.Mean, interval.Count));
        Assert.Equal(4.1085205, interval.HalfWidth, 1e-6);
        Assert.True(interval.ExcludesZero);
        Assert.Equal("5.0 ± 4.1", interval.ToString("0.0"));
    }

    [Fact]
    public void PairingRemovesWhatSeedsShare()
    {
        double[] baseline = [1, 5, 9],
            better = [2, 6, 10];
        Assert.Equal((1.0, 0.0), (Interval.OfDifferences(better, baseline).Mean, Interval.OfDifferences(better, baseline).HalfWidth));
        Assert.False(new Interval(1, 8, 3).ExcludesZero);
        Assert.Throws<ArgumentException>(() => Interval.OfDifferences(better, [1]));
    }

    [Fact]
    public void WhatIsMissingIsCountedAndShown()
    {
        var interval = Interval.Of([1, double.NaN, 3]);
        Assert.Equal((2, 1), (interval.Count, interval.Missing));
        Assert.Equal("2.0 ± 12.7 (2 of 3)", interval.ToString("0.0"));
        Assert.Equal("–", Interval.Of([double.NaN, double.NaN]).ToString("0.0"));
        Assert.Equal("4.0", Interval.Of([4]).ToString("0.0"));
        Assert.Equal("4.0 (1 of 3)", Interval.Of([double.NaN, 4, double.NaN]).ToString("0.0"));
        // A paired difference is missing where either side is.
        var difference = Interval.OfDifferences([3, double.NaN, 5, 8], [1, 2, double.NaN, 4]);
        Assert.Equal((3.0, 2, 2), (difference.Mean, difference.Count, difference.Missing));
        Assert.Equal(0, Interval.Of([]).Missing);
    }

    [Fact]
    public void InfinityStaysInfinity()
    {
        Assert.Equal(double.PositiveInfinity, Interval.Of([1, double.PositiveInfinity, 2]).Mean);
        Assert.Equal("∞", Interval.Of([1, double.PositiveInfinity]).ToString("0.0"));
        Assert.Equal("∞", Interval.Of([double.PositiveInfinity, double.PositiveInfinity]).ToString("0.0"));
        Assert.Equal("−∞", Interval.Of([1, double.NegativeInfinity]).ToString("0.0"));
        Assert.Equal("∞ (2 of 3)", Interval.Of([1, double.PositiveInfinity, double.NaN]).ToString("0.0"));
        // +∞ and −∞ have no mean.
        Assert.Equal("–", Interval.Of([double.NegativeInfinity, double.PositiveInfinity]).ToString("0.0"));
        Assert.False(Interval.Of([1, double.PositiveInfinity]).ExcludesZero);
    }

    [Fact]
    public void EqualValuesAreNoIntervalOfWidthZero()
    {
        Assert.Equal("8.0 (all 10)", Interval.Of(Enumerable.Repeat(8.0, 10)).ToString("0.0"));
        Assert.Equal("+7.0 (all 3)", Interval.Of([7, 7, 7]).ToString("0.0", plus: true));
        // Without rounding of their own: the mean of ten times 0.1 is 0.1, and nothing is left to be an interval.
        Assert.Equal((0.1, 0.0), (Interval.Of(Enumerable.Repeat(0.1, 10)).Mean, Interval.Of(Enumerable.Repeat(0.1, 10)).HalfWidth));
        Assert.Equal(
            "2.08 (all 7, of 10)",
            Interval.Of([.. Enumerable.Repeat(2.08, 7), .. Enumerable.Repeat(double.NaN, 3)]).ToString("0.00")
        );
        Assert.Equal("8.0 ± 0.1", Interval.Of([8, 8.01, 8.04]).ToString("0.0"));
    }

    [Fact]
    public void NineteenOfTwentyIntervalsHoldTheTruth()
    {
        var random = new Random(5);
        var held = Enumerable.Range(0, 4000).Count(_ => !Interval.Of([.. Enumerable.Range(0, 6).Select(_ => Gauss(random))]).ExcludesZero);
        Assert.Equal(0.95, held / 4000.0, 0.012);

        static double Gauss(Random r) => Math.Sqrt(-2 * Math.Log(1 - r.NextDouble())) * Math.Cos(2 * Math.PI * r.NextDouble());
    }

    [Fact]
    public void ZeroHasNoSign()
    {
        Assert.StartsWith("0.0 ± ", Interval.Of([-0.04, 0.02, 0]).ToString("0.0"), StringComparison.Ordinal);
        Assert.StartsWith("-0.1 ± ", Interval.Of([-0.14, -0.02, -0.1]).ToString("0.0"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(368.65, 210.55, 2, "370 ± 210")]
    [InlineData(1004.85, 3315.45, 2, "1000 ± 3300")]
    [InlineData(7.94, 0.21, 1, "7.9 ± 0.2")]
    [InlineData(61.4, 10.2, 1, "61 ± 10")]
    [InlineData(2.083, 0.004, 2, "2.08 ± 0.00")]
    public void DigitsThatTheIntervalAllows(double mean, double half, int decimals, string text) =>
        Assert.Equal(text, new Interval(mean, half, 10).ToString(decimals));
}
