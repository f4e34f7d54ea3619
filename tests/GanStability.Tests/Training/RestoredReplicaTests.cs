using GanStability.Engine;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Training;

/// <summary>
/// One of two replicas diverges and is put back to its last good parameters: what stabilizers remember of it is put back with it, and the
/// other replica notices nothing.
/// </summary>
public class RestoredReplicaTests
{
    private static readonly Recipe Recipe = (TinyRecipes.Ring with { Replicas = 2, Batch = 8 }).Prepare();

    [Fact]
    public void TheAverageOfItsWeightsBeginsAnewWithThem()
    {
        using var broken = new Broken(new WeightAveraging(0.5));
        var average = broken.Hooks.SamplingParameters!;
        Assert.False(average[1].isfinite().any().item<bool>());
        broken.Restore();
        Assert.Equal(Numbers(broken.Good[1]), Numbers(average[1]));
        Assert.Equal(Numbers(broken.Untouched.Hooks.SamplingParameters![0]), Numbers(average[0]));
        Assert.NotEqual(Numbers(broken.Players.Generator.Parameters[0]), Numbers(average[0]));
    }

    [Fact]
    public void TheHistoryOfItsParametersBeginsAnewWithThem()
    {
        using var broken = new Broken(new HistoricalAveraging(0.5));
        Assert.All(broken.Penalties(), pair => Assert.True(double.IsNaN(pair[1])));
        broken.Restore();
        foreach (var (now, untouched) in broken.Penalties().Zip(broken.Untouched.Penalties()))
        {
            // Where it stands is its whole past; the other replica pays what it always did.
            Assert.Equal(0, now[1]);
            Assert.True(now[0] > 0);
            Assert.Equal(untouched[0], now[0]);
        }
    }

    [Fact]
    public void ItsNextStepIsMadeOfNumbers()
    {
        using var broken = new Broken(new WeightAveraging(), new HistoricalAveraging(), new SpectralNormalisation());
        broken.Restore();
        broken.Game.Step();
        foreach (var parameters in new[] { broken.Players.Generator.Parameters, broken.Players.Discriminator.Parameters })
            Assert.True(parameters.isfinite().all().item<bool>());
        Assert.NotEqual(Numbers(broken.Good[1]), Numbers(broken.Players.Generator.Parameters[1]));
    }

    private static float[] Numbers(Tensor tensor) => tensor.detach().contiguous().data<float>().ToArray();

    /// <summary>A game of six steps; after the third, replica 1 is no longer a number.</summary>
    private sealed class Broken : IDisposable
    {
        private readonly DisposeScope scope = NewDisposeScope();
        private readonly Run run = new(Recipe); // only keeps the record
        private readonly Supervisor supervisor;
        private readonly StabilizerHooks[] hooks;
        private readonly LastGood last;
        private readonly Broken? untouched;

        public Broken(params Stabilizer[] stabilizers)
            : this(true, stabilizers) { }

        private Broken(bool breaks, Stabilizer[] stabilizers)
        {
            var streams = new InitialisationStreams(Recipe.Seed, 2, CPU);
            Players = new Players(
                new Player<GeneratorNetwork>(Recipe.Generator.Build([2], streams), 2),
                new Player<DiscriminatorNetwork>(Recipe.Discriminator.Build([2], streams), 2)
            );
            hooks = [.. stabilizers.Select(s => s.Attach(Recipe, Players)!)];
            supervisor = new Supervisor(run, CPU);
            Game = new Algorithm1(Recipe, Players, [.. hooks.Select(h => new NamedHooks("tested", h))], supervisor);
            last = new LastGood(Players);
            for (var step = 1; step <= 6; step++)
            {
                if (breaks && step == 4)
                {
                    using var _ = no_grad();
                    last.Keep(3, [], Game);
                    Good = Players.Generator.Parameters.clone();
                    Players.Generator.Parameters[1].fill_(double.NaN);
                    Players.Discriminator.Parameters[1].fill_(double.NaN);
                }
                Game.Step();
            }
            if (breaks)
                untouched = new Broken(false, stabilizers);
        }

        public Algorithm1 Game { get; }

        public Players Players { get; }

        public StabilizerHooks Hooks => hooks[0];

        /// <summary>The generator's parameters before they broke.</summary>
        public Tensor Good { get; } = zeros(1);

        /// <summary>The same game, in which nothing broke.</summary>
        public Broken Untouched => untouched!;

        public void Restore() => last.Keep(6, [1], Game);

        /// <summary>What the first stabilizer adds to each player's cost, per replica.</summary>
        public IEnumerable<float[]> Penalties()
        {
            var judged = new DiscriminatorOutput(zeros(2, 1), zeros(2, 1, 1));
            var turn = new Turn(7, zeros(1), zeros(1), zeros(1), judged, judged);
            yield return Numbers(Hooks.GeneratorCost(zeros(2), turn));
            yield return Numbers(Hooks.DiscriminatorCost(zeros(2), turn));
        }

        public void Dispose()
        {
            untouched?.Dispose();
            Game.Dispose();
            last.Dispose();
            foreach (var hook in hooks)
                hook.Dispose();
            Players.Generator.Dispose();
            Players.Discriminator.Dispose();
            supervisor.Dispose();
            run.Dispose();
            scope.Dispose();
        }
    }
}
