using GanStability;
using Xunit;

namespace GanStability.Tests.Scores;

public class ModeCoverageTests
{
    private static readonly GaussianMixture Ring = GaussianMixture.Ring(8, 1, 0.02);

    [Fact]
    public void TheRingHasEightDifferentModes() =>
        Assert.Equal(8, Ring.Centres.Select(c => (Math.Round(c.X, 6), Math.Round(c.Y, 6))).Distinct().Count());

    [Fact]
    public void TheGridIsTheOneOfThePapers() =>
        Assert.Equal(
            new[] { -4.0, -2, 0, 2, 4 }.SelectMany(y => new[] { -4.0, -2, 0, 2, 4 }.Select(x => (x, y))),
            GaussianMixture.Grid().Centres
        );

    [Fact]
    public void APerfectSamplerScoresAsTheFormulasSay()
    {
        var scores = Enumerable.Range(0, 40).Select(seed => ModeCoverage.OfTrueSamples(Ring, seed)).ToList();
        Assert.Equal(1 - Math.Exp(-4.5), scores.Average(s => s.HighQuality), 0.0015);
        Assert.Equal(7 / 5000.0, scores.Average(s => s.Kl), 0.0004);
        Assert.All(scores, s => Assert.True(s.Full));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void CollapseOntoSomeModesGivesTheLogarithmOfTheRatio(int kept)
    {
        var points = Enumerable
            .Range(0, 2400)
            .SelectMany(i => new[] { (float)Ring.Centres[i % kept].X, (float)Ring.Centres[i % kept].Y })
            .ToArray();
        var c = ModeCoverage.Measure(points, Ring);
        Assert.Equal(Math.Log(8.0 / kept), c.Kl, 1e-12);
        Assert.Equal(1 - kept / 8.0, c.TotalVariation, 1e-12);
        Assert.Equal((kept, kept, false), (c.Captured, c.Held, c.Full));
    }

    [Theory]
    [InlineData(0.02, 0.025, 0.15)]
    [InlineData(0.05, 0.14, 0.38)]
    public void ADiscAndAThinRingCaptureEverythingAndKnowNothing(double sigma, double disc, double thinRing)
    {
        var ring = GaussianMixture.Ring(8, 1, sigma);
        Assert.Equal(8, ModeCoverage.OfDisc(ring, 1).Captured);
        Assert.Equal(disc, Enumerable.Range(0, 20).Average(s => ModeCoverage.OfDisc(ring, s).HighQuality), 0.006);
        Assert.Equal(thinRing, Enumerable.Range(0, 20).Average(s => ModeCoverage.OfThinRing(ring, s).HighQuality), 0.006);
        Assert.True(ModeCoverage.OfThinRing(ring, 1).Full);
    }

    [Theory]
    [InlineData(2500)]
    [InlineData(700)]
    public void AModeIsHeldFromExactlyOnePercentOn(int samples)
    {
        // Mode 0 gets 1 % of all samples, mode 1 one sample less, mode 2 the rest.
        var percent = samples / 100;
        var points = Enumerable
            .Range(0, samples)
            .Select(i =>
                i < percent ? 0
                : i < 2 * percent - 1 ? 1
                : 2
            )
            .SelectMany(mode => new[] { (float)Ring.Centres[mode].X, (float)Ring.Centres[mode].Y })
            .ToArray();
        var c = ModeCoverage.Measure(points, Ring);
        Assert.Equal([percent, percent - 1, samples - 2 * percent + 1, 0, 0, 0, 0, 0], c.Counts);
        Assert.Equal((3, 2), (c.Captured, c.Held));
    }

    [Fact]
    public void NoSampleNearAModeIsNoNumberRatherThanPerfect()
    {
        var c = ModeCoverage.Measure([0f, 0f, 5f, 5f], Ring);
        Assert.Equal((0, 0, 0.0), (c.Captured, c.Held, c.HighQuality));
        Assert.True(double.IsNaN(c.Kl));
    }

    [Fact]
    public void BadPointsAreRefused()
    {
        Assert.Contains(
            "pairs",
            Assert.Throws<ArgumentException>(() => ModeCoverage.Measure([1f], Ring)).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() => ModeCoverage.Measure([], Ring));
    }
}
