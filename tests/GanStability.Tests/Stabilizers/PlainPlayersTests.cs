using GanStability;
using GanStability.Tests.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace GanStability.Tests.Stabilizers;

/// <summary>Every stabilizer with a learner's own modules: it keeps its promise, or says that it cannot.</summary>
public class PlainPlayersTests
{
    private static readonly Recipe Plain = TinyRecipes.Ring with
    {
        Generator = new PlainGenerator(() => Same(() => Sequential(Linear(4, 16), ReLU(), Linear(16, 2)))) { Latent = 4 },
        Discriminator = new PlainDiscriminator(
            () => Same(() => Sequential(Linear(2, 16), LeakyReLU(0.2), Linear(16, 8), LeakyReLU(0.2))),
            8
        ),
        Steps = 20,
    };

    private static readonly Recipe PlainImages = Plain with
    {
        Data = new SyntheticDigits(),
        Generator = new PlainGenerator(() => Same(() => Sequential(Linear(4, 784), Tanh(), Unflatten(1, [1, 28, 28])))) { Latent = 4 },
        Discriminator = new PlainDiscriminator(
            () => Same(() => Sequential(Conv2d(1, 4, 5, stride: 3), LeakyReLU(0.2), Conv2d(4, 6, 3, stride: 2), Flatten())),
            6 * 3 * 3
        ),
        Batch = 8,
        Steps = 3,
    };

    public static TheoryData<string> All { get; } = [.. Stabilizer.All.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(All))]
    public void AStabilizerChangesTheTrainingOfPlainPlayersOrRefusesThem(string name)
    {
        var stabilizer = Stabilizer.All.Single(s => s.Name == name);
        var recipe = stabilizer.NeedsImages ? PlainImages : Plain;
        try
        {
            using var with = Trainer.Train(recipe with { Stabilizers = [stabilizer] });
            using var without = Trainer.Train(recipe);
            Assert.Equal(Outcome.Completed, with.Outcome);
            Assert.NotEqual(without.Samples(), with.Samples());
        }
        catch (ArgumentException e)
        {
            // A sentence, and no name of a type or a tensor's insides.
            Assert.Matches("[.!]", e.Message);
            Assert.DoesNotContain("IReweightedLayer", e.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void EveryPlainLayerStretchesByOneAtMost(bool images)
    {
        using var run = Trainer.Train((images ? PlainImages : Plain) with { Stabilizers = [new SpectralNormalisation()] });
        using var scope = NewDisposeScope();
        var layers = run.Players.Discriminator.Network.modules().OfType<Module<Tensor, Tensor>>();
        var looked = 0;
        foreach (var layer in layers)
        {
            // A layer as it is used is x ↦ Ax + b; A comes from unit vectors.
            var inputs = layer switch
            {
                TorchSharp.Modules.Linear m => eye(m.weight!.shape[1]),
                TorchSharp.Modules.Conv2d m => eye(m.weight!.shape[1..].Aggregate((a, b) => a * b)).view([-1, .. m.weight!.shape[1..]]),
                _ => null,
            };
            if (inputs is null)
                continue;
            var matrix = (layer.call(inputs) - layer.call(zeros_like(inputs))).flatten(1);
            Assert.Equal(1, linalg.svdvals(matrix).max().item<float>(), 0.05);
            looked++;
        }
        Assert.Equal(2, looked);
        // Without it they stretch otherwise, so the test can fail.
        using var plain = Trainer.Train(images ? PlainImages : Plain);
        Assert.Contains(
            plain
                .Players.Discriminator.Network.modules()
                .OfType<TorchSharp.Modules.Linear>()
                .Select(m => m.weight!)
                .Concat(plain.Players.Discriminator.Network.modules().OfType<TorchSharp.Modules.Conv2d>().Select(m => m.weight!)),
            w => Math.Abs(linalg.svdvals(w.flatten(1)).max().item<float>() - 1) > 0.1
        );
    }

    [Fact]
    public void APlainLayerIsNormalisedAsTheKitsOwn()
    {
        // y = (Wx + b − b)/σ + b, and its gradient in W counts σ.
        using var scope = NewDisposeScope();
        var layer = Linear(3, 2);
        using var run = Trainer.Train(
            Plain with
            {
                Discriminator = new PlainDiscriminator(() => Sequential(Linear(2, 3), layer), 2),
                Stabilizers = [new SpectralNormalisation()],
            }
        );
        var x = randn(5, 3);
        var expected = x.matmul((layer.weight! / linalg.svdvals(layer.weight!)[0]).t()) + layer.bias!;
        Assert.Equal(0, (layer.call(x) - expected).abs().max().item<float>(), 0.05 * expected.abs().max().item<float>());
    }

    [Theory]
    [InlineData(nameof(Raw), "scale", "Linear and Conv1d to Conv3d")]
    [InlineData(nameof(PastHooks), "first", "write layer.call(x)")]
    public void WhatItCannotReachIsRefusedByName(string module, string layer, string words)
    {
        Func<Module<Tensor, Tensor>> make = module == nameof(Raw) ? () => new Raw() : () => new PastHooks();
        var recipe = Plain with { Discriminator = new PlainDiscriminator(make, 4), Stabilizers = [new SpectralNormalisation()] };
        var message = Assert.ThrowsAny<Exception>(() => Trainer.Train(recipe)).Message;
        Assert.Contains(layer, message, StringComparison.Ordinal);
        Assert.Contains(words, message, StringComparison.Ordinal);
    }

    // Every run starts from the same weights, so that only the stabilizer can make the difference.
    private static Module<Tensor, Tensor> Same(Func<Module<Tensor, Tensor>> make)
    {
        manual_seed(11);
        return make();
    }

    /// <summary>A weight matrix that no layer of torch holds.</summary>
    private sealed class Raw : Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Parameter scale = new(randn(2, 4));

        public Raw()
            : base("raw") => RegisterComponents();

        public override Tensor forward(Tensor x) => x.matmul(scale);
    }

    /// <summary>The habit of many examples: layers called by their forward.</summary>
    private sealed class PastHooks : Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Linear first = Linear(2, 4);

        public PastHooks()
            : base("past hooks") => RegisterComponents();

        public override Tensor forward(Tensor x) => first.forward(x).relu();
    }
}
