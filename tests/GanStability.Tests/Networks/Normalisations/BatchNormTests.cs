using GanStability;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Networks.Normalisations;

public class BatchNormTests
{
    [Fact]
    public void PointsHaveMeanZeroAndVarianceOnePerReplicaAndFeature()
    {
        using var scope = NewDisposeScope();
        using var norm = new EnsembleNorm("norm", Normalisation.Batch, 6, new InitialisationStreams(1, 3, CPU));
        var y = norm.call(randn([3, 200, 6], generator: new torch.Generator(1)) * 5 + 3);
        Assert.True(y.mean([1]).abs().max().item<float>() < 1e-5);
        Assert.True((y.var(1, unbiased: false) - 1).abs().max().item<float>() < 1e-4);
    }

    [Fact]
    public void ByHand()
    {
        using var scope = NewDisposeScope();
        // Two replicas of one feature, 1 and 5, 2 and 8: means 3 and 5, deviations 2 and 3. γ = 10, 1 and β = 1, 0.
        var x = tensor(new[] { 1.0, 2, 5, 8 }, [2, 2]);
        var (gamma, beta) = (tensor(new[] { 10.0, 1 }, [2, 1]), tensor(new[] { 1.0, 0 }, [2, 1]));
        var (small, large) = (2 / Math.Sqrt(4 + 1e-5), 3 / Math.Sqrt(9 + 1e-5));
        Equal([1 - 10 * small, -large, 1 + 10 * small, large], Normalisation.Batch.Normalise(x, gamma, beta, 2));
        // A third sample, 7 and 5, judged among these two.
        Equal([1 + 10 * 2 * small, 0], Normalisation.Batch.Normalise(cat([x, tensor(new[] { 7.0, 5 }, [1, 2])]), gamma, beta, 2)[2]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void InOneOperationItIsTheOneWrittenOut(bool pictures)
    {
        using var scope = NewDisposeScope();
        var random = new torch.Generator(2);
        Tensor Normal(params long[] shape) => randn(shape, dtype: ScalarType.Float64, generator: random);
        var x = Normal(pictures ? [4, 6, 3, 3] : [20, 6]).requires_grad_(true);
        var (gamma, beta) = (Normal(2, 3).requires_grad_(true), Normal(2, 3).requires_grad_(true));
        // Another sample behind the batch goes the long way: statistics, scale and shift one by one.
        var one = Normalisation.Batch.Normalise(x, gamma, beta, x.shape[0]);
        var oneMore = cat([x, x.narrow(0, 0, 1).detach()]);
        var writtenOut = Normalisation.Batch.Normalise(oneMore, gamma, beta, x.shape[0]).narrow(0, 0, x.shape[0]);
        Assert.True((one - writtenOut).abs().max().item<double>() < 1e-12);
        var weights = Normal(x.shape);
        foreach (var (a, b) in Slopes(one).Zip(Slopes(writtenOut)))
            Assert.True((a - b).abs().max().item<double>() < 1e-11);

        Tensor[] Slopes(Tensor y) => [.. autograd.grad([(y * weights).sum()], [x, gamma, beta])];
    }

    [Fact]
    public void PicturesAreNormalisedPerReplicaAndChannel()
    {
        using var scope = NewDisposeScope();
        var x = ChannelGroups.Join(randn([2, 6, 3, 4, 4], generator: new torch.Generator(3)) * 3 + 5);
        var y = new EnsembleNorm("norm", Normalisation.Batch, 3, new InitialisationStreams(1, 2, CPU)).call(x);
        Assert.True(y.mean([0, 2, 3]).abs().max().item<float>() < 1e-5);
        Assert.True((y.var([0, 2, 3], unbiased: false) - 1).abs().max().item<float>() < 1e-3);
    }

    internal static void Equal(double[] expected, Tensor actual)
    {
        var numbers = actual.contiguous().data<double>().ToArray();
        Assert.Equal(expected.Length, numbers.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], numbers[i], 1e-9);
    }
}
