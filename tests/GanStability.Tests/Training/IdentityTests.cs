using System.Reflection;
using System.Runtime.Loader;
using GanStability;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Training;

/// <summary>Two recipes are one experiment only where everything that decides the outcome is equal.</summary>
public sealed class IdentityTests : IDisposable
{
    private static readonly Recipe Ring = TinyRecipes.Ring with { Steps = 3 };
    private readonly string folder = Directory.CreateTempSubdirectory("identity").FullName;

    private ResultFile Results => new(Path.Combine(folder, "r.jsonl"));

    public static TheoryData<string> Pairs => [.. Others.Keys];

    /// <summary>Two recipes that differ in one thing, and what the message must name.</summary>
    private static readonly Dictionary<string, (Func<Recipe> Was, Func<Recipe> Now, string Named)> Others = new()
    {
        ["a captured width"] = (() => Own(8), () => Own(256), "width was 8, is now 256"),
        ["a latent"] = (() => Own(8, latent: 4), () => Own(8, latent: 5), "Generator.Latent was 4, is now 5"),
        ["a function's body"] = (
            () => Ring with { Generator = new PlainGenerator(() => nn.Linear(4, 2)) { Latent = 4 } },
            () => Ring with { Generator = new PlainGenerator(() => nn.Sequential(nn.Linear(4, 2))) { Latent = 4 } },
            "the code of Generator.Make has changed"
        ),
        ["points of one name"] = (
            () => Ring with { Data = new Cloud([0, 0, 1, 1]) },
            () => Ring with { Data = new Cloud([0, 0, 1, 2]) },
            "Data.points was [0, 0, 1, 1], is now [0, 0, 1, 2]"
        ),
        ["an objective's number"] = (
            () => Ring with { Objective = new Scaled(1) },
            () => Ring with { Objective = new Scaled(2) },
            "Objective.factor was 1, is now 2"
        ),
        ["a stabilizer's array"] = (
            () => Ring with { Stabilizers = [new Schedule([.1, .2])] },
            () => Ring with { Stabilizers = [new Schedule([.1, double.NaN])] },
            "Stabilizers[0].Rates was [0.1, 0.2], is now [0.1, NaN]"
        ),
        ["a field that JSON does not see"] = (
            () => Ring with { Stabilizers = [new WithField { Strength = 1 }] },
            () => Ring with { Stabilizers = [new WithField { Strength = 2 }] },
            "Stabilizers[0].Strength was 1, is now 2"
        ),
        ["a layer given as an object"] = (
            () => Ring with { Stabilizers = [new WithLayer(nn.LeakyReLU(0.1))] },
            () => Ring with { Stabilizers = [new WithLayer(nn.LeakyReLU(0.2))] },
            "negative_slope was 0.1, is now 0.2"
        ),
        ["a function's number"] = (
            () => Ring with { Stabilizers = [new WithFunction(Plus(1))] },
            () => Ring with { Stabilizers = [new WithFunction(Plus(2))] },
            "more was 1, is now 2"
        ),
        ["a library's setting"] = (
            () => Ring with { Stabilizers = [new R1(1)] },
            () => Ring with { Stabilizers = [new R1(2)] },
            "Stabilizers[0].Gamma was 1, is now 2"
        ),
        ["one stabilizer for another"] = (
            () => Ring with { Stabilizers = [new R1(1)] },
            () => Ring with { Stabilizers = [new R2(1)] },
            "Stabilizers[0] was R1, is now R2"
        ),
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void WhatDiffersIsNamedAndTheSameAgainIsTheSame(string pair)
    {
        var (was, now, named) = Others[pair];
        Assert.Null(Identity.Difference(Identity.OfRun(was()).Settings, Identity.OfRun(was()).Settings));
        Assert.Equal(Identity.Of(was()).Hash, Identity.Of(was()).Hash);
        var difference = Identity.Difference(Identity.Of(was()).Settings, Identity.Of(now()).Settings);
        Assert.Contains(named, difference, StringComparison.Ordinal);
        Assert.NotEqual(Identity.Of(was()).Hash, Identity.Of(now()).Hash);
    }

    /// <summary>Else every setting that the library learns would orphan all results before it.</summary>
    [Fact]
    public void ASettingThatIsNoneIsAsOneThatIsNotThere()
    {
        var now = Identity.Of(Ring);
        var none = now.Settings.Where(s => s.Value == "none").Select(s => s.Key).ToList();
        Assert.Contains("Generator.Output", none);
        var before = now.Settings.Where(s => !none.Contains(s.Key)).ToDictionary();
        Assert.Equal(now.Hash, Identity.HashOf(before));
        Assert.Null(Identity.Difference(before, now.Settings));
        before["Generator.Output"] = "Tanh";
        Assert.NotEqual(now.Hash, Identity.HashOf(before));
        Assert.Equal("Generator.Output was Tanh, is now none", Identity.Difference(before, now.Settings));
    }

    [Fact]
    public void DataInAFileIsKnownByItsSamples()
    {
        var file = Path.Combine(folder, "data.txt");
        File.WriteAllText(file, "0.5");
        var was = Identity.Of(new Kept(file));
        Assert.Equal(was.Hash, Identity.Of(new Kept(file)).Hash);
        File.WriteAllText(file, "0.25");
        Assert.Contains("Data (sample)", Identity.Difference(was.Settings, Identity.Of(new Kept(file)).Settings), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatCannotBeDescribedEqualsItselfAlone()
    {
        using var file = new MemoryStream();
        using var another = new MemoryStream();
        Recipe With(Stream stream) => Ring with { Stabilizers = [new WithStream(stream)] };
        Assert.Equal(Identity.Of(With(file)).Hash, Identity.Of(With(file)).Hash);
        Assert.Contains(
            "equals nothing but itself",
            Identity.Difference(Identity.Of(With(file)).Settings, Identity.Of(With(another)).Settings),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void TheSameClassLoadedTwiceIsTheSameCode()
    {
        // A notebook compiles an unchanged cell into a new assembly each time.
        var assembly = typeof(IdentityTests).Assembly.Location;
        var again = new AssemblyLoadContext("again", isCollectible: false).LoadFromStream(new MemoryStream(File.ReadAllBytes(assembly)));
        string Code(Assembly from) => CodeDescription.Of(from.GetType(typeof(Scaled).FullName!)!).Hash!;
        Assert.NotSame(typeof(Scaled), again.GetType(typeof(Scaled).FullName!));
        Assert.Equal(Code(typeof(Scaled).Assembly), Code(again));
        Assert.NotEqual(Code(again), CodeDescription.Of(again.GetType(typeof(Schedule).FullName!)!).Hash);
    }

    [Fact]
    public void ResultsOfOtherSettingsAreLeftOutAndTheReaderIsTold()
    {
        var recipe = Own(8) with { Name = "baseline" };
        new Showdown(Results).Train(recipe);
        Assert.Empty(new Showdown(Results).About([recipe]));
        Assert.Single(new Showdown(Results).Of(Own(8) with { Name = "baseline" }));
        var wider = Own(256) with { Name = "baseline" };
        Assert.Empty(new Showdown(Results).Of(wider));
        Assert.Equal(["Left out 1 row of 'baseline': Generator.Make.width was 8, is now 256."], new Showdown(Results).About([wider]));
        new Showdown(Results).Train(wider);
        Assert.Equal(2, Results.Read().Count);
        Assert.Equal(2, Results.Read().Select(r => r.HighQuality + r.GeneratorGradient).Distinct().Count());
    }

    [Fact]
    public void ResultsOfAnOlderBuildAreKeptAndTrainedAnewWhenAskedFor()
    {
        var recipe = Ring with { Replicas = 2 };
        var trained = new Showdown().Train(recipe);
        Results.Append(trained.Select(r => r with { Build = "0123", HighQuality = 0.25 }));
        var kept = new Showdown(Results);
        Assert.Equal(["Kept 2 rows of an older build of the kit; fresh: true trains them anew."], kept.About([recipe]));
        Assert.All(kept.Train(recipe), r => Assert.Equal(0.25, r.HighQuality));
        var fresh = new Showdown(Results, fresh: true);
        Assert.Equal(trained.Select(r => r.HighQuality), fresh.Train(recipe).Select(r => r.HighQuality));
        Assert.Equal(4, Results.Read().Count);
        // Asked again, nothing is left to do.
        Assert.Empty(new Showdown(Results, fresh: true).About([recipe]));
        new Showdown(Results, fresh: true).Train(recipe);
        Assert.Equal(4, Results.Read().Count);
    }

    [Fact]
    public void ResultsWithoutWrittenSettingsAreReadAndNotTakenForAnything()
    {
        Results.Append([new Showdown().Train(Ring)[0] with { Build = null, Description = null, Settings = "0123456789ab" }]);
        Assert.DoesNotContain("description", File.ReadAllText(Results.FullPath), StringComparison.Ordinal);
        Assert.Single(Results.Read());
        Assert.Empty(new Showdown(Results).Of(Ring));
        Assert.Contains("did not write down", Assert.Single(new Showdown(Results).About([Ring])), StringComparison.Ordinal);
    }

    [Fact]
    public void ACheckpointOfOtherSettingsIsNamedWhenItIsNotUsed()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        using var run = Trainer.Train(Own(8), null, source.Token);
        Checkpoint.Of(Own(8), folder).Save(run);
        var checkpoints = new Checkpoints(folder);
        Assert.Null(checkpoints.Interrupted(Own(256)));
        Assert.Contains("width was 8, is now 256", Assert.Single(checkpoints.Notes), StringComparison.Ordinal);
        using var found = new Checkpoints(folder).Interrupted(Own(8));
        Assert.NotNull(found);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static Recipe Own(int width, int latent = 4) =>
        Ring with
        {
            Name = "own",
            Generator = new PlainGenerator(() => nn.Sequential(nn.Linear(latent, width), nn.ReLU(), nn.Linear(width, 2)))
            {
                Latent = latent,
            },
        };

    private static Func<double, double> Plus(double more) => x => x + more;

    private sealed class Cloud(float[] points) : IDataSource
    {
        public string Name => "cloud";

        public IReadOnlyList<long> SampleShape => [2];

        public Tensor Sample(int count, torch.Generator generator, Device device)
        {
            using var scope = NewDisposeScope();
            var all = tensor(points, [points.Length / 2, 2], device: device);
            return all.index_select(0, randint(points.Length / 2, [count], ScalarType.Int64, device, generator: generator))
                .MoveToOuterDisposeScope();
        }
    }

    /// <summary>Data that stands in a file.</summary>
    private sealed class Kept(string path) : IDataSource
    {
        public string Name => "file";

        public string Description => "file";

        public IReadOnlyList<long> SampleShape => [2];

        public Tensor Sample(int count, torch.Generator generator, Device device) =>
            full([count, 2], float.Parse(File.ReadAllText(path), System.Globalization.CultureInfo.InvariantCulture), device: device);
    }

    private sealed record Scaled : Objective
    {
        private readonly double factor;

        public Scaled(double factor)
            : base("scaled") => this.factor = factor;

        public override Tensor Generator(Tensor onFake, Lazy<Tensor> onReal) => Loss.NonSaturating(onFake) * factor;
    }

    private sealed record Schedule(double[] Rates) : Stabilizer
    {
        public override string Name => "schedule";
    }

    private sealed record WithField : Stabilizer
    {
        public double Strength;

        public override string Name => "field";
    }

    private sealed record WithLayer(nn.Module Layer) : Stabilizer
    {
        public override string Name => "layer";
    }

    private sealed record WithFunction(Func<double, double> Shape) : Stabilizer
    {
        public override string Name => "function";
    }

    private sealed record WithStream(Stream Stream) : Stabilizer
    {
        public override string Name => "stream";
    }
}
