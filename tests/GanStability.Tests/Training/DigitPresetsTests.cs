using GanStability;
using Xunit;

namespace GanStability.Tests.Training;

/// <summary>The pictures that a class looks at are ill, healthy or starved by numbers, on seeds that nothing was chosen on.</summary>
public class DigitPresetsTests
{
    private static readonly ImageScorer Small = ImageScorer.For(new SmallDigits(14));

    /// <summary>Ill without a stabilizer, and what is wrong can be cured; a slower generator alone goes half the way.</summary>
    [Fact]
    public void CollapsingDigitsCollapseAndFeatureMatchingCuresThem()
    {
        var ill = Presets.CollapsingDigits with { Seed = 700, Replicas = 2, Device = "cpu" };
        var (patient, cured) = (Scores(ill, Small), Scores(ill with { Stabilizers = [new FeatureMatching()] }, Small));
        Assert.All(patient, s => Assert.InRange(s.ClassesTouched, 1, 7));
        Assert.All(patient, s => Assert.InRange(s.Frechet.Value, 1200, 3000));
        Assert.All(cured, s => Assert.InRange(s.ClassesTouched, 8, 10));
        Assert.All(cured, s => Assert.InRange(s.Frechet.Value, 0, 900));
    }

    /// <summary>
    /// Minimax starves: with hard targets the generator's slope −D(G(z)) all but vanishes; a fake target of .1 keeps it alive.
    /// </summary>
    [Fact]
    public void StarvedDigitsStarveAndTwoSidedSmoothingFeedsThem()
    {
        var starved = Presets.StarvedDigits with { Seed = 700, Replicas = 4, Device = "cpu" };
        var fed = starved with { Stabilizers = [new LabelSmoothing(0.9, 0.1)] };
        var (hungry, full) = (Scores(starved, Small), Scores(fed, Small));
        Assert.True(full.Average(s => s.Precision) > hungry.Average(s => s.Precision) + 0.1);
        Assert.True(Late(fed) > 3 * Late(starved), $"{Late(fed)} {Late(starved)}");

        static double Late(Recipe recipe)
        {
            using var run = Trainer.Train(recipe);
            return Enumerable.Range(0, 4).Average(r => run.History.Of(Quantity.DiscriminatorOnFake, r).TakeLast(50).Average());
        }
    }

    /// <summary>Minutes: on request (<c>-explicit on</c>), after a change to a preset, an initialisation or a random stream.</summary>
    [Fact(Explicit = true)]
    public void HealthyDigitsHoldEveryClass()
    {
        var scores = Scores(Presets.HealthyDigits with { Seed = 700, Replicas = 4, Device = "cpu" }, ImageScorer.For(new SmallDigits(16)));
        Assert.All(scores, s => Assert.InRange(s.ClassesTouched, 9, 10));
        Assert.All(scores, s => Assert.InRange(s.Coverage, 0.2, 1));
    }

    private static List<ImageScore> Scores(Recipe recipe, ImageScorer scorer)
    {
        using var run = Trainer.Train(recipe);
        return [.. Enumerable.Range(0, recipe.Replicas).Select(r => run.Score(scorer, r))];
    }
}
