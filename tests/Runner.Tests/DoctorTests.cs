using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace GanStability.Runner.Tests;

/// <summary>What the command makes of a report; the report itself is the library's.</summary>
public class DoctorTests
{
    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task PrintsTheReportAndItsVerdict(bool healthy, int expected)
    {
        using var course = new Course();
        ReplaceKit(course, healthy);
        Assert.Equal((expected, "all of it\n", ""), await course.RunAsync("doctor"));
        Assert.Equal((expected, "{}\n", ""), await course.RunAsync("doctor", "--json"));
    }

    [Fact]
    public async Task WithoutAKitItSaysHowToBuildOne()
    {
        using var course = new Course();
        Directory.Delete(Path.Combine(course.Root, "artifacts", "kit"));
        var (code, _, error) = await course.RunAsync("doctor");
        Assert.Equal(1, code);
        Assert.Contains("dotnet build -c Release", error, StringComparison.Ordinal);
    }

    private static void ReplaceKit(Course course, bool healthy)
    {
        var source = $$"""
            namespace GanStability;
            public static class Kit { public static Report Start() => new(); }
            public sealed class Report
            {
                public bool Healthy => {{(healthy ? "true" : "false")}};
                public string ToText() => "all of it";
                public string ToJson() => "{}";
            }
            """;
        var kit = Path.Combine(course.Root, "artifacts", "kit");
        Directory.Delete(kit);
        Directory.CreateDirectory(kit);
        var made = CSharpCompilation.Create("GanStability", [CSharpSyntaxTree.ParseText(source)],
            [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)], new(OutputKind.DynamicallyLinkedLibrary))
            .Emit(Path.Combine(kit, "GanStability.dll"));
        Assert.True(made.Success, string.Join('\n', made.Diagnostics));
    }
}
