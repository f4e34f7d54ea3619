using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.Json;
using GanStability.Runner.Commands;
using GanStability.Runner.Notebooks;
using Xunit;

namespace GanStability.Runner.Tests;

/// <summary>The kernel's launcher, with stand-ins for Jupyter and for the kernel, and what the library makes of its signal.</summary>
[SupportedOSPlatform("linux")]
public sealed class KernelTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kernel ").FullName;

    [Fact]
    public async Task AnInterruptReachesTheKernelAsAnotherSignalAndATerminationAsItself()
    {
        using var launched = Launch(
            """
            trap 'echo WINCH' WINCH
            trap 'echo TERM; exit 7' TERM
            echo "$GANSTABILITY_INTERRUPT $1"
            while :; do sleep 0.05; done
            """,
            "connection.json"
        );
        Assert.Equal("SIGWINCH connection.json", await Line(launched));
        for (var i = 0; i < 5; i++)
        {
            // As Jupyter does: to the whole group.
            Signal("INT", -launched.Id);
            Assert.Equal("WINCH", await Line(launched));
        }
        Signal("TERM", launched.Id);
        Assert.Equal("TERM", await Line(launched));
        await launched.WaitForExitAsync();
        Assert.Equal(7, launched.ExitCode);
    }

    [Fact]
    public async Task AKernelThatDiesOfATakenPortIsStartedAgainWithOthers()
    {
        using var launched = Launch(
            $"""
            echo "$3"
            [ -e "{folder}/second" ] && exit 3
            touch "{folder}/second"
            echo 'Failed to bind to address http://127.0.0.1:2048: address already in use.' >&2
            exit 1
            """,
            "connection.json"
        );
        var (first, second) = (await Line(launched), await Line(launched));
        await launched.WaitForExitAsync();
        Assert.Equal(3, launched.ExitCode);
        Assert.Contains("address already in use", await launched.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
        var (a, b) = (Range(first), Range(second));
        Assert.All([a, b], r => Assert.InRange(r.To - r.From, 10, 100));
        Assert.True(a.To < b.From || b.To < a.From, $"{first} and {second} overlap");

        static (int From, int To) Range(string text) =>
            text.Split('-').Select(int.Parse).ToArray() is [var from, var to] ? (from, to) : default;
    }

    [Fact]
    public async Task AKernelThatFailsForAnotherReasonIsNotStartedAgain()
    {
        using var launched = Launch("echo started; echo 'no such file' >&2; exit 4", "connection.json");
        await launched.WaitForExitAsync();
        Assert.Equal((4, "started\n"), (launched.ExitCode, await launched.StandardOutput.ReadToEndAsync()));
    }

    [Fact]
    public async Task AKernelDoesNotOutliveItsLauncher()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/setpriv"), "There is no setpriv on this machine.");
        using var launched = Launch("echo $$; exec sleep 600", "connection.json");
        using var kernel = Process.GetProcessById(int.Parse(await Line(launched), System.Globalization.CultureInfo.InvariantCulture));
        launched.Kill();
        Assert.True(kernel.WaitForExit(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task TheInstalledKernelIsStartedByTheLauncher()
    {
        var kernels = Path.Combine(folder, "share", "jupyter", "kernels");
        var (code, _, error) = await RunAsync("kernel", "install", "--prefix", folder);
        Assert.Equal(1, code);
        Assert.Contains("dotnet tool install --global Microsoft.dotnet-interactive", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(kernels));

        Executable("dotnet-interactive", "#!/bin/sh\n");
        (code, var output, error) = await RunAsync("kernel", "install", "--prefix", folder);
        Assert.True(code == 0, error);
        Assert.Contains(kernels, output, StringComparison.Ordinal);
        // The name that the notebooks of the course ask for.
        using var specification = JsonDocument.Parse(File.ReadAllText(Path.Combine(kernels, ".net-csharp", "kernel.json")));
        var command = specification.RootElement.GetProperty("argv").EnumerateArray().Select(a => a.GetString()!).ToList();
        Assert.Equal(["bash", Path.Combine(kernels, ".net-csharp", "launch.sh"), "dotnet-interactive", "jupyter"], command[..4]);
        Assert.Equal(["--default-kernel", "csharp", "{connection_file}"], command[4..]);
        Assert.Equal(File.ReadAllText(Launcher), File.ReadAllText(command[1]));

        (code, _, error) = await RunAsync("kernel", "install", "--user", "--prefix", folder);
        Assert.Equal(2, code);
        Assert.Contains("not both", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheSignalStopsTheCellThatRunsAndNoOther()
    {
        using var course = new Course();
        course.Add(
            "interrupt",
            "#r \"../artifacts/kit/GanStability.dll\"\nusing GanStability;\n"
                + "Environment.SetEnvironmentVariable(\"GANSTABILITY_INTERRUPT\", \"SIGWINCH\");\nKit.Start();",
            "var recipe = Presets.Healthy with { Replicas = 1, Steps = 1_000_000, Device = \"cpu\" };\n"
                + "System.Diagnostics.Process.Start(\"bash\", $\"-c \\\"sleep 2; kill -WINCH {Environment.ProcessId}\\\"\");\n"
                + "var run = Trainer.Train(recipe);\nrun.Outcome.ToString()",
            "Trainer.Train(recipe with { Steps = 20 }).Outcome.ToString()"
        );
        var (code, _, error) = await course.RunAsync("run", "interrupt", "--timeout", "60");
        Assert.True(code == 0, error);
        string Shown(int cell) => Assert.IsType<ShownOutput>(course.Executed("interrupt").Cells[cell].Outputs[^1]).Content["text/plain"];
        Assert.Equal(("Cancelled", "Completed"), (Shown(1), Shown(2)));
    }

    private static string Launcher => Path.Combine(Course.Real.Root, "lib", "Runner", "Kernel", "launch.sh");

    private Process Launch(string kernel, params string[] arguments)
    {
        var command = Executable("kernel", "#!/bin/sh\n" + kernel.ReplaceLineEndings("\n") + "\n");
        // In a group of its own, as Jupyter starts a kernel.
        return Process.Start(
            new ProcessStartInfo("setsid", ["bash", Launcher, command, .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
    }

    private string Executable(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    private async Task<(int Code, string Out, string Error)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(Cli).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["HOME"] = folder, ["PATH"] = folder },
        };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    private static async Task<string> Line(Process process) =>
        await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)) ?? "(nothing)";

    private static void Signal(string name, int process)
    {
        using var kill = Process.Start("kill", ["-s", name, "--", process.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
