using System.Globalization;
using GanStability.Runner.Notebooks;
using GanStability.Runner.Session;
using GanStability.Runner.Session.Child;
using Xunit;

namespace GanStability.Runner.Tests;

/// <summary>What learners do: run cells again, in another order, with other numbers.</summary>
public sealed class RerunTests : IAsyncLifetime
{
    private readonly Notebook notebook = NotebookReader.Read(Path.Combine(Course.Real.Notebooks, "00-start-here.ipynb"));
    private readonly SessionProcess session = new(Course.Real.Notebooks);
    private string Setup => Code(0);
    private string Parameters => ParameterCell.Parse(Code(1)).With("size", "smoke").Source;
    private string Training => notebook.Cells.First(c => c.Source.Contains("Kit.Train", StringComparison.Ordinal)).Source;

    [Fact]
    public async Task TrainingTwiceGivesTheSameRun()
    {
        var first = await RunAsync(Setup, Parameters, Training, "run.Samples(1)[..8].Sum()");
        var second = await RunAsync(Training, "run.Samples(1)[..8].Sum()");
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task AChangedParameterIsUsedAndCellsRunInAnyOrder()
    {
        await RunAsync(Setup, Parameters, Training);
        Assert.Equal("100", await RunAsync("run.History.Steps"));
        Assert.Equal("40", await RunAsync("steps = 40;", Training, "run.History.Steps"));
        // Parameters redeclared, as a second press on that cell does; then figures before and after training again.
        Assert.Equal(
            "100",
            await RunAsync(Parameters, "run.SeedsFigure()", Training, "RunFigures.CoverageFigure(run)", "run.History.Steps")
        );
        await RunAsync(Setup, "run.LossFigure()");
    }

    [Fact]
    public async Task AMistakeLeavesTheSessionUsable()
    {
        await RunAsync(Setup, Parameters, Training);
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync("Kit.Train(recipe with { Batch = 0 })"));
        Assert.Contains("Batch must be at least 1", failure.Message, StringComparison.Ordinal);
        Assert.Equal("100", await RunAsync(Training, "run.History.Steps"));
    }

    [Fact]
    public async Task ACellRunAgainSeesWhatItsLastRunLeft()
    {
        const string Cell = "n++;\nvar seen = n;\nif (n == 2) throw new Exception(\"once\");\nint Twice() => 2 * seen;\nseen";
        await RunAsync("var n = 0;", Cell);
        Assert.Contains(
            "once",
            (await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(Cell))).Message,
            StringComparison.Ordinal
        );
        Assert.Equal("2", await RunAsync("seen"));
        Assert.Equal("3", await RunAsync(Cell));
        Assert.Equal("4", await RunAsync(Cell));
        Assert.Equal("8", await RunAsync("Twice()"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync("nope"));
        Assert.Equal("4", await RunAsync("n"));
    }

    [Fact]
    public async Task AHundredPressesOnACellTakeLittleMemory()
    {
        const string Cell = "var run = new double[1000];",
            Level = "GC.GetTotalMemory(true)";
        await RunAsync(Cell, Cell, Cell);
        var third = double.Parse(await RunAsync(Level), CultureInfo.InvariantCulture);
        await RunAsync([.. Enumerable.Repeat(Cell, 100)]);
        // The kernel keeps every submission, and something for each pair of them.
        Assert.InRange(double.Parse(await RunAsync(Level), CultureInfo.InvariantCulture) - third, 0, 100e6);
    }

    /// <summary>Runs cells and returns the value of the last one as text.</summary>
    private async Task<string> RunAsync(params string[] cells)
    {
        var value = "";
        foreach (var cell in cells)
        {
            Failed? failed = null;
            await session.ExecuteAsync(
                "cell",
                cell,
                e =>
                {
                    if (e is Returned returned)
                        value = Course.Seen(returned.Content);
                    if (e is Failed f)
                        failed = f;
                },
                CancellationToken.None
            );
            if (failed is not null)
                throw new InvalidOperationException(failed.Message);
        }
        return value;
    }

    private string Code(int index) => notebook.Cells.Where(c => c.Kind == CellKind.Code).ElementAt(index).Source;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => session.DisposeAsync();
}
