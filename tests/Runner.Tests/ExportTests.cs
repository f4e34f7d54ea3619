using GanStability.Runner.Notebooks;
using Xunit;

namespace GanStability.Runner.Tests;

public class ExportTests
{
    private const string Setup = "#r \"../artifacts/kit/GanStability.dll\"\nusing GanStability;\nKit.Start().Healthy";

    [Theory]
    [InlineData("verso", "Open With…, Verso")]
    [InlineData("jupyter", "choose the kernel .NET (C#)")]
    public async Task ACopyRunsInAnyFolderAndKeepsWhatItShows(string host, string howToOpen)
    {
        using var course = new Course("export " + host);
        var path = course.Add(
            "00-first",
            "md:# First\n\n[next](solutions/01-second.ipynb) ![dot](images/dot.png)",
            Setup,
            "[parameters]var size = \"smoke\";"
        );
        course.Add("solutions/01-second", "md:[back](../00-first.ipynb)", Setup.Replace("../", "../../", StringComparison.Ordinal));
        Directory.CreateDirectory(Path.Combine(course.Notebooks, "images"));
        File.WriteAllText(Path.Combine(course.Notebooks, "images", "dot.png"), "picture");
        var source = NotebookReader.Read(path);
        source.Cells[1].Outputs.Add(new StreamOutput("stdout", "shown before\n"));
        NotebookWriter.Write(source, path);
        var original = File.ReadAllBytes(path);

        var (code, output, error) = await course.RunAsync("export", "--for", host);
        Assert.True(code == 0, error);
        var folder = Path.Combine(course.Root, "artifacts", host);
        Assert.Contains($"Prepared 2 notebooks in {folder}", output, StringComparison.Ordinal);
        Assert.Contains(howToOpen, output, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(folder, "00-first.ipynb"), output, StringComparison.Ordinal);
        Assert.Equal(original, File.ReadAllBytes(path));

        var copy = NotebookReader.Read(Path.Combine(folder, "00-first.ipynb"));
        Assert.StartsWith($"#r \"{course.Root}/artifacts/kit/GanStability.dll\"\nusing ", copy.Cells[1].Source, StringComparison.Ordinal);
        Assert.Equal("C#", copy.Metadata["kernelspec"]!["language"]!.GetValue<string>());
        Assert.Equal(source.Cells[0].Source, copy.Cells[0].Source);
        Assert.Equal(source.Cells[1].Outputs, copy.Cells[1].Outputs);
        Assert.True(copy.Cells[2].HasTag("parameters"));
        Assert.True(File.Exists(Path.Combine(folder, "images", "dot.png")));
        Assert.StartsWith(
            $"#r \"{course.Root}/artifacts/kit/",
            NotebookReader.Read(Path.Combine(folder, "solutions", "01-second.ipynb")).Cells[1].Source,
            StringComparison.Ordinal
        );

        // The proof of the copy: moved elsewhere, where the relative path would lead nowhere, it runs.
        var elsewhere = Directory.CreateDirectory(Path.Combine(course.Root, "a", "b", "c")).FullName;
        File.Move(Path.Combine(folder, "00-first.ipynb"), Path.Combine(elsewhere, "moved.ipynb"));
        var run = await course.RunAsync("run", Path.Combine(elsewhere, "moved.ipynb"));
        Assert.True(run.Code == 0, run.Error);
    }

    [Fact]
    public async Task ASecondExportRenewsCopiesButKeepsWhatAReaderEdited()
    {
        using var course = new Course();
        course.Add("edited", Setup);
        course.Add("untouched", Setup);
        var folder = Path.Combine(course.Root, "copies");
        Assert.Equal(0, (await course.RunAsync("export", "--for", "jupyter", "--out", "copies")).Code);
        var edited = NotebookReader.Read(Path.Combine(folder, "edited.ipynb"));
        edited.Cells[0].Source += "\n// my own note";
        NotebookWriter.Write(edited, Path.Combine(folder, "edited.ipynb"));
        course.Add("untouched", Setup, "\"a new cell\"");

        var (code, output, error) = await course.RunAsync("export", "--for", "jupyter", "--out", "copies");
        Assert.True(code == 0, error);
        Assert.Contains("Prepared 1 notebooks", output, StringComparison.Ordinal);
        Assert.Contains("Kept edited as it is there", output, StringComparison.Ordinal);
        Assert.EndsWith(
            "// my own note",
            NotebookReader.Read(Path.Combine(folder, "edited.ipynb")).Cells[0].Source,
            StringComparison.Ordinal
        );
        Assert.Equal(2, NotebookReader.Read(Path.Combine(folder, "untouched.ipynb")).Cells.Count);
    }

    [Theory]
    [InlineData(2, "Option '--for' is required", "export")]
    [InlineData(2, "emacs", "export", "--for", "emacs")]
    [InlineData(2, "must not lie in the folder of the originals", "export", "--for", "verso", "--out", "notebooks/verso")]
    public async Task BadUsageIsExplained(int expected, string message, params string[] args)
    {
        using var course = new Course("export usage");
        course.Add("nb", Setup);
        var (code, _, error) = await course.RunAsync(args);
        Assert.Equal(expected, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutTheKitItSaysWhatToBuild()
    {
        using var course = new Course();
        course.Add("nb", Setup);
        Directory.Delete(Path.Combine(course.Root, "artifacts", "kit"));
        var (code, _, error) = await course.RunAsync("export", "--for", "verso");
        Assert.Equal(1, code);
        Assert.Contains("dotnet build -c Release", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(course.Root, "artifacts", "verso")));
    }

    [Theory]
    [InlineData("#r \"../kit/x.dll\"\n1", "#r \"/course/kit/x.dll\"\n1")]
    [InlineData("  #r   \"./x.dll\" // why\n#r \"../y.dll\"", "  #r   \"/course/notebooks/x.dll\" // why\n#r \"/course/y.dll\"")]
    [InlineData("#r \"/absolute/x.dll\"", "#r \"/absolute/x.dll\"")]
    [InlineData("#r \"nuget: A/B, 1.0\"", "#r \"nuget: A/B, 1.0\"")]
    [InlineData("#r \"System.Xml\"", "#r \"System.Xml\"")]
    [InlineData("var s = \"\"\"\n#r \"../x.dll\"\n\"\"\";", "var s = \"\"\"\n#r \"../x.dll\"\n\"\"\";")]
    public void OnlyRelativeReferencesChange(string source, string expected) =>
        Assert.Equal(expected, ReferencePaths.MakeAbsolute(source, "/course/notebooks"));

    [Fact]
    public void APathThatCannotBeWrittenIsRefused() =>
        Assert.Contains(
            "quotation mark",
            Assert.Throws<NotebookException>(() => ReferencePaths.MakeAbsolute("#r \"../x.dll\"", "/a \"b\"/c")).Message,
            StringComparison.Ordinal
        );
}
