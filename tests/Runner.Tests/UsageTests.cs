using System.Globalization;
using GanStability.Runner.Commands;
using GanStability.Runner.Notebooks;
using Xunit;

namespace GanStability.Runner.Tests;

public class UsageTests
{
    private const string Parameters =
        "[parameters]var size = \"class\"; // how much\nvar device = \"auto\";\nvar seed = 100;\nvar rate = 0.5;";

    [Fact]
    public async Task ParametersReachTheCells()
    {
        using var course = new Course();
        course.Add("with", Parameters, "$\"{size} {device} {seed} {rate}\"");
        course.Add("without", "1");
        var (code, _, error) = await course.RunAsync(
            "run",
            "with",
            "--size",
            "smoke",
            "--device",
            "cpu",
            "--set",
            "seed=7",
            "--set",
            "rate=2"
        );
        Assert.True(code == 0, error);
        var cells = course.Executed("with").Cells;
        Assert.Equal("smoke cpu 7 2", Assert.IsType<ShownOutput>(Assert.Single(cells[1].Outputs)).Content["text/plain"]);
        Assert.Contains("var size = \"smoke\"; // how much", cells[0].Source, StringComparison.Ordinal);
        Assert.Equal(0, (await course.RunAsync("run", "without", "--size", "smoke")).Code);
    }

    [Theory]
    [InlineData("There is no parameter 'sed'. The parameters are: size, device, seed, rate.", "run", "nb", "--set", "sed=1")]
    [InlineData("of type int; 'many' is not", "run", "nb", "--set", "seed=many")]
    [InlineData("write name=value", "run", "nb", "--set", "seed")]
    [InlineData("no cell is tagged 'parameters'", "run", "bare", "--set", "seed=1")]
    [InlineData("No notebook 'nothing'", "run", "nothing")]
    [InlineData("There are: bare, broken, nb", "run", "x*")]
    [InlineData("broken JSON in line 1", "run", "broken")]
    [InlineData("--sise", "run", "nb", "--sise", "smoke")]
    [InlineData("huge", "run", "nb", "--size", "huge")]
    [InlineData("tpu", "run", "nb", "--device", "tpu")]
    [InlineData("not '-1'", "run", "nb", "--timeout", "-1")]
    [InlineData("not '1,5'", "run", "nb", "--timeout", "1,5")]
    [InlineData("Required argument", "run")]
    [InlineData("walk", "walk")]
    public async Task BadUsageIsExplainedAndRunsNothing(string message, params string[] args)
    {
        using var course = new Course("usage");
        course.Add("nb", Parameters);
        course.Add("bare", "1");
        File.WriteAllText(Path.Combine(course.Notebooks, "broken.ipynb"), "{");
        var (code, output, error) = await course.RunAsync(args);
        Assert.Equal(2, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Empty(output);
        Assert.False(Directory.Exists(course.Book));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task NotebooksThatRunBesideEachOtherShareTheProcessors(int jobs)
    {
        Assert.SkipWhen(
            Environment.GetEnvironmentVariable("OMP_NUM_THREADS") is not null,
            "OMP_NUM_THREADS is set, and whoever sets it is left alone."
        );
        using var course = new Course($"threads {jobs}");
        course.Add("one", "Environment.GetEnvironmentVariable(\"OMP_NUM_THREADS\") ?? \"as many as there are\"");
        var (code, _, error) = await course.RunAsync("run", "one", "--jobs", jobs.ToString(CultureInfo.InvariantCulture));
        Assert.True(code == 0, error);
        var expected =
            jobs == 1 ? "as many as there are" : Math.Max(1, Environment.ProcessorCount / jobs).ToString(CultureInfo.InvariantCulture);
        Assert.Equal(expected, Assert.IsType<ShownOutput>(Assert.Single(course.Executed("one").Cells[0].Outputs)).Content["text/plain"]);
    }

    [Fact]
    public async Task AnUnreadableNotebookDoesNotKeepTheOthersFromRunning()
    {
        using var course = new Course();
        course.Add("good", "1");
        File.WriteAllText(Path.Combine(course.Notebooks, "broken.ipynb"), "{");
        var (code, output, error) = await course.RunAsync("run", "broken", "good", "--keep-going");
        Assert.Equal(2, code);
        Assert.Contains("good  ok", output, StringComparison.Ordinal);
        Assert.Contains("broken: broken JSON in line 1", error.Replace(".ipynb", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListsNotebooksWithTitles()
    {
        using var course = new Course();
        course.Add("00-start", "md:# Start here\n\ntext", "1", "2");
        course.Add("solutions/00-start", "md:no title");
        var (code, output, _) = await course.RunAsync("list");
        Assert.Equal(0, code);
        Assert.Equal("00-start              2 cells  Start here\nsolutions/00-start    0 cells  \n", output);
    }

    [Fact]
    public async Task WorksInAnotherCultureAndFromAnotherFolder()
    {
        using var course = new Course();
        course.Add("culture", "[parameters]var rate = 0.5;", "Console.WriteLine($\"{rate} {1234.5:N1} {new DateTime(2026, 2, 1):MMMM}\");");
        var elsewhere = Directory.CreateDirectory(Path.Combine(course.Root, "else where")).FullName;
        var start = new System.Diagnostics.ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                "exec",
                typeof(Cli).Assembly.Location,
                "run",
                "culture",
                "--set",
                "rate=0.25",
                "--timeout",
                "60.5",
                "--out",
                "out",
            },
            WorkingDirectory = elsewhere,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["LANG"] = "fr_FR.UTF-8", ["LC_ALL"] = "fr_FR.UTF-8" },
        };
        using var process = System.Diagnostics.Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await process.StandardError.ReadToEndAsync());
        Assert.Matches(@"culture  ok  \d+\.\d s", output);
        var executed = NotebookReader.Read(Path.Combine(elsewhere, "out", "culture.ipynb"));
        Assert.Equal([new StreamOutput("stdout", "0.25 1,234.5 February\n")], executed.Cells[1].Outputs);
    }

    [Fact]
    public void NumbersOnTheCommandLineHaveADecimalPointInEveryCulture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("fr-FR");
            Assert.Equal("var r = 0.25d;", ParameterCell.Parse("var r = 1.0;").With("r", "0.25").Source);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void FindsNotebooksByPathNameFolderAndPattern()
    {
        using var course = new Course();
        string a = course.Add("01-a", "1"),
            b = course.Add("02-b", "1"),
            solution = course.Add("solutions/01-a", "1");
        course.Add(".ipynb_checkpoints/01-a", "1");
        IReadOnlyList<string> Find(string argument) => NotebookFiles.Find(argument, course.Root, course.Notebooks);
        Assert.Equal([a], Find("notebooks/01-a.ipynb"));
        Assert.Equal([a], Find(a));
        Assert.Equal([a], Find("01-a"));
        Assert.Equal([solution], Find("solutions/01-a"));
        Assert.Equal([a, b], Find("0*"));
        Assert.Equal([a, b], Find("notebooks/*.ipynb"));
        Assert.Equal([b], Find("0?-b"));
        Assert.Equal([a, solution], Find("**/01-a.ipynb"));
        Assert.Equal([a, b, solution], Find("notebooks"));
        Assert.Equal([solution], Find("solutions"));
    }
}
