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
    public void NumbersThatAreNoneAreLeftOut()
    {
        Assert.Equal(2, Interval.Of([1, double.NaN, 3]).Count);
        Assert.Equal("–", Interval.Of([double.NaN]).ToString("0.0"));
        Assert.Equal("4.0", Interval.Of([4]).ToString("0.0"));
    }

    [Fact]
    public void NineteenOfTwentyIntervalsHoldTheTruth()
    {
        var random = new Random(5);
        var held = Enumerable.Range(0, 4000).Count(_ => !Interval.Of([.. Enumerable.Range(0, 6).Select(_ => Gauss(random))]).ExcludesZero);
        Assert.Equal(0.95, held / 4000.0, 0.012);

        static double Gauss(Random r) => Math.Sqrt(-2 * Math.Log(1 - r.NextDouble())) * Math.Cos(2 * Math.PI * r.NextDouble());
    }
}
