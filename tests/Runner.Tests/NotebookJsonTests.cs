using System.Text.Json.Nodes;
using CsCheck;
using GanStability.Runner.Notebooks;
using Xunit;

namespace GanStability.Runner.Tests;

public class NotebookJsonTests
{
    private const string Foreign = """
        {"nbformat": 4, "nbformat_minor": 2, "metadata": {"custom": {"z": 1, "a": [1, 2]}, "kernelspec": {"name": "other"}},
         "cells": [
          {"cell_type": "markdown", "metadata": {}, "source": "# Title\r\ntext", "attachments": {"p.png": {"image/png": "AAAA"}}},
          {"cell_type": "code", "execution_count": 3, "metadata": {"tags": ["parameters"]}, "source": ["var x = 1;\n", "x"],
           "outputs": [
            {"output_type": "stream", "name": "stdout", "text": ["a\n", "b"]},
            {"output_type": "display_data", "data": {"image/png": "AAAA", "application/json": {"k": [1, "<é>"]}},
             "metadata": {"vscode_altText": "alt"}},
            {"output_type": "execute_result", "execution_count": 3, "data": {"text/plain": "1"}, "metadata": {}},
            {"output_type": "error", "ename": "E", "evalue": "m", "traceback": ["t1", "t2"]},
            {"output_type": "something_new"}]},
          {"cell_type": "raw", "id": "mine", "metadata": {}, "source": []}]}
        """;

    [Fact]
    public void ReadsEveryFormThatOtherToolsWrite()
    {
        var notebook = NotebookReader.Parse(Foreign, "foreign");
        Assert.Equal("Title", notebook.Title);
        Assert.Equal(["# Title\ntext", "var x = 1;\nx", ""], notebook.Cells.Select(cell => cell.Source));
        Assert.Equal(["cell-1", "cell-2", "mine"], notebook.Cells.Select(cell => cell.Id));
        var code = notebook.CodeCells.Single();
        Assert.True(code.HasTag("parameters"));
        Assert.Equal(new StreamOutput("stdout", "a\nb"), code.Outputs[0]);
        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse("""{"k":[1,"<é>"]}"""),
                JsonNode.Parse(Assert.IsType<ShownOutput>(code.Outputs[1]).Content["application/json"])
            )
        );
        Assert.True(Assert.IsType<ShownOutput>(code.Outputs[2]).IsResult);
        Assert.Equal(["t1", "t2"], Assert.IsType<ErrorOutput>(code.Outputs[3]).Traceback);
        Assert.Equal(new OtherOutput("something_new"), code.Outputs[4]);
    }

    [Fact]
    public void WritingWhatWasReadChangesNothingMore()
    {
        var once = NotebookWriter.ToJson(NotebookReader.Parse(Foreign, "foreign"));
        Assert.Equal(once, NotebookWriter.ToJson(NotebookReader.Parse(once, "once")));
        Assert.Contains("\"vscode_altText\": \"alt\"", once, StringComparison.Ordinal);
        Assert.Contains("\"name\": \"other\"", once, StringComparison.Ordinal);
        Assert.EndsWith("\"nbformat_minor\": 5\n}\n", once, StringComparison.Ordinal);
    }

    [Fact]
    public void AnyTextSurvivesARoundTrip()
    {
        // The same texts on every run; Sample would draw others each time.
        for (var seed = 0u; seed < 200; seed++)
            SurvivesARoundTrip(Gen.String.Array[1, 5].Generate(new PCG(1u, seed), null, out _));
    }

    private static void SurvivesARoundTrip(string[] sources)
    {
        var texts = sources.Select(text => new string([.. text.Where(c => !char.IsSurrogate(c))])).ToArray();
        var notebook = new Notebook();
        foreach (var text in texts)
            notebook.Cells.Add(
                new Cell(CellKind.Code, $"c{notebook.Cells.Count}", text) { Outputs = { new StreamOutput("stdout", text) } }
            );
        var read = NotebookReader.Parse(NotebookWriter.ToJson(notebook), "round trip");
        Assert.Equal(texts.Select(text => text.Replace("\r\n", "\n", StringComparison.Ordinal)), read.Cells.Select(cell => cell.Source));
        Assert.Equal(texts, read.Cells.Select(cell => ((StreamOutput)cell.Outputs[0]).Text));
    }

    [Fact]
    public void ANewNotebookNamesTheCSharpKernel()
    {
        var json = NotebookWriter.ToJson(Course.Build("1"));
        Assert.Contains("\"display_name\": \".NET (C#)\"", json, StringComparison.Ordinal);
        Assert.Contains("\"defaultKernelName\": \"csharp\"", json, StringComparison.Ordinal);
        Assert.Contains("\"name\": \"polyglot-notebook\"", json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"nbformat\": 4,\n<<<<<<< HEAD\n", "broken JSON in line 2")]
    [InlineData("[]", "not an object")]
    [InlineData("{\"nbformat\": 3, \"worksheets\": []}", "nbformat 4")]
    [InlineData("{\"nbformat\": 4}", "no list of cells")]
    [InlineData("{\"nbformat\": 4, \"cells\": [{\"cell_type\": 7}]}", "not a valid notebook")]
    public void SaysWhatIsWrongWithAFile(string text, string expected)
    {
        var error = Assert.Throws<NotebookException>(() => NotebookReader.Parse(text, "x.ipynb"));
        Assert.Contains("x.ipynb", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheHashOfSourcesIgnoresOutputsAndProseAndSeesEveryChangeOfCode()
    {
        var notebook = Course.Build("1", "2");
        var hash = notebook.SourcesHash();
        notebook.Cells[0].Outputs.Add(new StreamOutput("stdout", "x"));
        Assert.Equal(hash, notebook.SourcesHash());
        Assert.NotEqual(hash, Course.Build("12", "").SourcesHash());
        Assert.NotEqual(hash, Course.Build("1", "md:2").SourcesHash());
        Assert.Equal(hash, Course.Build("1", "md:prose", "2").SourcesHash());
    }
}
