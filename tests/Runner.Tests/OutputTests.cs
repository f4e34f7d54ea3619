using GanStability.Runner.Notebooks;
using Xunit;

namespace GanStability.Runner.Tests;

/// <summary>What cells leave in the executed notebook: one notebook with a cell per kind, run once.</summary>
public sealed class OutputTests(OutputTests.Run run) : IClassFixture<OutputTests.Run>
{
    public sealed class Run : IAsyncLifetime
    {
        private readonly Course course = new("outputs");

        internal Notebook Notebook { get; private set; } = new();

        public async ValueTask InitializeAsync()
        {
            course.Add("kinds", [.. Cells.Values]);
            var (code, _, error) = await course.RunAsync("run", "kinds");
            Assert.True(code == 0, error);
            Notebook = course.Executed("kinds");
        }

        public ValueTask DisposeAsync()
        {
            course.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private static readonly Dictionary<string, string> Cells = new()
    {
        ["setup"] = "#r \"../artifacts/kit/GanStability.dll\"\nusing GanStability;\nusing TorchSharp;",
        ["value"] = "var x = 40;\nx + 2",
        ["real"] = "0.5",
        ["bool"] = "x > 1",
        ["text"] = "\"as it is\"",
        ["null"] = "(string)null",
        ["record"] = "record P(int A);\nnew P(1)",
        ["array"] = "new[] { 1.5, 2 }",
        ["statement"] = "x++;",
        ["library"] = "new Table(\"Caption\", [\"a\"], [[\"1\"]])",
        ["torch"] = "torch.ones(3).sum().item<float>()",
        ["console"] = "Console.Write(\"a\"); Console.WriteLine(1.5); Console.Error.WriteLine(\"oh\"); Console.WriteLine(\"b\");",
        ["order"] = "Console.Write(\"before\"); display(\"shown\"); Console.Write(\"after\");",
        ["await"] = "await Task.Delay(1);\nvar y = await Task.FromResult(5);\ny",
        ["update"] =
            "using static Microsoft.DotNet.Interactive.KernelInvocationContextExtensions;\nvar d = "
            + "Microsoft.DotNet.Interactive.KernelInvocationContext.Current.Display(\"first\");\n"
            + "Console.WriteLine(\"between\"); for (var i = 0; i < 3; i++) d.Update(i);",
        ["later"] = "d.Update(\"from a later cell\");",
        ["redeclared"] = "var x = \"another type\";\nx.Length",
        ["handle"] = "display(1)",
        ["kit"] = """
            var shown = Kit.Show(new Table("before", ["a"], [["1"]]));
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => shown.Update(new Table("after", ["a"], [["2"]])))));
            Microsoft.DotNet.Interactive.KernelInvocationContext.Current.CancellationToken.CanBeCanceled
            """,
        ["nullable"] = "string? nothing = null;",
        ["complex"] = "torch.tensor(1.0).item<double>()",
        ["start"] = "Kit.Start()",
        ["complex, started"] = "torch.tensor(2.0).item<double>()",
        ["chart"] = "Plotly.NET.GenericChart.toChartHTML(Plotly.NET.Chart.Invisible()).Length > 100",
        ["native"] =
            "class Native { [System.Runtime.InteropServices.DllImport(\"libc.so.6\")] public static extern int puts(string s); "
            + "}\nNative.puts(\"from native code\");",
        ["expected"] = "[raises-exception]throw new Exception(\"on purpose\");",
        ["folder"] = "System.IO.Path.GetFileName(Environment.CurrentDirectory)",
        ["empty"] = "",
        ["class"] = "class Shower { public void Go() => display(\"from a class\"); }\nnew Shower().Go();",
    };

    private List<Output> Of(string cell) => run.Notebook.Cells[Cells.Keys.ToList().IndexOf(cell)].Outputs;

    private string Seen(string cell) => Course.Seen(Assert.Single(Of(cell)));

    [Theory]
    [InlineData("value", "42")]
    [InlineData("real", "0.5")]
    [InlineData("bool", "True")]
    [InlineData("text", "as it is")]
    [InlineData("null", "<null>")]
    [InlineData("array", "[ 1.5, 2 ]")]
    [InlineData("torch", "3")]
    [InlineData("await", "5")]
    [InlineData("redeclared", "12")]
    [InlineData("folder", "notebooks")]
    [InlineData("class", "from a class")]
    [InlineData("chart", "True")]
    public void ShowsTheLastExpression(string cell, string expected) => Assert.Equal(expected, Seen(cell));

    [Theory]
    [InlineData("setup")]
    [InlineData("statement")]
    [InlineData("later")]
    [InlineData("empty")]
    public void ShowsNothingWhereThereIsNothing(string cell) => Assert.Empty(Of(cell));

    [Fact]
    public void ShowsTypesOfTheLibraryInTheirOwnFormats()
    {
        var content = Assert.IsType<ShownOutput>(Assert.Single(Of("library"))).Content;
        Assert.Contains("gs-table", content["text/html"], StringComparison.Ordinal);
        Assert.Contains("Caption", content["text/plain"], StringComparison.Ordinal);
    }

    [Fact]
    public void KeepsConsoleTextInOrder() =>
        Assert.Equal(
            [new StreamOutput("stdout", "a1.5\n"), new StreamOutput("stderr", "oh\n"), new StreamOutput("stdout", "b\n")],
            Of("console")
        );

    [Fact]
    public void KeepsTextAndPicturesInOrder()
    {
        var outputs = Of("order");
        Assert.Equal(new StreamOutput("stdout", "before"), outputs[0]);
        Assert.Equal("shown", Course.Seen(outputs[1]));
        Assert.Equal(new StreamOutput("stdout", "after"), outputs[2]);
    }

    [Fact]
    public void StoresOnlyTheLastStateOfWhatIsUpdatedInItsPlace()
    {
        Assert.Equal("from a later cell", Course.Seen(Of("update")[0]));
        Assert.Equal([new StreamOutput("stdout", "between\n")], Of("update")[1..]);
    }

    [Fact]
    public void AHandleIsNotAValue() => Assert.Equal("1", Seen("handle"));

    [Fact]
    public void TheKitShowsInPlaceFromAnyThread()
    {
        var outputs = Of("kit");
        Assert.Contains("after", Assert.IsType<ShownOutput>(outputs[0]).Content["text/html"], StringComparison.Ordinal);
        Assert.Equal("True", Course.Seen(outputs[1]));
        Assert.Equal(2, outputs.Count);
    }

    [Fact]
    public void WhatTheCompilerWarnsOfIsRedUntilTheKitIsStarted()
    {
        var red = Course.Red(run.Notebook).ToList();
        Assert.Equal(3, red.Count);
        Assert.Contains("oh\n", red[0], StringComparison.Ordinal);
        Assert.Contains("warning CS8632", red[1], StringComparison.Ordinal);
        Assert.Contains("warning CS1701", red[2], StringComparison.Ordinal);
        Assert.NotEmpty(Of("complex, started"));
    }

    [Fact]
    public void KeepsWhatNativeCodePrints() => Assert.Equal([new StreamOutput("stdout", "from native code\n")], Of("native"));

    [Fact]
    public void AnExpectedFailureIsStoredAndDoesNotStop() =>
        Assert.Equal("on purpose", Assert.IsType<ErrorOutput>(Assert.Single(Of("expected"))).Message);

    [Fact]
    public void CountsCellsAsAnEditorDoes() =>
        Assert.Equal(Enumerable.Range(1, Cells.Count), run.Notebook.Cells.Select(cell => cell.ExecutionCount!.Value));
}
