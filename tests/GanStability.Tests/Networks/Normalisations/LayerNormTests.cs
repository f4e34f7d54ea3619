using GanStability;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Networks.Normalisations;

public class LayerNormTests
{
    [Fact]
    public void ByHand()
    {
        using var scope = NewDisposeScope();
        // Two replicas of two features, (1, 5) and (2, 8): means 3 and 5, deviations 2 and 3. γ = (10, 1), (1, 1) and β = (1, 0), (0, 0).
        var x = tensor(new[] { 1.0, 5, 2, 8 }, [1, 4]);
        var y = Normalisation.Layer.Normalise(x, tensor(new[] { 10.0, 1, 1, 1 }, [2, 2]), tensor(new[] { 1.0, 0, 0, 0 }, [2, 2]), 1);
        var (small, large) = (2 / Math.Sqrt(4 + 1e-5), 3 / Math.Sqrt(9 + 1e-5));
        BatchNormTests.Equal([1 - 10 * small, small, -large, large], y);
        // A picture of two channels with 1×2 pixels, 1 1 5 5: the mean of all four is 3; scaled and shifted channel by channel.
        var picture = tensor(new[] { 1.0, 1, 5, 5 }, [1, 2, 1, 2]);
        y = Normalisation.Layer.Normalise(picture, tensor(new[] { 10.0, 1 }, [1, 2]), tensor(new[] { 1.0, 0 }, [1, 2]), 1);
        BatchNormTests.Equal([1 - 10 * small, 1 - 10 * small, small, small], y);
    }

    [Fact]
    public void OnPointsItIsTorchsLayerNorm()
    {
        using var scope = NewDisposeScope();
        using var mine = new EnsembleNorm("norm", Normalisation.Layer, 7, new InitialisationStreams(1, 3, CPU));
        using var theirs = nn.LayerNorm(7);
        var x = randn([3, 20, 7], generator: new torch.Generator(1)) * 4 - 2;
        Assert.True(mine.call(x).allclose(theirs.call(x), 1e-5, 1e-5));
    }

    [Fact]
    public void TheBiasBeforeItStays()
    {
        var spec = new MlpDiscriminator(6) { Normalisation = Normalisation.Layer };
        using var network = spec.Build([2], new InitialisationStreams(1, 1, CPU));
        Assert.Equal(2 * 6 + 6 + 6 + 6 + 6 + 1, network.parameters().Sum(p => p.numel()));
    }
}
