using System.Diagnostics;
using GanStability.Runner.Notebooks;
using Xunit;

namespace GanStability.Runner.Tests;

/// <summary>
/// A disk that is full, and one that may not be written, as they really are: small file systems in memory, mounted where only the runner
/// sees them (user namespaces, <c>unshare</c>). Permissions could not be tested otherwise: tests often run as root, whom none stops.
/// </summary>
public class FullDiskTests
{
    /// <summary>Larger than what is left on the disk, once as a notebook and once as its page.</summary>
    private const string Large = "new string('x', 3_000_000)";

    [Fact]
    public async Task WhatHasNoRoomCostsItselfAlone()
    {
        using var course = new Course("full");
        course.Add("large", Large);
        course.Add("small", "\"small\"");
        var (code, error) = await RunOnAsync(course, "o", "size=5m", "run large small --out o", "cp -r o kept");
        Assert.Equal(2, code);
        Assert.Contains("large: cannot be written to", error, StringComparison.Ordinal);
        Assert.Contains("No space left on device", error, StringComparison.Ordinal);
        var kept = Path.Combine(course.Root, "kept");
        Assert.Equal("small", Course.Seen(NotebookReader.Read(Path.Combine(kept, "small.ipynb")).Cells[0].Outputs[0]));
        Assert.True(File.Exists(Path.Combine(kept, "small.html")));
        Assert.False(File.Exists(Path.Combine(kept, "large.ipynb")));
        Assert.Empty(Directory.EnumerateFiles(kept, "*.tmp"));
    }

    [Fact]
    public async Task WithoutRoomForTheBookNothingIsRun()
    {
        using var course = new Course("no room");
        course.Add("small", "\"small\"");
        var (code, error) = await RunOnAsync(course, "o", "size=1m", "run small --out o", "cp -r o kept");
        Assert.Equal(2, code);
        Assert.Contains("No space left on device", error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(course.Root, "kept"), "*.tmp"));
    }

    [Fact]
    public async Task AFullDiskLeavesASourceAsItWas()
    {
        using var course = new Course("source");
        var source = File.ReadAllText(course.Add("large", Large));
        var (code, error) = await RunOnAsync(course, "notebooks", "size=1m", "publish large", "cp -r notebooks kept");
        Assert.Equal(2, code);
        Assert.Contains("No space left on device", error, StringComparison.Ordinal);
        Assert.Equal(source, File.ReadAllText(Path.Combine(course.Root, "kept", "large.ipynb")));
        Assert.Single(Directory.EnumerateFiles(Path.Combine(course.Root, "kept")));
    }

    [Theory]
    [InlineData("run small --out o")]
    [InlineData("book --out o")]
    [InlineData("export --for jupyter --out o")]
    [InlineData("train --out o/r.jsonl")]
    public async Task AFolderThatMayOnlyBeReadIsRefusedBeforeAnythingRuns(string command)
    {
        using var course = new Course("read only");
        course.Add("small", "\"small\"");
        var (code, error) = await RunOnAsync(course, "o", "ro", command, "true");
        Assert.Equal(2, code);
        Assert.Contains("Read-only file system", error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    /// <summary>Runs a command of the runner with a file system of its own at a folder of the course, which keeps its files.</summary>
    private static async Task<(int Code, string Error)> RunOnAsync(
        Course course,
        string folder,
        string options,
        string command,
        string then
    )
    {
        var script =
            $"cp -r {folder} was 2>/dev/null; mkdir -p {folder} && mount -t tmpfs -o {options} none {folder} || exit 99; "
            + $"cp was/* {folder}/ 2>/dev/null; dotnet exec \"$RUNNER\" {command}; code=$?; {then}; exit $code";
        var start = new ProcessStartInfo("unshare", ["-rm", "sh", "-c", script])
        {
            WorkingDirectory = course.Root,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["RUNNER"] = Path.Combine(AppContext.BaseDirectory, "GanStability.Runner.dll");
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("unshare is not installed.");
            throw;
        }
        using (process)
        {
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await output;
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.SkipWhen(
                process.ExitCode == 99 || error.Contains("unshare", StringComparison.Ordinal),
                "No file system of its own here."
            );
            return (process.ExitCode, error);
        }
    }
}
