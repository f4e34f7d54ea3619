using GanStability;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Objectives;

public class LossTests
{
    [Fact]
    public void AtEquilibriumTheDiscriminatorPaysTwoLnTwo()
    {
        using var scope = NewDisposeScope();
        var half = zeros([3, 10], dtype: ScalarType.Float64);
        Assert.Equal(1.386294, Loss.Discriminator(half, half, Targets.Hard)[1].item<double>(), 1e-6);
    }

    [Theory]
    [InlineData(-40)]
    [InlineData(-3)]
    [InlineData(0)]
    [InlineData(2.5)]
    [InlineData(18)]
    public void SlopesInTheLogitAreTheDerivedOnes(double logit)
    {
        using var scope = NewDisposeScope();
        var d = 1 / (1 + Math.Exp(-logit));
        double Slope(Func<Tensor, Tensor> loss)
        {
            var l = tensor(new[] { logit }, [1, 1]).requires_grad_(true);
            return autograd.grad([loss(l).sum()], [l])[0].item<double>();
        }
        Assert.Equal(-d, Slope(Loss.Minimax), 1e-9);
        Assert.Equal(-(1 - d), Slope(Loss.NonSaturating), 1e-9);
        Assert.Equal(d - 0.9, Slope(l => Loss.CrossEntropy(l, 0.9)), 1e-9);
    }

    [Fact]
    public void CrossEntropyIsFiniteForConfidentLogits()
    {
        using var scope = NewDisposeScope();
        var confident = tensor(new[] { -1e4f, 1e4f }, [1, 2]);
        Assert.Equal(5e3, Loss.CrossEntropy(confident, 1)[0].item<float>(), 1.0);
    }

    [Fact]
    public void EachReplicaHasItsOwnMean()
    {
        using var scope = NewDisposeScope();
        var logits = randn(4, 9, dtype: ScalarType.Float64);
        for (var r = 0; r < 4; r++)
            Assert.Equal(-nn.functional.logsigmoid(logits[r]).mean().item<double>(), Loss.NonSaturating(logits)[r].item<double>(), 1e-12);
    }
}
