using System.Text.Json;
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

    [Theory]
    [InlineData("There is no stabilizer 'magic'", "train", "--with", "magic", "--out", "r.jsonl")]
    [InlineData("There is no preset 'moon'", "train", "--data", "moon", "--out", "r.jsonl")]
    [InlineData("There is no objective 'magic'", "train", "--objective", "magic", "--out", "r.jsonl")]
    [InlineData("There are no results", "report", "nothing.jsonl")]
    public async Task AMistakeIsNamed(string message, params string[] arguments)
    {
        using var course = new Course();
        var (code, _, error) = await course.RunAsync(arguments);
        Assert.Equal(Cli.BadUsage, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }
}
