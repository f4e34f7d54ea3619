using System.Diagnostics;
using GanStability;
using TorchSharp;
using static TorchSharp.torch;

namespace GanStability.Benchmarks;

/// <summary>What is timed: recipes of the course, and the parts of a step.</summary>
internal static class Cases
{
    /// <summary>The ring of the course at class size: batch 128, latent vector of 64, two hidden layers of 64.</summary>
    public static Recipe Ring(int replicas, string device) =>
        Presets.Rotating with
        {
            Name = "plain",
            Replicas = replicas,
            Seed = 100,
            Device = device,
        };

    /// <summary>28×28 pictures, batch 64.</summary>
    public static Recipe Pictures(string device) => Presets.Digits with { Replicas = 1, Seed = 100, Batch = 64, Device = device };

    /// <summary>Every stabilizer that works on points, with the settings of the course.</summary>
    public static IReadOnlyList<Stabilizer> Stabilizers { get; } =
    [
        new FeatureMatching(),
        new LabelSmoothing(),
        new HistoricalAveraging(0.01),
        new BatchNormalisation(),
        new MinibatchDiscrimination(16, 8),
        new SpectralNormalisation(),
        new R1(),
        new WganGp(),
        new InstanceNoise(0.3),
        new TwoTimeScale(4),
        new Packing(2),
        new WeightAveraging(0.995),
        new UnrolledDiscriminator(5),
    ];

    /// <summary>Training a recipe, without its measurements of coverage.</summary>
    public static Case Of(Recipe recipe, string? name = null) =>
        new(
            name ?? recipe.Name,
            steps =>
            {
                using var run = Trainer.Train(recipe with { Steps = steps, EvaluateEvery = steps });
                return run.Elapsed.TotalSeconds;
            },
            recipe.Replicas
        );

    /// <summary>The two optimizer steps of one step of training, on parameters of the recipe's size.</summary>
    public static Case Optimizer(Recipe recipe)
    {
        using var run = Trainer.Train(recipe with { Steps = 1 });
        var shapes = new[] { run.Players.Generator.Parameters.shape, run.Players.Discriminator.Parameters.shape };
        return new(
            "both optimizer steps",
            steps =>
            {
                using var scope = NewDisposeScope();
                var players = shapes.Select(s => (Adam: new Adam(randn(s), new AdamSettings(1e-3)), Gradient: randn(s))).ToArray();
                var clock = Stopwatch.StartNew();
                for (var i = 0; i < steps; i++)
                    foreach (var (adam, gradient) in players)
                        adam.Step(gradient);
                foreach (var (adam, _) in players)
                    adam.Dispose();
                return clock.Elapsed.TotalSeconds;
            },
            recipe.Replicas
        );
    }

    /// <summary>
    /// The matrix products of one step and nothing else: the limit of this machine. Per layer of the generator one product for D's turn and
    /// three for its own (forward and two backward); of the discriminator six for its own turn (real and generated) and two for the
    /// generator's (no gradient of its weights); the first layer of each passes nothing back.
    /// </summary>
    public static Case Products(Recipe recipe)
    {
        var (g, d) = ((MlpGenerator)recipe.Generator, (MlpDiscriminator)recipe.Discriminator);
        int[] generator = [g.Latent, .. g.Hidden, 2],
            discriminator = [2, .. d.Hidden, 1];
        return new(
            "its matrix products alone",
            steps =>
            {
                using var scope = NewDisposeScope();
                using var _ = no_grad();
                var threads = get_num_threads();
                set_num_threads(1);
                var products = Products(generator, 4, 3, recipe).Concat(Products(discriminator, 8, 6, recipe)).ToArray();
                var clock = Stopwatch.StartNew();
                for (var i = 0; i < steps; i++)
                    foreach (var (a, b) in products)
                        a.bmm(b).Dispose();
                set_num_threads(threads);
                return clock.Elapsed.TotalSeconds;
            },
            recipe.Replicas
        );
    }

    private static IEnumerable<(Tensor, Tensor)> Products(int[] widths, int perLayer, int first, Recipe recipe) =>
        Enumerable
            .Range(0, widths.Length - 1)
            .SelectMany(l =>
                Enumerable.Repeat(
                    (randn([recipe.Replicas, recipe.Batch, widths[l]]), randn([recipe.Replicas, widths[l], widths[l + 1]])),
                    l == 0 ? first : perLayer
                )
            );
}
