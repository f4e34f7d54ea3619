using System.Globalization;
using System.Text.RegularExpressions;
using GanStability;
using GanStability.Tests.Figures;
using GanStability.Tests.Training;
using Plotly.NET.CSharp;
using TorchSharp;
using Xunit;

namespace GanStability.Tests.Hosting;

/// <summary>Values as Verso shows them (a public <c>ToHtml</c>), and as <see cref="Kit.Show"/> does.</summary>
public sealed class ShowsTests : IDisposable
{
    private readonly RecordingHost host = new();

    [Fact]
    public void WhatTheKitMakesHasAPublicToHtmlForVerso()
    {
        using var run = Trainer.Train(TinyRecipes.Ring with { Replicas = 2 });
        object[] values =
        [
            run,
            run.Requested,
            run.History,
            new R1(),
            run.Coverage[0],
            GaussianMixture.Ring(),
            new SyntheticDigits(),
            new StackedDigits(),
        ];
        foreach (var value in values)
        {
            var html = (string)value.GetType().GetMethod("ToHtml")!.Invoke(value, [])!;
            Assert.Contains("gs-table", html, StringComparison.Ordinal);
            Assert.InRange(html.Length, 100, 5000);
            Assert.Equal(html, Shows.Find(value)!.ToHtml());
        }
    }

    [Fact]
    public void SeveralThingsAreOneOutputAndCanBeReplaced()
    {
        using var numbers = torch.ones(2, 2);
        var display = Kit.Show(
            new Table(
                "Caption",
                ["a"],
                [
                    ["1"],
                ]
            ),
            numbers,
            (Gallery.Bars(), 2.5),
            "1 < 2"
        );
        var (_, html, text, _) = Assert.Single(host.Shown);
        Assert.Equal(2, Regex.Count(html, "<table"));
        Assert.Equal(1, Regex.Count(html, "<figure"));
        Assert.Contains("<div>1 &lt; 2</div>", html, StringComparison.Ordinal);
        Assert.Contains("Tensor [2, 2], Float32", text, StringComparison.Ordinal);
        display.Update("done");
        Assert.Equal("<div>done</div>", host.Shown[^1].Html);
        var refused = Assert.Throws<ArgumentException>(() => Kit.Show(null!));
        Assert.Contains("Run the cell that makes it first", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Kit.Show(display, null!));
        Assert.Throws<ArgumentException>(() => Kit.Show());
    }

    [Fact]
    public void ARecipeSaysWhatDiffersFromTheDefaults()
    {
        var text = (TinyRecipes.Ring with { Batch = 17, Stabilizers = [new R1(3), new Packing()] }).ToText();
        Assert.Matches("(?m)^  batch +17$", text);
        Assert.Matches("(?m)^  stabilizers +R1.*, pack", text);
        Assert.Matches("(?m)^  by default .*decay from 1", text);
        Assert.DoesNotMatch("by default .*batch", text);
    }

    [Fact]
    public void AStoppedAndAFailedRunSayWhatToDo()
    {
        host.Interrupt();
        using var stopped = Kit.Train(TinyRecipes.Ring with { Steps = 50, Seed = 4799 });
        Checkpoint.Of(stopped.Requested, Paths.Checkpoints).Delete();
        Assert.Contains("stopped at step 1 of 50", stopped.ToText(), StringComparison.Ordinal);
        Assert.Contains("Kit.Resume(run)", stopped.ToText(), StringComparison.Ordinal);
        using var failed = new Run(TinyRecipes.Ring, new InvalidOperationException("the hook is wrong"));
        Assert.Contains("the hook is wrong", failed.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void ListsAreCappedAndQueriesThatMightBeAnythingAreNotRun()
    {
        var many = Enumerable
            .Range(0, 100)
            .Select(i => new Table(
                $"number {i}",
                ["a"],
                [
                    ["1"],
                ]
            ))
            .ToList();
        Assert.Equal(Shows.Most, Regex.Count(Shows.Find(many)!.ToHtml(), "<table"));
        Assert.Contains("the first 24 are shown", Shows.Find(many)!.ToText(), StringComparison.Ordinal);
        Assert.Null(Shows.Find(Enumerable.Range(0, 3).Select(i => i / (i - i))));
        Assert.Null(Shows.Find(new Dictionary<string, int> { ["a"] = 1 }));
        Assert.Null(Shows.Find(Array.Empty<Figure>()));
    }

    [Theory]
    [InlineData(torch.ScalarType.Float16, "1.5")]
    [InlineData(torch.ScalarType.BFloat16, "1.5")]
    [InlineData(torch.ScalarType.Byte, "1")]
    [InlineData(torch.ScalarType.ComplexFloat32, "complex")]
    public void TensorsOfEveryTypeAreShown(torch.ScalarType type, string expected)
    {
        using var numbers = torch.full(3, 1.5, dtype: torch.ScalarType.Float32).to(type);
        Assert.Contains(expected, Shows.Find(numbers)!.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void EmptyAndNumberlessTensorsSaySo()
    {
        using var empty = torch.empty(0, 3);
        using var meta = torch.empty(2, 2, device: torch.META);
        Assert.Contains("none", Shows.Find(empty)!.ToText(), StringComparison.Ordinal);
        Assert.Contains("none on this device", Shows.Find(meta)!.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void LookingAtATensorLeavesNothingBehind()
    {
        using var numbers = torch.randn(100, 100, requires_grad: true);
        Shows.Find(numbers)!.ToHtml();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 5; i++)
            Shows.Find(numbers)!.ToHtml();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void AChartIsTheSameInEveryCultureAndItsPictureIsOfItsData()
    {
        var chart = Chart
            .Line<double, double, string>(x: [0.5, 1.5], y: [2.25, 3.75], Name: "mine")
            .WithXAxisStyle<int, int, string>(TitleText: "step");
        var before = CultureInfo.CurrentCulture;
        var expected = Shows.Find(chart)!.ToHtml();
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("fr-FR");
            Assert.Equal(expected, Shows.Find(chart)!.ToHtml());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
        var figure = PlotlyTracesReader.Figure(Newtonsoft.Json.Linq.JObject.Parse(PlotlyJson.Of(chart)), (700, 420))!;
        var line = Assert.IsType<Line>(Assert.Single(Assert.Single(figure.Panels).Series));
        Assert.Equal("mine", line.Name);
        Assert.Equal([0.5, 1.5], line.X);
        Assert.Equal([2.25, 3.75], line.Y);
        Assert.Equal("step", figure.Panels[0].X.Label);
    }

    public void Dispose() => host.Dispose();
}
