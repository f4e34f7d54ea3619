using GanStability.Runner.Notebooks;
using Xunit;

namespace GanStability.Runner.Tests;

/// <summary>What one notebook has trained another does not train again; with --fresh, and in what is published, everything is.</summary>
public class SharedRunsTests
{
    private const string Again = "not trained again";

    private static readonly string[] Cells =
    [
        $"#r \"../artifacts/kit/GanStability.dll\"\nusing GanStability;\nKit.Start().ToText();",
        "var recipe = Presets.Rotating with { Steps = 20, Replicas = 1, Batch = 16, Seed = 4900 };\nvar run = Kit.Train(recipe);",
        "Console.WriteLine(string.Join(\" \", run.Samples()[..6]));",
    ];

    [Fact]
    public async Task TwoNotebooksTrainARecipeOnce()
    {
        using var course = new Course();
        course.Add("first", Cells);
        course.Add("second", Cells);
        var (code, _, error) = await course.RunAsync("run", "*", "--jobs", "1");
        Assert.True(code == 0, error);
        Assert.DoesNotContain(Again, Text(course.Executed("first")), StringComparison.Ordinal);
        Assert.Contains(Again, Text(course.Executed("second")), StringComparison.Ordinal);
        Assert.Equal(Printed(course.Executed("first")), Printed(course.Executed("second")));
    }

    [Fact]
    public async Task FreshAndPublishTrainEverything()
    {
        using var course = new Course();
        var path = course.Add("nb", Cells);
        foreach (var arguments in new string[][] { ["run", "nb"], ["run", "nb", "--fresh"], ["publish", "nb"] })
        {
            var (code, _, error) = await course.RunAsync(arguments);
            Assert.True(code == 0, error);
        }
        Assert.DoesNotContain(Again, Text(course.Executed("nb")), StringComparison.Ordinal);
        Assert.DoesNotContain(Again, Text(NotebookReader.Read(path)), StringComparison.Ordinal);
    }

    private static string Text(Notebook notebook) =>
        string.Join('\n', notebook.CodeCells.SelectMany(c => c.Outputs.OfType<ShownOutput>()).SelectMany(o => o.Content.Values));

    private static string Printed(Notebook notebook) =>
        string.Concat(notebook.CodeCells.Last().Outputs.OfType<StreamOutput>().Select(o => o.Text));
}
