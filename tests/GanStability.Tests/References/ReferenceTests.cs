using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using GanStability.Engine;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.References;

/// <summary>
/// Twenty steps of every method in float64 against an independent program: <c>make_references.py</c>, written from the papers and run with
/// another PyTorch, made <c>references.json</c>. Both start from the same parameters and draw from the same seeds; every cost of every move
/// and every parameter at the end must agree.
/// </summary>
public partial class ReferenceTests
{
    /// <summary>Rounding, grown over twenty steps.</summary>
    private const double Tolerance = 1e-9;

    private static readonly Dictionary<string, Reference[]> References = JsonSerializer.Deserialize<Dictionary<string, Reference[]>>(
        typeof(ReferenceTests).Assembly.GetManifestResourceStream("references.json")!,
        JsonSerializerOptions.Web
    )!;

    private static Recipe Points { get; } =
        new()
        {
            Data = new Cloud(2),
            Generator = new MlpGenerator(5) { Latent = 3, Activation = Activation.Tanh },
            Discriminator = new MlpDiscriminator(6, 4) { Activation = Activation.Tanh },
            GeneratorAdam = new(0.01),
            DiscriminatorAdam = new(0.01),
            Steps = 20,
            Batch = 6,
            Replicas = 2,
            Seed = 7,
            Device = "cpu",
        };

    private static Recipe Pictures { get; } =
        Points with
        {
            Data = new Cloud(1, 8, 8),
            Generator = new ConvGenerator(2) { Latent = 3, Activation = Activation.Tanh },
            Discriminator = new ConvDiscriminator(2) { Activation = Activation.Tanh },
        };

    private static Dictionary<string, Recipe> Cases { get; } =
        new()
        {
            ["non-saturating"] = Points,
            ["minimax"] = Points with { Objective = Objective.Minimax },
            ["Wasserstein"] = Points with { Objective = Objective.Wasserstein },
            ["hinge"] = Points with { Objective = new Hinge() },
            ["least squares"] = Points with { Objective = new LeastSquares() },
            ["relativistic"] = Points with { Objective = new RelativisticPairing() },
            ["two discriminator steps"] = Points with { DiscriminatorSteps = 2 },
            ["one-sided label smoothing"] = With(new LabelSmoothing()),
            ["two-sided label smoothing"] = With(LabelSmoothing.TwoSided()),
            ["feature matching"] = With(new FeatureMatching(0.7)),
            ["feature matching only"] = With(new FeatureMatching(Only: true)),
            ["minibatch discrimination"] = With(new MinibatchDiscrimination(4, 3)),
            ["minibatch discrimination, sum"] = With(new MinibatchDiscrimination(4, 3) { Sum = true }),
            ["minibatch discrimination with R1"] = With(new MinibatchDiscrimination(4, 3), new R1(0.5)),
            ["historical averaging"] = With(new HistoricalAveraging(0.3)),
            ["batch normalisation in G"] = With(new BatchNormalisation()),
            ["batch normalisation in D"] = With(new BatchNormalisation(Generator: false, Discriminator: true)),
            ["batch normalisation of pictures"] = Pictures with { Stabilizers = [new BatchNormalisation(true, true)] },
            ["instance normalisation"] = Pictures with { Stabilizers = [new InstanceNormalisation(true, true)] },
            ["layer normalisation"] = With(new LayerNormalisation(true, true)),
            ["layer normalisation of pictures"] = Pictures with { Stabilizers = [new LayerNormalisation(true, true)] },
            ["virtual batch normalisation in G"] = With(new VirtualBatchNormalisation(true, false, Points.Batch)),
            ["virtual batch normalisation in D"] = With(new VirtualBatchNormalisation(false, true, Points.Batch)),
            ["virtual batch normalisation of pictures"] = Pictures with
            {
                Stabilizers = [new VirtualBatchNormalisation(true, true, Points.Batch)],
            },
            ["pictures"] = Pictures,
            ["R1"] = With(new R1(0.5)),
            ["R1 of pictures"] = Pictures with { Stabilizers = [new R1(0.5)] },
            ["R2"] = With(new R2(0.5)),
            ["R3GAN"] = Points with { Objective = new RelativisticPairing(), Stabilizers = [new R1(0.5), new R2(0.5)] },
            ["one-centred penalty"] = With(new GradientPenalty(10, Centre: 1)),
            ["zero-centred penalty"] = With(new GradientPenalty(10)),
            ["DRAGAN"] = With(new Dragan()),
            ["consensus"] = With(new ConsensusOptimisation(0.5)),
            ["WGAN-GP"] = With(new WganGp()),
            ["WGAN-GP 3, critic 2"] = With(new WganGp(3, 2)),
            ["instance noise"] = With(new InstanceNoise()),
            ["instance noise with R1"] = With(new InstanceNoise(), new R1(0.5)),
            ["two time scales"] = With(new TwoTimeScale(4)),
            ["packing"] = With(new Packing(2)),
            ["packing, same samples"] = With(new Packing(2, SameSamples: true)),
            ["packing with R1"] = With(new Packing(2), new R1(0.5)),
            ["weight averaging"] = With(new WeightAveraging(0.8)),
            ["spectral normalisation"] = With(new SpectralNormalisation()),
            ["unrolled discriminator 1"] = With(new UnrolledDiscriminator(1)),
            ["unrolled discriminator 3"] = With(new UnrolledDiscriminator(3)),
            ["unrolled discriminator 3, zero-sum"] = With(new UnrolledDiscriminator(3, ZeroSum: true)),
            ["learning-rate decay"] = Points with { DecayFrom = 0.5 },
        };

    public static TheoryData<string> Names { get; } = [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void TwentyStepsAreThoseOfAnIndependentProgram(string name)
    {
        using var scope = NewDisposeScope();
        var played = Play(Cases[name]);
        for (var r = 0; r < Points.Replicas; r++)
        {
            var expected = References[name][r];
            AssertEqual("cost of the discriminator, move", expected.Discriminator, [.. played.Discriminator.Select(cost => cost[r])]);
            AssertEqual("cost of the generator, move", expected.Generator, [.. played.Generator.Select(cost => cost[r])]);
            AssertEqual("sum over the parameters at the end", expected.End, [.. played.End.Select(sum => sum[r])]);
        }

        void AssertEqual(string what, double[] expected, double[] actual)
        {
            Assert.Equal(expected.Length, actual.Length);
            for (var i = 0; i < expected.Length; i++)
                Assert.True(
                    Math.Abs(expected[i] - actual[i]) <= Tolerance * Math.Max(1, Math.Abs(expected[i])),
                    string.Create(CultureInfo.InvariantCulture, $"{name}, {what} {i + 1}: expected {expected[i]:R}, got {actual[i]:R}.")
                );
        }
    }

    [Fact]
    public void EveryReferenceIsPlayed() =>
        Assert.Equal(References.Keys.Order(StringComparer.Ordinal), Cases.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void EveryMethodHasAReference()
    {
        var methods = Cases.Values.SelectMany(r => r.Stabilizers.Select(s => s.GetType()).Append(r.Objective.GetType())).ToHashSet();
        string[] missing =
        [
            .. typeof(Recipe)
                .Assembly.GetTypes()
                .Where(t =>
                    t is { IsPublic: true, IsAbstract: false }
                    && !methods.Contains(t)
                    && (t.IsSubclassOf(typeof(Stabilizer)) || t.IsSubclassOf(typeof(Objective)))
                )
                .Select(t => t.Name),
            .. typeof(Objective)
                .GetProperties(BindingFlags.Public | BindingFlags.Static)
                .Where(p => p.GetValue(null) is Objective objective && !methods.Contains(objective.GetType()))
                .Select(p => p.Name),
        ];
        Assert.Empty(missing);
    }

    private static Recipe With(params Stabilizer[] stabilizers) => Points with { Stabilizers = stabilizers };

    private static (List<double[]> Discriminator, List<double[]> Generator, double[][] End) Play(Recipe recipe)
    {
        var costs = new Costs();
        // Prepares the recipe and keeps the record; its own players, in float32, stand by.
        using var run = new Run(recipe with { Stabilizers = [.. recipe.Stabilizers, costs] });
        // The run itself wants float32 at its door; the comparison is made in float64.
        recipe = run.Recipe with { Data = new Cloud([.. run.Recipe.Data.SampleShape]) { Numbers = ScalarType.Float64 } };
        var streams = new InitialisationStreams(recipe.Seed, recipe.Replicas, CPU, recipe.Data);
        var shape = recipe.Data.SampleShape;
        using var generator = new Player<GeneratorNetwork>(Started(recipe.Generator.Build(shape, streams)), recipe.Replicas);
        using var discriminator = new Player<DiscriminatorNetwork>(Started(recipe.Discriminator.Build(shape, streams)), recipe.Replicas);
        var players = new Players(generator, discriminator);
        var hooks = recipe.Stabilizers.Select(s => s.Attach(recipe, players)).OfType<StabilizerHooks>().ToArray();
        using var supervisor = new Supervisor(run, CPU);
        using (var game = new Algorithm1(recipe, players, [.. hooks.Select(h => new NamedHooks("tested", h))], supervisor))
            for (var step = 0; step < recipe.Steps; step++)
                game.Step();
        var sampling = hooks.Select(h => h.SamplingParameters).FirstOrDefault(p => p is not null) ?? generator.Parameters;
        double[][] end = [.. Sums(discriminator.Network), .. Sums(generator.Network), .. generator.FunctionalCall(sampling, Sums)];
        foreach (var hook in hooks)
            hook.Dispose();
        return (costs.Discriminator, costs.Generator, end);
    }

    /// <summary>The start that both programs agree on: numbers of a congruential generator whose seed is the parameter's name.</summary>
    private static T Started<T>(T network)
        where T : nn.Module
    {
        network.to(ScalarType.Float64);
        using var _ = no_grad();
        foreach (
            var (name, parameter) in network.named_parameters().Select(p => (p.name, (Tensor)p.parameter)).Concat(network.named_buffers())
        )
        {
            var role = Role(name);
            var (middle, width) = role switch
            {
                [.., 'g', 'a', 'm', 'm', 'a'] => (1, 0.3),
                ['u', 'p', ..] or ['d', 'o', 'w', 'n', ..] => (0.05, 0.3),
                _ => (0.35, 0.5),
            };
            for (var r = 0; r < parameter.shape[0]; r++)
            {
                var state = role.Aggregate((long)r, (s, letter) => (31 * s + letter) % (1L << 31));
                var numbers = new double[parameter[r].numel()];
                for (var i = 0; i < numbers.Length; i++)
                {
                    state = (1103515245 * state + 12345) % (1L << 31);
                    numbers[i] = middle + width * (state / (double)(1L << 30) - 1);
                }
                parameter[r].copy_(tensor(numbers).view(parameter[r].shape));
            }
        }
        return network;
    }

    /// <summary>Two numbers per replica that depend on every parameter.</summary>
    private static double[][] Sums(nn.Module network)
    {
        return [Sum(cos), Sum(sin)];

        double[] Sum(Func<Tensor, Tensor> wave) =>
            network
                .named_parameters()
                .Select(p =>
                {
                    var flat = p.parameter.detach().flatten(1);
                    return (flat * wave(Role(p.name).Sum(letter => letter) + 0.9 * arange(flat.shape[1], ScalarType.Float64))).sum(1);
                })
                .Aggregate((x, y) => x + y)
                .data<double>()
                .ToArray();
    }

    /// <summary>A parameter's layer and name, such as <c>linear1.weight</c>.</summary>
    private static string Role(string name) => string.Join('.', BackingField().Replace(name, "$1").Split('.')[^2..]);

    [GeneratedRegex("<(.*)>k__BackingField")]
    private static partial Regex BackingField();

    private sealed record Reference(double[] Discriminator, double[] Generator, double[] End);

    /// <summary>Standard normal samples.</summary>
    private sealed class Cloud(params long[] shape) : IDataSource
    {
        public string Name => "cloud";

        public IReadOnlyList<long> SampleShape => shape;

        public ScalarType Numbers { get; init; } = ScalarType.Float32;

        public Tensor Sample(int count, torch.Generator generator, Device device) =>
            randn([count, .. shape], Numbers, device, generator: generator);
    }

    /// <summary>Writes down what the players pay, after all others have added to it.</summary>
    private sealed record Costs : Stabilizer
    {
        public List<double[]> Discriminator { get; } = [];

        public List<double[]> Generator { get; } = [];

        public override string Name => "costs";

        public override StabilizerHooks Attach(Recipe recipe, Players players) => new Hooks(this);

        private sealed class Hooks(Costs costs) : StabilizerHooks
        {
            public override Tensor DiscriminatorCost(Tensor cost, Turn turn) => Keep(cost, costs.Discriminator);

            public override Tensor GeneratorCost(Tensor cost, Turn turn) => Keep(cost, costs.Generator);

            private static Tensor Keep(Tensor cost, List<double[]> list)
            {
                list.Add(cost.detach().data<double>().ToArray());
                return cost;
            }
        }
    }
}
