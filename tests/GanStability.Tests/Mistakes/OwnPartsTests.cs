using GanStability;
using GanStability.Tests.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Mistakes;

/// <summary>
/// What a learner's own source or module does wrong is told at the door, before anything native is done with it: the sentence names the
/// source or player, what came and what is allowed.
/// </summary>
public sealed class OwnPartsTests
{
    /// <summary>Sources that cannot be used, with words of the message.</summary>
    public static TheoryData<string, Func<IDataSource>, string[]> Sources { get; } =
        new()
        {
            { "null", () => new Own((_, _) => null!), ["'own'", "Sample returned null"] },
            { "float64", () => new Own((n, g) => Points(n, g).to(ScalarType.Float64)), ["'own'", "Float64", "Float32", ".to("] },
            { "half", () => new Own((n, g) => Points(n, g).to(ScalarType.Float16)), ["Float16", "Float32"] },
            { "integers", () => new Own((n, g) => randint(9, [n, 2], generator: g)), ["Int64", "Float32"] },
            { "complex", () => new Own((n, g) => Points(n, g).to(ScalarType.ComplexFloat32)), ["ComplexFloat32"] },
            { "another shape", () => new Own((n, g) => randn([n, 3], generator: g)), ["[4, 3]", "4 were asked for", "[2]", "[4, 2]"] },
            { "a flat list", () => new Own((n, g) => randn([2 * n], generator: g)), ["[8]", "[4, 2]"] },
            { "turned round", () => new Own((n, g) => randn([2, n], generator: g)), ["[2, 4]", "[4, 2]"] },
            { "a batch of its own size", () => new Own((_, g) => Points(32, g)), ["[32, 2]", "4 were asked for"] },
            { "one too many", () => new Own((n, g) => Points(n + 1, g)), ["[5, 2]"] },
            { "a single number", () => new Own((_, g) => randn([], generator: g)), ["[]", "[4, 2]"] },
            { "not a number", () => new Own((n, g) => Points(n, g).log()), ["not finite", "of 4"] },
            { "infinity", () => new Own((n, g) => Points(n, g) / 0), ["not finite"] },
            { "a graph", () => new Own((n, g) => Points(n, g).requires_grad_()), ["graph", ".detach()"] },
            {
                "freed by its own scope",
                () =>
                    new Own(
                        (n, g) =>
                        {
                            using var scope = NewDisposeScope();
                            return Points(n, g);
                        }
                    ),
                ["already freed", "MoveToOuterDisposeScope"]
            },
            { "random numbers from elsewhere", () => new Own((n, _) => randn([n, 2])), ["equal generators", "generator: generator"] },
            { "a native error", () => new Own((n, g) => Points(n, g).view(7, 7)), ["'own'", "Sample failed"] },
            { "no name", () => new Own(Points, name: null!), ["no Name"] },
            {
                "no shape",
                () =>
                    new Own(Points) { SampleShape = null! },
                ["SampleShape is null", "[2] for points"]
            },
            {
                "an empty shape",
                () =>
                    new Own(Points) { SampleShape = [] },
                ["SampleShape is []"]
            },
            {
                "a negative shape",
                () =>
                    new Own(Points) { SampleShape = [-2] },
                ["SampleShape is [-2]"]
            },
            {
                "pictures without channels",
                () =>
                    new Own(Points) { SampleShape = [28, 28] },
                ["[28, 28]", "grey: [1, height, width]"]
            },
            {
                "a batch in the shape",
                () =>
                    new Own(Points) { SampleShape = [32, 1, 8, 8] },
                ["[32, 1, 8, 8]"]
            },
            { "no centres", () => new OwnModes([], 0.1), ["'own modes'", "at least one centre"] },
            { "centres nowhere", () => new OwnModes([(0, double.NaN)], 0.1), ["Centres", "finite"] },
            { "no width", () => new OwnModes([(0, 0)], 0), ["Sigma is 0", "greater than 0"] },
        };

    [Theory]
    [MemberData(nameof(Sources), DisableDiscoveryEnumeration = true)]
    public void AWrongSourceIsToldAtTheDoor(string mistake, Func<IDataSource> make, string[] words)
    {
        var recipe = TinyRecipes.Ring with { Data = make(), Steps = 2 };
        Sentence(mistake, () => Trainer.Train(recipe), words);
        Sentence(mistake, () => Kit.Train(recipe), words);
    }

    [Fact]
    public void AMistakeThatComesLaterIsToldToo()
    {
        var calls = 0;
        var later = new Own((n, g) => ++calls > 3 ? Points(n, g).to(ScalarType.Float64) : Points(n, g));
        Sentence("later", () => Trainer.Train(TinyRecipes.Ring with { Data = later, Steps = 40 }), "'own'", "Float64");
    }

    /// <summary>Labelled pictures that cannot be used, with words of the message.</summary>
    public static TheoryData<string, Func<int, Tensor, Tensor?>, string[]> LabelMistakes { get; } =
        new()
        {
            { "null", (_, _) => null, ["labels"] },
            { "floats", (_, labels) => labels.to(ScalarType.Float32), ["Float32", "Int64"] },
            { "one-hot", (_, labels) => nn.functional.one_hot(labels, 10), ["[5, 10]", "[5]"] },
            { "from 1 to 10", (_, labels) => zeros_like(labels) + 10, ["from 10 to 10", "0 to 9"] },
            { "negative", (_, labels) => zeros_like(labels) - 1, ["-1", "0 to 9"] },
        };

    [Theory]
    [MemberData(nameof(LabelMistakes), DisableDiscoveryEnumeration = true)]
    public void WrongLabelsAreToldAtTheDoor(string mistake, Func<int, Tensor, Tensor?> change, string[] words) =>
        Sentence(mistake, () => ImageSet.Draw(new Relabelled(change), 5, 1), ["'relabelled'", .. words]);

    /// <summary>Modules that cannot be used, with words of the message.</summary>
    public static TheoryData<string, Func<Recipe, Recipe>, string[]> Modules { get; } =
        new()
        {
            { "G: null", r => With(r, _ => null!), ["generator's module made null"] },
            { "G: float64 out", r => With(r, x => x.to(ScalarType.Float64)), ["generator's module", "Float64", "Float32"] },
            { "G: integers out", r => With(r, x => x.to(ScalarType.Int64)), ["generator's module", "Int64"] },
            { "G: detached", r => With(r, x => x.detach()), ["generator's module", "without a graph", "detach()"] },
            { "G: one sample less", r => With(r, x => x[1..]), ["generator's module made [2499, 2]", "[2500, 2]"] },
            { "G: freed", r => With(r, x =>
                    {
                        var y = x.clone();
                        y.Dispose();
                        return y;
                    }), ["generator's module", "already freed"] },
            {
                "G: float64 parameters",
                r => r with { Generator = new PlainGenerator(() => nn.Linear(4, 2, dtype: ScalarType.Float64)) { Latent = 4 } },
                ["generator's module", "'weight'", "Float64", "Float32"]
            },
            {
                "G: nothing to learn",
                r => r with { Generator = new PlainGenerator(() => nn.Identity()) { Latent = 2 } },
                ["generator's module", "no parameter"]
            },
            {
                "G: layers that torch does not know",
                r => r with { Generator = new PlainGenerator(() => new Forgetful()) { Latent = 4 } },
                ["generator's module", "'hidden'", "RegisterComponents()"]
            },
            {
                "D: layers that torch does not know",
                r => r with { Discriminator = new PlainDiscriminator(() => new Forgetful(2), 2) },
                ["discriminator's module", "'hidden'", "RegisterComponents()"]
            },
            { "D: null", r => Judging(r, _ => null!), ["discriminator's module made null"] },
            { "D: float64", r => Judging(r, x => x.to(ScalarType.Float64)), ["discriminator's module", "Float64"] },
            { "D: detached", r => Judging(r, x => x.detach()), ["discriminator's module", "without a graph"] },
            { "D: another width", r => Judging(r, x => x[.., ..3]), ["discriminator's module made", "3]", "FeatureCount"] },
        };

    [Theory]
    [MemberData(nameof(Modules), DisableDiscoveryEnumeration = true)]
    public void AWrongModuleIsToldAtTheDoor(string mistake, Func<Recipe, Recipe> change, string[] words) =>
        Sentence(mistake, () => Trainer.Train(change(TinyRecipes.Ring with { Replicas = 1, Steps = 2, Stabilizers = [] })), words);

    [Fact]
    public void OneModuleForTwoRunsIsRefused()
    {
        var shared = nn.Linear(4, 2);
        var recipe = TinyRecipes.Ring with
        {
            Steps = 2,
            Generator = new PlainGenerator(() => shared) { Latent = 4 },
        };
        using var first = Trainer.Train(recipe);
        Sentence("shared", () => Trainer.Train(recipe), "generator's module", "earlier run", "a new one");
    }

    [Fact]
    public void RightOnesTrain()
    {
        using var run = Trainer.Train(
            TinyRecipes.Ring with
            {
                Steps = 3,
                Data = new Own(Points),
                Generator = new PlainGenerator(() => nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))) { Latent = 4 },
                // Features without parameters: the last layer is the kit's.
                Discriminator = new PlainDiscriminator(() => nn.Flatten(), 2),
            }
        );
        Assert.Equal(Outcome.Completed, run.Outcome);
    }

    private static void Sentence(string mistake, Action act, params string[] words)
    {
        var error = Record.Exception(act);
        Assert.True(error is ArgumentException, $"{mistake}: {error?.ToString() ?? "no error"}");
        Assert.All(words, word => Assert.Contains(word, error!.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("Exception raised from", error!.Message, StringComparison.Ordinal);
        Assert.Single(error!.Message.Split('\n'));
    }

    private static Tensor Points(int count, torch.Generator generator) => randn([count, 2], generator: generator);

    private static Recipe With(Recipe recipe, Func<Tensor, Tensor> last) =>
        recipe with
        {
            Generator = new PlainGenerator(() => new Changed(nn.Linear(4, 2), last)) { Latent = 4 },
        };

    private static Recipe Judging(Recipe recipe, Func<Tensor, Tensor> last) =>
        recipe with
        {
            Discriminator = new PlainDiscriminator(() => new Changed(nn.Linear(2, 8), last), 8),
        };

    private sealed class Own(Func<int, torch.Generator, Tensor> sample, string name = "own") : IDataSource
    {
        public string Name => name;

        public IReadOnlyList<long> SampleShape { get; init; } = [2];

        public Tensor Sample(int count, torch.Generator generator, Device device) => sample(count, generator);
    }

    private sealed class OwnModes((double, double)[] centres, double sigma) : IHasModes
    {
        public string Name => "own modes";

        public IReadOnlyList<long> SampleShape => [2];

        public IReadOnlyList<(double X, double Y)> Centres => centres;

        public double Sigma => sigma;

        public Tensor Sample(int count, torch.Generator generator, Device device) => Points(count, generator);
    }

    private sealed class Relabelled(Func<int, Tensor, Tensor?> change) : ILabelledSource
    {
        private readonly SyntheticDigits digits = new();

        public string Name => "relabelled";

        public IReadOnlyList<long> SampleShape => digits.SampleShape;

        public IReadOnlyList<string> Classes => digits.Classes;

        public Tensor Sample(int count, torch.Generator generator, Device device) => digits.Sample(count, generator, device);

        public (Tensor Images, Tensor Labels) SampleLabelled(int count, torch.Generator generator, Device device)
        {
            var (images, labels) = digits.SampleLabelled(count, generator, device);
            return (images, change(count, labels)!);
        }
    }

    private sealed class Changed : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> inner;
        private readonly Func<Tensor, Tensor> last;

        public Changed(nn.Module<Tensor, Tensor> inner, Func<Tensor, Tensor> last)
            : base("changed")
        {
            (this.inner, this.last) = (inner, last);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => last(inner.call(input));
    }

    private sealed class Forgetful(int inputs = 4) : nn.Module<Tensor, Tensor>("forgetful")
    {
        private readonly nn.Module<Tensor, Tensor> hidden = nn.Linear(inputs, 2);

        public override Tensor forward(Tensor input) => hidden.call(input);
    }
}
