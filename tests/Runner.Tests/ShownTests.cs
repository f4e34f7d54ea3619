using System.Text.RegularExpressions;
using GanStability.Runner.Notebooks;
using Xunit;

namespace GanStability.Runner.Tests;

/// <summary>What a learner sees of each kind of value that stands last in a cell: on the real kernel, and in the book.</summary>
public sealed class ShownTests(ShownTests.Run run) : IClassFixture<ShownTests.Run>
{
    public sealed class Run : IAsyncLifetime
    {
        private readonly Course _course = new("shown");

        internal Notebook Notebook { get; private set; } = new();

        internal string Page { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            _course.Add("shown", [.. Cells.Values]);
            var (code, _, error) = await _course.RunAsync("run", "shown");
            Assert.True(code == 0, error);
            (Notebook, Page) = (_course.Executed("shown"), _course.Page("shown"));
        }

        public ValueTask DisposeAsync()
        {
            // To look at the page as a reader does.
            if (Environment.GetEnvironmentVariable("GANSTABILITY_KEEP_BOOK") is { } folder)
                foreach (var file in Directory.EnumerateFiles(_course.Book))
                    File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
            _course.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private static readonly Dictionary<string, string> Cells = new()
    {
        ["setup"] = """
            #r "../artifacts/kit/GanStability.dll"
            using TorchSharp;
            using static TorchSharp.torch;
            using GanStability;
            using Plotly.NET.CSharp;
            Kit.Start()
            """,
        ["train"] = """
            var recipe = Presets.Rotating with { Steps = 40, Replicas = 3, Seed = 7, Stabilizers = [new R1(2)] };
            var run = Trainer.Train(recipe);
            """,
        ["run"] = "run",
        ["freed"] = "var old = Trainer.Train(recipe with { Steps = 1 });\nold.Dispose();\nold",
        ["runs"] = "new[] { run, run }",
        ["recipe"] = "recipe",
        ["history"] = "run.History",
        ["stabilizer"] = "new MinibatchDiscrimination(Kernels: 16, Dimensions: 8)",
        ["own stabilizer"] = "record Louder(double Factor) : Stabilizer { public override string Name => \"louder\"; }\nnew Louder(2.5)",
        ["coverage"] = "run.Coverage",
        ["one coverage"] = "run.Coverage[0]",
        ["mixture"] = "GaussianMixture.Grid()",
        ["digits"] = "new SyntheticDigits()",
        ["stacked"] = "new StackedDigits()",
        ["set"] = "ImageSet.Draw(new SyntheticDigits(), 30, seed: 1)",
        ["own data"] = """
            class Line : IDataSource
            {
                public string Name => "a line";
                public IReadOnlyList<long> SampleShape => [1];
                public Tensor Sample(int count, torch.Generator generator, Device device) => torch.rand(count, 1, device: device);
            }
            new Line()
            """,
        ["array"] = "new[] { run.LossFigure(), run.SampleFigure() }",
        ["list"] = "new List<IShown> { run.LossFigure(), CoverageTable.Compare(run) }",
        ["query"] = "Enumerable.Range(0, 3).Select(r => run.SampleFigure(r))",
        ["tuple"] = "(run.LossFigure(), CoverageTable.Compare(run), \"and a word\")",
        ["objects"] = "new object[] { run.LossFigure(), 2.5, torch.zeros(2) }",
        ["tensor"] = "torch.arange(1_000_000).reshape(1000, 1000)",
        ["small tensor"] = "torch.tensor(new[,] { { 1.5f, float.NaN }, { -3f, 4f } })",
        ["one number"] = "torch.tensor(0.25)",
        ["deep tensor"] = "torch.ones(2, 3, 4, 5, dtype: ScalarType.Bool)",
        ["tensors"] = "new[] { torch.zeros(2), torch.ones(2) }",
        ["freed tensor"] = "var gone = torch.zeros(2);\ngone.Dispose();\ngone",
        ["chart"] = "Chart.Line<int, double, string>(x: new[] { 1, 2, 3 }, y: new[] { 1.0, 4, 9 }, Name: \"squares\")",
        ["bars"] = "Chart.Column<double, string, string>(values: new[] { 3.0, 5 }, Keys: new[] { \"plain\", \"cured\" }.ToList())",
        ["pie"] = "Chart.Pie<double, string, string>(values: new[] { 3.0, 5 })",
        ["charts"] = """
            var points = Chart.Point<int, int, string>(x: new[] { 1, 2 }, y: new[] { 3, 4 });
            new[] { points, Chart.Pie<double, string, string>(values: new[] { 1.0 }) }
            """,
        ["extension"] = """
            using Microsoft.DotNet.Interactive;
            var theirs = ((IKernelExtension)new Plotly.NET.Interactive.FormatterKernelExtension()).OnLoadAsync(Kernel.Root);
            Kit.Start();
            Chart.Line<int, int, string>(x: new[] { 1, 2 }, y: new[] { 3, 4 })
            """,
        ["show"] = "Kit.Show(run, recipe, torch.zeros(2), (run.LossFigure(), 1.5), \"words & more\", 3.25)",
        ["plain tuple"] = "(1, 2)",
        ["plain list"] = "new List<double> { 1.5, 2 }",
        ["plain text"] = "new[] { \"a\", \"b\" }",
    };

    private IReadOnlyDictionary<string, string> Of(string cell) =>
        Assert.IsType<ShownOutput>(Assert.Single(run.Notebook.Cells[Cells.Keys.ToList().IndexOf(cell)].Outputs)).Content;

    [Theory]
    [InlineData("run", "all 40 steps done", "3 seeds, 7 to 9", "of 8 modes held", "run.LossFigure()")]
    [InlineData("freed", "was freed", "Kit.Train(recipe)")]
    [InlineData("runs", "all 40 steps done", "3 seeds, 7 to 9", "runs[0]")]
    [InlineData("recipe", "stabilizers", "R1", "replicas", "by default", "batch 128", "MlpGenerator: hidden", "Kit.Train(recipe)")]
    [InlineData("history", "40 steps, 3 seeds", "generator gradient", "step 40", "largest")]
    [InlineData("stabilizer", "minibatch discrimination 16×8", "kernels", "dimensions", "recipe with")]
    [InlineData("own stabilizer", "louder", "factor", "2.5")]
    [InlineData("coverage", "high quality", "total variation", "captured")]
    [InlineData("one coverage", "of 8 modes held", "samples per mode")]
    [InlineData("mixture", "grid of 25", "a point in the plane", "25 Gaussians")]
    [InlineData("digits", "synthetic digits", "an image, 1 × 28 × 28", "without end")]
    [InlineData("stacked", "1000 modes", "1000: 000, 001")]
    [InlineData("set", "30 of synthetic digits", "images", "30", "ImageFigures.DataFigure(data)")]
    [InlineData("own data", "a line", "shape [1]")]
    [InlineData("tensor", "Tensor [1000, 1000], Int64, on cpu", "from 0 to 999999, mean 500000", "the first 5 × 6", "4005")]
    [InlineData("small tensor", "Float32", "1 not finite", "-3", "NaN")]
    [InlineData("one number", "0.25")]
    [InlineData("deep tensor", "Tensor [2, 3, 4, 5], Bool", "[0, 0, :, :]")]
    [InlineData("tensors", "from 0 to 0", "from 1 to 1")]
    [InlineData("freed tensor", "was freed")]
    public void ValuesAreSmallCardsWithTextBesideThem(string cell, params string[] words)
    {
        var content = Of(cell);
        Assert.Equal(["text/html", "text/plain"], content.Keys.Order());
        Assert.InRange(content["text/html"].Length, 50, 6000);
        Assert.InRange(content["text/plain"].Length, 10, 2500);
        var seen = System.Net.WebUtility.HtmlDecode(Regex.Replace(content["text/html"], "<[^>]*>", " "));
        Assert.All(words, word => Assert.Contains(word, seen, StringComparison.Ordinal));
        Assert.All(words, word => Assert.Contains(word, content["text/plain"], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("array", 2, 0, "loss")]
    [InlineData("list", 1, 1, "thin ring")]
    [InlineData("query", 3, 0, "")]
    [InlineData("tuple", 1, 1, "and a word")]
    [InlineData("objects", 1, 1, "2.5")]
    [InlineData("charts", 2, 0, "image/png")]
    [InlineData("show", 1, 3, "words &amp; more")]
    public void ListsAndTuplesShowTheirValuesOneUnderTheOther(string cell, int figures, int tables, string word)
    {
        var content = Of(cell);
        Assert.Equal(["text/html", "text/plain"], content.Keys.Order());
        Assert.Equal(figures, Regex.Count(content["text/html"], "<figure class=\"gs-figure\""));
        Assert.Equal(tables, Regex.Count(content["text/html"], "<table class=\"gs-table"));
        Assert.Contains(word, content["text/html"], StringComparison.Ordinal);
        Assert.DoesNotContain("dni-treeview", content["text/html"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chart", "image/png", "scatter 'squares' of 3 values")]
    [InlineData("bars", "image/png", "bar")]
    [InlineData("pie", "image/svg+xml", "pie")]
    [InlineData("extension", "image/png", "scatter")]
    public void AChartOfPlotlyIsInteractiveWithoutANetworkAndHasAPicture(string cell, string picture, string text)
    {
        var content = Of(cell);
        Assert.Equal(["text/html", "text/plain"], content.Keys.Order());
        Assert.Contains($"src=\"data:{picture}", content["text/html"], StringComparison.Ordinal);
        Assert.Contains("<script type=\"application/json\">{\"data\":[", content["text/html"], StringComparison.Ordinal);
        Assert.DoesNotContain("://", content["text/html"], StringComparison.Ordinal);
        Assert.Contains(text, content["text/plain"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain tuple", "1", "2")]
    [InlineData("plain list", "1.5", "2")]
    [InlineData("plain text", "a", "b")]
    public void WhatTheKitKnowsNothingOfIsTheKernelsToShow(string cell, params string[] words)
    {
        Assert.All(words, word => Assert.Contains(word, Course.Seen(Of(cell)), StringComparison.Ordinal));
        Assert.DoesNotContain("gs-", string.Concat(Of(cell).Values), StringComparison.Ordinal);
    }

    [Fact]
    public void TheBookShowsTheSame()
    {
        foreach (var cell in Cells.Keys.Where(name => name is not ("setup" or "train" or "plain text")))
            Assert.Contains(WithoutEmptyCells(Of(cell)["text/html"]), WithoutEmptyCells(run.Page), StringComparison.Ordinal);
        Assert.Empty(Course.Red(run.Notebook));
    }

    /// <summary>A heading without words is no heading on the page: screen readers stumble over it.</summary>
    private static string WithoutEmptyCells(string html) => Regex.Replace(html, @"<t[hd]\b[^>]*>\s*</t[hd]>", "");
}
