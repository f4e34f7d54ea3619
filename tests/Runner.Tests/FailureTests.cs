using GanStability.Runner.Notebooks;
using GanStability.Runner.Session;
using GanStability.Runner.Session.Child;
using Xunit;

namespace GanStability.Runner.Tests;

public class FailureTests
{
    [Fact]
    public async Task NamesNotebookCellLineAndSource()
    {
        using var course = new Course();
        course.Add("bad", "md:# Title", "1", "var ok = 1;\n\nint F() => throw new InvalidOperationException(\"too big\");\nF();", "2");
        var (code, output, error) = await course.RunAsync("run", "bad");
        Assert.Equal(1, code);
        Assert.Contains("bad, cell 2, line 3: InvalidOperationException: too big\n    int F() => throw", error, StringComparison.Ordinal);
        Assert.Contains("cell 2/3", output, StringComparison.Ordinal);
        var cells = course.Executed("bad").CodeCells.ToList();
        Assert.Equal("1", Course.Seen(Assert.Single(cells[0].Outputs)));
        var stored = Assert.IsType<ErrorOutput>(Assert.Single(cells[1].Outputs));
        Assert.Equal(["InvalidOperationException: too big", "   at cell 2, line 3", "   at cell 2, line 4"], stored.Traceback);
        Assert.Null(cells[2].ExecutionCount);
        Assert.Contains("too big", course.Page("bad"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnwrapsExceptionsAndListsEveryCompilerError()
    {
        using var course = new Course();
        course.Add(
            "wrapped",
            "[raises-exception]Task.Run(() => throw new FormatException(\"inner\")).Wait();",
            "[raises-exception]class Lazy { public static int X = int.Parse(\"no\"); }\nLazy.X",
            "[raises-exception]nope();\nvar a = 1;\nnada();",
            "[raises-exception]#r \"../artifacts/missing/GanStability.dll\"",
            "[raises-exception]#!time\n1"
        );
        Assert.Equal(0, (await course.RunAsync("run", "wrapped")).Code);
        var errors = course.Executed("wrapped").CodeCells.Select(cell => Assert.IsType<ErrorOutput>(Assert.Single(cell.Outputs))).ToList();
        Assert.Equal(("FormatException", "inner"), (errors[0].Name, errors[0].Message));
        Assert.Equal("FormatException", errors[1].Name);
        Assert.Contains("line 1: CS0103", errors[2].Message, StringComparison.Ordinal);
        Assert.Contains("line 3: CS0103", errors[2].Message, StringComparison.Ordinal);
        Assert.Contains("nada();", errors[2].Message, StringComparison.Ordinal);
        Assert.Contains("dotnet build -c Release", errors[3].Message, StringComparison.Ordinal);
        Assert.Contains("no magics", errors[4].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task APackageIsRefusedWithWhatToDo()
    {
        using var course = new Course();
        course.Add(
            "packages",
            "[raises-exception]// one more\n#r \"nuget: Humanizer, 2.14.1\"\n1",
            "#r \"../artifacts/kit/GanStability.dll\"\nvar size = GanStability.Kit.Sized(\"smoke\", 1, 2, 3);",
            "[raises-exception]#r \"nuget:mathnet.numerics\"",
            "[raises-exception]#i \"nuget:https://example.org/index.json\"",
            "1"
        );
        Assert.Equal(0, (await course.RunAsync("run", "packages")).Code);
        var messages = course
            .Executed("packages")
            .CodeCells.Select(cell => string.Concat(cell.Outputs.OfType<ErrorOutput>().Select(e => e.Message)))
            .ToList();
        Assert.Contains("downloads no packages", messages[0], StringComparison.Ordinal);
        Assert.Contains("MathNet.Numerics comes with the kit", messages[2], StringComparison.Ordinal);
        Assert.Contains("downloads no packages", messages[3], StringComparison.Ordinal);
        Assert.Equal(("", "", "1"), (messages[1], messages[4], Course.Seen(Assert.Single(course.Executed("packages").Cells[4].Outputs))));
    }

    [Theory]
    [InlineData("Kit.Start()", "The name 'Kit' does not exist")]
    [InlineData("var run = Trainer.Train(recipe);", "The name 'recipe' does not exist")]
    [InlineData("Recipe mine = null;", "'Recipe' could not be found")]
    public async Task ACellRunTooEarlySaysWhatToRunFirst(string cell, string problem)
    {
        using var course = new Course();
        course.Add("early", cell);
        var (code, _, error) = await course.RunAsync("run", "early");
        Assert.Equal(1, code);
        Assert.Contains(problem, error, StringComparison.Ordinal);
        Assert.Contains("have the cells above been run, the setup cell first?", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task VariablesSurviveAFailureInTheirCell()
    {
        using var course = new Course();
        course.Add("state", "[raises-exception]var kept = 7;\nthrow new Exception();", "kept");
        Assert.Equal(0, (await course.RunAsync("run", "state")).Code);
        Assert.Equal("7", Course.Seen(Assert.Single(course.Executed("state").Cells[1].Outputs)));
    }

    [Theory]
    [InlineData("Environment.FailFast(\"ouch\");", "aborted", "ouch")]
    [InlineData("Environment.Exit(3);", "exit code 3", "")]
    [InlineData("System.Diagnostics.Process.GetCurrentProcess().Kill();", "out of memory", "")]
    public async Task ACrashEndsOnlyItsNotebook(string crash, string message, string printed)
    {
        using var course = new Course();
        course.Add("a-crash", "Console.WriteLine(\"before\");", crash, "1");
        course.Add("b-good", "1");
        var (code, output, error) = await course.RunAsync("run", "*", "--keep-going");
        Assert.Equal(1, code);
        Assert.Contains("a-crash, cell 2", error, StringComparison.Ordinal);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Contains("b-good  ok", output, StringComparison.Ordinal);
        var cells = course.Executed("a-crash").Cells;
        Assert.Equal([new StreamOutput("stdout", "before\n")], cells[0].Outputs);
        Assert.Contains(printed, string.Concat(cells[1].Outputs.OfType<StreamOutput>().Select(s => s.Text)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACellThatDoesNotEndIsStopped()
    {
        using var course = new Course();
        course.Add("loop", "while (true) System.Threading.Thread.Sleep(20);", "2");
        var (code, output, error) = await course.RunAsync("run", "loop", "--timeout", "2");
        Assert.Equal(1, code);
        Assert.Contains("loop, cell 1: The cell did not end within 2 s", error, StringComparison.Ordinal);
        Assert.DoesNotContain("cell 2/2", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AStoppedCellMayPutThingsAwayAndOneThatDoesNotListenIsKilled()
    {
        using var course = new Course();
        await using var session = new SessionProcess(course.Notebooks) { Grace = TimeSpan.FromMinutes(1) };
        var polite = await StoppedAsync(
            session,
            """
            Console.WriteLine("before");
            Microsoft.DotNet.Interactive.KernelInvocationContext.Current.CancellationToken.WaitHandle.WaitOne();
            await Task.Delay(500);
            System.IO.File.WriteAllText("polite.txt", "put away");
            """
        );
        // The kernel answers at once; the session waits for the code of the cell.
        Assert.Equal([new Printed("stdout", "before\n")], polite);
        Assert.Equal("put away", File.ReadAllText(Path.Combine(course.Notebooks, "polite.txt")));
        await using var other = new SessionProcess(course.Notebooks) { Grace = TimeSpan.FromSeconds(1) };
        Assert.Contains(
            "SIGKILL",
            (
                await Assert.ThrowsAsync<SessionEndedException>(() => StoppedAsync(other, "Console.WriteLine(\"before\"); while (true);"))
            ).Message,
            StringComparison.Ordinal
        );
    }

    /// <summary>Runs a cell that is asked to stop when it has printed something.</summary>
    private static async Task<List<SessionEvent>> StoppedAsync(SessionProcess session, string code)
    {
        using var stop = new CancellationTokenSource();
        var events = new List<SessionEvent>();
        await session.ExecuteAsync(
            "cell",
            code,
            happened =>
            {
                events.Add(happened);
                stop.CancelAfter(0);
            },
            stop.Token
        );
        return events;
    }

    [Fact]
    public async Task TheFirstFailureStopsUnlessToldOtherwise()
    {
        using var course = new Course();
        course.Add("a", "throw new Exception(\"first\");");
        course.Add("b", "1");
        var (code, output, _) = await course.RunAsync("run", "a", "b", "--jobs", "1");
        Assert.Equal(1, code);
        Assert.DoesNotContain("b  ok", output, StringComparison.Ordinal);
        // The whole book shows what can be shown.
        (code, output, _) = await course.RunAsync("run", "notebooks", "--keep-going");
        Assert.Equal(1, code);
        Assert.Contains("b  ok", output, StringComparison.Ordinal);
        Assert.Contains("Open " + Path.Combine(course.Book, "index.html"), output, StringComparison.Ordinal);
    }
}
