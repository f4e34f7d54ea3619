using GanStability.Engine;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Xunit;

namespace GanStability.Runner.Tests;

/// <summary>A notebook's cells are compiled anew whenever they run: what is unchanged in them is still the same experiment.</summary>
public class CellCodeTests
{
    private const string Noise = """
        public record MyNoise(double Strength) : Stabilizer
        {
            public override string Name => "my noise";
            public override StabilizerHooks Attach(Recipe recipe, Players players) => new Hooks(Strength);
            private sealed class Hooks(double strength) : StabilizerHooks
            {
                public override torch.Tensor BeforeDiscriminator(torch.Tensor samples, int step) => samples * (1 + strength * step);
            }
        }
        """;

    private const string OwnRecipe = """
        var recipe = new Recipe
        {
            Data = GaussianMixture.Ring(),
            Generator = new PlainGenerator(() => torch.nn.Sequential(torch.nn.Linear(2, width), Last(width))),
            Discriminator = new MlpDiscriminator(8),
            Stabilizers = [new MyNoise(.1)],
        };
        """;

    private static readonly ScriptOptions Options = ScriptOptions
        .Default.WithReferences(typeof(Recipe).Assembly, typeof(TorchSharp.torch).Assembly)
        .WithImports("System", "GanStability", "TorchSharp");

    [Fact]
    public async Task CellsThatRunAgainUnchangedAreTheSame()
    {
        var first = await After("var unused = new System.IO.MemoryStream();", "int width = 8;", Last("2"), Noise, OwnRecipe);
        var again = await After("", "int width = 8;", "", Last("2"), Noise, Noise, OwnRecipe, OwnRecipe);
        Assert.Null(Identity.Difference(first.Settings, again.Settings));
        Assert.DoesNotContain(first.Settings.Values, value => value.StartsWith(ValueDescription.Unlike, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("int width = 9;", "2", ".1", "* step", "width was 8, is now 9")]
    [InlineData("int width = 8;", "3", ".1", "* step", "the code of Generator.Make has changed")]
    [InlineData("int width = 8;", "2", ".2", "* step", "Stabilizers[0].Strength was 0.1, is now 0.2")]
    [InlineData("int width = 8;", "2", ".1", "/ step", "the code of Stabilizers[0] has changed")]
    public async Task WhatACellChangesIsNamed(string width, string outputs, string strength, string body, string named)
    {
        var was = await After("int width = 8;", Last("2"), Noise, OwnRecipe);
        var now = await After(
            width,
            Last(outputs),
            Noise.Replace("* step", body, StringComparison.Ordinal),
            OwnRecipe.Replace("(.1)", $"({strength})", StringComparison.Ordinal)
        );
        Assert.Contains(named, Identity.Difference(was.Settings, now.Settings), StringComparison.Ordinal);
    }

    private static string Last(string outputs) =>
        $"torch.nn.Module<torch.Tensor, torch.Tensor> Last(int n) => torch.nn.Linear(n, {outputs});";

    private static async Task<Identity> After(params string[] cells)
    {
        var state = await CSharpScript.RunAsync("", Options, cancellationToken: TestContext.Current.CancellationToken);
        foreach (var cell in cells)
            state = await state.ContinueWithAsync(cell, cancellationToken: TestContext.Current.CancellationToken);
        return Identity.Of((Recipe)state.GetVariable("recipe").Value);
    }
}
