using GanStability;
using GanStability.Tests.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Stabilizers;

public class SmallerStabilizerTests
{
    [Fact]
    public void NoiseFallsLinearlyToNothing()
    {
        var noise = new InstanceNoise(0.4);
        Assert.Equal(0.3, noise.Sigma(25, 100), 1e-12);
        Assert.Equal(0, noise.Sigma(100, 100));
        using var scope = NewDisposeScope();
        using var run = Trainer.Train(TinyRecipes.Ring with { Steps = 1 });
        using var hooks = noise.Attach((TinyRecipes.Ring with { Batch = 4000, Steps = 100 }).Prepare(), run.Players)!;
        Assert.Equal(0.3, hooks.BeforeDiscriminator(zeros(1, 4000, 2), 25).std().item<float>(), 0.01);
        Assert.Equal(0, hooks.BeforeDiscriminator(zeros(1, 4000, 2), 100).abs().max().item<float>());
    }

    [Fact]
    public void TwoTimeScalesSpeedTheDiscriminatorUp()
    {
        var recipe = (TinyRecipes.Ring with { Stabilizers = [new TwoTimeScale(3)] }).Prepare();
        Assert.Equal(1.5e-3, recipe.DiscriminatorAdam.LearningRate, 1e-12);
        Assert.Equal(5e-4, recipe.GeneratorAdam.LearningRate, 1e-12);
    }

    [Fact]
    public void AveragingLeavesTrainingAloneAndSamplesFromTheAverage()
    {
        using var scope = NewDisposeScope();
        var states = new List<Tensor>();
        var recipe = TinyRecipes.Ring with { Steps = 20, EvaluateEvery = 1, Replicas = 2 };
        using var plain = Trainer.Train(recipe, new Each(run => states.Add(run.Players.Generator.Parameters.clone())));
        using var start = Trainer.Train(recipe with { Steps = 1, GeneratorAdam = new(1e-30) });
        using var averaged = Trainer.Train(recipe with { Stabilizers = [new WeightAveraging(0.8)] });
        Assert.Equal(plain.History.Of(Quantity.GeneratorLoss, 1), averaged.History.Of(Quantity.GeneratorLoss, 1));
        Assert.Equal(states[^1].data<float>().ToArray(), averaged.Players.Generator.Parameters.data<float>().ToArray());
        var average = states.Aggregate(start.Players.Generator.Parameters.clone(), (mean, state) => 0.8 * mean + 0.2 * state);
        using (no_grad())
            plain.Players.Generator.Parameters.copy_(average);
        var (expected, actual) = (plain.Samples(1, 50), averaged.Samples(1, 50));
        for (var i = 0; i < 100; i++)
            Assert.Equal(expected[i], actual[i], 1e-4);
    }

    [Fact]
    public void SpectralNormalisationMatchesTheSingularValueDecomposition()
    {
        using var scope = NewDisposeScope();
        var recipe = TinyRecipes.Ring with
        {
            Steps = 300,
            Replicas = 3,
            Discriminator = new MlpDiscriminator(64, 64) { Initialisation = Initialisation.He },
            DiscriminatorAdam = new(1e-3),
        };
        foreach (var steps in new[] { 1, 300 })
        {
            using var run = Trainer.Train(recipe with { Steps = steps, Stabilizers = [new SpectralNormalisation()] });
            var layers = run.Players.Discriminator.Network.modules().OfType<EnsembleLinear>().ToArray();
            Assert.Equal(3, layers.Length);
            using var _ = no_grad();
            foreach (var layer in layers)
            {
                var largest = linalg.svdvals(layer.Reweight(layer.weight)).amax([1]);
                foreach (var value in largest.data<float>().ToArray())
                    Assert.Equal(1, value, 0.01);
            }
        }
    }

    [Fact]
    public void SpectralNormalisationTakesAConvolutionAsAMatrix()
    {
        using var scope = NewDisposeScope();
        var streams = new InitialisationStreams(1, 2, CPU);
        using var generator = new Player<GeneratorNetwork>(new MlpGenerator(4).Build([1, 8, 8], streams), 2);
        using var discriminator = new Player<DiscriminatorNetwork>(new ConvDiscriminator(4).Build([1, 8, 8], streams), 2);
        using var hooks = new SpectralNormalisation().Attach(TinyRecipes.Ring with { Replicas = 2 }, new Players(generator, discriminator));
        var layers = discriminator.Network.modules().OfType<EnsembleConv>().ToArray();
        Assert.NotEmpty(layers);
        using var _ = no_grad();
        foreach (var layer in layers)
        foreach (var value in linalg.svdvals(layer.Reweight(layer.weight).flatten(2)).amax([1]).data<float>().ToArray())
            Assert.Equal(1, value, 0.01);
    }

    [Fact]
    public void BatchNormalisationHidesWhereABatchLies()
    {
        using var scope = NewDisposeScope();
        using var discriminator = new MlpDiscriminator(8) { Normalisation = Normalisation.Batch }.Build(
            [2],
            new InitialisationStreams(1, 2, CPU)
        );
        var batch = randn(2, 64, 2);
        Assert.True(allclose(discriminator.call(batch).Logits, discriminator.call(3 * batch + 5).Logits, atol: 1e-3));
    }

    [Fact]
    public void PacksLieSideBySide()
    {
        using var scope = NewDisposeScope();
        var points = arange(0, 2 * 6 * 2, ScalarType.Float32).view(2, 6, 2);
        var packs = Packing.Pack(points, 3);
        Assert.Equal([2, 2, 6], packs.shape);
        Assert.Equal([6f, 7, 8, 9, 10, 11], packs[0, 1].data<float>().ToArray());
        // Pictures: further channels.
        Assert.Equal([2, 2, 3, 4, 5], Packing.Pack(zeros([2, 6, 1, 4, 5]), 3).shape);
        Assert.Throws<ArgumentException>(() => Packing.Pack(points, 4));
    }

    [Theory]
    [InlineData(false, 64)]
    [InlineData(true, 32)]
    public void APackIsJudgedAsOne(bool sameSamples, int batch)
    {
        using var scope = NewDisposeScope();
        var recipe = (TinyRecipes.Ring with { Stabilizers = [new Packing(2, sameSamples), new MinibatchDiscrimination(3, 2)] }).Prepare();
        Assert.Equal(batch, recipe.Batch);
        using var discriminator = recipe.Discriminator.Build([2], new InitialisationStreams(1, 2, CPU));
        Assert.Equal([2, batch / 2], discriminator.call(randn(2, batch, 2)).Logits.shape);
        // Minibatch discrimination has found its way into the inner network, whose first layer sees two points.
        Assert.Contains(discriminator.named_parameters(), p => p.name.Contains("projection", StringComparison.Ordinal));
        Assert.Contains(discriminator.named_parameters(), p => p.parameter.shape is [2, 4, 16]);
    }

    [Theory]
    [InlineData(2, 40)]
    [InlineData(3, 14)]
    public void ASampleIsJudgedAtTheHeadOfPacksThatItsCompanyFillsUp(int size, int company)
    {
        using var scope = NewDisposeScope();
        // A discriminator that looks at the whole batch: the packs of the company are the batch that each pack stands in.
        var plain = new MlpDiscriminator(6, 4)
        {
            Extensions = new MinibatchDiscrimination(3, 2).Reshape(TinyRecipes.Ring).Discriminator.Extensions,
        };
        var recipe = new Packing(size).Reshape(TinyRecipes.Ring with { Discriminator = plain });
        using var packed = recipe.Discriminator.Build([2], new InitialisationStreams(1, 2, CPU));
        using var inner = plain.Build([2 * size], new InitialisationStreams(1, 2, CPU));
        var random = new torch.Generator(3);
        var (samples, others) = (randn([2, 5, 2], generator: random), randn([2, company, 2], generator: random));
        var judged = packed.CallAmong(samples, others);

        var whole = company / size;
        var packs = Packing.Pack(others[.., ..(whole * size)], size);
        for (var r = 0; r < 2; r++)
        for (var s = 0; s < 5; s++)
        {
            double sum = 0;
            var count = Math.Min(8, whole);
            for (var i = 0; i < count; i++)
            {
                var pack = cat([samples[.., s..(s + 1)], .. Enumerable.Range(i * size, size - 1).Select(j => others[.., j..(j + 1)])], 2);
                sum += inner.CallAmong(pack, packs).Logits[r, 0].item<float>();
            }
            Assert.Equal(sum / count, judged.Logits[r, s].item<float>(), 1e-5);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void TheHeatMapJudgesEachPointByItself(int which)
    {
        Stabilizer[] stabilizers = [new Packing(2), new BatchNormalisation(true, true), new MinibatchDiscrimination(4, 3)];
        using var run = Trainer.Train(TinyRecipes.Ring with { Stabilizers = [stabilizers[which]], Replicas = 2 });
        var (far, all) = (run.DiscriminatorAt([5, 5], 1), run.DiscriminatorAt([0, 1, 5, 5, 1, 0], 1));
        Assert.Equal(3, all.Length);
        Assert.Equal(far[0], all[1], 1e-5);
        Assert.NotEqual(all[0], all[1]);
    }

    private sealed class Each(Action<Run> action) : ITrainingObserver
    {
        public void Observe(Run run) => action(run);
    }
}
