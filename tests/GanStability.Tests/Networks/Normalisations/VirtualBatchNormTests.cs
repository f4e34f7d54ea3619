using GanStability;
using GanStability.Tests.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Networks.Normalisations;

public class VirtualBatchNormTests
{
    private static readonly Recipe OnPoints = TinyRecipes.Ring with
    {
        Replicas = 2,
        Steps = 20,
        Stabilizers = [new VirtualBatchNormalisation(true, true, 8)],
    };

    private static readonly Recipe OnPictures = ConvNetworkTests.With(new VirtualBatchNorm(5)) with { Replicas = 2 };

    public static TheoryData<bool> PointsAndPictures => [false, true];

    [Fact]
    public void ByHand()
    {
        using var scope = NewDisposeScope();
        // A reference of 1 and 5 has mean 3 and mean square 13. With 9: mean 5 and mean square 107/3, so variance 32/3. γ = 10, β = 1.
        var x = tensor(new[] { 1.0, 5, 9 }, [3, 1]);
        var y = new VirtualBatchNorm(2).Normalise(x, tensor(new[] { 10.0 }, [1, 1]), tensor(new[] { 1.0 }, [1, 1]), 2);
        var reference = 10 * 2 / Math.Sqrt(4 + 1e-5);
        BatchNormTests.Equal([1 - reference, 1 + reference, 1 + 10 * 4 / Math.Sqrt(32.0 / 3 + 1e-5)], y);
        // Pictures of 1×2 pixels, (1, 5) twice, then (9, 11) with mean 10 and mean square 101:
        // mean (2·3 + 10)/3 = 16/3 and mean square (2·13 + 101)/3 = 127/3.
        var pictures = tensor(new[] { 1.0, 5, 1, 5, 9, 11 }, [3, 1, 1, 2]);
        y = new VirtualBatchNorm(2).Normalise(pictures, tensor(new[] { 10.0 }, [1, 1]), tensor(new[] { 1.0 }, [1, 1]), 2);
        var deviation = Math.Sqrt(127.0 / 3 - 256.0 / 9 + 1e-5);
        BatchNormTests.Equal([1 - reference, 1 + reference, 1 - reference, 1 + reference], y.narrow(0, 0, 2));
        BatchNormTests.Equal([1 + 10 * (9 - 16.0 / 3) / deviation, 1 + 10 * (11 - 16.0 / 3) / deviation], y[2]);
    }

    [Fact]
    public void EverySampleStandsInABatchWithTheReference()
    {
        using var scope = NewDisposeScope();
        var random = new torch.Generator(3);
        Tensor Normal(params long[] shape) => randn(shape, dtype: ScalarType.Float64, generator: random);
        var (reference, samples, gamma, beta) = (Normal(20, 6) * 2 + 1, Normal(9, 6) * 3, Normal(2, 3), Normal(2, 3));
        var virtually = new VirtualBatchNorm(20).Normalise(cat([reference, samples]), gamma, beta, 20);
        var alone = Normalisation.Batch.Normalise(reference, gamma, beta, 20);
        Assert.True((virtually.narrow(0, 0, 20) - alone).abs().max().item<double>() < 1e-12);
        for (var i = 0; i < 9; i++)
        {
            var really = Normalisation.Batch.Normalise(cat([reference, samples.narrow(0, i, 1)]), gamma, beta, 21);
            Assert.True((virtually[20 + i] - really[20]).abs().max().item<double>() < 1e-12);
        }
    }

    [Fact]
    public void ALargeMeanCostsNoDigits()
    {
        using var scope = NewDisposeScope();
        var x = randn([40, 4], dtype: ScalarType.Float64, generator: new torch.Generator(4)) + 3000;
        Tensor Normalised(ScalarType type) =>
            new VirtualBatchNorm(20).Normalise(x.to_type(type), ones(2, 2, type), zeros(2, 2, type), 20).to_type(ScalarType.Float64);
        Assert.True((Normalised(ScalarType.Float32) - Normalised(ScalarType.Float64)).abs().max().item<double>() < 3e-3);
    }

    [Theory]
    [MemberData(nameof(PointsAndPictures))]
    public void ASampleDoesNotDependOnItsCompany(bool pictures)
    {
        using var run = Trainer.Train(pictures ? OnPictures : OnPoints);
        var (latent, width) = (run.Recipe.Generator.Latent, pictures ? 784 : 2);
        var random = new Random(2);
        float[] Latents(int count) => [.. Enumerable.Range(0, count * latent).Select(_ => (float)(4 * random.NextDouble() - 2))];
        var one = Latents(1);
        var alone = run.SamplesAt(one, 1);
        Close(alone, run.SamplesAt([.. one, .. Latents(30)], 1)[..width]);
        // The same under batch normalisation shows that the test can fail.
        using var mixed = Trainer.Train(
            (pictures ? OnPictures : OnPoints) with
            {
                Stabilizers = [],
                Generator = run.Recipe.Generator with { Normalisation = Normalisation.Batch },
            }
        );
        var (some, others) = (Latents(4), Latents(30));
        var (among, elsewhere) = (mixed.SamplesAt([.. one, .. some], 1)[..width], mixed.SamplesAt([.. one, .. others], 1)[..width]);
        Assert.True(among.Zip(elsewhere, (a, b) => Math.Abs(a - b)).Max() > 5e-3);

        // The discriminator: in training, and where it is looked at afterwards.
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var network = run.Players.Discriminator.Network;
        var batch = randn([2, 12, .. run.Recipe.Data.SampleShape], generator: new torch.Generator(5));
        var (whole, apart) = (network.call(batch), network.call(batch.narrow(1, 3, 1)));
        Assert.True(whole.Logits.narrow(1, 3, 1).allclose(apart.Logits, 1e-4, 1e-5));
        Assert.Equal([2, 12], whole.Logits.shape);
        Assert.Equal(12, whole.Features.shape[1]);
        Assert.True(whole.Logits.allclose(network.CallAmong(batch, 3 * batch.narrow(1, 0, 4) + 1).Logits, 1e-4, 1e-5));
        var sample = batch[0, 3].flatten().data<float>().ToArray();
        Close(run.DiscriminatorAt(sample, 1), run.DiscriminatorAt([.. sample, .. sample.Select(v => v / 2)], 1)[..1]);
        var judged = network.call(batch[0, 3].expand([2, 1, .. run.Recipe.Data.SampleShape])).Logits;
        Close(run.DiscriminatorAt(sample, 1), sigmoid(judged)[1].data<float>().ToArray());

        static void Close(float[] expected, float[] actual)
        {
            Assert.Equal(expected.Length, actual.Length);
            for (var i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], actual[i], 1e-4);
        }
    }

    [Theory]
    [MemberData(nameof(PointsAndPictures))]
    public void TheReferenceIsDrawnOncePerSeed(bool pictures)
    {
        using var scope = NewDisposeScope();
        var recipe = pictures ? OnPictures : OnPoints;
        using var run = Trainer.Train(recipe with { Replicas = 3 });
        using var longer = Trainer.Train(recipe with { Seed = recipe.Seed + 1, Steps = recipe.Steps + 3, Batch = 6 });
        foreach (var player in new Func<Run, nn.Module>[] { r => r.Players.Generator.Network, r => r.Players.Discriminator.Network })
        {
            var (here, there) = (Reference(player(run)), Reference(player(longer)));
            Assert.Equal(3, here.shape[0]);
            Assert.True(here.narrow(0, 1, 2).eq(there).all().item<bool>());
            Assert.False(here[0].eq(here[1]).all().item<bool>());
        }
        // Latent vectors here, real samples there.
        Assert.Equal(recipe.Generator.Latent, Reference(run.Players.Generator.Network).shape[^1]);
        Assert.Equal(recipe.Data.SampleShape, Reference(run.Players.Discriminator.Network).shape[2..]);

        static Tensor Reference(nn.Module network) => Assert.Single(network.named_buffers()).buffer;
    }

    [Fact]
    public void ItsReferenceIsOfTheData()
    {
        using var scope = NewDisposeScope();
        var streams = new InitialisationStreams(1, 2, CPU, GaussianMixture.Ring(8, 1, 0.01));
        using var network = new MlpDiscriminator(4) { Normalisation = new VirtualBatchNorm(4000) }.Build([2], streams);
        var radius = Assert.Single(network.named_buffers()).buffer.square().sum(2).sqrt();
        Assert.Equal(1, radius.mean().item<float>(), 0.01);
        Assert.InRange(radius.max().item<float>(), 1, 1.1f);
    }

    [Fact]
    public void PacksAreJudgedBesidePacksOfTheReference()
    {
        using var run = Trainer.Train(OnPoints with { Stabilizers = [new VirtualBatchNormalisation(true, true, 8), new Packing(2)] });
        Assert.Equal([2, 8, 4], Assert.Single(run.Players.Discriminator.Network.named_buffers()).buffer.shape);
        Assert.All(run.DiscriminatorAt([0, 1, 1, 0], 1), v => Assert.InRange(v, 0, 1));
    }

    public static TheoryData<string, Action> Refusals { get; } =
        new()
        {
            { "at least 2 samples", () => Trainer.Train(OnPoints with { Stabilizers = [new VirtualBatchNormalisation(Reference: 1)] }) },
            { "at least 2 samples", () => _ = new VirtualBatchNorm(0) },
            { "neither player", () => Trainer.Train(OnPoints with { Stabilizers = [new VirtualBatchNormalisation(Generator: false)] }) },
            {
                "both set the normalisation of the generator",
                () => Trainer.Train(OnPoints with { Stabilizers = [new VirtualBatchNormalisation(), new BatchNormalisation()] })
            },
            {
                "put the virtual batch normalisation into it",
                () =>
                    Trainer.Train(
                        OnPoints with
                        {
                            Replicas = 1,
                            Generator = new PlainGenerator(() => nn.Linear(4, 2)) { Latent = 4 },
                        }
                    )
            },
            {
                "only the players of a game",
                () => _ = new EnsembleMlp("net", 2, [8], 1, Streams, normalisation: Normalisation.VirtualBatch)
            },
            { "first 64 samples", () => new EnsembleNorm("norm", Normalisation.VirtualBatch, 3, Streams).call(zeros(1, 63, 3)) },
        };

    private static InitialisationStreams Streams => new(1, 1, CPU);

    [Theory]
    [MemberData(nameof(Refusals), DisableDiscoveryEnumeration = true)]
    public void WhatMakesNoSenseIsRefusedWithTheReason(string reason, Action mistake) =>
        Assert.Contains(reason, Assert.ThrowsAny<ArgumentException>(mistake).Message, StringComparison.Ordinal);

    [Fact]
    public void ADiscriminatorWithoutDataSaysWhatItNeeds()
    {
        var spec = new MlpDiscriminator(8) { Normalisation = Normalisation.VirtualBatch };
        var error = Assert.Throws<InvalidOperationException>(() => spec.Build([2], Streams));
        Assert.Contains("give the data source", error.Message, StringComparison.Ordinal);
    }
}
