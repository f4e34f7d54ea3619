using System.Diagnostics;
using GanStability;
using GanStability.Tests.Training;
using Xunit;

namespace GanStability.Tests.Showdowns;

/// <summary>Files that several threads and processes use at once: nobody fails because somebody else reads or writes.</summary>
public sealed class SharedFilesTests : IDisposable
{
    private const string Variable = "GANSTABILITY_TEST_SHARED_FOLDER";
    private const int Writes = 150;
    private static readonly Recipe Tiny = TinyRecipes.Ring with { Steps = 30 };
    private readonly string folder = Directory.CreateTempSubdirectory("shared").FullName;

    [Fact]
    public async Task ReadersBesideWritersInOneProcess()
    {
        var (file, result) = (ResultsIn(folder), new Showdown().Train(Tiny with { Steps = 1 })[0]);
        using var run = Stopped();
        var checkpoint = Checkpoint.Of(Tiny, folder);
        checkpoint.Save(run);
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() => Read(folder, done.Token))).ToList();
        await Task.WhenAll(
            Enumerable
                .Range(0, 3)
                .Select(writer =>
                    Task.Run(() =>
                    {
                        for (var i = 0; i < 40; i++)
                        {
                            ResultsIn(folder).Append([result with { Seed = 1000 * writer + i }]);
                            if (i % 4 == 0)
                                new Checkpoint(checkpoint.FullPath).Save(run);
                        }
                    })
                )
        );
        done.Cancel();
        Assert.All(await Task.WhenAll(readers), counts => Assert.NotEmpty(counts));
        Assert.Equal(120, file.Read().Select(r => r.Seed).Distinct().Count());
    }

    [Fact]
    public async Task AReaderBesideAWriterInAnotherProcess()
    {
        var method = $"{typeof(SharedFilesTests).FullName}.{nameof(TheOtherProcess)}";
        var start = new ProcessStartInfo(
            "dotnet",
            ["exec", typeof(SharedFilesTests).Assembly.Location, "-explicit", "only", "-method", method]
        )
        {
            RedirectStandardOutput = true,
        };
        start.Environment[Variable] = folder;
        using var other = Process.Start(start)!;
        using var done = new CancellationTokenSource();
        var reader = Task.Run(() => Read(folder, done.Token));
        var output = await other.StandardOutput.ReadToEndAsync();
        await other.WaitForExitAsync();
        done.Cancel();
        Assert.True(other.ExitCode == 0, output);
        var counts = await reader;
        Assert.Contains(counts, count => count is > 0 and < Writes);
        Assert.Equal(Writes, ResultsIn(folder).Read().Count);
    }

    /// <summary>Not a test: what <see cref="AReaderBesideAWriterInAnotherProcess"/> runs in the other process.</summary>
    [Fact(Explicit = true)]
    public void TheOtherProcess()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } shared)
        {
            Assert.Skip("Run by another test only.");
            return;
        }
        var result = new Showdown().Train(Tiny with { Steps = 1 })[0];
        using var run = Stopped();
        for (var i = 0; i < Writes; i++)
        {
            ResultsIn(shared).Append([result with { Seed = i }]);
            if (i % 3 == 0)
                Checkpoint.Of(Tiny, shared).Save(run);
        }
    }

    [Fact]
    public void WhatIsNotThereIsToldAtOnce()
    {
        var waited = Stopwatch.StartNew();
        Assert.Empty(new ResultFile(Path.Combine(folder, "none", "r.jsonl")).Read());
        Assert.Throws<FileNotFoundException>(() => Checkpoint.Of(Tiny, folder).Load(Tiny));
        Checkpoint.Of(Tiny, folder).Delete();
        Assert.InRange(waited.Elapsed.TotalSeconds, 0, 10);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static ResultFile ResultsIn(string folder) => new(Path.Combine(folder, "r.jsonl"));

    private static Run Stopped() => Trainer.Train(Tiny, null, new CancellationToken(canceled: true));

    /// <summary>Reads until told to stop; every read is whole, and no result is ever lost again.</summary>
    private static List<int> Read(string folder, CancellationToken stop)
    {
        var counts = new List<int>();
        while (!stop.IsCancellationRequested)
        {
            counts.Add(ResultsIn(folder).Read().Count);
            if (counts.Count > 1)
                Assert.True(counts[^1] >= counts[^2], $"{counts[^2]} results, then {counts[^1]}");
            if (Checkpoint.Of(Tiny, folder) is { Exists: true } checkpoint)
                checkpoint.Load(Tiny).Dispose();
        }
        return counts;
    }
}
