using GanStability;
using GanStability.Tests.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Networks;

public class ActivationLayerTests
{
    private static InitialisationStreams Streams(int replicas) => new(1, replicas, CPU);

    [Fact]
    public void PReluEqualsTorchsWithItsGradients()
    {
        using var scope = NewDisposeScope();
        using var layer = new ActivationLayer("a", Activation.PReLU, Streams(2));
        using (no_grad())
            layer.slope![1].fill_(-0.7f);
        var x = randn(2, 50, 3).requires_grad_(true);
        var outer = randn(2, 50, 3);
        var mine = autograd.grad([(layer.call(x) * outer).sum()], [x, layer.slope!]);
        for (var r = 0; r < 2; r++)
        {
            var single = x[r].detach().requires_grad_(true);
            using var reference = nn.PReLU(1, layer.slope![r].item<float>());
            var theirs = autograd.grad([(reference.call(single) * outer[r]).sum()], [single, reference.weight!]);
            Assert.True(allclose(layer.call(x)[r], reference.call(single)));
            Assert.True(allclose(mine[0][r], theirs[0]));
            Assert.Equal(theirs[1].sum().item<float>(), mine[1][r].item<float>(), 1e-4);
        }
    }

    [Fact]
    public void AReplicaLearnsItsOwnSlope()
    {
        var recipe = TinyRecipes.Ring with
        {
            Generator = new MlpGenerator(16, 16) { Latent = 4, Activation = Activation.PReLU },
            Replicas = 2,
            Steps = 40,
        };
        using var both = Trainer.Train(recipe);
        using var second = Trainer.Train(recipe with { Replicas = 1, Seed = recipe.Seed + 1 });
        float[] Slopes(Run run, int r) =>
            [.. run.Players.Generator.Network.modules().OfType<ActivationLayer>().Select(a => a.slope![r].item<float>())];
        Assert.Equal(2, Slopes(both, 0).Length);
        Assert.All(Slopes(both, 0), a => Assert.NotEqual(0.25f, a));
        Assert.NotEqual(Slopes(both, 0), Slopes(both, 1));
        foreach (var (ensemble, solo) in Slopes(both, 1).Zip(Slopes(second, 0)))
            Assert.Equal(solo, ensemble, 1e-4);
    }

    [Theory]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.ReLU)]
    [InlineData(Activation.LeakyReLU)]
    [InlineData(Activation.PReLU)]
    public void TheLargestSlopeIsReachedAndNotExceeded(Activation activation)
    {
        using var scope = NewDisposeScope();
        using var layer = new ActivationLayer("a", activation, Streams(1));
        var x = linspace(-6, 6, 1201).view(1, 1201, 1).requires_grad_(true);
        var slopes = autograd.grad([layer.call(x.clone()).sum()], [x])[0].abs();
        Assert.Equal(activation.LargestSlope(), slopes.max().item<float>(), 1e-4);
    }

    [Theory]
    [InlineData(Activation.ReLU)]
    [InlineData(Activation.LeakyReLU)]
    public void OverwritingTheInputChangesNoGradientOfFirstOrSecondOrder(Activation activation)
    {
        using var scope = NewDisposeScope();
        using var network = new EnsembleMlp("net", 2, [16, 16], 1, Streams(2), activation);
        var x = randn(2, 8, 2).requires_grad_(true);
        var overwriting = Gradients();
        // While a probe watches, every layer's input is kept.
        using var probe = new LayerProbe(network, 2);
        foreach (var (mine, kept) in overwriting.Zip(Gradients(), (a, b) => (a, b)))
            Assert.True(mine.Equals(kept));
        Assert.Contains(overwriting, g => g.abs().max().item<float>() > 0);

        List<Tensor> Gradients()
        {
            var output = network.call(x);
            var slope = autograd.grad([output.sum()], [x], retain_graph: true, create_graph: true)[0];
            var weights = network.parameters().Where(p => p.dim() == 3).ToList();
            return [output, slope, .. autograd.grad([slope.square().sum() + output.square().sum()], [x, .. weights])];
        }
    }

    [Fact]
    public void PReluWithoutALayerIsRefused()
    {
        using var x = zeros(1);
        Assert.Contains(
            "ActivationLayer",
            Assert.Throws<ArgumentException>(() => Activation.PReLU.Apply(x)).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => new ActivationLayer("a", (Activation)99, Streams(1)));
    }
}
