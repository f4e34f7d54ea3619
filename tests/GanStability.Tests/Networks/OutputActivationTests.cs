using GanStability;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Networks;

public class OutputActivationTests
{
    [Fact]
    public void TheOutputIsLinearUnlessToldOtherwise()
    {
        using var scope = NewDisposeScope();
        var linear = Samples(new MlpGenerator(8) { Latent = 3 });
        var bounded = Samples(new MlpGenerator(8) { Latent = 3, Output = Activation.Tanh });
        Assert.Equal([1, 500, 1, 4, 4], bounded.shape);
        // The same start, squeezed: nothing else has changed.
        Assert.True((linear.tanh() - bounded).abs().max().item<float>() < 1e-6);
        Assert.True(linear.abs().max().item<float>() > 1);
    }

    [Fact]
    public void PReLUIsRefusedBeforeAnythingIsBuilt() =>
        Assert.Contains(
            "Output is PReLU",
            Assert.Throws<ArgumentException>(() => Samples(new MlpGenerator(8) { Output = Activation.PReLU })).Message,
            StringComparison.Ordinal
        );

    private static Tensor Samples(MlpGenerator generator)
    {
        var streams = new InitialisationStreams(3, 1, CPU);
        using var stream = new torch.Generator(1, CPU);
        return generator.Build([1, 4, 4], streams).call(randn([1, 500, generator.Latent], generator: stream) * 4);
    }
}
