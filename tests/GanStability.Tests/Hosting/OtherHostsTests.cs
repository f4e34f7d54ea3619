using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using GanStability;
using GanStability.Tests.Training;
using Microsoft.DotNet.Interactive;
using Verso.Abstractions;
using Xunit;

namespace GanStability.Tests.Hosting;

/// <summary>The same cells in a .NET Interactive kernel and in Verso, each played by a stand-in.</summary>
public sealed partial class OtherHostsTests : IDisposable
{
    private static readonly Recipe Long = TinyRecipes.Ring with { Steps = 1_000_000, EvaluateEvery = 500, Seed = 6001 };
    private readonly KernelInvocationContext kernel = new();
    private readonly TextWriter error = Console.Error;
    private readonly StringWriter errors = new(CultureInfo.InvariantCulture);

    public OtherHostsTests()
    {
        DisplayExtensions.Shown.Clear();
        Console.SetError(errors);
    }

    [Fact]
    public void TheKernelReplacesOnePictureInPlaceAFewTimesASecond()
    {
        UseKernel();
        var clock = Stopwatch.StartNew();
        kernel.OnShown = _ =>
        {
            if (kernel.Displayed[0].States.Count == 4) kernel.Cancel();
        };
        using var run = Kit.Train(Long);
        var states = Assert.Single(kernel.Displayed).States;
        Assert.Equal(5, states.Count);
        Assert.InRange(states.Count, 1, 2 + 4 * clock.Elapsed.TotalSeconds);
        Assert.All(states, html => Assert.Contains("<img", html, StringComparison.Ordinal));
        Assert.All(states, html => Assert.DoesNotContain("<script", html, StringComparison.Ordinal));
        Assert.Matches("step \\d+ of 1000000, \\d+ steps/s, \\d+ s left", states[0]);
        Assert.Contains("what was learned so far is kept", states[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void AShowdownFillsItsTableInPlace()
    {
        UseKernel();
        var baseline = TinyRecipes.Ring with { Name = "baseline", Replicas = 2, Steps = 20 };
        Kit.Showdown([baseline, baseline with { Name = "R1", Stabilizers = [new R1()] }]);
        var states = Assert.Single(kernel.Displayed).States;
        Assert.Contains(states, html => html.Contains("1 of 2 methods done", StringComparison.Ordinal));
        Assert.Contains(">R1<", states[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void AnInterruptionEndsTrainingAfterTheStepItFallsIn()
    {
        UseKernel();
        kernel.OnShown = _ => kernel.Cancel();
        using var run = Kit.Train(Long);
        var shownAt = int.Parse(StepShown().Match(kernel.Displayed[0].States[0]).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.Equal((Outcome.Cancelled, shownAt + 1), (run.Outcome, run.History.Steps));
        Assert.NotEmpty(run.Samples());
        Assert.Contains($"stopped at step {run.History.Steps} of 1000000", kernel.Displayed[0].States[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsWrittenIntoANotebookHasACap()
    {
        UseKernel();
        var view = new LiveView(Host.Detect()) { MaxBytes = 0, Shortest = TimeSpan.Zero };
        using var run = Trainer.Train(TinyRecipes.Ring with { Steps = 2000, EvaluateEvery = 1000 }, view);
        view.Finish(run);
        // The picture that passes the cap, and the final one.
        var states = Assert.Single(kernel.Displayed).States;
        Assert.Equal(2, states.Count);
        Assert.Contains("2000 steps", states[1], StringComparison.Ordinal);
    }

    [Fact]
    public void AnOlderKernelTakesOneMimeType()
    {
        UseKernel(typeof(OlderKernelInvocationContextExtensions));
        var display = Kit.Show(new Table("first", ["a"], [["1"]]));
        display.Update(new Table("second", ["a"], [["2"]]));
        Assert.Contains("second", Assert.Single(kernel.Displayed).States[1], StringComparison.Ordinal);
    }

    [Fact]
    public void TheHandleWorksInALaterCellAndNothingHappensOutsideACell()
    {
        UseKernel();
        var display = Kit.Show(new Table("first", ["a"], [["1"]]));
        KernelInvocationContext.Current = null;
        display.Update(new Table("second", ["a"], [["2"]]));
        Assert.Equal(2, kernel.Displayed[0].States.Count);
        Kit.Show(new Table("lost", ["a"], [["1"]])).Update(new Table("lost", ["a"], [["1"]]));
        using var run = Kit.Train(TinyRecipes.Ring with { Steps = 2, Seed = 6002 });
        Assert.Equal(Outcome.Completed, run.Outcome);
        Assert.Single(kernel.Displayed);
    }

    [Fact]
    public void TheReportNamesTheKernel()
    {
        UseKernel();
        Assert.Contains(".NET Interactive", Kit.Start().ToText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(DisplayExtensions))]
    [InlineData(typeof(GenericDisplayExtensions))]
    public void VersoShowsTheFinalPictureOnly(Type extensions)
    {
        Host.TypeByName = name => name == "Verso.Abstractions.DisplayExtensions, Verso.Abstractions" ? extensions : null;
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

    private void UseKernel(Type? extensions = null)
    {
        KernelInvocationContext.Current = kernel;
        Host.TypeByName = name => name switch
        {
            "Microsoft.DotNet.Interactive.KernelInvocationContext, Microsoft.DotNet.Interactive" => typeof(KernelInvocationContext),
            "Microsoft.DotNet.Interactive.KernelInvocationContextExtensions, Microsoft.DotNet.Interactive" => extensions ?? typeof(KernelInvocationContextExtensions),
            _ => null,
        };
    }

    public void Dispose()
    {
        Host.TypeByName = Type.GetType;
        KernelInvocationContext.Current = null;
        kernel.Dispose();
        Checkpoint.Of(Long, Paths.Checkpoints).Delete();
        Console.SetError(error);
        // Verso takes a cell for failed when anything is written there.
        Assert.Equal("", errors.ToString());
    }

    [GeneratedRegex(": step (\\d+) of")]
    private static partial Regex StepShown();
}
