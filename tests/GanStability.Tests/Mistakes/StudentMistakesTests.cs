using GanStability;
using GanStability.Tests.Hosting;
using GanStability.Tests.Training;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Mistakes;

/// <summary>
/// What learners type. Each mistake must be answered before any native call with a message that names the argument, says what it was and
/// what is allowed or what to do next: the words after each case. Mistakes that no message of the library can answer (a cell before the
/// setup cell, a kit that was never built) are the runner's, see its own tests.
/// </summary>
public sealed class StudentMistakesTests : IDisposable
{
    private static readonly Lazy<Run> Ring = new(() => Trainer.Train(TinyRecipes.Ring with { Steps = 2 }));
    private static readonly Lazy<Run> OtherSeed = new(() => Trainer.Train(TinyRecipes.Ring with { Steps = 2, Seed = 8 }));
    private static readonly Lazy<Run> OnGrid = new(() => Trainer.Train(TinyRecipes.Ring with { Steps = 2, Data = GaussianMixture.Grid() }));
    private static readonly Lazy<Run> Pictures = new(() =>
        Trainer.Train(TinyRecipes.Ring with { Steps = 2, Batch = 4, Data = new SyntheticDigits() })
    );
    private readonly RecordingHost host = new();

    /// <summary>A mistake in a recipe, found before anything is trained.</summary>
    public static TheoryData<string, Func<Recipe, Recipe>, string[]> InRecipes { get; } =
        new()
        {
            { "no steps", r => r with { Steps = 0 }, ["Steps", "at least 1", "it is 0"] },
            { "negative steps", r => r with { Steps = -100 }, ["Steps", "at least 1", "it is -100"] },
            { "zero seeds", r => r with { Replicas = 0 }, ["Replicas", "at least 1", "it is 0"] },
            { "empty batch", r => r with { Batch = 0 }, ["Batch", "at least 1", "it is 0"] },
            { "negative measurements", r => r with { EvaluateEvery = -1 }, ["EvaluateEvery", "at least 0", "it is -1"] },
            { "learning rate 0", r => r with { GeneratorAdam = new(0) }, ["generator's LearningRate", "greater than 0", "it is 0"] },
            {
                "learning rate NaN",
                r => r with { DiscriminatorAdam = new(double.NaN) },
                ["discriminator's LearningRate", "greater than 0", "it is NaN"]
            },
            {
                "negative learning rate",
                r => r with { DiscriminatorAdam = new(-5e-4) },
                ["discriminator's LearningRate", "greater than 0", "it is -0.0005"]
            },
            {
                "beta as in a formula for momentum",
                r => r with { GeneratorAdam = new(1e-3, Beta1: 1) },
                ["generator's Beta1", "[0, 1)", "it is 1"]
            },
            { "targets the wrong way round", r => r with { Targets = new(0, 1) }, ["Targets", "fake < real", "Real = 0, Fake = 1"] },
            { "no data", r => r with { Data = null! }, ["Data is null", "GaussianMixture.Ring()"] },
            { "no generator", r => r with { Generator = null! }, ["Generator is null", "new MlpGenerator"] },
            { "no list of stabilizers", r => r with { Stabilizers = null! }, ["Stabilizers is null", "[] for none"] },
            { "a stub among the stabilizers", r => r with { Stabilizers = [null!] }, ["Stabilizers is null", "new R1()"] },
            {
                "latent vector of length 0",
                r => r with { Generator = new MlpGenerator(8) { Latent = 0 } },
                ["Latent", "at least 1", "it is 0"]
            },
            {
                "no hidden layer",
                r => r with { Discriminator = new MlpDiscriminator() },
                ["at least one hidden layer", "MlpDiscriminator(64, 64)"]
            },
            {
                "hidden layer of width 0",
                r => r with { Generator = new MlpGenerator(64, 0) },
                ["hidden layer of the generator", "at least 1", "64, 0"]
            },
            { "convolutions on points", r => r with { Generator = new ConvGenerator() }, ["pictures [channels, height, width]", "[2]"] },
            { "unknown device", r => r with { Device = "gpu" }, ["'gpu'", "'auto', 'cpu' and 'cuda'"] },
            {
                "batch of 1 with batch normalisation",
                r => r with { Batch = 1, Stabilizers = [new BatchNormalisation()] },
                ["batch of at least 2", "Batch is 1", "Raise Batch"]
            },
            {
                "batch of 1 with minibatch discrimination",
                r => r with { Batch = 1, Stabilizers = [new MinibatchDiscrimination()] },
                ["Batch must be at least 2", "it is 1"]
            },
            {
                "instance normalisation of points",
                r => r with { Stabilizers = [new InstanceNormalisation()] },
                ["height and width", "[2]", "Use pictures, or batch normalisation"]
            },
            {
                "reference batch of 1",
                r => r with { Stabilizers = [new VirtualBatchNormalisation(Reference: 1)] },
                ["Reference", "at least 2 samples", "value was 1"]
            },
            {
                "normalisation of nobody",
                r => r with { Stabilizers = [new BatchNormalisation(Generator: false)] },
                ["neither player", "choose the generator, the discriminator or both"]
            },
            { "no kernels", r => r with { Stabilizers = [new MinibatchDiscrimination(0)] }, ["Kernels", "at least 1", "value was 0"] },
            { "smoothing above 1", r => r with { Stabilizers = [new LabelSmoothing(1.2)] }, ["Real ≤ 1", "value was 1.2/0"] },
            { "smoothing to 0", r => r with { Stabilizers = [new LabelSmoothing(0)] }, ["Fake < Real", "value was 0/0"] },
            {
                "packs larger than the batch",
                r => r with { Stabilizers = [new Packing(64, SameSamples: true)] },
                ["Packs of 64", "Batch is 32", "multiple"]
            },
            { "packs of one", r => r with { Stabilizers = [new Packing(1)] }, ["at least 2 samples", "value was 1"] },
            { "negative weight", r => r with { Stabilizers = [new FeatureMatching(-1)] }, ["Weight", "greater than 0", "it is -1"] },
            { "decay of 1", r => r with { Stabilizers = [new WeightAveraging(1)] }, ["decay", "between 0 and 1", "value was 1"] },
            { "no unrolled step", r => r with { Stabilizers = [new UnrolledDiscriminator(0)] }, ["Steps", "'1'", "value was 0"] },
            {
                "a factor that changes nothing",
                r => r with { Stabilizers = [new TwoTimeScale(1)] },
                ["Factor", "changes nothing", "value was 1"]
            },
            { "the same method twice", r => r with { Stabilizers = [new R1(1), new R1(10)] }, ["'R1 1' and 'R1 10'", "give it once"] },
            {
                "two objectives",
                r => r with { Stabilizers = [new WganGp(), new FeatureMatching(Only: true)] },
                ["both set Objective", "use one of them"]
            },
            { "smoothing for a critic", r => r with { Stabilizers = [new WganGp(), new LabelSmoothing()] }, ["no targets", "leave"] },
            {
                "gradient penalty under batch normalisation",
                r => r with { Stabilizers = [new R1(), new BatchNormalisation(false, true)] },
                ["R1", "leave batch normalisation out"]
            },
            { "own module, many seeds", r => r with { Replicas = 8, Generator = Own(4, 2) }, ["one replica", "Replicas = 1", "it is 8"] },
            {
                "own module, other latent vector",
                r => r with { Generator = Own(6, 2) },
                ["generator's module", "[2500, 4]", "first layer"]
            },
            {
                "own module, other samples",
                r => r with { Generator = Own(4, 3) },
                ["generator's module made [2500, 3]", "must make [2500, 2]"]
            },
            {
                "own module that is null",
                r => r with { Generator = new PlainGenerator(() => null!) { Latent = 4 } },
                ["returned null", "nn.Module"]
            },
            {
                "feature matching on a discriminator that gives logits",
                r => r with { Discriminator = Judge(8), Stabilizers = [new FeatureMatching()] },
                ["discriminator's module made [32]", "must make [32, 8]", "FeatureCount"]
            },
            { "a discriminator without features", r => r with { Discriminator = Judge(0) }, ["FeatureCount", "at least 1", "value was 0"] },
        };

    [Theory]
    [MemberData(nameof(InRecipes), DisableDiscoveryEnumeration = true)]
    public void AMistakeInARecipe(string mistake, Func<Recipe, Recipe> make, string[] words) =>
        Answers(mistake, () => Kit.Train(make(TinyRecipes.Ring)), words);

    /// <summary>A mistake with what a notebook has at hand.</summary>
    public static TheoryData<string, Action, string[]> InCells { get; } =
        new()
        {
            { "unknown data set", () => DataSets.Open("minst"), ["'minst'", "mnist, fashion-mnist, kmnist, cifar-10"] },
            { "ring without modes", () => GaussianMixture.Ring(0), ["modes", "'1'", "value was 0"] },
            { "modes without width", () => GaussianMixture.Ring(8, 1, 0), ["sigma", "greater than 0", "it is 0"] },
            { "radius from a division by zero", () => GaussianMixture.Ring(8, double.NaN), ["NaN", "finite"] },
            { "a mode counted from 1", () => GaussianMixture.Ring(8).Only(8), ["modes", "0 to 7", "value was 8"] },
            {
                "shares in percent",
                () => new GaussianMixture("two", [(0, 0), (1, 1)], 0.1, [30, 70]),
                ["weights", "summing to 1", "sum 100"]
            },
            { "a digit that is none", () => SyntheticDigits.Only(3, 10), ["digits", "0 to 9", "value was 10"] },
            { "unknown size", () => Kit.Sized("tiny", 1, 2, 3), ["'tiny'", "'smoke', 'class' and 'full'"] },
            { "results in a folder", () => Kit.Results("results/mine.jsonl"), ["'results/mine.jsonl'", "leave the folder out"] },
            { "training before the recipe", () => Kit.Train((Recipe)null!), ["recipe", "null", "run the cell that makes it first"] },
            { "training before the recipes", () => Kit.Train((Recipe[])null!), ["recipes", "null", "run the cell that makes them first"] },
            { "training with a stub among the recipes", () => Kit.Train(TinyRecipes.Ring, null!), ["recipes", "no null"] },
            { "training twins", () => Kit.Train(TinyRecipes.Ring, TinyRecipes.Ring), ["'baseline'", "a name of its own"] },
            { "going on with nothing", () => Kit.Resume(null!), ["run", "null", "Kit.Train"] },
            { "going on with a finished run", () => Kit.Resume(Ring.Value), ["all its 2 steps", "recipe with"] },
            { "figure before the run", () => ((Run)null!).LossFigure(), ["run", "null", "run the cell that trains it first"] },
            {
                "comparing with a stub",
                () => CoverageTable.Compare(Ring.Value, null!),
                ["run", "null", "run the cell that trains it first"]
            },
            { "comparing nothing", () => RunFigures.CoverageFigure(), ["runs", "at least one"] },
            { "comparing other seeds", () => CoverageTable.Compare(Ring.Value, OtherSeed.Value), ["seed 8", "seed 7", "paired"] },
            { "comparing other data", () => CoverageTable.Compare(Ring.Value, OnGrid.Value), ["grid of 25", "ring of 8", "paired"] },
            { "modes of pictures", () => CoverageTable.Compare(Pictures.Value), ["known modes", "synthetic digits 28×28"] },
            { "points of pictures", () => Pictures.Value.SampleFigure(), ["points in the plane", "synthetic digits 28×28"] },
            { "pictures of points", () => Ring.Value.ImageFigure(), ["needs pictures", "[2]"] },
            { "a replica counted from 1", () => Ring.Value.SampleFigure(1), ["replica", "0 to 0", "value was 1"] },
            { "mode map of another replica", () => Ring.Value.ModeMapFigure(-1), ["replica", "0 to 0", "value was -1"] },
            { "replay of one picture", () => Ring.Value.ReplayFigure(0, 1), ["frames", "'2'", "value was 1"] },
            { "no seeds", () => Ring.Value.SeedsFigure(0), ["count", "'1'", "value was 0"] },
            { "too many samples", () => Ring.Value.Samples(0, 5000), ["count", "1 to 2500", "value was 5000"] },
            { "latent vectors cut off", () => Ring.Value.SamplesAt([1, 2, 3, 4, 5]), ["latents", "rows of 4", "got 5"] },
            { "no latent vectors", () => Ring.Value.SamplesAt([]), ["latents", "rows of 4", "got 0"] },
            { "half a point", () => Ring.Value.DiscriminatorAt([0.5f]), ["samples", "rows of 2", "got 1"] },
            { "step 0 of the history", () => _ = Ring.Value.History[Quantity.GeneratorLoss, 0, 0], ["step", "1 to 2", "value was 0"] },
            { "empty showdown", () => Kit.Showdown([]), ["recipes", "at least one"] },
            { "showdown of twins", () => Kit.Showdown([TinyRecipes.Ring, TinyRecipes.Ring]), ["'baseline'", "a name of its own"] },
            { "distance of a ring", () => DistanceTable.Compare(Ring.Value), ["without known modes", "CoverageTable"] },
            { "unknown preset", () => Names.Preset("ring"), ["'ring'", "frozen, grid, healthy, healthy-digits, rotating"] },
            { "unknown stabilizer", () => Names.Stabilizer("dropout"), ["'dropout'", "batch-normalisation"] },
            { "probabilities that do not sum to 1", () => Kl.Discrete([0.5, 0.6], [0.5, 0.5]), ["p sums to 1.1", "sum to 1"] },
            { "distributions of other lengths", () => Js.Discrete([0.5, 0.5], [1]), ["q", "1 outcomes", "2"] },
            { "no samples", () => Kl.Samples([], [1, 2]), ["p", "0 samples", "at least 2"] },
            { "variance for a standard deviation of 0", () => new Normal(0, 0), ["standardDeviation", "greater than 0", "it is 0"] },
            { "a strategy in percent", () => new MixedStrategy(50, 50), ["probabilities", "sum to 100", "must sum to 1"] },
            {
                "matrices that do not belong together",
                () =>
                    BimatrixGame.FromMatrices(
                        new double[,]
                        {
                            { 1, 2 },
                        },
                        new double[,]
                        {
                            { 1 },
                            { 2 },
                        }
                    ),
                ["column", "2 × 1", "1 × 2"]
            },
            { "coverage of half a point", () => ModeCoverage.Measure([1, 2, 3], GaussianMixture.Ring()), ["points", "pairs", "got 3"] },
            {
                "similarity in a batch of one",
                () => MinibatchDiscrimination.Similarity(zeros(2, 1, 3, 4)),
                ["batch of at least 2", "[2, 1, 3, 4]"]
            },
        };

    [Theory]
    [MemberData(nameof(InCells), DisableDiscoveryEnumeration = true)]
    public void AMistakeInACell(string mistake, Action act, string[] words) => Answers(mistake, act, words);

    [Fact]
    public void AGpuThatIsNotThere()
    {
        Assert.SkipWhen(cuda.is_available(), "This machine has a GPU.");
        Answers(
            "cuda without a GPU",
            () => Kit.Train(TinyRecipes.Ring with { Device = "cuda" }),
            "'cuda'",
            "no GPU",
            "use 'auto' or 'cpu'"
        );
    }

    [Fact]
    public void ARunThatWasFreed()
    {
        var run = Kit.Train(TinyRecipes.Ring with { Steps = 2, Seed = 5001 });
        run.Dispose();
        Answers("a freed run", () => run.LossFigure(), "'baseline'", "was freed", "Train it again");
        Answers("going on with a freed run", () => Kit.Resume(run), "was freed");
    }

    [Fact]
    public void ALearningRateOfTenSaysWhatToDo()
    {
        using var run = Kit.Train(TinyRecipes.Ring with { Steps = 20, Seed = 5002, GeneratorAdam = new(10) });
        Assert.Contains("10 is far too much: 5e-4 is usual", host.Shown[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void ADivergenceSaysWhatToDo()
    {
        using var run = Kit.Train(
            TinyRecipes.Ring with
            {
                Steps = 400,
                Seed = 5003,
                DiscriminatorAdam = new(1e25),
                GeneratorAdam = new(1e25),
            }
        );
        Assert.Contains("was no longer a number", host.Shown[^1].Text, StringComparison.Ordinal);
        Assert.Contains("Lower the learning rates", host.Shown[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void ACheckpointThatWasDamaged()
    {
        var recipe = TinyRecipes.Ring with { Steps = 2, Seed = 5004 };
        var checkpoint = Checkpoint.Of(recipe, Paths.Checkpoints);
        Directory.CreateDirectory(Paths.Checkpoints);
        File.WriteAllText(checkpoint.FullPath, "cut off");
        using var run = Kit.Train(recipe, resume: true);
        Assert.Equal(2, run.History.Steps);
        Assert.Contains("cannot be used: ", host.Shown[^1].Text, StringComparison.Ordinal);
        Assert.Contains("baseline began at the start", host.Shown[^1].Text, StringComparison.Ordinal);
        Assert.False(checkpoint.Exists);
        File.Delete(checkpoint.FullPath + ".unusable");
    }

    /// <summary>
    /// A message for a reader: the expected words, and nothing of native code, of the runtime's own wording or of this machine.
    /// </summary>
    private static void Answers(string mistake, Action act, params string[] words)
    {
        var error = Record.Exception(act);
        Assert.True(
            error is ArgumentException or ObjectDisposedException or InvalidDataException,
            $"{mistake}: {error?.ToString() ?? "no error"}"
        );
        Assert.All(words, word => Assert.Contains(word, error!.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("Exception raised from", error!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Value cannot be null. (", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(AppContext.BaseDirectory, error.Message, StringComparison.Ordinal);
    }

    private static PlainGenerator Own(int inputs, int outputs) =>
        new(() => nn.Sequential(nn.Linear(inputs, 8), nn.ReLU(), nn.Linear(8, outputs))) { Latent = 4 };

    private static PlainDiscriminator Judge(int features) => new(() => nn.Sequential(nn.Linear(2, 1), nn.Flatten(0)), features);

    public void Dispose() => host.Dispose();
}
