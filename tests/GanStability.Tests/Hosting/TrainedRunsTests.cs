using GanStability.Tests.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Hosting;

/// <summary>What one notebook has trained another does not train again, where the runner says so.</summary>
public sealed class TrainedRunsTests : IDisposable
{
    private const string Again = "not trained again";
    private static readonly Recipe Recipe = TinyRecipes.Ring with { Name = "shared", Steps = 40, Replicas = 2, Seed = 4800 };
    private readonly string folder = Directory.CreateTempSubdirectory("gs-trained-").FullName;
    private readonly RecordingHost host = new();

    public TrainedRunsTests() => Environment.SetEnvironmentVariable(TrainedRuns.FolderVariable, folder);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(TrainedRuns.FolderVariable, null);
        host.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void TheSameRecipeIsTrainedOnceAndGivesTheSameBits()
    {
        using var first = Kit.Train(Recipe);
        Assert.DoesNotContain(Again, host.Shown[^1].Text, StringComparison.Ordinal);
        // The name decides nothing.
        using var second = Kit.Train(Recipe with { Name = "in another notebook" });
        Assert.Contains($"in another notebook: equal to a run", host.Shown[^1].Text, StringComparison.Ordinal);
        Assert.Contains(Again, host.Shown[^1].Text, StringComparison.Ordinal);
        Assert.Contains("<img", host.Shown[^1].Html, StringComparison.Ordinal);
        Assert.Equal((first.Outcome, first.Elapsed, first.ProcessorTime), (second.Outcome, second.Elapsed, second.ProcessorTime));
        foreach (var quantity in Enum.GetValues<Quantity>())
            Assert.Equal(first.History.Of(quantity, 1), second.History.Of(quantity, 1));
        Assert.Equal(first.Samples(1), second.Samples(1));
        Assert.Equal(first.DiscriminatorAt([0.5f, 1]), second.DiscriminatorAt([0.5f, 1]));
        Assert.Equal(first.Coverage[1].Held, second.Coverage[1].Held);
        var both = first.History.Evaluations.Zip(second.History.Evaluations);
        Assert.All(both, pair => Assert.Equal(pair.First.Samples[1], pair.Second.Samples[1]));
    }

    [Fact]
    public void AnythingThatDecidesTheRunTrains()
    {
        using var first = Kit.Train(Recipe);
        Recipe[] others =
        [
            Recipe with { Seed = 4801 },
            Recipe with { Replicas = 1 },
            Recipe with { Steps = 41 },
            Recipe with { EvaluateEvery = 3 },
            Recipe with { Stabilizers = [new Twice()] },
            Recipe with { Stabilizers = [new Thrice()] },
        ];
        foreach (var other in others)
        {
            using var run = Kit.Train(other);
            Assert.DoesNotContain(Again, host.Shown[^1].Text, StringComparison.Ordinal);
        }
        Assert.Equal(1 + others.Length, Directory.GetFiles(folder).Length);
    }

    [Fact]
    public void OfSeveralOnlyTheNewOnesAreTrained()
    {
        using var first = Kit.Train(Recipe);
        var both = Kit.Train(Recipe with { Name = "R1", Stabilizers = [new R1()] }, Recipe);
        Assert.Contains($"shared: equal to a run", host.Shown[^1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("R1: equal", host.Shown[^1].Text, StringComparison.Ordinal);
        Assert.Equal(first.Samples(), both[1].Samples());
        foreach (var run in both)
            run.Dispose();
    }

    [Fact]
    public void AWatchedRunAndOneWithoutAFolderTrain()
    {
        using var first = Kit.Train(Recipe);
        var watch = new Counting();
        using var watched = Kit.Train(Recipe, watch: watch);
        Assert.True(watch.Count > 1);
        Environment.SetEnvironmentVariable(TrainedRuns.FolderVariable, null);
        using var byHand = Kit.Train(Recipe);
        Assert.All(host.Shown, shown => Assert.DoesNotContain(Again, shown.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void ARunThatAFilmWatchedIsKeptForOthers()
    {
        using var byAStranger = Kit.Train(Recipe, watch: new Counting());
        Assert.Empty(Directory.GetFiles(folder));
        var film = new Film();
        using var filmed = Kit.Train(Recipe, watch: film);
        Assert.NotNull(film.Figure());
        using var second = Kit.Train(Recipe);
        Assert.Contains(Again, host.Shown[^1].Text, StringComparison.Ordinal);
        Assert.Equal(filmed.Samples(1), second.Samples(1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(1000)]
    public void ATruncatedFileIsTrainedAgainAndSaysSo(int bytes)
    {
        using var first = Kit.Train(Recipe);
        var file = Assert.Single(Directory.GetFiles(folder));
        var whole = File.ReadAllBytes(file);
        File.WriteAllBytes(file, whole[..bytes]);
        using var second = Kit.Train(Recipe);
        Assert.Contains("shared: the run that was trained before cannot be opened", host.Shown[^1].Text, StringComparison.Ordinal);
        Assert.Equal(first.Samples(), second.Samples());
        using var third = Kit.Train(Recipe);
        Assert.Contains(Again, host.Shown[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatCannotBeDescribedIsTrained()
    {
        using var stream = new MemoryStream();
        var recipe = Recipe with
        {
            Replicas = 1,
            Generator = new PlainGenerator(() => stream.CanRead ? nn.Linear(4, 2) : nn.Linear(4, 2)) { Latent = 4 },
        };
        using var first = Kit.Train(recipe);
        using var second = Kit.Train(recipe);
        Assert.DoesNotContain(Again, host.Shown[^1].Text, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public void TwoAtOnceLeaveWholeFiles()
    {
        using var run = Trainer.Train(Recipe);
        Parallel.For(0, 8, _ => new TrainedRuns(folder).Keep(run));
        using var found = new TrainedRuns(folder).Find(Recipe);
        Assert.Equal(run.Samples(), found!.Samples());
        Assert.Single(Directory.GetFiles(folder));
    }

    [Fact]
    public void RunsOfAnotherBuildAndTheOldestOfTooManyGo()
    {
        var old = Path.Combine(folder, "0123456789ab-0123456789ab.run");
        File.WriteAllText(old, "of another build");
        using var first = Trainer.Train(Recipe);
        new TrainedRuns(folder).Keep(first);
        Assert.False(File.Exists(old));
        var size = new FileInfo(Assert.Single(Directory.GetFiles(folder))).Length;
        using var second = Trainer.Train(Recipe with { Seed = 4802 });
        new TrainedRuns(folder) { MaxBytes = size + (size / 2) }.Keep(second);
        Assert.Null(new TrainedRuns(folder).Find(Recipe));
        using var found = new TrainedRuns(folder).Find(Recipe with { Seed = 4802 });
        Assert.NotNull(found);
    }

    private sealed class Counting : ITrainingObserver
    {
        public int Count { get; private set; }

        public void Observe(Run run) => Count++;
    }

    private sealed record Twice : Stabilizer
    {
        public override string Name => "own";

        public override StabilizerHooks Attach(Recipe recipe, Players players) => new Hooks();

        private sealed class Hooks : StabilizerHooks
        {
            public override Tensor GeneratorCost(Tensor cost, Turn turn) => cost * 2;
        }
    }

    private sealed record Thrice : Stabilizer
    {
        public override string Name => "own";

        public override StabilizerHooks Attach(Recipe recipe, Players players) => new Hooks();

        private sealed class Hooks : StabilizerHooks
        {
            public override Tensor GeneratorCost(Tensor cost, Turn turn) => cost * 3;
        }
    }
}
