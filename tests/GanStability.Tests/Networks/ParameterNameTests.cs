using GanStability;
using Xunit;

namespace GanStability.Tests.Networks;

/// <summary>What a reader sees who lists a network's parameters: the names of the layers and of the fields in them.</summary>
public class ParameterNameTests
{
    public static TheoryData<string> Stabilizers { get; } = [.. Stabilizer.All.Select(s => s.Name)];

    [Theory, MemberData(nameof(Stabilizers))]
    public void NamesAreWords(string name)
    {
        var stabilizer = Stabilizer.All.Single(s => s.Name == name);
        Assert.All(
            Names((stabilizer.NeedsImages ? Presets.Digits with { Batch = 16 } : Presets.Rotating) with { Stabilizers = [stabilizer] }),
            parameter => Assert.Matches(@"^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)*$", parameter)
        );
    }

    [Fact]
    public void ThoseOfALayerAreItsFields()
    {
        foreach (var recipe in new[] { Presets.Rotating, Presets.Digits with { Batch = 16 } })
            Assert.Equal(["weight", "bias"], Names(recipe).Select(parameter => parameter.Split('.')[^1]).Distinct());
    }

    private static List<string> Names(Recipe recipe)
    {
        using var run = Trainer.Train(recipe with { Steps = 1, Replicas = 1, Device = "cpu" });
        return
        [
            .. run.Players.Generator.Network.named_parameters().Select(p => p.name),
            .. run.Players.Discriminator.Network.named_parameters().Select(p => p.name),
        ];
    }
}
