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
    public async Task TwoNotebooksTrainARecipeOnceUnlessFresh()
    {
        using var course = new Course();
        var first = course.Add("first", Cells);
        course.Add("second", Cells);
        var (code, _, error) = await course.RunAsync("run", "*", "--jobs", "1");
        Assert.True(code == 0, error);
        Assert.DoesNotContain(Again, Text(course.Executed("first")), StringComparison.Ordinal);
        Assert.Contains(Again, Text(course.Executed("second")), StringComparison.Ordinal);
        Assert.Equal(Printed(course.Executed("first")), Printed(course.Executed("second")));

        Assert.Equal(0, (await course.RunAsync("run", "second", "--fresh")).Code);
        Assert.DoesNotContain(Again, Text(course.Executed("second")), StringComparison.Ordinal);
        Assert.Equal(0, (await course.RunAsync("publish", "first")).Code);
        Assert.DoesNotContain(Again, Text(NotebookReader.Read(first)), StringComparison.Ordinal);
    }

    private static string Text(Notebook notebook) =>
        string.Join('\n', notebook.CodeCells.SelectMany(c => c.Outputs.OfType<ShownOutput>()).SelectMany(o => o.Content.Values));

    private static string Printed(Notebook notebook) =>
        string.Concat(notebook.CodeCells.Last().Outputs.OfType<StreamOutput>().Select(o => o.Text));
}
