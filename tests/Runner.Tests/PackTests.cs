using System.Diagnostics;
using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;
using GanStability.Runner.Commands;
using Xunit;

namespace GanStability.Runner.Tests;

/// <summary>The archive for machines without .NET, unpacked and run with nothing of .NET in its environment.</summary>
public sealed class PackTests : IDisposable
{
    private static readonly string[] Train = ["train", "--with", "r1:0.1", "--seeds", "2", "--steps", "30", "--out", "results.jsonl"];

    private readonly string folder = Directory.CreateTempSubdirectory("packed course ").FullName;

    private string Program(string name) => Path.Combine(folder, "ganstability", name);

    [Fact]
    public async Task ThePackedRunnerTrainsReportsAndMeasuresWithoutDotnet()
    {
        var runner = Path.Combine(Course.Real.Root, "artifacts", "bin", "Runner", "release", "GanStability.Runner.dll");
        var archive = Path.Combine(folder, "packed.tar.gz");
        var (code, output) = await RunAsync("dotnet", [runner, "pack", "--no-build", "--out", archive], clear: false);
        Assert.True(code == Cli.Ok, output);
        Assert.InRange(new FileInfo(archive).Length, 20_000_000, 60_000_000);
        await using (var stream = new GZipStream(File.OpenRead(archive), CompressionMode.Decompress))
            await TarFile.ExtractToDirectoryAsync(stream, folder, overwriteFiles: false, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(
            Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName),
            name => name!.StartsWith("libtorch", StringComparison.Ordinal) || name.Contains("CodeAnalysis", StringComparison.Ordinal)
        );

        (code, output) = await RunAsync(Program("ganstability"), ["doctor"]);
        Assert.Equal(Cli.Failed, code);
        Assert.Contains("GANSTABILITY_LIBTORCH=", output, StringComparison.Ordinal);

        var libtorch = Libtorch();
        (code, output) = await RunAsync(Program("ganstability"), ["doctor"], libtorch);
        Assert.True(code == Cli.Ok, output);
        Assert.Contains("loaded from …/torch/lib", output, StringComparison.Ordinal);

        (code, output) = await RunAsync(Program("ganstability"), Train, libtorch);
        Assert.True(code == Cli.Ok, output);
        var packed = Results();
        File.Delete(Path.Combine(folder, "results.jsonl"));
        (code, output) = await RunAsync("dotnet", [runner, .. Train], clear: false);
        Assert.True(code == Cli.Ok, output);
        Assert.Equal(Results(), packed);

        (code, output) = await RunAsync(Program("ganstability"), ["report", "results.jsonl"], libtorch);
        Assert.True(code == Cli.Ok, output);
        Assert.Contains("R1 0.1", output, StringComparison.Ordinal);
        Assert.Contains("<img", await File.ReadAllTextAsync(Path.Combine(folder, "results.html"), TestContext.Current.CancellationToken));

        (code, output) = await RunAsync(Program("benchmarks"), ["--first-step"], libtorch);
        Assert.True(code == Cli.Ok, output);
        Assert.InRange(double.Parse(output, CultureInfo.InvariantCulture), 0.01, 600);

        foreach (var command in (string[][])[["run", "00*"], ["book"], ["publish"], ["list"], ["export", "--for", "verso"], ["pack"], []])
        {
            (code, output) = await RunAsync(Program("ganstability"), command, libtorch);
            Assert.Equal(Cli.BadUsage, code);
            Assert.Contains("not in this archive", output, StringComparison.Ordinal);
        }
    }

    /// <summary>What the seeds came to, without the time it took.</summary>
    private string[] Results() =>
        [
            .. File.ReadLines(Path.Combine(folder, "results.jsonl"))
                .Select(line =>
                {
                    var result = JsonNode.Parse(line)!.AsObject();
                    foreach (var name in (string[])["seconds", "processorSeconds", "day"])
                        Assert.True(result.Remove(name), name);
                    return result.ToJsonString();
                }),
        ];

    /// <summary>A folder with libtorch alone, as torch/lib of a Python PyTorch is one.</summary>
    private string Libtorch()
    {
        var made = Directory.CreateDirectory(Path.Combine(folder, "torch", "lib")).FullName;
        foreach (var pattern in (string[])["libgomp*.so*", "libc10.so", "libtorch_cpu.so", "libtorch.so"])
            foreach (var file in Directory.GetFiles(Course.Real.Kit, pattern))
                File.CreateSymbolicLink(Path.Combine(made, Path.GetFileName(file)), file);
        return made;
    }

    /// <summary>Runs a program in the folder; cleared, its environment knows only the tools that the scripts need.</summary>
    private async Task<(int Code, string Output)> RunAsync(string program, string[] arguments, string? libtorch = null, bool clear = true)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (clear)
        {
            var tools = Directory.CreateDirectory(Path.Combine(folder, "tools")).FullName;
            foreach (var tool in new[] { "dirname", "readlink" }.Where(tool => !File.Exists(Path.Combine(tools, tool))))
                File.CreateSymbolicLink(Path.Combine(tools, tool), $"/usr/bin/{tool}");
            start.Environment.Clear();
            start.Environment["PATH"] = tools;
        }
        start.Environment["OMP_NUM_THREADS"] = "1";
        if (libtorch is not null)
            start.Environment["GANSTABILITY_LIBTORCH"] = libtorch;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
