using GanStability;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Networks.Normalisations;

public class InstanceNormTests
{
    [Fact]
    public void ByHand()
    {
        using var scope = NewDisposeScope();
        // Two pictures of 1×2 pixels with one channel: means 3 and 0, deviations 2 and 1. γ = 10, β = 1.
        var x = tensor(new[] { 1.0, 5, -1, 1 }, [2, 1, 1, 2]);
        var y = Normalisation.Instance.Normalise(x, tensor(new[] { 10.0 }, [1, 1]), tensor(new[] { 1.0 }, [1, 1]), 2);
        var (first, second) = (10 * 2 / Math.Sqrt(4 + 1e-5), 10 / Math.Sqrt(1 + 1e-5));
        BatchNormTests.Equal([1 - first, 1 + first, 1 - second, 1 + second], y);
    }

    [Fact]
    public void EveryChannelOfEveryPictureHasMeanZeroAndVarianceOne()
    {
        using var scope = NewDisposeScope();
        var x = ChannelGroups.Join(randn([2, 6, 3, 4, 4], generator: new torch.Generator(3)) * 3 + 5);
        var y = new EnsembleNorm("norm", Normalisation.Instance, 3, new InitialisationStreams(1, 2, CPU)).call(x);
        Assert.True(y.mean([2, 3]).abs().max().item<float>() < 1e-5);
        Assert.True((y.var([2, 3], unbiased: false) - 1).abs().max().item<float>() < 1e-3);
    }

    [Fact]
    public void APerceptronOnPicturesHasNoHeightAndWidth()
    {
        var spec = new MlpGenerator(8) { Normalisation = Normalisation.Instance };
        var error = Assert.Throws<ArgumentException>(() => spec.Build([1, 8, 8], new InitialisationStreams(1, 1, CPU)));
        const string Reason =
            "Instance normalisation averages over height and width, " + "which the hidden layers of a multilayer perceptron do not have";
        Assert.Contains(Reason, error.Message, StringComparison.Ordinal);
    }
}
