using GanStability;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Stabilizers;

public class FeatureMatchingTests
{
    [Fact]
    public void EverySampleIsPulledByTheDifferenceOfMeans()
    {
        using var scope = NewDisposeScope();
        var real = randn(2, 9, 4, dtype: ScalarType.Float64).requires_grad_(true);
        var fake = randn(2, 6, 4, dtype: ScalarType.Float64).requires_grad_(true);
        var cost = Loss.FeatureMatching(real, fake);
        var gap = (real.mean([1]) - fake.mean([1])).detach();
        Assert.True(allclose(gap.square().sum(1), cost));
        var gradients = autograd.grad([cost.sum()], [fake, real], allow_unused: true);
        Assert.True(allclose(gradients[0], (-2.0 / 6 * gap).unsqueeze(1).expand_as(fake)));
        // The real side is a constant: nothing flows back to it.
        Assert.True(gradients[1].IsInvalid);
    }

    [Fact]
    public void TheDiscriminatorIsLeftAlone()
    {
        using var plain = new Duel();
        using var matched = new Duel(new FeatureMatching(3));
        Assert.Equal(plain.DiscriminatorCost().Cost.data<double>().ToArray(), matched.DiscriminatorCost().Cost.data<double>().ToArray());
        Assert.Equal(
            plain.DiscriminatorCost().Gradient.data<double>().ToArray(),
            matched.DiscriminatorCost().Gradient.data<double>().ToArray()
        );
    }

    [Fact]
    public void OnlyReplacesAndOtherwiseItAdds()
    {
        using var plain = new Duel();
        using var added = new Duel(new FeatureMatching(3));
        using var only = new Duel(new FeatureMatching(3, Only: true));
        Assert.True(allclose(added.GeneratorCost().Cost - plain.GeneratorCost().Cost, only.GeneratorCost().Cost));
        Assert.True(allclose(added.GeneratorCost().Gradient - plain.GeneratorCost().Gradient, only.GeneratorCost().Gradient));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(0.5, 1.25)]
    [InlineData(0, 1)]
    public void ComparingSampleWithSampleRewardsCollapse(double spread, double expected)
    {
        using var scope = NewDisposeScope();
        var random = new torch.Generator(3);
        var real = randn([1, 40_000, 1], dtype: ScalarType.Float64, generator: random);
        var fake = spread * randn([1, 40_000, 1], dtype: ScalarType.Float64, generator: random);
        // Var(real) + Var(fake): least where the generator makes one thing only. The difference of means does not care.
        Assert.Equal(expected, (real - fake).square().mean().item<double>(), 0.04);
        Assert.Equal(0, Loss.FeatureMatching(real, fake)[0].item<double>(), 1e-3);
    }

    [Fact]
    public void FeaturesOfDifferentWidthAreRefused()
    {
        using var scope = NewDisposeScope();
        Assert.Contains(
            "[1, 3, 4]",
            Assert.Throws<ArgumentException>(() => Loss.FeatureMatching(zeros(1, 3, 4), zeros(1, 3, 5))).Message,
            StringComparison.Ordinal
        );
    }
}
