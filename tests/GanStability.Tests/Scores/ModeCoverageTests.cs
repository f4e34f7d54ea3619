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
        Assert.Equal((kept, kept, kept, false), (c.Captured, c.Touched, c.Held, c.Full));
        Assert.Equal(Enumerable.Range(0, kept), c.HeldModes);
        // Each mode is a single point: as good as can be, and with no width at all.
        Assert.Equal((1.0, 0.0), (c.HighQuality, Math.Round(c.Width, 6)));
    }

    [Theory]
    [InlineData(0.02, 0.025, 0.15)]
    [InlineData(0.05, 0.14, 0.38)]
    public void ADiscAndAThinRingCaptureEverythingAndHoldNothing(double sigma, double disc, double thinRing)
    {
        var ring = GaussianMixture.Ring(8, 1, sigma);
        Assert.Equal(8, ModeCoverage.OfDisc(ring, 1).Captured);
        Assert.Equal(0, ModeCoverage.OfDisc(ring, 1).Held);
        Assert.Equal(disc, Enumerable.Range(0, 20).Average(s => ModeCoverage.OfDisc(ring, s).HighQuality), 0.006);
        Assert.Equal(thinRing, Enumerable.Range(0, 20).Average(s => ModeCoverage.OfThinRing(ring, s).HighQuality), 0.006);
        Assert.Equal((8, 0), (ModeCoverage.OfThinRing(ring, 1).Touched, ModeCoverage.OfThinRing(ring, 1).Held));
    }

    [Fact]
    public void WidthIsOneForTrueSamplesAndMoreForARingAndADisc()
    {
        double Width(Func<int, ModeCoverage> of) => Enumerable.Range(0, 40).Average(s => of(s).Width);
        Assert.Equal(1, Width(s => ModeCoverage.OfTrueSamples(Ring, s)), 0.01);
        // A piece of the circle of length 6σ has the variance 36σ²/12; a disc of radius 3σ has 9σ²/2.
        var truly = 2 * (1 - 5.5 * Math.Exp(-4.5)) / (1 - Math.Exp(-4.5));
        Assert.Equal(Math.Sqrt(3 / truly), Width(s => ModeCoverage.OfThinRing(Ring, s)), 0.02);
        var wide = GaussianMixture.Ring(8, 1, 0.05);
        Assert.Equal(Math.Sqrt(4.5 / truly), Width(s => ModeCoverage.OfDisc(wide, s)), 0.03);
        // Half as wide around the same centres is half the width, wherever in the mode the cloud lies.
        var random = new Random(3);
        var narrow = Enumerable
            .Range(0, 8000)
            .SelectMany(i =>
            {
                var (r, a) = (0.01 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())), 2 * Math.PI * random.NextDouble());
                return new[]
                {
                    (float)(Ring.Centres[i % 8].X + 0.01 + r * Math.Cos(a)),
                    (float)(Ring.Centres[i % 8].Y - 0.01 + r * Math.Sin(a)),
                };
            })
            .ToArray();
        Assert.Equal(0.5 * Math.Sqrt(2 / truly), ModeCoverage.Measure(narrow, Ring).Width, 0.01);
    }

    [Fact]
    public void AModeIsHeldFromExactlyHalfOfItsFairShareOn()
    {
        // Of 1600 samples a mode of eight is owed 200: 100 hold it, 99 do not.
        var c = ModeCoverage.Measure(OnCentres(100, 99, 201, 200, 200, 200, 200, 600 - 200), Ring);
        Assert.Equal([0, 2, 3, 4, 5, 6, 7], c.HeldModes);
        Assert.Equal((8, 7, false), (c.Touched, c.Held, c.Full));
    }

    [Fact]
    public void OnAnUnevenMixtureEveryModeIsJudgedByItsOwnShare()
    {
        // Half a percent of the samples can never be 1 % of them, and is all that the last mode is owed.
        var uneven = new GaussianMixture("uneven", [(0, 0), (1, 0), (2, 0)], 0.02, [0.9, 0.095, 0.005]);
        var fair = ModeCoverage.Measure(Points(uneven, 1800, 190, 10), uneven);
        Assert.Equal((3, 3, true), (fair.Touched, fair.Held, fair.Full));
        // 400 of 2000 samples are many, but not half of what the first is owed; 4 are less than half of 10.
        var unfair = ModeCoverage.Measure(Points(uneven, 400, 1596, 4), uneven);
        Assert.Equal((2, 1), (unfair.Touched, unfair.Held));
        Assert.Equal([1], unfair.HeldModes);
    }

    [Theory]
    [InlineData(2500)]
    [InlineData(700)]
    public void AModeIsTouchedFromExactlyOnePercentOn(int samples)
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
        Assert.Equal((3, 2, 1), (c.Captured, c.Touched, c.Held));
    }

    private static float[] OnCentres(params int[] counts) => Points(Ring, counts);

    private static float[] Points(GaussianMixture data, params int[] counts) =>
        [
            .. counts.SelectMany(
                (n, k) => Enumerable.Repeat(new[] { (float)data.Centres[k].X, (float)data.Centres[k].Y }, n).SelectMany(p => p)
            ),
        ];

    [Fact]
    public void NoSampleNearAModeIsNoNumberRatherThanPerfect()
    {
        var c = ModeCoverage.Measure([0f, 0f, 5f, 5f], Ring);
        Assert.Equal((0, 0, 0.0), (c.Captured, c.Held, c.HighQuality));
        Assert.True(double.IsNaN(c.Kl));
        Assert.True(double.IsNaN(c.Width));
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
