using System.Text.Json.Nodes;
using GanStability.Runner.Notebooks;
using Xunit;

namespace GanStability.Runner.Tests;

/// <summary>Other languages are named before the first cell, however an editor has noted them.</summary>
public class LanguageTests
{
    [Theory]
    [InlineData("""{"polyglot_notebook":{"kernelName":"fsharp"}}""", "F#")]
    [InlineData("""{"polyglot_notebook":{"kernelName":"pwsh"}}""", "PowerShell")]
    [InlineData("""{"polyglot_notebook":{"kernelName":"mermaid"}}""", "Mermaid")]
    [InlineData("""{"polyglot_notebook":{"kernelName":"sql-sales"}}""", "SQL")]
    [InlineData("""{"polyglot_notebook":{"kernelName":"mydb"}}""", "T-SQL dialect")]
    [InlineData("""{"polyglot_notebook":{"kernelName":"unheard-of"}}""", "unheard-of")]
    [InlineData("""{"dotnet_interactive":{"language":"fsharp"}}""", "F#")]
    [InlineData("""{"dotnet_interactive":{"language":"html"}}""", "HTML")]
    [InlineData("""{"vscode":{"languageId":"polyglot-notebook.powershell"}}""", "PowerShell")]
    [InlineData("""{"vscode":{"languageId":"dotnet-interactive.javascript"}}""", "JavaScript")]
    [InlineData("""{"vscode":{"languageId":"python"}}""", "Python")]
    [InlineData("""{"polyglot_notebook":{"kernelName":"csharp"},"vscode":{"languageId":"python"}}""", null)]
    [InlineData("""{"vscode":{"languageId":"polyglot-notebook.csharp"}}""", null)]
    [InlineData("""{"polyglot_notebook":{"kernelName":7},"vscode":"x","dotnet_interactive":null}""", null)]
    [InlineData("#!fsharp\nlet x = 1", "F#")]
    [InlineData("var x = 1;\n#!pwsh\nGet-Date", "PowerShell")]
    [InlineData("#!time\n#!mermaid\ngraph TD", "Mermaid")]
    [InlineData("%%bash\nls", "Bash")]
    [InlineData("%%html\n<p>", "HTML")]
    [InlineData("var x = 1; // #!fsharp", null)]
    public async Task ACellInAnotherLanguageIsNamed(string mark, string? language)
    {
        using var course = new Course("marked");
        var notebook = Course.Build("System.IO.File.WriteAllText(\"ran.txt\", \"\");", mark.StartsWith('{') ? "1" : mark);
        notebook.Metadata["polyglot_notebook"] = JsonNode.Parse(
            """{"kernelInfo":{"defaultKernelName":"csharp","items":[{"name":"mydb","languageName":"T-SQL dialect","aliases":[]}]}}"""
        );
        if (mark.StartsWith('{'))
            foreach (var (key, value) in JsonNode.Parse(mark)!.AsObject())
                notebook.Cells[1].Metadata[key] = value?.DeepClone();
        NotebookWriter.Write(notebook, Path.Combine(course.Notebooks, "nb.ipynb"));
        Assert.Equal(language ?? "C#", CellLanguage.Of(notebook, notebook.Cells[1]));
        if (language is null)
            return;
        var (code, _, error) = await course.RunAsync("run", "nb");
        Assert.Equal(2, code);
        Assert.StartsWith($"nb, cell 2: the cell is marked as {language}", error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(course.Notebooks, "ran.txt")));

        // A book may show it, as what it is.
        Assert.Equal(0, (await course.RunAsync("book")).Code);
        Assert.Contains($"Language: {language}.", course.Page("nb"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        """{"kernelspec":{"display_name":"Python 3","language":"python","name":"python3"},"language_info":{"name":"python"}}""",
        "Python"
    )]
    [InlineData("""{"colab":{"provenance":[]},"kernelspec":{"name":"python3","display_name":"Python 3"}}""", "Python")]
    [InlineData("""{"colab":{"provenance":[]}}""", "Python")]
    [InlineData("""{"language_info":{"name":"python","version":"3.12"}}""", "Python")]
    [InlineData("""{"kernelspec":{"name":"ir","display_name":"R","language":"R"}}""", "R")]
    [InlineData("""{"kernelspec":{"name":"julia-1.9"}}""", "Julia")]
    [InlineData("""{"kernelspec":{"name":".net-fsharp","language":"F#"},"language_info":{"name":"F#"}}""", "F#")]
    [InlineData("""{"polyglot_notebook":{"kernelInfo":{"defaultKernelName":"pwsh"}},"kernelspec":{"language":"C#"}}""", "PowerShell")]
    [InlineData("""{"kernelspec":{"name":"scala","language":"scala"}}""", "scala")]
    [InlineData("""{"kernelspec":{"name":".net-csharp"},"language_info":{"name":"polyglot-notebook"}}""", null)]
    [InlineData("""{"kernelspec":{"language":"C#"},"language_info":{"name":"C#"}}""", null)]
    [InlineData("{}", null)]
    public async Task ANotebookInAnotherLanguageIsNamed(string metadata, string? language)
    {
        using var course = new Course("foreign");
        course.Add("good", "md:# Good");
        File.WriteAllText(
            Path.Combine(course.Notebooks, "nb.ipynb"),
            """{"nbformat":4,"metadata":METADATA,"cells":[{"cell_type":"code","source":"1","outputs":[]}]}""".Replace(
                "METADATA",
                metadata,
                StringComparison.Ordinal
            )
        );
        Assert.Equal(language ?? "C#", CellLanguage.Of(NotebookReader.Read(Path.Combine(course.Notebooks, "nb.ipynb"))));
        if (language is null)
            return;
        var (code, output, error) = await course.RunAsync("run", "nb", "good", "--keep-going");
        Assert.Equal(2, code);
        Assert.StartsWith($"nb: a notebook in {language}", error, StringComparison.Ordinal);
        Assert.Contains("good  ok", output, StringComparison.Ordinal);
        Assert.Contains($"({language})", (await course.RunAsync("list")).Out, StringComparison.Ordinal);
        // A copy in a book or an export stays in its language.
        Assert.Equal(0, (await course.RunAsync("book")).Code);
        Assert.Equal(language, CellLanguage.Of(course.Executed("nb")));
    }
}
