using GanStability.Tests.Training;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Stabilizers;

/// <summary>Every objective: its slopes, its values where they are known, and what it can be combined with.</summary>
public class ObjectiveTests
{
    public static TheoryData<Objective> All { get; } = [.. Objective.All];

    [Theory]
    [MemberData(nameof(All))]
    public void BothPlayersFollowTheSlopeOfTheirCost(Objective objective)
    {
        using var duel = new Duel(Duel.Recipe with { Objective = objective }, new R1(0.5), new R2(0.5));
        GradientTests.AssertSlopes(duel);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void TargetsAreSmoothedOrRefused(Objective objective)
    {
        var recipe = TinyRecipes.Ring with { Objective = objective, Steps = 2, Stabilizers = [new LabelSmoothing()] };
        if (objective.UsesTargets)
            Trainer.Train(recipe).Dispose();
        else
            Assert.Contains("no targets", Assert.Throws<ArgumentException>(recipe.Prepare).Message, StringComparison.Ordinal);
        // The discriminator's half of a game is as it was in the whole game.
        Assert.Equal(objective.UsesTargets, Objective.WithoutGenerator(objective).UsesTargets);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void FiguresClaimAnEquilibriumOfProbabilitiesOnlyWhereTheyAre(Objective objective)
    {
        using var run = Trainer.Train(TinyRecipes.Ring with { Objective = objective, Steps = 2 });
        var (losses, opinion) = (run.LossFigure().Panels[0], run.DiscriminatorFigure().Panels[0]);
        Assert.Equal(objective.IsProbability, losses.Series.OfType<Rule>().Any());
        Assert.Equal(objective.IsProbability, opinion.Series.OfType<Rule>().Any());
        Assert.Equal(objective.IsProbability, opinion.Y.Label.Contains("probability", StringComparison.Ordinal));
    }

    [Fact]
    public void ValuesByHand()
    {
        using var scope = NewDisposeScope();
        var (real, fake) = (tensor([2.0, 0.0]).view(1, 2), tensor([-0.5, 1.0]).view(1, 2));
        Lazy<Tensor> onReal = new(real);
        AssertCosts(new Hinge(), 0.5 * (0 + 1) + 0.5 * (0.5 + 2), -0.25);
        AssertCosts(new LeastSquares(), 0.5 * (0.5 * (1 + 1) + 0.5 * (0.25 + 1)), 0.25 * (2.25 + 0));
        AssertCosts(new RelativisticPairing(), 0.5 * (Softplus(-2.5) + Softplus(1)), 0.5 * (Softplus(2.5) + Softplus(-1)));
        // Where D cannot tell, every game is at its known value.
        var none = zeros([1, 4], float64);
        Assert.Equal(Math.Log(2), new RelativisticPairing().Generator(none, new(none)).item<double>(), 12);
        Assert.Equal(2, new Hinge().Discriminator(none, none, Targets.Hard).item<double>(), 12);

        void AssertCosts(Objective objective, double d, double g)
        {
            Assert.Equal(d, objective.Discriminator(real, fake, Targets.Hard).item<double>(), 12);
            Assert.Equal(g, objective.Generator(fake, onReal).item<double>(), 12);
        }
        static double Softplus(double x) => Math.Log(1 + Math.Exp(x));
    }

    [Fact]
    public void TheLearningRateFallsLinearlyFromItsShareOn()
    {
        var recipe = TinyRecipes.Ring with { Steps = 10, DecayFrom = 0.6 };
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 0.75, 0.5, 0.25], Enumerable.Range(1, 10).Select(recipe.LearningRateShare), (a, b) =>
            Math.Abs(a - b) < 1e-12
        );
        using var plain = Trainer.Train(TinyRecipes.Ring with { Steps = 10 });
        using var decayed = Trainer.Train(recipe);
        Assert.Equal(plain.History.Of(Quantity.GeneratorLoss)[..7], decayed.History.Of(Quantity.GeneratorLoss)[..7]);
        Assert.NotEqual(plain.History.Of(Quantity.GeneratorLoss)[9], decayed.History.Of(Quantity.GeneratorLoss)[9]);
        Assert.Throws<ArgumentOutOfRangeException>((recipe with { DecayFrom = 1.1 }).Prepare);
    }
}
