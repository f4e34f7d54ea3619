using GanStability;
using GanStability.Tests.Networks.Normalisations;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Networks;

public class ConvNetworkTests
{
    private static readonly Recipe Tiny = new()
    {
        Data = new SyntheticDigits(),
        Generator = new ConvGenerator(4) { Latent = 6 },
        Discriminator = new ConvDiscriminator(4),
        Steps = 6,
        Batch = 8,
        Seed = 3,
        Device = "cpu",
    };

    public static TheoryData<string> Normalisations => NormalisationLaws.Names;

    [Theory]
    [InlineData(1, 28, 8 * 7 * 7)]
    [InlineData(3, 28, 8 * 7 * 7)]
    [InlineData(3, 32, 16 * 4 * 4)]
    public void ShapesFitThePictures(int channels, int size, int features)
    {
        using var scope = NewDisposeScope();
        foreach (var normalisation in Normalisation.All)
        {
            var streams = new InitialisationStreams(1, 2, CPU, new RandomPictures(channels, size, size));
            using var generator = new ConvGenerator(4) { Latent = 6, Normalisation = normalisation }.Build([channels, size, size], streams);
            using var discriminator = new ConvDiscriminator(4) { Normalisation = normalisation }.Build([channels, size, size], streams);
            var pictures = generator.call(randn([2, 5, 6]));
            Assert.Equal([2, 5, channels, size, size], pictures.shape);
            Assert.InRange(pictures.abs().max().item<float>(), 0, 1);
            var judgement = discriminator.call(pictures);
            Assert.Equal([2, 5], judgement.Logits.shape);
            Assert.Equal([2, 5, features], judgement.Features.shape);
        }
    }

    [Theory]
    [MemberData(nameof(Normalisations))]
    public void AnEnsembleEqualsItsSoloRuns(string name)
    {
        var recipe = With(Named(name)) with { Replicas = 3, Stabilizers = [new MinibatchDiscrimination()] };
        using var together = Trainer.Train(recipe);
        for (var r = 0; r < 3; r++)
        {
            using var solo = Trainer.Train(recipe with { Replicas = 1, Seed = recipe.Seed + r });
            foreach (var quantity in Enum.GetValues<Quantity>())
            {
                var (expected, actual) = (solo.History.Of(quantity), together.History.Of(quantity, r));
                // The same sums in another order, in float32.
                for (var s = 0; s < expected.Length; s++)
                    Assert.Equal(expected[s], actual[s], 2e-3 * Math.Max(1, Math.Abs(expected[s])));
            }
        }
    }

    // To and from one channel the layer computes in its own way.
    [Theory]
    [InlineData(false, 3, 5)]
    [InlineData(true, 3, 5)]
    [InlineData(false, 1, 5)]
    [InlineData(true, 3, 1)]
    [InlineData(true, 1, 1)]
    public void TheConvolutionIsTheOneOfEveryReplicaAlone(bool transposed, int inputs, int outputs)
    {
        using var scope = NewDisposeScope();
        var layer = new EnsembleConv("conv", inputs, outputs, transposed, Initialisation.Uniform, new InitialisationStreams(1, 4, CPU));
        foreach (var asked in new[] { false, true })
        {
            var input = randn([2, 4, inputs, 8, 6]).requires_grad_(asked);
            var output = ChannelGroups.Split(layer.call(ChannelGroups.Join(input.transpose(0, 1))), 4);
            // In double precision: in single precision libtorch's own gradient of one, two or three ungrouped channels depends on what
            // the memory held before (see EnsembleConv).
            Tensor[] each =
            [
                .. Enumerable
                    .Range(0, 4)
                    .Select(r =>
                    {
                        var (x, w, b) = (Double(input[.., r]), Double(layer.weight[r]), Double(layer.bias![r]));
                        return transposed
                            ? nn.functional.conv_transpose2d(x, w, b, strides: [2, 2], padding: [1, 1])
                            : nn.functional.conv2d(x, w, b, strides: [2, 2], padding: [1, 1]);
                    }),
            ];
            var alone = stack(each).to_type(ScalarType.Float32);
            Assert.Equal(transposed ? [4, 2, outputs, 16, 12] : [4, 2, outputs, 4, 3], output.shape);
            Assert.True(alone.allclose(output, 1e-5, 1e-5));

            Tensor[] wanted = asked ? [layer.weight, layer.bias!, input] : [layer.weight, layer.bias!];
            foreach (var (own, reference) in Slopes(output, wanted).Zip(Slopes(alone, wanted)))
                Assert.True(reference.allclose(own, 1e-4, 1e-4));
            if (!asked)
                continue;
            // A gradient penalty asks for the gradient of the picture's gradient.
            Tensor Penalty(Tensor y) =>
                autograd.grad([y.square().sum()], [input], retain_graph: true, create_graph: true)[0].square().sum();
            Assert.True(Slopes(Penalty(alone), [layer.weight])[0].allclose(Slopes(Penalty(output), [layer.weight])[0], 1e-3, 1e-3));
        }

        Tensor[] Slopes(Tensor y, Tensor[] wanted) => [.. autograd.grad([y.square().sum()], wanted, retain_graph: true)];
    }

    [Fact]
    public void GroupsAreJoinedAndSplitWithoutMixing()
    {
        using var scope = NewDisposeScope();
        var pictures = arange(2 * 3 * 4 * 5 * 5).view(2, 3, 4, 5, 5);
        Assert.True(Same(ChannelGroups.Split(ChannelGroups.Join(pictures), 2), pictures));
        Assert.True(Same(ChannelGroups.Join(pictures)[1, 4..], pictures[1, 1]));
    }

    [Theory]
    [MemberData(nameof(Normalisations))]
    public void AmongItselfABatchIsJudgedAsInTraining(string name)
    {
        using var scope = NewDisposeScope();
        var streams = new InitialisationStreams(1, 2, CPU, new RandomPictures(1, 28, 28));
        using var network = new ConvDiscriminator(4) { Normalisation = Named(name) }.Build([1, 28, 28], streams);
        var batch = randn([2, 8, 1, 28, 28]);
        var (alone, among) = (network.call(batch), network.CallAmong(batch[.., ..3], batch));
        Assert.True(alone.Logits[.., ..3].allclose(among.Logits, 1e-4, 1e-4));
        Assert.True(alone.Features[.., ..3].allclose(among.Features, 1e-4, 1e-4));
        // With batch normalisation the company matters, with the others it does not.
        var elsewhere = network.CallAmong(batch[.., ..3], batch * 4 + 1);
        Assert.Equal(!Named(name).MixesSamples, among.Features.allclose(elsewhere.Features, 1e-4, 1e-4));
    }

    [Theory]
    [MemberData(nameof(Normalisations))]
    public void GradientsReachEveryParameterOfBothPlayers(string name)
    {
        using var scope = NewDisposeScope();
        var streams = new InitialisationStreams(1, 2, CPU, new RandomPictures(3, 32, 32));
        using var generator = new ConvGenerator(4) { Latent = 6, Normalisation = Named(name) }.Build([3, 32, 32], streams);
        using var discriminator = new ConvDiscriminator(4) { Normalisation = Named(name) }.Build([3, 32, 32], streams);
        var judgement = discriminator.call(generator.call(randn([2, 8, 6])));
        nn.functional.softplus(-judgement.Logits).sum().backward();
        foreach (var (layer, parameter) in generator.named_parameters().Concat(discriminator.named_parameters()))
            for (var r = 0; r < 2; r++)
                Assert.True(parameter.grad![r].abs().max().item<float>() > 0, layer);
    }

    [Fact]
    public void ReplicasStartApartAndOneReplicaStartsAlikeInEveryEnsemble()
    {
        using var scope = NewDisposeScope();
        using var three = new ConvGenerator(4).Build([1, 28, 28], new InitialisationStreams(5, 3, CPU));
        using var one = new ConvGenerator(4).Build([1, 28, 28], new InitialisationStreams(7, 1, CPU));
        foreach (var ((name, a), (_, b)) in three.named_parameters().Zip(one.named_parameters()))
        {
            Assert.True(Same(a[2], b[0]), name);
            if (a.abs().max().item<float>() > 0)
                Assert.False(Same(a[0], a[1]), name);
        }
    }

    [Fact]
    public void SwitchingNormalisationOnLeavesTheWeightsAsTheyWere()
    {
        using var scope = NewDisposeScope();
        Tensor Start(Normalisation n) =>
            new ConvDiscriminator(4) { Normalisation = n }
                .Build([1, 28, 28], new InitialisationStreams(5, 2, CPU))
                .named_parameters()
                .First(p => p.parameter.shape.SequenceEqual([2, 8, 4, 4, 4]))
                .parameter;
        Assert.True(Same(Start(Normalisation.None), Start(Normalisation.Batch)));
    }

    [Fact]
    public void WhatMakesNoSenseIsRefusedWithAReason()
    {
        var streams = new InitialisationStreams(1, 1, CPU);
        Assert.Contains(
            "no height and width",
            Assert.Throws<ArgumentException>(() => Trainer.Train(Tiny with { Data = GaussianMixture.Ring() })).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "multiple of 4",
            Assert.Throws<ArgumentException>(() => new ConvGenerator().Build([1, 30, 30], streams)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "square",
            Assert.Throws<ArgumentException>(() => new ConvDiscriminator().Build([1, 28, 32], streams)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "PReLU",
            Assert.Throws<ArgumentException>(() => new ConvGenerator { Activation = Activation.PReLU }.Build([1, 28, 28], streams)).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConvGenerator(0).Build([1, 28, 28], streams));
        var message = Assert
            .Throws<ArgumentException>(() =>
                Trainer.Train(
                    Tiny with
                    {
                        Data = GaussianMixture.Ring(),
                        Generator = new MlpGenerator(8) { Normalisation = Normalisation.Instance },
                        Discriminator = new MlpDiscriminator(8),
                    }
                )
            )
            .Message;
        Assert.Contains("height and width", message, StringComparison.Ordinal);
        Assert.Contains(
            "batch of at least 2",
            Assert.Throws<ArgumentException>(() => Trainer.Train(With(Normalisation.Batch) with { Batch = 1 })).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void APictureRunKeepsFewPicturesAndGeneratesMany()
    {
        using var run = Trainer.Train(Tiny with { Replicas = 2 });
        Assert.True(run.IsImages);
        Assert.All(run.History.Evaluations, e => Assert.Equal(25 * 784, e.Samples[1].Length));
        Assert.Equal(run.Samples(1, 25), run.History.Evaluations[^1].Samples[1]);
        var sizes = new List<long>();
        float sum = 0,
            again = 0;
        run.Generate(
            25,
            batch =>
            {
                sizes.Add(batch.shape[0]);
                sum += batch.sum().item<float>();
            },
            replica: 1,
            batch: 10
        );
        run.Generate(25, batch => again += batch.sum().item<float>(), replica: 1, batch: 10);
        Assert.Equal([10, 10, 5], sizes);
        Assert.Equal(sum, again);
        Assert.Equal(784, run.SamplesAt(new float[6], 1).Length);
        Assert.Throws<ArgumentException>(() => run.SamplesAt(new float[5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => run.Samples(0, 101));
    }

    [Fact]
    public void LiveTensorsStayConstant()
    {
        var counts = new List<long>();
        using var run = Trainer.Train(
            With(Normalisation.Batch) with
            {
                Steps = 8,
                EvaluateEvery = 1,
            },
            new Each(() => counts.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount))
        );
        Assert.Equal(counts[2], counts[^1]);
    }

    private static Normalisation Named(string name) => NormalisationLaws.Named(name);

    private static bool Same(Tensor a, Tensor b) => a.eq(b).all().item<bool>();

    internal static Recipe With(Normalisation normalisation) =>
        Tiny with
        {
            Generator = new ConvGenerator(4) { Latent = 6, Normalisation = normalisation },
            Discriminator = new ConvDiscriminator(4) { Normalisation = normalisation },
        };

    private sealed class Each(Action action) : ITrainingObserver
    {
        public void Observe(Run run) => action();
    }

    /// <summary>Freed memory full of NaN is what libtorch would multiply by 0 behind channels that do not fill a block.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(12)]
    [InlineData(20)]
    [InlineData(24)]
    public void NoChannelReadsWhatTheMemoryHeldBefore(long channels)
    {
        using var scope = NewDisposeScope();
        var layer = new EnsembleConv("conv", channels, 20, false, Initialisation.Uniform, new InitialisationStreams(1, 1, CPU));
        var input = rand([64, channels, 14, 14], requires_grad: true);
        LeaveBehind(float.NaN);
        var output = layer.call(input);
        var gradients = autograd.grad([output.sum()], [input, layer.weight]);
        // The tests after this one find clean memory.
        LeaveBehind(0);
        Assert.True(output.isfinite().all().item<bool>());
        var whole = nn.functional.conv2d(Double(input), Double(layer.weight[0]), Double(layer.bias![0]), strides: [2, 2], padding: [1, 1]);
        Assert.True((output - whole).abs().max().item<double>() < 1e-5);
        Assert.All(gradients, gradient => Assert.True(gradient.isfinite().all().item<bool>()));
    }

    private static Tensor Double(Tensor x) => x.to_type(ScalarType.Float64);

    /// <summary>Frees blocks of many sizes that hold a value.</summary>
    private static void LeaveBehind(float value)
    {
        for (var size = 2L; size < 1L << 23; size *= 2)
        {
            full(size, value).Dispose();
            full(size * 3 / 2, value).Dispose();
        }
    }
}
