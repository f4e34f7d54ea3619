using GanStability;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Training;

public class TrainerTests
{
    private static readonly Quantity[] Quantities = Enum.GetValues<Quantity>();

    [Fact]
    public void SameSeedTwiceIsBitIdentical()
    {
        var recipe = TinyRecipes.Ring with { Replicas = 3, Stabilizers = [new MinibatchDiscrimination()] };
        using var a = Trainer.Train(recipe);
        using var b = Trainer.Train(recipe);
        foreach (var quantity in Quantities)
            for (var r = 0; r < 3; r++)
                Assert.Equal(a.History.Of(quantity, r), b.History.Of(quantity, r));
        Assert.Equal(a.Samples(2), b.Samples(2));
    }

    [Fact]
    public void AnotherSeedIsAnotherRun()
    {
        using var a = Trainer.Train(TinyRecipes.Ring);
        using var b = Trainer.Train(TinyRecipes.Ring with { Seed = 8 });
        Assert.NotEqual(a.History.Of(Quantity.DiscriminatorLoss), b.History.Of(Quantity.DiscriminatorLoss));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AnEnsembleEqualsItsSoloRuns(bool minibatch)
    {
        var recipe = TinyRecipes.Ring with { Replicas = 4, Stabilizers = minibatch ? [new MinibatchDiscrimination()] : [] };
        using var together = Trainer.Train(recipe);
        for (var r = 0; r < 4; r++)
        {
            using var solo = Trainer.Train(recipe with { Replicas = 1, Seed = recipe.Seed + r });
            foreach (var quantity in Quantities)
            {
                var (expected, actual) = (solo.History.Of(quantity), together.History.Of(quantity, r));
                // The same sums in another order: float32 rounding, grown over 60 steps.
                for (var s = 0; s < expected.Length; s++)
                    Assert.Equal(expected[s], actual[s], 2e-3 * Math.Max(1, Math.Abs(expected[s])));
            }
        }
    }

    [Fact]
    public void AStabilizerChangesNothingElse()
    {
        using var plain = Trainer.Train(TinyRecipes.Ring with { Steps = 1 });
        using var stabilized = Trainer.Train(TinyRecipes.Ring with { Steps = 1, Stabilizers = [new MinibatchDiscrimination()] });
        // Same generator, same latent vectors before training: the comparison is paired.
        Assert.Equal(plain.History.Evaluations[0].Samples[0], stabilized.History.Evaluations[0].Samples[0]);
    }

    [Fact]
    public void ALongerRunBeginsLikeAShorterOne()
    {
        using var shorter = Trainer.Train(TinyRecipes.Ring with { EvaluateEvery = 10 });
        using var longer = Trainer.Train(TinyRecipes.Ring with { Steps = 100, EvaluateEvery = 7 });
        Assert.Equal(shorter.History.Of(Quantity.GeneratorLoss), longer.History.Of(Quantity.GeneratorLoss)[..60]);
    }

    [Fact]
    public void CancellingKeepsWhatWasLearned()
    {
        using var source = new CancellationTokenSource();
        using var run = Trainer.Train(TinyRecipes.Ring with { Steps = 1000 }, new StopAt(source, 40), source.Token);
        Assert.Equal(Outcome.Cancelled, run.Outcome);
        Assert.InRange(run.History.Steps, 40, 60);
        Assert.Equal(run.History.Steps, run.History.Evaluations[^1].Step);
        Assert.All(run.Samples(), v => Assert.True(float.IsFinite(v)));
    }

    [Fact]
    public void DivergenceIsReportedAndTheLastGoodStateIsKept()
    {
        using var run = Trainer.Train(
            TinyRecipes.Ring with
            {
                Replicas = 2,
                Steps = 400,
                DiscriminatorAdam = new(1e25),
                GeneratorAdam = new(1e25),
            }
        );
        Assert.Equal(Outcome.Diverged, run.Outcome);
        Assert.Equal(2, run.Divergences.Count);
        Assert.All(run.Divergences, d =>
        {
            Assert.False(float.IsFinite(run.History[d.Term, d.Step, d.Replica]));
            Assert.True(d.RestoredTo < d.Step);
            Assert.Contains($"step {d.Step}", d.ToString(), StringComparison.Ordinal);
        });
        Assert.All(run.Samples(), v => Assert.True(float.IsFinite(v)));
    }

    [Fact]
    public void OneDivergingReplicaDoesNotStopTheOthers()
    {
        using var healthy = Trainer.Train(TinyRecipes.Ring with { Replicas = 2 });
        using var mixed = Trainer.Train(
            TinyRecipes.Ring with
            {
                Replicas = 2,
                EvaluateEvery = 20,
                Stabilizers = [new Poison(Replica: 0, AtStep: 30)],
            }
        );
        Assert.Equal(Outcome.Completed, mixed.Outcome);
        var divergence = Assert.Single(mixed.Divergences);
        Assert.Equal(
            (0, 30, Quantity.DiscriminatorLoss, 20),
            (divergence.Replica, divergence.Step, divergence.Term, divergence.RestoredTo)
        );
        Assert.Equal(healthy.History.Of(Quantity.GeneratorLoss, 1), mixed.History.Of(Quantity.GeneratorLoss, 1));
        Assert.All(mixed.Samples(0), v => Assert.True(float.IsFinite(v)));
    }

    [Fact]
    public void LiveTensorsStayConstant()
    {
        var counts = new List<long>();
        var recipe = TinyRecipes.Ring with { Replicas = 2, Steps = 400, Stabilizers = [new MinibatchDiscrimination()] };
        using var run = Trainer.Train(recipe, new Each(_ => counts.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount)));
        Assert.True(counts.Count > 10);
        Assert.Equal(counts[2], counts[^1]);
    }

    [Fact]
    public void APlainModuleTrainsAsOneReplica()
    {
        var recipe = TinyRecipes.Ring with
        {
            Generator = new PlainGenerator(() => nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))) { Latent = 4 },
            Discriminator = new PlainDiscriminator(() => nn.Sequential(nn.Linear(2, 8), nn.ReLU()), 8),
        };
        using var run = Trainer.Train(recipe);
        Assert.Equal(Outcome.Completed, run.Outcome);
        Assert.NotEqual(run.History.Evaluations[0].Samples[0], run.History.Evaluations[^1].Samples[0]);
        var error = Assert.Throws<ArgumentException>(() => Trainer.Train(recipe with { Replicas = 2 }));
        Assert.Contains("Replicas = 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheGeneratorsObjectiveCanBeMinimax()
    {
        using var run = Trainer.Train(TinyRecipes.Ring with { Objective = Objective.Minimax, Steps = 5 });
        Assert.All(run.History.Of(Quantity.GeneratorLoss), loss => Assert.True(loss < 0));
    }

    public static TheoryData<string, Func<Recipe, Recipe>> Mistakes { get; } =
        new()
        {
            { "Steps", r => r with { Steps = 0 } },
            { "Batch", r => r with { Batch = -1 } },
            { "Replicas", r => r with { Replicas = 0 } },
            { "Latent", r => r with { Generator = new MlpGenerator(8) { Latent = 0 } } },
            { "LearningRate", r => r with { GeneratorAdam = new(0) } },
            { "LearningRate", r => r with { DiscriminatorAdam = new(double.NaN) } },
            { "Beta1", r => r with { GeneratorAdam = new(1e-3, Beta1: 1) } },
            { "Targets", r => r with { Targets = new(0.2, 0.9) } },
            { "hidden layer", r => r with { Discriminator = new MlpDiscriminator() } },
            { "Device", r => r with { Device = "gpu" } },
            { "Batch must be at least 2", r => r with { Batch = 1, Stabilizers = [new MinibatchDiscrimination()] } },
            { "kernel", r => r with { Stabilizers = [new MinibatchDiscrimination(0)] } },
            {
                "batch of at least 2",
                r =>
                    r with
                    {
                        Batch = 1,
                        Generator = new MlpGenerator(8) { Normalisation = Normalisation.Batch },
                    }
            },
        };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void AMistakeIsNamed(string named, Func<Recipe, Recipe> mistake)
    {
        var error = Assert.ThrowsAny<ArgumentException>(() => Trainer.Train(mistake(TinyRecipes.Ring)));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    private sealed class StopAt(CancellationTokenSource source, int step) : ITrainingObserver
    {
        public void Observe(Run run)
        {
            if (run.History.Steps >= step)
                source.Cancel();
        }
    }

    private sealed class Each(Action<Run> action) : ITrainingObserver
    {
        public void Observe(Run run) => action(run);
    }

    /// <summary>Makes one replica's discriminator cost NaN at one step.</summary>
    internal sealed record Poison(int Replica, int AtStep) : Stabilizer
    {
        public override string Name => "poison";

        public override StabilizerHooks Attach(Recipe recipe, Players players) => new Hooks(this);

        private sealed class Hooks(Poison poison) : StabilizerHooks
        {
            public override Tensor DiscriminatorCost(Tensor cost, Turn turn)
            {
                if (turn.Step != poison.AtStep)
                    return cost;
                var factor = ones_like(cost);
                factor[poison.Replica] = float.NaN;
                return cost * factor;
            }
        }
    }

    [Fact]
    public void TheDiscriminatorMovesAsOftenAsItIsTold()
    {
        // Plain gradient steps of one size would be countable; Adam's first step has length √P times the rate whatever the gradient, its
        // second on another batch is shorter.
        Tensor Moved(int moves)
        {
            var recipe = TinyRecipes.Ring with { Steps = 1, DiscriminatorSteps = moves, DiscriminatorAdam = new(1e-3) };
            using var start = new Run(recipe);
            using var run = Trainer.Train(recipe);
            return (run.Players.Discriminator.Parameters - start.Players.Discriminator.Parameters).detach();
        }
        using var scope = NewDisposeScope();
        var (once, thrice) = (Moved(1), Moved(3));
        Assert.InRange(once.abs().max().item<float>(), 0, 1.001e-3f);
        Assert.InRange(thrice.abs().max().item<float>(), 1.5e-3f, 5e-3f);
        Assert.Throws<ArgumentOutOfRangeException>(() => Trainer.Train(TinyRecipes.Ring with { DiscriminatorSteps = 0 }));
    }
}
