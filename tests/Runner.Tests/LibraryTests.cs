using System.Globalization;
using System.Runtime.Loader;
using GanStability.Runner.Commands;
using Xunit;

namespace GanStability.Runner.Tests;

/// <summary>The library in the process of the runner, by reference, and in that of a notebook, by <c>#r</c>: one copy in each.</summary>
public class LibraryTests
{
    [Fact]
    public void ItComesFromTheKit()
    {
        Assert.Equal(Path.Combine(Course.Real.Kit, "GanStability.dll"), typeof(Kit).Assembly.Location);
        Assert.Same(AssemblyLoadContext.Default, AssemblyLoadContext.GetLoadContext(typeof(Kit).Assembly));
        string[] beside = [.. Directory.GetFiles(Path.GetDirectoryName(typeof(Cli).Assembly.Location)!).Select(f => Path.GetFileName(f))];
        Assert.Contains("GanStability.Runner.dll", beside);
        Assert.DoesNotContain(beside, name =>
            name is "GanStability.dll" or "TorchSharp.dll" || name.Contains("torch", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task ANotebookHasOneCopyOfItEvenAfterTheRunnerAskedIt()
    {
        using var course = new Course();
        course.Add(
            "one",
            "#r \"../artifacts/kit/GanStability.dll\"\nvar size = GanStability.Kit.Sized(\"smoke\", 1, 2, 3);",
            // The runner asks the library why it refuses this line.
            "[raises-exception]#r \"nuget: TorchSharp, 0.1.0\"",
            "string.Join(\", \", AppDomain.CurrentDomain.GetAssemblies().Select(a => a.GetName().Name).Where(n => n is "
                + "\"GanStability\" or \"TorchSharp\").Order())"
        );
        var (code, _, error) = await course.RunAsync("run", "one");
        Assert.True(code == Cli.Ok, error);
        var cells = course.Executed("one").Cells;
        Assert.Contains(
            "comes with the kit",
            Assert.IsType<Notebooks.ErrorOutput>(Assert.Single(cells[1].Outputs)).Message,
            StringComparison.Ordinal
        );
        Assert.Equal("GanStability, TorchSharp", Course.Seen(Assert.Single(cells[2].Outputs)));
    }

    [Fact]
    public async Task WorkThatDoesNotStopIsLeftToItself()
    {
        using var course = new Course();
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        using var pressed = new CancellationTokenSource();
        using var never = new ManualResetEventSlim();
        var running = Library.RunAsync(
            new Terminal(TextWriter.Null, error, null),
            new Repository(course.Root),
            () =>
            {
                never.Wait(TimeSpan.FromMinutes(1));
                return Cli.Ok;
            },
            pressed.Token
        );
        await pressed.CancelAsync();
        Assert.Equal((Cli.Failed, "Stopped.\n"), (await running, error.ToString()));
        never.Set();
    }
}
