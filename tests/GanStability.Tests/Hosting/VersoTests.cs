using GanStability;
using GanStability.Tests.Training;
using Verso.Abstractions;
using Xunit;
using DisplayExtensions = Verso.Abstractions.DisplayExtensions;

namespace GanStability.Tests.Hosting;

/// <summary>The same cells in Verso, played by a stand-in.</summary>
public sealed class VersoTests : IDisposable
{
    private readonly Func<Host> before = Host.Detect;
    private readonly TextWriter error = Console.Error;
    private readonly StringWriter errors = new();

    public VersoTests()
    {
        DisplayExtensions.Shown.Clear();
        Console.SetError(errors);
    }

    [Theory]
    [InlineData(typeof(DisplayExtensions))]
    [InlineData(typeof(GenericDisplayExtensions))]
    public void ShowsTheFinalPictureOnly(Type extensions)
    {
        Host.Detect = () => new VersoHost(extensions);
        Assert.Contains("Verso", Kit.Start().ToText(), StringComparison.Ordinal);
        using var run = Kit.Train(TinyRecipes.Ring with { Steps = 400, EvaluateEvery = 20, Seed = 6003 });
        var html = Assert.Single(DisplayExtensions.Shown);
        Assert.Contains("400 steps", html, StringComparison.Ordinal);
        Assert.Contains("<img", html, StringComparison.Ordinal);
        var baseline = TinyRecipes.Ring with { Name = "baseline", Steps = 20, Replicas = 2 };
        Kit.Showdown([baseline, baseline with { Name = "R1", Stabilizers = [new R1()] }]);
        Assert.Equal(2, DisplayExtensions.Shown.Count);
        Assert.Contains("2 seeds: 4 trained now", DisplayExtensions.Shown[1], StringComparison.Ordinal);
    }

    public void Dispose()
    {
        Host.Detect = before;
        Console.SetError(error);
        // Verso takes a cell for failed when anything is written there.
        Assert.Equal("", errors.ToString());
    }
}
