using GanStability;
using GanStability.Tests.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Stabilizers;

public class LabelSmoothingTests
{
    [Theory]
    [InlineData(0.9, 0.45, -0.200671, 1.376278)]
    [InlineData(0.75, 0.375, -0.510826, 1.323126)]
    public void WhereBothDistributionsAgreeTheDiscriminatorSaysHalfOfAlpha(double alpha, double judged, double logit, double cost)
    {
        using var scope = NewDisposeScope();
        var targets = (TinyRecipes.Ring with { Stabilizers = [new LabelSmoothing(alpha)] }).Prepare().Targets;
        // Newton's method on the cost in one logit shared by real and fake: its slope is 2D − α, its curvature 2D(1 − D).
        var l = zeros([1, 1], dtype: ScalarType.Float64);
        for (var i = 0; i < 20; i++)
        {
            var at = l.detach().requires_grad_(true);
            var slope = autograd.grad([Loss.Discriminator(at, at, targets).sum()], [at], retain_graph: true, create_graph: true)[0];
            var curvature = autograd.grad([slope.sum()], [at])[0];
            l = (at - slope / curvature).detach();
        }
        Assert.Equal(logit, l.item<double>(), 1e-6);
        Assert.Equal(judged, sigmoid(l).item<double>(), 1e-6);
        Assert.Equal(cost, Loss.Discriminator(l, l, targets)[0].item<double>(), 1e-6);
    }

    [Fact]
    public void OneSidedLeavesTheFakeTargetsAtExactlyZero()
    {
        Assert.Equal(new Targets(0.9, 0), (TinyRecipes.Ring with { Stabilizers = [new LabelSmoothing()] }).Prepare().Targets);
        using var scope = NewDisposeScope();
        var fake = randn(2, 5, dtype: ScalarType.Float64);
        var cost = Loss.Discriminator(zeros_like(fake), fake, new Targets(0.9, 0)) - Loss.CrossEntropy(zeros_like(fake), 0.9);
        Assert.True(allclose(nn.functional.softplus(fake).mean([1]), cost));
    }

    [Theory]
    [InlineData(0.9, 0, 0.3, 0.6)]
    [InlineData(0.9, 0.1, 0.3, 0.6)]
    [InlineData(0.9, 0.1, 1e-9, 0.6)]
    public void TheBestDiscriminatorIsTheDerivedOne(double alpha, double beta, double p, double q)
    {
        using var scope = NewDisposeScope();
        var best = (alpha * p + beta * q) / (p + q);
        var l = full([1, 1], Math.Log(best / (1 - best)), dtype: ScalarType.Float64).requires_grad_(true);
        var cost = p * Loss.CrossEntropy(l, alpha) + q * Loss.CrossEntropy(l, beta);
        Assert.Equal(0, autograd.grad([cost.sum()], [l])[0].item<double>(), 1e-12);
    }

    [Theory]
    [InlineData(1, 0, 0.5, 1.386294)]
    [InlineData(0.9, 0, 0.45, 1.376278)]
    [InlineData(0.75, 0, 0.375, 1.323126)]
    [InlineData(0.9, 0.1, 0.5, 1.386294)]
    public void FiguresOfARunMarkItsOwnEquilibrium(double alpha, double beta, double judged, double cost)
    {
        using var run = Trainer.Train(TinyRecipes.Ring with { Steps = 1, Targets = new(alpha, beta) });
        Assert.Equal(judged, run.DiscriminatorFigure().Panels[0].Series.OfType<Rule>().Single().Value, 1e-12);
        Assert.Equal(cost, run.LossFigure().Panels[0].Series.OfType<Rule>().Single().Value, 1e-6);
    }

    [Fact]
    public void NamesTellTheVariantsApart()
    {
        Assert.Equal("one-sided label smoothing 0.9", new LabelSmoothing().Name);
        Assert.Equal("two-sided label smoothing 0.9/0.1", LabelSmoothing.TwoSided().Name);
    }
}
