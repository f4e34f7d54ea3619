using GanStability.Tests.Training;
using Xunit;

namespace GanStability.Tests.Stabilizers;

/// <summary>The lists found by reflection: complete, in order, and true about what a method needs.</summary>
public class CatalogueTests
{
    private static readonly Recipe Images = TinyRecipes.Ring with
    {
        Data = new SyntheticDigits(),
        Generator = new ConvGenerator(2) { Latent = 4 },
        Discriminator = new ConvDiscriminator(2),
        Steps = 2,
        Batch = 8,
    };

    public static TheoryData<string> Names { get; } = [.. Stabilizer.All.Select(s => s.Name)];

    [Fact]
    public void EveryStabilizerIsUnderTheLaws()
    {
        var missing = Stabilizer.All.Where(s =>
            (s.NeedsImages ? AllStabilizers.OnImages : AllStabilizers.OnPoints).All(tested => tested.GetType() != s.GetType())
        );
        Assert.True(
            !missing.Any(),
            $"Add to {nameof(AllStabilizers)}, with settings strong enough to show: {string.Join(", ", missing.Select(s => s.Name))}."
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void WhatAStabilizerNeedsIsWhatItIsRefusedWithout(string name)
    {
        var stabilizer = Stabilizer.All.Single(s => s.Name == name);
        Assert.Equal(!stabilizer.NeedsImages, Trains(TinyRecipes.Ring with { Steps = 2 }));
        Assert.Equal(!stabilizer.NeedsLinearLayers, Trains(Images));

        bool Trains(Recipe recipe)
        {
            try
            {
                using var run = Trainer.Train(recipe with { Stabilizers = [stabilizer] });
                return run.Outcome == Outcome.Completed;
            }
            catch (ArgumentException)
            {
                return false;
            }
        }
    }

    [Fact]
    public void ListsAreCompleteAndInTheOrderOfNames()
    {
        AssertInOrder(Stabilizer.All.Select(s => s.Name));
        AssertInOrder(Objective.All.Select(o => o.Name));
        AssertInOrder(Normalisation.All.Select(n => n.Name));
        // What a command line can name is what the list has, with the same settings.
        Assert.Equal(Stabilizer.All.ToHashSet(), GanStability.Names.Stabilizers.Select(GanStability.Names.Stabilizer).ToHashSet());
        Objective[] known =
        [
            Objective.Minimax,
            Objective.NonSaturating,
            Objective.Wasserstein,
            new Hinge(),
            new LeastSquares(),
            new RelativisticPairing(),
        ];
        Assert.Subset(Objective.All.ToHashSet(), known.ToHashSet());
        Assert.Contains(Normalisation.None, Normalisation.All);

        static void AssertInOrder(IEnumerable<string> names)
        {
            Assert.NotEmpty(names);
            Assert.Equal(names.Distinct().Order(StringComparer.OrdinalIgnoreCase), names);
        }
    }

    public static TheoryData<string> OnImages { get; } = [.. AllStabilizers.OnImages.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(OnImages))]
    public void SwitchedOnItChangesTheRun(string name)
    {
        using var plain = Trainer.Train(Images);
        using var stabilized = Trainer.Train(Images with { Stabilizers = [AllStabilizers.OnImages.Single(s => s.Name == name)] });
        Assert.NotEqual(plain.Samples(), stabilized.Samples());
    }
}
