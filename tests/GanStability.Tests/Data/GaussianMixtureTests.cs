using GanStability;
using TorchSharp;
using Xunit;

namespace GanStability.Tests.Data;

public class GaussianMixtureTests
{
    public static TheoryData<string, Func<IDataSource>> Coinciding { get; } =
        new()
        {
            {
                "a ring by linspace, 0 to 2π with both ends",
                () =>
                    new GaussianMixture(
                        "linspace",
                        [.. Enumerable.Range(0, 8).Select(k => 2 * Math.PI * k / 7).Select(a => (Math.Cos(a), Math.Sin(a)))],
                        0.05
                    )
            },
            { "the same centre twice", () => new GaussianMixture("twice", [(0, 0), (1, 1), (0, 0)], 0.1) },
            { "a grid without spacing", () => GaussianMixture.Grid(3, 0) },
            { "a ring without radius", () => GaussianMixture.Ring(8, 0) },
            { "one mode asked for twice", () => GaussianMixture.Ring().Only(1, 1) },
        };

    [Theory]
    [MemberData(nameof(Coinciding))]
    public void ModesThatCoincideAreRefused(string what, Func<IDataSource> make) =>
        Assert.Contains("coincide", Assert.ThrowsAny<ArgumentException>(make).Message + what, StringComparison.Ordinal);

    [Fact]
    public void ALearnersOwnModesAreHeldToTheSame()
    {
        Recipe Of(IHasModes data) => Training.TinyRecipes.Ring with { Data = data };
        Assert.Contains(
            "Centres 0 and 1 coincide",
            Assert.Throws<ArgumentException>(() => Of(new Own([(1, 0), (1, 1e-9)], [0.5, 0.5])).Prepare()).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Weights must hold",
            Assert.Throws<ArgumentException>(() => Of(new Own([(1, 0), (0, 1)], [0.5, 0.25, 0.25])).Prepare()).Message,
            StringComparison.Ordinal
        );
        Assert.ThrowsAny<ArgumentException>(() => Of(new Own([], [])).Prepare());
        Of(new Own([(1, 0), (0, 1)], [0.995, 0.005])).Prepare();
    }

    private sealed record Own(IReadOnlyList<(double X, double Y)> Centres, IReadOnlyList<double> Weights) : IHasModes
    {
        public string Name => "own";

        public string Description => "own";

        public IReadOnlyList<long> SampleShape { get; } = [2];

        public double Sigma => 0.1;

        public TorchSharp.torch.Tensor Sample(int count, TorchSharp.torch.Generator generator, TorchSharp.torch.Device device) =>
            TorchSharp.torch.zeros(count, 2, device: device);
    }

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
