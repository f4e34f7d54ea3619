using GanStability;
using TorchSharp;
using Xunit;

namespace GanStability.Tests.Training;

public class SideBySideTests
{
    [Fact]
    public void ARunBesideOthersIsTheRunItWouldBeAlone()
    {
        Recipe[] recipes =
        [
            .. new Stabilizer[] { new MinibatchDiscrimination(4, 2), new R1(), new BatchNormalisation(), new HistoricalAveraging() }.Select(
                s => TinyRecipes.Ring with { Replicas = 2, Stabilizers = [s] }
            ),
        ];
        var together = Trainer.Train(recipes);
        Assert.Equal(recipes.Select(r => r.Name), together.Select(r => r.Name));
        foreach (var (recipe, beside) in recipes.Zip(together))
        {
            using var alone = Trainer.Train(recipe);
            Assert.Equal(alone.Samples(1), beside.Samples(1));
            Assert.Equal(alone.History.Of(Quantity.DiscriminatorLoss, 0), beside.History.Of(Quantity.DiscriminatorLoss, 0));
            beside.Dispose();
        }
    }

    [Fact]
    public void AMistakeInOneIsFoundBeforeAnyIsTrained()
    {
        var watch = new Counter();
        Assert.Throws<ArgumentOutOfRangeException>(() => Trainer.Train([TinyRecipes.Ring, TinyRecipes.Ring with { Batch = 0 }], watch));
        Assert.Equal(0, watch.Seen);
    }

    [Fact]
    public void EveryPieceIsDoneOnceAndTheFirstFailureIsThrown()
    {
        var threads = torch.get_num_threads();
        var done = new int[20];
        SideBySide.Do(20, 3, i => Interlocked.Increment(ref done[i]));
        Assert.All(done, n => Assert.Equal(1, n));
        Assert.Equal(
            "piece 4",
            Assert
                .Throws<InvalidOperationException>(() => SideBySide.Do(20, 2, i =>
                    {
                        if (i == 4)
                            throw new InvalidOperationException("piece 4");
                    }))
                .Message
        );
        Assert.Equal(threads, torch.get_num_threads());
    }

    private sealed class Counter : ITrainingObserver
    {
        public int Seen { get; private set; }

        public void Observe(Run run) => Seen++;
    }
}
