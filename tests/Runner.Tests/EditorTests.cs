using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace GanStability.Runner.Tests;

/// <summary>The set-up of editors and containers, as far as it can be tried without them.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public class EditorTests
{
    [Theory]
    [InlineData(".vscode/settings.json")]
    [InlineData(".vscode/extensions.json")]
    [InlineData(".devcontainer/devcontainer.json")]
    public void SettingsCanBeRead(string file)
    {
        using var settings = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(Course.Real.Root, file)),
            new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip }
        );
        Assert.NotEmpty(settings.RootElement.EnumerateObject());
    }

    [Fact]
    public async Task AStudentsServerStartsWithNotebooksOfItsOwnAndKeepsThem()
    {
        using var home = new Course("server");
        var server = Path.Combine(home.Root, "jupyterhub-singleuser");
        File.WriteAllText(server, "#!/bin/sh\necho \"$(pwd) $*\"\n");
        File.SetUnixFileMode(server, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var own = Path.Combine(home.Root, "ganstability");

        Assert.Equal($"{own} --port=1\n", await StartAsync(home.Root, "--port=1"));
        var notebook = Path.Combine(own, "notebooks", "00-start-here.ipynb");
        Assert.Equal(File.ReadAllText(Path.Combine(Course.Real.Notebooks, "00-start-here.ipynb")), File.ReadAllText(notebook));
        Assert.True(File.Exists(Path.Combine(own, "notebooks", "../artifacts/kit/GanStability.dll")));
        Assert.True(File.Exists(Path.Combine(own, "data", "manifest.json")));

        File.WriteAllText(notebook, "the student's");
        await StartAsync(home.Root);
        Assert.Equal("the student's", File.ReadAllText(notebook));
    }

    private static async Task<string> StartAsync(string home, params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Course.Real.Root, ".devcontainer", "jupyterhub", "start.sh"), .. arguments])
        {
            RedirectStandardOutput = true,
            Environment = { ["HOME"] = home, ["PATH"] = $"{home}:{Environment.GetEnvironmentVariable("PATH")}" },
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
