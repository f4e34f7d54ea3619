using GanStability;
using GanStability.Tests.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Stabilizers;

public class MinibatchDiscriminationTests
{
    [Theory]
    [InlineData(1, 2, 1, 1)]
    [InlineData(2, 7, 3, 2)]
    [InlineData(3, 37, 5, 4)]
    [InlineData(1, 128, 8, 16)]
    public void TheKernelEqualsTensorOperations(int replicas, int batch, int kernels, int dimensions)
    {
        using var scope = NewDisposeScope();
        var single = randn(replicas, batch, kernels, dimensions).requires_grad_(true);
        var exact = single.detach().to_type(ScalarType.Float64).requires_grad_(true);
        var outer = randn(replicas, batch, kernels);
        var (a, b) = (MinibatchKernel.Total(single), MinibatchDiscrimination.SimilarityTotal(exact));
        Assert.True((a.to_type(ScalarType.Float64) - b).abs().max().item<double>() < 1e-4);
        var ga = autograd.grad([(a * outer).sum()], [single])[0];
        var gb = autograd.grad([(b * outer.to_type(ScalarType.Float64)).sum()], [exact])[0];
        Assert.True((ga.to_type(ScalarType.Float64) - gb).abs().max().item<double>() < 1e-4);
    }

    [Fact]
    public void TheGradientAgreesWithFiniteDifferences()
    {
        using var scope = NewDisposeScope();
        var m = randn([1, 5, 2, 3], dtype: ScalarType.Float64).requires_grad_(true);
        var outer = randn([1, 5, 2], dtype: ScalarType.Float64);
        double Value(Tensor at) => (MinibatchDiscrimination.Similarity(at) * outer).sum().item<double>();
        var gradient = autograd.grad([(MinibatchDiscrimination.Similarity(m) * outer).sum()], [m])[0].flatten();
        for (var i = 0; i < m.numel(); i++)
        {
            var (up, down) = (m.detach().clone(), m.detach().clone());
            up.view(-1)[i] += 1e-6;
            down.view(-1)[i] -= 1e-6;
            Assert.Equal((Value(up) - Value(down)) / 2e-6, gradient[i].item<double>(), 1e-7);
        }
    }

    [Fact]
    public void IdenticalSamplesAreAsSimilarAsCanBeAndDistantOnesNotAtAll()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(1, MinibatchDiscrimination.Similarity(ones(1, 6, 2, 3)).min().item<float>(), 1e-6);
        var apart = arange(0, 6, ScalarType.Float32).mul(1000).view(1, 6, 1, 1);
        Assert.Equal(0, MinibatchDiscrimination.Similarity(apart).max().item<float>(), 1e-6);
    }

    [Fact]
    public void APermutedBatchGivesPermutedSimilarities()
    {
        using var scope = NewDisposeScope();
        var m = randn(2, 20, 3, 4);
        var order = randperm(20);
        var expected = MinibatchDiscrimination.Similarity(m).index_select(1, order);
        Assert.True((MinibatchDiscrimination.Similarity(m.index_select(1, order)) - expected).abs().max().item<float>() < 1e-5);
    }

    [Fact]
    public void RealAndGeneratedBatchesDoNotSeeEachOther()
    {
        using var scope = NewDisposeScope();
        using var discriminator = Discriminator(out _);
        var real = randn(2, 16, 2);
        var alone = discriminator.call(real).Logits;
        discriminator.call(randn(2, 16, 2) * 10);
        Assert.Equal(alone.data<float>().ToArray(), discriminator.call(real).Logits.data<float>().ToArray());
        Assert.NotEqual(alone[0, 0].item<float>(), discriminator.call(cat([real, randn(2, 1, 2)], 1)).Logits[0, 0].item<float>());
    }

    [Fact]
    public void TheLayerIsAliveAtItsStart()
    {
        using var scope = NewDisposeScope();
        using var discriminator = Discriminator(out var projection);
        var gradient = autograd.grad([discriminator.call(randn(2, 64, 2)).Logits.sum()], [projection])[0];
        Assert.True(gradient.norm().item<float>() > 1e-3);
    }

    [Fact]
    public void WithStandardNormalProjectionTheLayerIsDead()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        // A = 128 features of order one, C = 16: the mean L1 distance is 204 (16 · 2√(A/π)) and every similarity underflows to nothing.
        var features = randn(1, 64, 128, dtype: ScalarType.Float64);
        var m = features.matmul(randn(128, 10 * 16, dtype: ScalarType.Float64)).view(1, 64, 10, 16);
        var distances = (m.unsqueeze(2) - m.unsqueeze(1)).abs().sum(4);
        Assert.Equal(204, distances.sum().item<double>() / (64 * 63 * 10), 6.0);
        Assert.InRange(MinibatchDiscrimination.Similarity(m, sum: true).max().item<double>(), 1e-80, 5e-30);
    }

    [Fact]
    public void ASampleJudgedAmongItsOwnBatchCountsItself()
    {
        using var scope = NewDisposeScope();
        using var discriminator = Discriminator(out _);
        var batch = randn(2, 16, 2);
        // n·mean over all = 1 + (n − 1)·mean over the others, so both views rank samples alike.
        var (inside, among) = (discriminator.call(batch).Logits, discriminator.CallAmong(batch, batch.clone()).Logits);
        Assert.False(allclose(inside, among));
        Assert.True((inside - among).abs().max().item<float>() < 1);
    }

    [Fact]
    public void ItCuresTheRotatingCollapse()
    {
        var recipe = Presets.Rotating with { Replicas = 4, Seed = 200, Steps = 1500, Device = "cpu" };
        using var plain = Trainer.Train(recipe);
        using var cured = Trainer.Train(recipe with { Stabilizers = [new MinibatchDiscrimination()] });
        var (before, after) = (plain.Coverage.Select(c => c.Touched).Order(), cured.Coverage.Select(c => c.Touched).Order());
        Assert.True(before.ElementAt(2) <= 2, string.Join(",", before));
        Assert.True(after.ElementAt(1) >= 7, string.Join(",", after));
    }

    private static DiscriminatorNetwork Discriminator(out TorchSharp.Modules.Parameter projection)
    {
        var recipe = (TinyRecipes.Ring with { Replicas = 2, Stabilizers = [new MinibatchDiscrimination()] }).Prepare();
        var discriminator = recipe.Discriminator.Build([2], new InitialisationStreams(1, 2, CPU));
        projection = discriminator.named_parameters().Single(p => p.name.Contains("projection", StringComparison.Ordinal)).parameter;
        return discriminator;
    }
}
