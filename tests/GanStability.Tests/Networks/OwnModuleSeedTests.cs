using GanStability;
using GanStability.Tests.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Networks;

/// <summary>A learner's own modules obey the recipe's seed, whatever else draws from torch's global stream.</summary>
public sealed class OwnModuleSeedTests
{
    public static TheoryData<bool> WithDropout => [false, true];

    [Theory]
    [MemberData(nameof(WithDropout))]
    public void TheSameRecipeGivesTheSameSamplesAndAnotherSeedOthers(bool dropout)
    {
        manual_seed(1);
        using var first = Trainer.Train(Own(dropout));
        manual_seed(2);
        rand(100).Dispose();
        using var again = Trainer.Train(Own(dropout));
        Assert.Equal(first.Samples(), again.Samples());
        Assert.Equal(first.History.Of(Quantity.DiscriminatorLoss), again.History.Of(Quantity.DiscriminatorLoss));
        using var other = Trainer.Train(Own(dropout) with { Seed = 8 });
        Assert.NotEqual(first.Samples(), other.Samples());
        Assert.NotEqual(First(first.Players.Generator.Parameters), First(other.Players.Generator.Parameters));
    }

    [Theory]
    [MemberData(nameof(WithDropout))]
    public void TheGlobalStreamStaysWhereItWas(bool dropout)
    {
        manual_seed(5);
        var expected = rand(3).data<float>().ToArray();
        manual_seed(5);
        using var run = Trainer.Train(Own(dropout));
        run.Samples();
        Assert.Equal(expected, rand(3).data<float>().ToArray());
    }

    [Fact]
    public void BothPlayersStartFromStreamsOfTheirOwn()
    {
        using var run = Trainer.Train(
            Own(false) with
            {
                Generator = new PlainGenerator(() => nn.Linear(2, 2)) { Latent = 2 },
                Discriminator = new PlainDiscriminator(() => nn.Linear(2, 2), 2),
                Steps = 1,
                GeneratorAdam = new(1e-12),
                DiscriminatorAdam = new(1e-12),
            }
        );
        Assert.NotEqual(First(run.Players.Generator.Parameters), First(run.Players.Discriminator.Parameters));
    }

    [Fact]
    public void AskingForSamplesDrawsTheSameAgainAndDoesNotDisturbTraining()
    {
        using var whole = Trainer.Train(Own(true));
        Assert.Equal(whole.Samples(), whole.Samples());
        Assert.Equal(whole.DiscriminatorAt([0, 1]), whole.DiscriminatorAt([0, 1]));
        using var asked = Trainer.Train(Own(true) with { EvaluateEvery = 3 }, new Asking());
        Assert.Equal(First(whole.Players.Generator.Parameters), First(asked.Players.Generator.Parameters));
    }

    [Fact]
    public void TrainingsBesideEachOtherDoNotDisturbEachOther()
    {
        using var alone = Trainer.Train(Own(true));
        var beside = Trainer.Train([
            .. Enumerable.Range(0, 4).Select(i => Own(i % 2 == 0) with { Name = $"{i}", Stabilizers = i == 3 ? [new R1()] : [] }),
        ]);
        Assert.Equal(alone.Samples(), beside[0].Samples());
        Assert.Equal(alone.Samples(), beside[2].Samples());
        foreach (var run in beside)
            run.Dispose();
    }

    private static Recipe Own(bool dropout) =>
        TinyRecipes.Ring with
        {
            Steps = 30,
            Generator = new PlainGenerator(() =>
                nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Dropout(dropout ? 0.3 : 0), nn.Linear(16, 2))
            )
            {
                Latent = 4,
            },
            Discriminator = new PlainDiscriminator(
                () =>
                    dropout
                        ? nn.Sequential(nn.Linear(2, 16), nn.LeakyReLU(0.2), nn.Dropout(0.3))
                        : nn.Sequential(nn.Linear(2, 16), nn.ReLU()),
                16
            ),
        };

    private static float[] First(Tensor parameters) => parameters.detach().contiguous().data<float>().ToArray()[..6];

    private sealed class Asking : ITrainingObserver
    {
        public void Observe(Run run)
        {
            run.Samples();
            run.DiscriminatorAt([0, 1]);
        }
    }
}
