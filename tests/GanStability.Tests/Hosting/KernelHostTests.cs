using System.Diagnostics;
using GanStability;
using GanStability.Tests.Figures;
using GanStability.Tests.Training;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;
using Xunit;

namespace GanStability.Tests.Hosting;

/// <summary>The kit in a .NET Interactive kernel.</summary>
public sealed class KernelHostTests : IDisposable
{
    private static readonly Recipe Long = TinyRecipes.Ring with { Steps = 1_000_000, EvaluateEvery = 500, Seed = 6001 };
    private readonly KernelCells kernel = new();

    [Fact]
    public void OnePictureIsReplacedInPlaceAFewTimesASecond()
    {
        var clock = Stopwatch.StartNew();
        kernel.OnShown = _ =>
        {
            if (kernel.Shown.Count == 4)
                kernel.Cancel();
        };
        kernel.Run(() => Kit.Train(Long).Dispose());
        Assert.InRange(kernel.Shown.Count, 4, 2 + 4 * clock.Elapsed.TotalSeconds);
        Assert.IsType<DisplayedValueProduced>(kernel.Shown[0]);
        Assert.All(kernel.Shown.Skip(1), shown => Assert.IsType<DisplayedValueUpdated>(shown));
        Assert.Single(kernel.Shown.Select(shown => shown.ValueId).Distinct());
        Assert.All(kernel.Html, html => Assert.Contains("<img", html, StringComparison.Ordinal));
        Assert.All(kernel.Html, html => Assert.DoesNotContain("<script", html, StringComparison.Ordinal));
        Assert.Matches("step \\d+ of 1000000, \\d+ steps/s, \\d+ s left", kernel.Html[0]);
    }

    [Fact]
    public void AnInterruptionEndsTrainingAndKeepsTheRun()
    {
        var stopping = new Stopwatch();
        kernel.OnShown = _ =>
        {
            if (stopping.IsRunning)
                return;
            stopping.Start();
            kernel.Cancel();
        };
        kernel.Run(() =>
        {
            using var run = Kit.Train(Long);
            Assert.InRange(stopping.Elapsed.TotalSeconds, 0, 2);
            Assert.Equal(Outcome.Cancelled, run.Outcome);
            Assert.NotEmpty(run.Samples());
            stopping.Reset();
        });
        // The kernel answers the interruption before the cell has ended.
        Assert.True(SpinWait.SpinUntil(() => !stopping.IsRunning, TimeSpan.FromSeconds(10)));
        kernel.OnShown = _ => { };
        kernel.Run(() => Kit.Train(TinyRecipes.Ring with { Steps = 2, Seed = 6002 }).Dispose());
        Assert.Contains("2 steps", kernel.Html[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void WhereNobodyLooksOnOnlyTheFinalPictureIsDrawn()
    {
        using var runner = new KernelCells(watched: false);
        runner.Run(() => Kit.Train(TinyRecipes.Ring with { Steps = 400, EvaluateEvery = 20, Seed = 6003 }).Dispose());
        Assert.Contains("400 steps", Assert.Single(runner.Html), StringComparison.Ordinal);
    }

    [Fact]
    public void AShowdownFillsItsTableInPlace()
    {
        var baseline = TinyRecipes.Ring with { Name = "baseline", Replicas = 2, Steps = 20 };
        kernel.Run(() => Kit.Showdown([baseline, baseline with { Name = "R1", Stabilizers = [new R1()] }]));
        Assert.Single(kernel.Shown.Select(shown => shown.ValueId).Distinct());
        Assert.Contains(kernel.Html, html => html.Contains("1 of 2 methods done", StringComparison.Ordinal));
        Assert.Contains(">R1<", kernel.Html[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsWrittenIntoANotebookHasACap()
    {
        kernel.Run(() =>
        {
            var view = new LiveView(Host.Detect()) { MaxBytes = 0, Shortest = TimeSpan.Zero };
            using var run = Trainer.Train(TinyRecipes.Ring with { Steps = 2000, EvaluateEvery = 1000 }, view);
            view.Finish([run]);
        });
        // The picture that passes the cap, and the final one.
        Assert.Equal(2, kernel.Shown.Count);
        Assert.Contains("2000 steps", kernel.Html[1], StringComparison.Ordinal);
    }

    [Fact]
    public void TheHandleWorksInALaterCellAndNothingHappensOutsideACell()
    {
        Display display = null!;
        kernel.Run(() =>
            display = Kit.Show(
                new Table(
                    "first",
                    ["a"],
                    [
                        ["1"],
                    ]
                )
            )
        );
        kernel.Run(() =>
            display.Update(
                new Table(
                    "second",
                    ["a"],
                    [
                        ["2"],
                    ]
                )
            )
        );
        Assert.Single(kernel.Shown.Select(shown => shown.ValueId).Distinct());
        Assert.Contains("second", kernel.Html[1], StringComparison.Ordinal);
        display.Update(
            new Table(
                "lost",
                ["a"],
                [
                    ["3"],
                ]
            )
        );
        Kit.Show(
                new Table(
                    "lost",
                    ["a"],
                    [
                        ["1"],
                    ]
                )
            )
            .Update(
                new Table(
                    "lost",
                    ["a"],
                    [
                        ["1"],
                    ]
                )
            );
        using var run = Kit.Train(TinyRecipes.Ring with { Steps = 2, Seed = 6002 });
        Assert.Equal(Outcome.Completed, run.Outcome);
        Assert.Equal(2, kernel.Shown.Count);
    }

    [Fact]
    public void WhatTheKitMakesIsHtmlWithTextBesideIt()
    {
        kernel.Run(() =>
            Kit.Show(
                new Table(
                    "Caption",
                    ["a"],
                    [
                        ["1"],
                    ]
                )
            )
        );
        foreach (
            var (value, formatted) in new (IShown, IReadOnlyCollection<FormattedValue>)[]
            {
                (Gallery.Bars(), FormattedValue.CreateManyFromObject(Gallery.Bars())),
                (
                    new Table(
                        "Caption",
                        ["a"],
                        [
                            ["1"],
                        ]
                    ),
                    kernel.Shown[0].FormattedValues
                ),
            }
        )
        {
            Assert.Equal(["text/html", "text/plain"], formatted.Select(v => v.MimeType));
            Assert.Equal([value.ToHtml(), value.ToText()], formatted.Select(v => v.Value));
        }
    }

    [Fact]
    public void APackageOfTheKitIsNotLoadedASecondTime()
    {
        Assert.Null(kernel.Add("Plotly.NET"));
        kernel.Run(() => Assert.Contains(".NET Interactive", Kit.Start().ToText(), StringComparison.Ordinal));
        kernel.Run(() => Kit.Start());
        Assert.Contains("Plotly.NET comes with the kit: leave the line", kernel.Add("plotly.net"), StringComparison.Ordinal);
        Assert.Contains("Plotly.NET.Interactive comes with the kit", kernel.Add("Plotly.NET.Interactive"), StringComparison.Ordinal);
        Assert.Contains("Plotly.NET.CSharp comes with the kit", kernel.Add("Plotly.NET.CSharp"), StringComparison.Ordinal);
        Assert.Null(kernel.Add("Humanizer"));
        Assert.Equal(["Plotly.NET", "Humanizer"], kernel.Loaded);
    }

    public void Dispose()
    {
        kernel.Dispose();
        Checkpoint.Of(Long, Paths.Checkpoints).Delete();
    }
}
