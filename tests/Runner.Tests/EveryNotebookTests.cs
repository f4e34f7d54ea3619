using GanStability.Runner.Book;
using GanStability.Runner.Commands;
using GanStability.Runner.Notebooks;
using Xunit;

namespace GanStability.Runner.Tests;

/// <summary>The notebooks of the course themselves, on the .NET Interactive kernel.</summary>
public class EveryNotebookTests
{
    public static TheoryData<string> Names =>
        [.. NotebookFiles.In(Course.Real.Notebooks).Select(file => NotebookFiles.NameOf(file, Course.Real.Notebooks))];

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Names))]
    public async Task RunsAtSmokeSize(string name)
    {
        var folder = Directory.CreateTempSubdirectory("book").FullName;
        try
        {
            using StringWriter output = new(),
                error = new();
            var code = await Cli.RunAsync(
                ["run", name, "--size", "smoke", "--out", folder],
                new Terminal(output, error, null),
                Course.Real.Root
            );
            Assert.True(code == Cli.Ok, error.ToString());
            // Warnings of the compiler among them: in an editor all of it is red.
            Assert.Empty(Course.Red(NotebookReader.Read(Path.Combine(folder, BookPage.FlatName(name) + ".ipynb"))));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Names))]
    public void IsStoredAsPublished(string name)
    {
        var path = NotebookFiles.Find(name, Course.Real.Notebooks, Course.Real.Notebooks).Single();
        var notebook = NotebookReader.Read(path);
        Assert.Equal(NotebookWriter.ToJson(notebook), File.ReadAllText(path));
        Assert.True(
            Provenance.IsCurrent(notebook),
            $"The outputs of {name} belong to other sources. Run: dotnet run -c Release --project lib/Runner -- publish {name}"
        );
    }

    /// <summary>"04 · Mode collapse", and its solutions "04 · Mode collapse: solutions".</summary>
    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Names))]
    public void IsNamedByItsNumberAndTitle(string name)
    {
        const string Solutions = "solutions/";
        var number = name.Replace(Solutions, "", StringComparison.Ordinal)[..2];
        var title = TitleOf(name);
        Assert.StartsWith($"# {number} · ", title, StringComparison.Ordinal);
        if (name.StartsWith(Solutions, StringComparison.Ordinal))
        {
            var chapter = Assert.Single(Names.Select(n => n.Data), n => n.StartsWith(number, StringComparison.Ordinal));
            Assert.Equal($"{TitleOf(chapter)}: solutions", title);
        }
    }

    private static string TitleOf(string name) =>
        NotebookReader.Read(NotebookFiles.Find(name, Course.Real.Notebooks, Course.Real.Notebooks).Single()).Cells[0].Source.Split('\n')[0];
}
