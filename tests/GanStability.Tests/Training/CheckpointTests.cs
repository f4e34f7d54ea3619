using GanStability;
using GanStability.Tests.Networks;
using GanStability.Tests.Networks.Normalisations;
using GanStability.Tests.Stabilizers;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Training;

/// <summary>A run that was interrupted and goes on, in memory or from disk, equals one that was not, bit for bit.</summary>
public sealed class CheckpointTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("checkpoints").FullName;

    private static Recipe Tiny { get; } = TinyRecipes.Ring with { Replicas = 2, Steps = 50, EvaluateEvery = 24 };

    public static TheoryData<string> Methods => [.. AllStabilizers.Names];

    [Theory]
    [MemberData(nameof(Methods))]
    public void EveryStabilizerGoesOnBitForBit(string method) => GoesOn(Tiny with { Stabilizers = [AllStabilizers.Named(method)] }, 27);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PicturesGoOnBitForBit(bool convolutions) =>
        GoesOn(
            new Recipe
            {
                Data = new SyntheticDigits(),
                Generator = convolutions
                    ? new ConvGenerator(4) { Latent = 8, Normalisation = Normalisation.Batch }
                    : new PlainGenerator(WithBuffers) { Latent = 8 },
                Discriminator = convolutions ? new ConvDiscriminator(4) : new MlpDiscriminator(8),
                Stabilizers = convolutions ? [new SpectralNormalisation(), new InstanceNoise(), new WeightAveraging()] : [],
                Steps = 24,
                EvaluateEvery = 10,
                Batch = 8,
                Device = "cpu",
            },
            21
        );

    [Theory]
    [MemberData(nameof(NormalisationLaws.Names), MemberType = typeof(NormalisationLaws))]
    public void EveryNormalisationOfPicturesGoesOnBitForBit(string name) =>
        GoesOn(ConvNetworkTests.With(NormalisationLaws.Named(name)) with { Steps = 24, EvaluateEvery = 10 }, 21);

    [Fact]
    public void FiftyInterruptionsAtRandomStepsEachLeaveAUsableRun()
    {
        var random = new Random(20261124);
        var recipe = Tiny with { Stabilizers = [new InstanceNoise(), new HistoricalAveraging(), new SpectralNormalisation()] };
        using var whole = Trainer.Train(Until(recipe, int.MaxValue, null));
        for (var i = 0; i < 50; i++)
        {
            var step = random.Next(1, recipe.Steps);
            using var run = InterruptedAt(recipe, step);
            Assert.Equal((Outcome.Cancelled, step), (run.Outcome, run.History.Steps));
            Assert.Equal(step, run.History.Evaluations[^1].Step);
            Assert.All(run.Samples(1, 5), number => Assert.True(float.IsFinite(number)));
            var checkpoint = CheckpointOf(run);
            using var resumed = Trainer.Resume(checkpoint.Load(run.Requested));
            Equal(whole, resumed);
        }
    }

    [Fact]
    public void ARunCanBeInterruptedAgainAndAgain()
    {
        using var whole = Trainer.Train(Tiny);
        using var run = InterruptedAt(Tiny, 1);
        for (var i = 0; run.Outcome == Outcome.Cancelled; i++)
        {
            // From disk and in memory in turn; cancelled before it begins, a run makes one step.
            using var again = i % 2 == 0 ? CheckpointOf(run).Load(run.Requested) : null;
            if (again is not null)
                Equal(run, again);
            Trainer.Resume(run, null, new CancellationToken(canceled: true));
        }
        Equal(whole, run);
    }

    [Fact]
    public void AReplicaThatDivergedDoesNotDisturbTheOthers()
    {
        var recipe = Tiny with { Stabilizers = [new TrainerTests.Poison(Replica: 0, AtStep: 9)] };
        using var whole = Trainer.Train(recipe);
        foreach (var step in new[] { 9, 12, 20, 33 })
        {
            using var run = InterruptedAt(recipe, step);
            using var resumed = Trainer.Resume(CheckpointOf(run).Load(run.Requested));
            Assert.Equal(whole.Divergences, resumed.Divergences);
            Assert.Equal(whole.Samples(1), resumed.Samples(1));
            Assert.All(run.Samples(0), number => Assert.True(float.IsFinite(number)));
        }
    }

    [Fact]
    public void AFinishedRunCannotGoOnAndSaysWhy()
    {
        using var done = Trainer.Train(Tiny);
        Assert.Contains("all its 50 steps", Assert.Throws<ArgumentException>(() => Trainer.Resume(done)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "finished",
            Assert.Throws<ArgumentException>(() => new Checkpoint(Path.Combine(folder, "x")).Save(done)).Message,
            StringComparison.Ordinal
        );
        using var diverged = Trainer.Train(Tiny with { Steps = 400, DiscriminatorAdam = new(1e25), GeneratorAdam = new(1e25) });
        Assert.Contains(
            "Lower the learning rates",
            Assert.Throws<ArgumentException>(() => Trainer.Resume(diverged)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void ADamagedFileIsRefusedWhereverItIsDamaged()
    {
        using var run = InterruptedAt(Tiny, 5);
        var checkpoint = CheckpointOf(run);
        var good = File.ReadAllBytes(checkpoint.FullPath);
        var random = new Random(7);
        for (var i = 0; i < 40; i++)
        {
            var bad = i % 2 == 0 ? good[..random.Next(good.Length)] : [.. good];
            if (i % 2 == 1)
                bad[random.Next(good.Length)] ^= 0x10;
            File.WriteAllBytes(checkpoint.FullPath, bad);
            Assert.Contains(
                "Train from the start",
                Assert.Throws<InvalidDataException>(() => checkpoint.Load(run.Requested)).Message,
                StringComparison.Ordinal
            );
        }
        File.WriteAllText(checkpoint.FullPath, "a text of somebody");
        Assert.Contains(
            "cannot be used",
            Assert.Throws<InvalidDataException>(() => checkpoint.Load(run.Requested)).Message,
            StringComparison.Ordinal
        );
        File.WriteAllBytes(checkpoint.FullPath, good);
        checkpoint.Load(run.Requested).Dispose();
    }

    [Fact]
    public void AnotherRecipesFileIsRefused()
    {
        using var run = InterruptedAt(Tiny, 5);
        var checkpoint = CheckpointOf(run);
        foreach (
            var other in new[]
            {
                run.Requested with
                {
                    Seed = 8,
                },
                run.Requested with
                {
                    Steps = 60,
                },
                run.Requested with
                {
                    Stabilizers = [],
                },
                run.Requested with
                {
                    EvaluateEvery = 7,
                },
            }
        )
            Assert.Contains(
                "another recipe",
                Assert.Throws<InvalidDataException>(() => checkpoint.Load(other)).Message,
                StringComparison.Ordinal
            );
        checkpoint.Load(run.Requested with { Name = "another name" }).Dispose();
        checkpoint.Delete();
        Assert.Contains(
            "train from the start",
            Assert.Throws<FileNotFoundException>(() => checkpoint.Load(run.Requested)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void ALearnersOwnPlayersAreComparedByTheirCode()
    {
        var recipe = Tiny with
        {
            Replicas = 1,
            Generator = new PlainGenerator(() => nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))) { Latent = 4 },
        };
        using var run = InterruptedAt(recipe, 5);
        var other = run.Requested with
        {
            Generator = new PlainGenerator(() => nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 2))) { Latent = 4 },
        };
        Assert.Contains(
            "the code of Generator.Make has changed",
            Assert.Throws<InvalidDataException>(() => CheckpointOf(run).Load(other)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void AKilledRunLosesTheStepsSinceItsLastCheckpointAndNothingElse()
    {
        var checkpoint = Checkpoint.Of(Tiny, folder);
        var autosave = new Autosave(checkpoint) { Every = TimeSpan.Zero };
        Assert.Throws<InvalidOperationException>(() => Trainer.Train(Tiny, new Killer(autosave, 44)));
        Assert.Equal([checkpoint.FullPath], Directory.GetFiles(folder));
        using var whole = Trainer.Train(Tiny);
        using var resumed = checkpoint.Load(Tiny);
        // Looks fall on 20, 24 and 44; a checkpoint that has just taken long is not renewed at once.
        Assert.Contains(resumed.History.Steps, new[] { 20, 24, 44 });
        Equal(whole, Trainer.Resume(resumed, autosave));
        Assert.False(checkpoint.Exists);
    }

    /// <summary>The jobs of a study share a folder: what others do there, or left when they were killed, disturbs nobody.</summary>
    [Fact]
    public void OtherSeedsAreNoOtherRecipeAndAKilledWriterLeavesNothing()
    {
        using (var stopped = Trainer.Train(Tiny, null, new CancellationToken(canceled: true)))
            Checkpoint.Of(Tiny, folder).Save(stopped);
        Assert.Null(Checkpoint.NearestDifference(Tiny with { Seed = Tiny.Seed + 1, Replicas = 1 }, folder));
        Assert.Contains("Batch", Checkpoint.NearestDifference(Tiny with { Batch = 2 * Tiny.Batch }, folder), StringComparison.Ordinal);

        var path = Checkpoint.Of(Tiny, folder).FullPath;
        var aside = path + ".unusable";
        foreach (var file in new[] { aside, $"{path}.{Guid.NewGuid():N}" })
            File.WriteAllText(file, "half");
        Checkpoint.Of(Tiny, folder).Delete();
        Assert.Equal([aside], Directory.GetFiles(folder));
    }

    [Fact]
    public void TrainingGoesOnWhereNoCheckpointCanBeWritten()
    {
        var file = Path.Combine(folder, "a file");
        File.WriteAllText(file, "");
        var autosave = new Autosave(Checkpoint.Of(Tiny, file)) { Every = TimeSpan.Zero };
        using var source = new CancellationTokenSource();
        using var run = Trainer.Train(Until(Tiny, 30, source), autosave, source.Token);
        Assert.Equal(30, run.History.Steps);
        Assert.NotNull(autosave.Failure);
    }

    [Fact]
    public void SavingDoesNotCountTheTrainingTimeTwice()
    {
        using var run = InterruptedAt(Tiny, 5);
        var trained = run.Elapsed;
        using var loaded = CheckpointOf(run).Load(run.Requested);
        Assert.Equal(trained, run.Elapsed);
        Assert.Equal(trained, loaded.Elapsed);
    }

    [Fact]
    public void AFreedRunSaysSo()
    {
        var run = Trainer.Train(Tiny with { Steps = 2 });
        run.Dispose();
        run.Dispose();
        Action[] uses =
        [
            () => run.Samples(),
            () => _ = run.History,
            () => _ = run.Coverage,
            () => Trainer.Resume(run),
            () => run.DiscriminatorAt([0, 0]),
            () => run.SamplesAt([1, 2, 3, 4]),
        ];
        Assert.All(uses, use =>
            Assert.Contains("Train it again", Assert.Throws<ObjectDisposedException>(use).Message, StringComparison.Ordinal)
        );
    }

    /// <summary>Interrupts between two looks; goes on in memory and from disk.</summary>
    private void GoesOn(Recipe recipe, int step)
    {
        using var whole = Trainer.Train(recipe);
        using var run = InterruptedAt(recipe, step);
        using var read = CheckpointOf(run).Load(run.Requested);
        Equal(run, read);
        Equal(whole, Trainer.Resume(read));
        Equal(whole, Trainer.Resume(run));
    }

    private static void Equal(Run expected, Run actual)
    {
        Assert.Equal(expected.Outcome, actual.Outcome);
        Assert.Equal(Numbers(expected.Players.Generator.Parameters), Numbers(actual.Players.Generator.Parameters));
        Assert.Equal(Numbers(expected.Players.Discriminator.Parameters), Numbers(actual.Players.Discriminator.Parameters));
        Assert.Equal(expected.History.Steps, actual.History.Steps);
        foreach (var quantity in Enum.GetValues<Quantity>())
            for (var r = 0; r < expected.History.Replicas; r++)
                Assert.Equal(expected.History.Of(quantity, r), actual.History.Of(quantity, r));
        Assert.Equal(expected.History.Evaluations.Count, actual.History.Evaluations.Count);
        foreach (var (e, a) in expected.History.Evaluations.Zip(actual.History.Evaluations))
        {
            Assert.Equal(e.Step, a.Step);
            Assert.Equal(e.Samples, a.Samples);
            Assert.Equal(
                e.Coverage.Select(c => c with { Counts = [], HeldModes = [] }),
                a.Coverage.Select(c => c with { Counts = [], HeldModes = [] })
            );
            Assert.Equal(e.Coverage.SelectMany(c => c.Counts), a.Coverage.SelectMany(c => c.Counts));
            Assert.Equal(e.Coverage.SelectMany(c => c.HeldModes), a.Coverage.SelectMany(c => c.HeldModes));
        }
        Assert.Equal(expected.Samples(), actual.Samples());
    }

    private static float[] Numbers(Tensor tensor) => tensor.detach().cpu().contiguous().data<float>().ToArray();

    private static Run InterruptedAt(Recipe recipe, int step)
    {
        // Not disposed: a run that goes on from disk counts its steps anew and cancels it again, when nobody listens any more.
        var source = new CancellationTokenSource();
        return Trainer.Train(Until(recipe, step, source), null, source.Token);
    }

    private static Recipe Until(Recipe recipe, int step, CancellationTokenSource? source) =>
        recipe with
        {
            Stabilizers = [.. recipe.Stabilizers, new Interrupt(step, source)],
        };

    private Checkpoint CheckpointOf(Run run)
    {
        // Where the test interrupts is a setting like any other: each run has a file of its own.
        foreach (var earlier in Directory.GetFiles(folder))
            File.Delete(earlier);
        var checkpoint = Checkpoint.Of(run.Requested, folder);
        checkpoint.Save(run);
        Assert.Single(Directory.GetFiles(folder));
        return checkpoint;
    }

    private static nn.Module<Tensor, Tensor> WithBuffers() =>
        nn.Sequential(
            nn.Linear(8, 12),
            nn.BatchNorm1d(12),
            nn.ReLU(),
            nn.Dropout(0.2),
            nn.Linear(12, 784),
            nn.Tanh(),
            nn.Unflatten(1, [1, 28, 28])
        );

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Does nothing to the training and cancels after a step.</summary>
    private sealed record Interrupt : Stabilizer
    {
        private readonly int step;
        private readonly CancellationTokenSource? source;

        public Interrupt(int step, CancellationTokenSource? source) => (this.step, this.source) = (step, source);

        public override string Name => "interruption";

        public override StabilizerHooks Attach(Recipe recipe, Players players) => new Hooks(step, source);

        private sealed class Hooks(int step, CancellationTokenSource? source) : StabilizerHooks
        {
            private int done;

            public override void AfterStep()
            {
                if (++done == step)
                    source!.Cancel();
            }
        }
    }

    /// <summary>Lets the checkpoint be written until a step, then ends training as a killed kernel would.</summary>
    private sealed class Killer(ITrainingObserver inner, int after) : ITrainingObserver
    {
        public void Observe(Run run)
        {
            if (run.History.Steps > after)
                throw new InvalidOperationException("killed");
            inner.Observe(run);
        }
    }
}
