using GanStability;
using TorchSharp;
using Xunit;

namespace GanStability.Tests.Data;

public class GaussianMixtureTests
{
    [Fact]
    public void TensorSamplesFollowTheDensity()
    {
        using var scope = torch.NewDisposeScope();
        var mixture = GaussianMixture.Ring(8, 1, 0.05);
        using var generator = new torch.Generator(3, torch.CPU);
        var c = ModeCoverage.Measure(mixture.Sample(40_000, generator, torch.CPU).data<float>().ToArray(), mixture);
        Assert.Equal(1 - Math.Exp(-4.5), c.HighQuality, 0.002);
        Assert.InRange(c.Kl, 0, 0.0005);
    }

    [Fact]
    public void WeightsAreRespected()
    {
        using var scope = torch.NewDisposeScope();
        var mixture = new GaussianMixture("three", [(0, 0), (5, 0), (0, 5)], 0.1, [0.7, 0.3, 0]);
        using var generator = new torch.Generator(3, torch.CPU);
        var counts = ModeCoverage.Measure(mixture.Sample(20_000, generator, torch.CPU).data<float>().ToArray(), mixture).Counts;
        Assert.Equal(0.7, counts[0] / (double)counts.Sum(), 0.01);
        Assert.Equal(0, counts[2]);
    }

    [Fact]
    public void OnlyKeepsTheModesAsked()
    {
        var ring = GaussianMixture.Ring();
        Assert.Equal([ring.Centres[2], ring.Centres[5]], ring.Only(2, 5).Centres);
        Assert.Contains("0 to 7", Assert.Throws<ArgumentOutOfRangeException>(() => ring.Only(8)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BadMixturesAreRefused()
    {
        Assert.Contains(
            "centre",
            Assert.Throws<ArgumentException>(() => new GaussianMixture("none", [], 1)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "greater than 0",
            Assert.Throws<ArgumentOutOfRangeException>(() => GaussianMixture.Ring(sigma: 0)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "summing to 1",
            Assert.Throws<ArgumentException>(() => new GaussianMixture("w", [(0, 0)], 1, [0.5])).Message,
            StringComparison.Ordinal
        );
    }
}
