using GanStability;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Stabilizers;

/// <summary>
/// Both players' gradients under every stabilizer, in float64, against central differences of the very cost that is trained.
/// </summary>
public class GradientTests
{
    public static TheoryData<string> Names { get; } = [.. AllStabilizers.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void BothPlayersFollowTheSlopeOfTheirCost(string name)
    {
        using var duel = new Duel(AllStabilizers.Named(name));
        AssertSlopes(duel);
    }

    [Fact]
    public void SoDoTheyUnderManyAtOnce()
    {
        using var duel = new Duel(
            new FeatureMatching(),
            new MinibatchDiscrimination(3, 2),
            new R1(),
            new HistoricalAveraging(),
            new InstanceNoise(),
            new Packing(2),
            new SpectralNormalisation(),
            new BatchNormalisation(),
            new LabelSmoothing()
        );
        AssertSlopes(duel);
    }

    internal static void AssertSlopes(Duel duel)
    {
        var random = new torch.Generator(8);
        foreach (
            var (parameters, cost) in new[]
            {
                (duel.Generator, (Func<(Tensor Cost, Tensor Gradient)>)duel.GeneratorCost),
                (duel.Discriminator, duel.DiscriminatorCost),
            }
        )
        {
            var gradient = cost().Gradient;
            Assert.True(gradient.norm().item<double>() > 1e-4);
            for (var i = 0; i < 4; i++)
            {
                var direction = randn(parameters.shape, dtype: ScalarType.Float64, generator: random);
                var expected = Duel.Difference(parameters, direction, cost);
                Assert.Equal(expected, (gradient * direction).sum().item<double>(), 1e-6 * Math.Max(1, Math.Abs(expected)));
            }
        }
    }
}
