using GanStability;
using GanStability.Tests.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Stabilizers;

public class PenaltyTests
{
    [Fact]
    public void OfALinearJudgeTheSlopeIsItsWeight()
    {
        using var scope = NewDisposeScope();
        var x = randn(2, 7, 3, dtype: ScalarType.Float64).requires_grad_(true);
        var w = randn(2, 3, 1, dtype: ScalarType.Float64).requires_grad_(true);
        var logits = x.bmm(w).squeeze(2);
        var squared = w.square().sum([1, 2]);
        Assert.True(allclose(squared, R1.Penalty(logits, x)));
        Assert.True(allclose((squared.sqrt() - 1).square(), WganGp.Penalty(logits, x)));
        // Differentiable again: ∂‖w‖²/∂w = 2w.
        Assert.True(allclose(2 * w, autograd.grad([R1.Penalty(logits, x).sum()], [w])[0]));
    }

    [Fact]
    public void OfAPackTheSlopeCountsAllItsSamples()
    {
        using var scope = NewDisposeScope();
        var x = randn(2, 8, 3, dtype: ScalarType.Float64).requires_grad_(true);
        var w = randn(2, 6, 1, dtype: ScalarType.Float64);
        Assert.True(allclose(w.square().sum([1, 2]), R1.Penalty(Packing.Pack(x, 2).bmm(w).squeeze(2), x)));
    }

    [Fact]
    public void AFlatJudgeHasAFinitePenalty()
    {
        using var scope = NewDisposeScope();
        var x = randn(1, 4, 2).requires_grad_(true);
        var w = zeros(1, 2, 1).requires_grad_(true);
        var slope = autograd.grad([WganGp.Penalty(x.bmm(w).squeeze(2), x).sum()], [w])[0];
        Assert.True(slope.isfinite().all().item<bool>());
    }

    [Fact]
    public void SamplesWithoutAGradientAreRefused()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ArgumentException>(() => R1.Penalty(zeros(1, 3), zeros(1, 3, 2)));
    }

    [Fact]
    public void TheFastMinibatchKernelIsDifferentiableTwice()
    {
        using var scope = NewDisposeScope();
        var single = randn(2, 9, 3, 4).requires_grad_(true);
        var exact = single.detach().to_type(ScalarType.Float64).requires_grad_(true);
        var (a, b) = (Second(single, MinibatchKernel.Total), Second(exact, MinibatchDiscrimination.SimilarityTotal));
        Assert.True(b.norm().item<double>() > 1e-3);
        Assert.True((a.to_type(ScalarType.Float64) - b).abs().max().item<double>() < 1e-4);

        static Tensor Second(Tensor m, Func<Tensor, Tensor> total)
        {
            var first = autograd.grad([total(m).square().sum()], [m], retain_graph: true, create_graph: true)[0];
            return autograd.grad([first.square().sum()], [m])[0];
        }
    }

    [Fact]
    public void InTrainingMinibatchDiscriminationGetsItsPenalty()
    {
        var recipe = TinyRecipes.Ring with { Steps = 5, Stabilizers = [new MinibatchDiscrimination(4, 3), new R1(10)] };
        using var both = Trainer.Train(recipe);
        using var single = Trainer.Train(recipe with { Stabilizers = [new MinibatchDiscrimination(4, 3)] });
        Assert.True(both.History[Quantity.DiscriminatorLoss, 1, 0] > single.History[Quantity.DiscriminatorLoss, 1, 0]);
        Assert.NotEqual(both.History[Quantity.DiscriminatorGradient, 1, 0], single.History[Quantity.DiscriminatorGradient, 1, 0]);
    }
}
