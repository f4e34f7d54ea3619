using GanStability;
using Xunit;

namespace GanStability.Tests.Figures;

public class DensityFiguresTests
{
    private static readonly Normal p = new(1, .5);

    [Fact]
    public void ADensityIsALineOrTheAreaUnderIt()
    {
        var line = p.ToLine("p", -1, 3);
        var area = p.ToArea("p", -1, 3);
        Assert.Equal((-1, 3), (line.X[0], line.X[^1]));
        Assert.Equal(p.Density(1), line.Y.Max(), 12);
        Assert.Equal(line.Y, area.High);
        Assert.All(area.Low, low => Assert.Equal(0, low));
    }

    [Fact]
    public void TheTwoAreasTogetherAreTheIntegral()
    {
        var q = new Normal(0, 1);
        var series = DensityFigures.SignedArea(x => p.Density(x) * (p.LogDensity(x) - q.LogDensity(x)), "adds", "takes away", -4, 6);
        var (above, below) = ((Band)series[0], (Band)series[1]);
        var step = 10.0 / 400;
        Assert.Equal(Kl.Gaussian(p, q), above.High.Sum() * step + below.Low.Sum() * step, 1e-4);
        Assert.True(below.Low.Min() < -.01);
        Assert.All(above.Low.Concat(below.High), edge => Assert.Equal(0, edge));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(0, double.PositiveInfinity)]
    public void BadEndsAreRefused(double low, double high) =>
        Assert.Contains(
            "must be finite",
            Assert.Throws<ArgumentException>(() => p.ToLine("p", low, high)).Message,
            StringComparison.Ordinal
        );
}
