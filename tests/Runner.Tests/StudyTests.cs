using System.Text.Json;
using System.Text.RegularExpressions;
using GanStability.Runner.Commands;
using Xunit;

namespace GanStability.Runner.Tests;

public class StudyTests
{
    [Fact]
    public async Task TrainingResumesAndReportsItself()
    {
        using var course = new Course();
        var file = Path.Combine(course.Root, "résultats.jsonl");
        string[] small = ["--seeds", "2", "--steps", "20", "--out", file];
        Assert.Equal(Cli.Ok, (await course.RunAsync(["train", .. small])).Code);
        var (code, output, _) = await course.RunAsync(["train", "--seeds", "3", .. small[2..]]);
        Assert.Equal(Cli.Ok, code);
        Assert.Contains("2 of 3 seeds are in the file already", output, StringComparison.Ordinal);
        Assert.Equal(Cli.Ok, (await course.RunAsync(["train", "--with", "minibatch-discrimination:4:2", .. small])).Code);

        var lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal(5, lines.Length);
        foreach (var line in lines)
        {
            using var json = JsonDocument.Parse(line);
            foreach (var name in new[] { "recipe", "data", "seed", "steps", "held", "highQuality" })
                Assert.True(json.RootElement.TryGetProperty(name, out _), name);
        }

        var report = await course.RunAsync("report", file);
        Assert.Equal(Cli.Ok, report.Code);
        Assert.Contains("minibatch discrimination 4×2", report.Out, StringComparison.Ordinal);
        Assert.Contains("2 seeds (100 to 101)", report.Out, StringComparison.Ordinal);
        Assert.Contains(
            "<img",
            await File.ReadAllTextAsync(Path.ChangeExtension(file, ".html"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task AStudyInJobsHasTheTableOfOneProcess()
    {
        using var course = new Course();
        await File.WriteAllTextAsync(
            Path.Combine(course.Root, "study.txt"),
            "# small\nevery: --seed 300 --seeds 5 --block 2 --steps 30\n--data rotating\n--with r1:0.1  # named\n",
            TestContext.Current.CancellationToken
        );
        // One job was trained twice, and one was killed while it wrote.
        foreach (var job in new[] { "3", "1", "2", "2" })
            Assert.Equal(Cli.Ok, (await course.RunAsync("study", "study.txt", "--job", job, "--of", "3", "--out", "parts")).Code);
        var file = Path.Combine(course.Root, "parts", "with-r1-0.1.302-303.jsonl");
        var lines = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(file, lines[..^200], TestContext.Current.CancellationToken);
        var list = await course.RunAsync("study", "study.txt", "--list", "--out", "parts");
        Assert.Contains("5  --with r1:0.1  seeds 302 to 303: 1 of 2 trained", list.Out, StringComparison.Ordinal);
        Assert.Contains("6 jobs, 5 done", list.Out, StringComparison.Ordinal);
        foreach (var job in new[] { "1", "2", "3" })
            Assert.Equal(Cli.Ok, (await course.RunAsync("study", "study.txt", "--job", job, "--of", "3", "--out", "parts")).Code);

        Assert.Equal(Cli.Ok, (await course.RunAsync("study", "study.txt")).Code);
        var parts = await course.RunAsync("report", "parts", "--out", "parts.html");
        var whole = await course.RunAsync("report", Path.Combine("study", "*.jsonl"));
        Assert.Equal((Cli.Ok, Cli.Ok), (parts.Code, whole.Code));
        Assert.Contains("5 seeds (300 to 304)", whole.Out, StringComparison.Ordinal);
        Assert.Contains("1 line of", parts.Out, StringComparison.Ordinal);
        Assert.Equal(Tables(whole.Out), Tables(parts.Out[parts.Out.IndexOf('\n', StringComparison.Ordinal)..]));
        Assert.True(File.Exists(Path.Combine(course.Root, "study", "report.html")));
        // Pooled twice, everything is counted once.
        var both = await course.RunAsync("report", "parts", "study", "--out", "both.html");
        Assert.Contains("counted once", both.Out, StringComparison.Ordinal);
        Assert.EndsWith(Tables(whole.Out), Tables(both.Out), StringComparison.Ordinal);

        // The last column is the time it took.
        static string Tables(string text) =>
            Regex.Replace(text[..text.IndexOf("Open ", StringComparison.Ordinal)], @"\s+\d+$", "", RegexOptions.Multiline).Trim();
    }

    [Theory]
    [InlineData("line 2: There is no stabilizer 'magic'", "--data rotating\n--with magic")]
    [InlineData("line 1: Unrecognized command or argument '--wiht'", "--wiht r1")]
    [InlineData("lines 1 and 3 say the same", "--with r1\n\n --with  r1 # again")]
    [InlineData("line 2: --seeds must be", "every: --seed 1\n", "--seeds many")]
    [InlineData("has no recipe", "every: --seed 1")]
    [InlineData("--job 9: the study has 2 jobs", "--seeds 2 --block 1", "", "--job", "9")]
    [InlineData("--job 9 is more than --of 3", "--seeds 2", "", "--job", "9", "--of", "3")]
    [InlineData("say with --job", "--seeds 2", "", "--of", "3")]
    public async Task AMistakeInAStudyIsNamedBeforeTraining(string message, string study, string more = "", params string[] options)
    {
        using var course = new Course("study");
        await File.WriteAllTextAsync(Path.Combine(course.Root, "study.txt"), study + more, TestContext.Current.CancellationToken);
        var (code, output, error) = await course.RunAsync(["study", "study.txt", "--list", .. options]);
        Assert.Equal(Cli.BadUsage, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain("jobs, ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no stabilizer 'magic'", "train", "--with", "magic", "--out", "r.jsonl")]
    [InlineData("There is no preset 'moon'", "train", "--data", "moon", "--out", "r.jsonl")]
    [InlineData("There is no objective 'magic'", "train", "--objective", "magic", "--out", "r.jsonl")]
    [InlineData("There are no results", "report", "nothing.jsonl")]
    [InlineData("There are no results files", "report", "nothing*.jsonl")]
    [InlineData("There are no results files", "report", "notebooks")]
    [InlineData("There is no study file", "study", "nothing.txt")]
    public async Task AMistakeIsNamed(string message, params string[] arguments)
    {
        using var course = new Course();
        var (code, _, error) = await course.RunAsync(arguments);
        Assert.Equal(Cli.BadUsage, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }
}
