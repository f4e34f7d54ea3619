using System.Text;
using System.Text.Json.Nodes;
using GanStability.Runner.Notebooks;
using Xunit;

namespace GanStability.Runner.Tests;

/// <summary>What a notebook says and this program does not know is kept; nothing is rewritten but outputs, counts and the stamp.</summary>
public class KeptJsonTests
{
    private const string Unknown = """
        {"nbformat": 4, "nbformat_minor": 6, "x-tool": {"b": [1.50, null], "a": true}, "metadata": {"authors": [{"name": "Z"}]},
         "cells": [
          {"cell_type": "heading", "level": 2, "metadata": {}, "source": "Old"},
          {"cell_type": "raw", "metadata": {"raw_mimetype": "text/latex"}, "source": "\\newpage"},
          {"cell_type": "markdown", "metadata": {}, "source": "![](attachment:a.png)", "attachments": {"a.png": {"image/png": "AAAA"}}},
          {"cell_type": "code", "metadata": {"collapsed": 1}, "x-extra": {"k": 1}, "execution_count": 7, "source": "1",
           "outputs": [
            {"output_type": "stream", "name": "stdout", "text": "a", "x": 1},
            {"output_type": "display_data", "data": {"text/plain": ["b"]}, "metadata": {"m": 1}, "transient": {"display_id": "d"}},
            {"output_type": "clear_output", "wait": true}]}]}
        """;

    [Theory]
    [InlineData("x-tool")]
    [InlineData("cells.0.cell_type")]
    [InlineData("cells.0.level")]
    [InlineData("cells.1.metadata")]
    [InlineData("cells.2.attachments")]
    [InlineData("cells.3.x-extra")]
    [InlineData("cells.3.metadata")]
    [InlineData("cells.3.execution_count")]
    [InlineData("cells.3.outputs")]
    [InlineData("metadata.authors")]
    [InlineData("nbformat_minor")]
    public void UnknownPartsSurviveARoundTrip(string path)
    {
        var written = JsonNode.Parse(NotebookWriter.ToJson(NotebookReader.Parse(Unknown, "x")))!;
        Assert.NotNull(At(JsonNode.Parse(Unknown)!, path));
        Assert.True(JsonNode.DeepEquals(At(JsonNode.Parse(Unknown)!, path), At(written, path)), written.ToJsonString());
    }

    private static JsonNode? At(JsonNode node, string path) =>
        path.Split('.').Aggregate((JsonNode?)node, (at, key) => int.TryParse(key, out var i) ? at![i] : at![key]);

    [Fact]
    public async Task ARunKeepsThemToo()
    {
        using var course = new Course();
        var path = Path.Combine(course.Notebooks, "nb.ipynb");
        File.WriteAllText(path, Unknown);
        Assert.Equal(0, (await course.RunAsync("run", "nb")).Code);
        Assert.Equal(0, (await course.RunAsync("publish", "nb")).Code);
        foreach (var file in new[] { path, Path.Combine(course.Book, "nb.ipynb") })
        {
            var written = JsonNode.Parse(File.ReadAllText(file))!;
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Unknown)!["x-tool"], written["x-tool"]));
            Assert.Equal("heading", written["cells"]![0]!["cell_type"]!.ToString());
            Assert.Equal("1", written["cells"]![3]!["x-extra"]!["k"]!.ToString());
            Assert.Equal("1", written["cells"]![3]!["execution_count"]!.ToString());
            Assert.Single(written["cells"]![3]!["outputs"]!.AsArray());
        }
        Assert.Contains("<h2 id=\"old\">Old", course.Page("nb"), StringComparison.Ordinal);
        Assert.Contains(@"<pre class=""raw"">\newpage</pre>", course.Page("nb"), StringComparison.Ordinal);
    }

    [Fact]
    public void EveryCommittedNotebookIsTheSameBytesAgain()
    {
        foreach (var file in NotebookFiles.In(Course.Real.Notebooks))
            Assert.True(File.ReadAllText(file) == NotebookWriter.ToJson(NotebookReader.Read(file)), file);
    }

    [Theory]
    [InlineData("\"\"", "cell-1")]
    [InlineData("\"has spaces\"", "cell-1")]
    [InlineData("7", "cell-1")]
    [InlineData("null", "cell-1")]
    [InlineData("\"ünicode\"", "cell-1")]
    [InlineData("\"0123456789012345678901234567890123456789012345678901234567890123x\"", "cell-1")]
    [InlineData("\"012345678901234567890123456789012345678901234567890123456789-_zA\"", null)]
    public void AnIdThatNbformatForbidsIsReplaced(string id, string? expected)
    {
        var json =
            $$"""{"nbformat":4,"cells":[{"cell_type":"code","id":{{id}},"source":""},{"cell_type":"code","id":{{id}},"source":""}]}""";
        var ids = NotebookReader.Parse(json, "x").Cells.ConvertAll(cell => cell.Id);
        Assert.Equal(expected ?? id.Trim('"'), ids[0]);
        Assert.NotEqual(ids[0], ids[1]);
        Assert.All(ids, each => Assert.Matches(@"\A[a-zA-Z0-9_-]{1,64}\z", each));
    }

    [Theory]
    [InlineData("\u2028")]
    [InlineData("\u2029")]
    [InlineData("\u0085")]
    [InlineData("\f")]
    [InlineData("\v")]
    [InlineData("\r")]
    [InlineData("\u001c")]
    public void OnlyCrLfIsALineEndAndOnlyInSources(string odd)
    {
        var json = new JsonObject
        {
            ["nbformat"] = 4,
            ["cells"] = new JsonArray(
                new JsonObject
                {
                    ["cell_type"] = "code",
                    ["source"] = $"// a{odd}b\r\n1",
                    ["outputs"] = new JsonArray(
                        new JsonObject
                        {
                            ["output_type"] = "stream",
                            ["name"] = "stdout",
                            ["text"] = $"a{odd}b\r\nc",
                        },
                        new JsonObject
                        {
                            ["output_type"] = "display_data",
                            ["data"] = new JsonObject { ["text/html"] = $"<script>\"{odd}\"</script>\r\n" },
                        }
                    ),
                }
            ),
        };
        var cell = NotebookReader.Parse(NotebookWriter.ToJson(NotebookReader.Parse(json.ToJsonString(), "x")), "y").Cells[0];
        Assert.Equal($"// a{odd}b\n1", cell.Source);
        Assert.Equal(new StreamOutput("stdout", $"a{odd}b\r\nc"), cell.Outputs[0]);
        Assert.Equal($"<script>\"{odd}\"</script>\r\n", ((ShownOutput)cell.Outputs[1]).Content["text/html"]);
    }

    [Fact]
    public async Task PublishDoesNotAlterProse()
    {
        using var course = new Course();
        const string Prose = "# a\u2028b\u0085c\fd\re\v";
        var path = course.Add("nb", "md:" + Prose, "1");
        Assert.Equal(0, (await course.RunAsync("publish")).Code);
        Assert.Equal(Prose, NotebookReader.Read(path).Cells[0].Source);
    }

    [Theory]
    [InlineData(@"a\ud83d", "a\ufffd")]
    [InlineData(@"\uDC00b", "\ufffdb")]
    [InlineData(@"\ud83d\ud83d\ude00", "\ufffd\U0001F600")]
    [InlineData(@"\ud83d\n", "\ufffd\n")]
    [InlineData(@"\ud83d\ude00", "\U0001F600")]
    [InlineData(@"\\ud83d", @"\ud83d")]
    [InlineData(@"\\\ud83d", "\\\ufffd")]
    public async Task HalfACharacterStopsNothing(string escaped, string expected)
    {
        using var course = new Course("half a character");
        course.Add("good", "1");
        File.WriteAllText(
            Path.Combine(course.Notebooks, "half.ipynb"),
            $$"""
            {"nbformat":4,"metadata":{"k{{escaped}}":"{{escaped}}"},"cells":[{"cell_type":"code","source":"{{escaped}}","outputs":[
            {"output_type":"stream","name":"stdout","text":"{{escaped}}"}]}]}
            """
        );
        Assert.Equal(expected, NotebookReader.Read(Path.Combine(course.Notebooks, "half.ipynb")).Cells[0].Source);
        Assert.Equal(0, (await course.RunAsync("list")).Code);
        var (code, _, error) = await course.RunAsync("book");
        Assert.True(code == 0, error);
        Assert.Contains(System.Net.WebUtility.HtmlEncode(expected.TrimEnd('\n')), course.Page("half"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACellThatIsSkippedKeepsWhatItShows()
    {
        using var course = new Course();
        var path = course.Add("nb", "var x = 1;", "[skip-execution]System.IO.File.WriteAllText(\"ran.txt\", \"\");", "x");
        var notebook = NotebookReader.Read(path);
        notebook.Cells[1].Outputs.Add(new StreamOutput("stdout", "from long ago\n"));
        notebook.Cells[1].ExecutionCount = 9;
        NotebookWriter.Write(notebook, path);
        Assert.Equal(0, (await course.RunAsync("run", "nb")).Code);
        Assert.Equal(0, (await course.RunAsync("publish", "nb")).Code);
        Assert.False(File.Exists(Path.Combine(course.Notebooks, "ran.txt")));
        foreach (var cell in new[] { course.Executed("nb").Cells[1], NotebookReader.Read(path).Cells[1] })
        {
            Assert.Equal([new StreamOutput("stdout", "from long ago\n")], cell.Outputs);
            Assert.Equal(9, cell.ExecutionCount);
        }
        Assert.Equal("1", Course.Seen(Assert.Single(course.Executed("nb").Cells[2].Outputs)));
    }

    [Fact]
    public void DeepJsonIsReadAndWritten()
    {
        var lists = new string('[', 300) + "1" + new string(']', 300);
        var json =
            "{\"nbformat\":4,\"cells\":[{\"cell_type\":\"code\",\"source\":\"\",\"outputs\":[{\"output_type\":\"display_data\","
            + $"\"data\":{{\"application/json\":{lists}}}}}]}}]}}";
        var once = NotebookWriter.ToJson(NotebookReader.Parse(json, "deep"));
        Assert.Equal(once, NotebookWriter.ToJson(NotebookReader.Parse(once, "deep")));
        Assert.Throws<NotebookException>(() => NotebookReader.Parse(new string('[', 100_000), "deeper"));
    }
}
