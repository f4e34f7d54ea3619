using GanStability;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Training;

public class PlayerTests
{
    [Fact]
    public void ParametersAreViewsOfOneTensor()
    {
        using var scope = NewDisposeScope();
        using var player = new Player<GeneratorNetwork>(
            new MlpGenerator(5) { Latent = 3 }.Build([2], new InitialisationStreams(1, 4, CPU)),
            4
        );
        Assert.Equal([4, 3 * 5 + 5 + 5 * 2 + 2], player.Parameters.shape);
        var z = randn(4, 6, 3);
        using (no_grad())
            player.Parameters[1].zero_();
        var samples = player.Network.call(z);
        Assert.Equal(0, samples[1].abs().max().item<float>());
        Assert.NotEqual(0, samples[2].abs().max().item<float>());
    }

    [Fact]
    public void AReplicasGradientIsItsOwn()
    {
        using var scope = NewDisposeScope();
        using var player = new Player<GeneratorNetwork>(
            new MlpGenerator(5) { Latent = 3 }.Build([2], new InitialisationStreams(1, 3, CPU)),
            3
        );
        var cost = player.Network.call(randn(3, 6, 3)).square().mean([1, 2]) * tensor(new[] { 1f, 0f, 2f });
        var norms = player.Gradient(cost).norm(1);
        Assert.True(norms[0].item<float>() > 0);
        Assert.Equal(0, norms[1].item<float>());
        Assert.True(norms[2].item<float>() > 0);
    }

    [Fact]
    public void AdamFollowsTorchOverAThousandSteps()
    {
        using var scope = NewDisposeScope();
        var start = randn([2, 7], dtype: ScalarType.Float64);
        var mine = start.clone();
        var theirs = new TorchSharp.Modules.Parameter(start.clone());
        using var adam = new Adam(mine, new AdamSettings(1e-2, 0.5, 0.99, 1e-8));
        using var reference = optim.Adam([theirs], 1e-2, 0.5, 0.99, 1e-8);
        for (var step = 0; step < 1000; step++)
        {
            using var inner = NewDisposeScope();
            var gradient = (mine * Math.Cos(step)).sin() + 0.1 * mine;
            adam.Step(gradient);
            theirs.grad = ((theirs.detach() * Math.Cos(step)).sin() + 0.1 * theirs.detach()).MoveToOuterDisposeScope();
            reference.step();
        }
        Assert.True((mine - theirs.detach()).abs().max().item<double>() < 1e-9);
    }

    [Fact]
    public void StreamsOfDifferentPurposesAndSeedsDiffer()
    {
        using var scope = NewDisposeScope();
        float[] Draw(long seed, string purpose, int replica)
        {
            using var stream = new ReplicaStream(seed, 3, purpose, CPU);
            return stream.Normal(5)[replica].data<float>().ToArray();
        }
        Assert.Equal(Draw(4, "noise", 2), Draw(6, "noise", 0));
        Assert.NotEqual(Draw(4, "noise", 0), Draw(4, "data", 0));
        Assert.NotEqual(Draw(4, "noise", 0), Draw(5, "noise", 0));
    }

    [Theory]
    [InlineData(Initialisation.Uniform, 1.0 / 3)]
    [InlineData(Initialisation.He, 2.0)]
    public void WeightsStartWithTheVarianceOfTheirRule(Initialisation initialisation, double varianceTimesFanIn)
    {
        using var scope = NewDisposeScope();
        using var layer = new EnsembleLinear("layer", 200, 300, initialisation, new InitialisationStreams(1, 2, CPU));
        Assert.Equal(varianceTimesFanIn, 200 * layer.weight.var().item<float>(), 0.02);
    }

    [Fact]
    public void ALinearLayerMultipliesAndAdds()
    {
        using var scope = NewDisposeScope();
        using var layer = new EnsembleLinear("layer", 3, 4, Initialisation.Uniform, new InitialisationStreams(1, 2, CPU));
        var x = randn(2, 5, 3);
        for (var r = 0; r < 2; r++)
        {
            var expected = x[r].mm(layer.weight[r]) + layer.bias![r];
            Assert.True((layer.call(x)[r] - expected).abs().max().item<float>() < 1e-6);
        }
    }
}
