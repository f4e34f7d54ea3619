using System.Globalization;
using System.Text.Json;
using GanStability.Runner.Commands;
using Xunit;

namespace GanStability.Runner.Tests;

/// <summary>What the command makes of a report; the report itself is the library's.</summary>
public class DoctorTests
{
    [Theory]
    [InlineData(true, Cli.Ok)]
    [InlineData(false, Cli.Failed)]
    public void PrintsTheReportAndItsVerdict(bool healthy, int expected)
    {
        var report = new DeviceReport([new("libtorch", "of this test", healthy, "Mend it.")]);
        foreach (var json in new[] { false, true })
        {
            using var output = new StringWriter(CultureInfo.InvariantCulture);
            Assert.Equal(expected, DoctorCommand.Print(new Terminal(output, TextWriter.Null, null), report, json));
            Assert.Equal((json ? report.ToJson() : report.ToText()) + "\n", output.ToString());
        }
    }

    [Fact]
    public async Task ThisMachineIsReady()
    {
        using var course = new Course();
        var (code, output, error) = await course.RunAsync("doctor", "--json");
        Assert.Equal((Cli.Ok, ""), (code, error));
        using var json = JsonDocument.Parse(output);
        Assert.True(json.RootElement.GetProperty("healthy").GetBoolean());
    }

    [Theory]
    [InlineData("doctor")]
    [InlineData("data", "list")]
    [InlineData("train", "--out", "r.jsonl")]
    public async Task WithoutAKitItSaysHowToBuildOne(params string[] arguments)
    {
        using var course = new Course();
        Directory.Delete(Path.Combine(course.Root, "artifacts", "kit"));
        var (code, _, error) = await course.RunAsync(arguments);
        Assert.Equal(Cli.Failed, code);
        Assert.Contains("dotnet build -c Release", error, StringComparison.Ordinal);
    }
}
