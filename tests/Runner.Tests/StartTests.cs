using System.Globalization;
using GanStability.Runner.Commands;
using Xunit;

namespace GanStability.Runner.Tests;

/// <summary>The command without arguments: what a newcomer sees first.</summary>
public class StartTests
{
    [Fact]
    public async Task TheFirstMinuteTrainsAndWritesTheBookOfStoredOutputs()
    {
        using var course = new Course();
        course.Add("00-first", "md:# First", "throw new System.Exception(\"no cell is run\");");
        File.WriteAllText(
            Path.Combine(course.Notebooks, "README.md"),
            "# The course\n\n<!-- opening -->\nstored pictures\n<!-- /opening -->\n\n[one](00-first.ipynb)"
        );
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        var code = await new StartCommand(new Terminal(output, output, null), new Repository(course.Root))
        {
            Recipes = [.. Opening.Recipes.Select(recipe => recipe with { Steps = 40, Replicas = 2 })],
        }.RunAsync(default);

        Assert.True(code == 0, output.ToString());
        foreach (var recipe in Opening.Recipes)
            Assert.Contains($"{recipe.Name}: holds ", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("of 8 islands (a number a seed) after 40 steps", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("run notebooks", output.ToString(), StringComparison.Ordinal);
        var index = course.Page("index");
        Assert.Contains("class=\"gs-figure\"", index, StringComparison.Ordinal);
        Assert.DoesNotContain("stored pictures", index, StringComparison.Ordinal);
        Assert.Contains("href=\"00-first.html\"", index, StringComparison.Ordinal);
        Assert.Contains("<h1", course.Page("00-first"), StringComparison.Ordinal);

        // The film stays where the book is written again.
        Assert.Equal(0, (await course.RunAsync("book")).Code);
        Assert.Contains("class=\"gs-figure\"", course.Page("index"), StringComparison.Ordinal);
    }

    [Fact]
    public void TheOpeningShowsWhatItSays()
    {
        // The recipes are the course's own, and differ in nothing but what the comparison is about.
        Assert.Equal(Presets.Healthy with { Name = Opening.Recipes[0].Name, Replicas = Opening.Recipes[0].Replicas }, Opening.Recipes[0]);
        Assert.Equal(
            Opening.Recipes[1] with
            {
                Name = Opening.Recipes[2].Name,
                Stabilizers = Opening.Recipes[2].Stabilizers,
            },
            Opening.Recipes[2]
        );
        Assert.Single(Opening.Recipes[2].Stabilizers);
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("notebooks/README.md")]
    [InlineData("lib/SUPPORT.md")]
    public void LinksOfTheIntroductionsLeadSomewhere(string file)
    {
        var path = Path.Combine(Course.Real.Root, file);
        var targets = new List<string>();
        string Seen(string url)
        {
            targets.Add(url.Split('#')[0]);
            return url;
        }
        _ = Book.MarkdownRenderer.Render(File.ReadAllText(path), Seen, Seen);
        Assert.NotEmpty(targets);
        foreach (var target in targets.Where(t => t.Length > 0 && !t.Contains("://", StringComparison.Ordinal)))
            Assert.True(Path.Exists(Path.Combine(Path.GetDirectoryName(path)!, target)), $"{file}: {target}");
    }

    [Fact]
    public void TheFrontPageOfTheCourseNamesEveryChapterAndItsTime()
    {
        var readme = File.ReadAllText(Path.Combine(Course.Real.Notebooks, "README.md"));
        foreach (var file in Directory.EnumerateFiles(Course.Real.Notebooks, "*.ipynb"))
        {
            var name = Path.GetFileName(file);
            var line = readme.Split('\n').FirstOrDefault(l => l.Contains($"({name})", StringComparison.Ordinal));
            Assert.True(line is not null, $"notebooks/README.md does not name {name}.");
            if (name[0] == '9')
                continue;
            var row = Assert.Single(readme.Split('\n'), l => l.StartsWith($"| {name[..2]} |", StringComparison.Ordinal));
            var minutes = row.Split('|')[^2].Trim();
            var time = Notebooks.NotebookReader.Read(file).Cells.First(c => c.Source.Contains("Time", StringComparison.Ordinal)).Source;
            time = time[time.IndexOf("Time", StringComparison.Ordinal)..];
            Assert.Contains($" {minutes} minutes", time.Split('\n')[0], StringComparison.Ordinal);
        }
    }
}
