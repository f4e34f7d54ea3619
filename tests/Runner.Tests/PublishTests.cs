using GanStability.Runner.Notebooks;
using Xunit;

namespace GanStability.Runner.Tests;

public class PublishTests
{
    [Fact]
    public async Task PublishingTwiceGivesTheSameBytes()
    {
        using var course = new Course();
        var path = course.Add(
            "nb",
            "md:# Title",
            "[parameters]var size = \"smoke\";",
            "display(size);\nConsole.WriteLine(\"x\");\nnew[] { 1, 2 }"
        );
        var sources = NotebookReader.Read(path).SourcesHash();
        Assert.Equal(0, (await course.RunAsync("publish")).Code);
        var first = File.ReadAllBytes(path);
        Assert.Equal(0, (await course.RunAsync("publish", "nb")).Code);
        Assert.Equal(first, File.ReadAllBytes(path));

        var stored = NotebookReader.Read(path);
        Assert.True(Provenance.IsCurrent(stored));
        Assert.Equal(sources, stored.SourcesHash());
        Assert.Equal("class", Assert.IsType<ShownOutput>(stored.Cells[2].Outputs[0]).Content["text/plain"]);
        Assert.DoesNotContain(course.Root, File.ReadAllText(path), StringComparison.Ordinal);
        stored.Cells[2].Source += "\n";
        Assert.False(Provenance.IsCurrent(stored));
    }

    [Fact]
    public async Task AFailureLeavesTheSourceAsItWas()
    {
        using var course = new Course();
        var path = course.Add("nb", "1", "throw new Exception();");
        var before = File.ReadAllBytes(path);
        Assert.Equal(1, (await course.RunAsync("publish")).Code);
        Assert.Equal(before, File.ReadAllBytes(path));
    }
}
