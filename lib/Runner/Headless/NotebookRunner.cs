using System.Diagnostics;
using System.Globalization;
using GanStability.Runner.Notebooks;
using GanStability.Runner.Session;
using GanStability.Runner.Session.Child;

namespace GanStability.Runner.Headless;

/// <summary>Executes the cells of one notebook in order, in a process of their own.</summary>
internal static class NotebookRunner
{
    /// <summary>Runs until the last cell, the first failure or cancellation; the notebook then holds the outputs so far.</summary>
    public static async Task<RunResult> RunAsync(NotebookRun run, Action<CellProgress> onProgress, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var cells = run.Notebook.CodeCells.ToList();
        CellFailure? failure = null;
        if (cells.Count == 0)
            return new RunResult(null, clock.Elapsed);
        await using (var session = new SessionProcess(Path.GetDirectoryName(Path.GetFullPath(run.Path))!, run.Threads, run.Trained))
        {
            await StartAsync(session, cancellation).ConfigureAwait(false);
            var collector = new OutputCollector();
            for (var number = 1; number <= cells.Count && failure is null; number++)
            {
                var start = clock.Elapsed;
                onProgress(new CellProgress(number, cells.Count, null));
                failure = await RunCellAsync(session, collector, run, cells[number - 1], number, cancellation).ConfigureAwait(false);
                onProgress(new CellProgress(number, cells.Count, clock.Elapsed - start));
            }
        }
        return new RunResult(failure, clock.Elapsed);
    }

    /// <summary>An empty cell: the kernel's own start is nothing that the first cell could be too slow in.</summary>
    private static async Task StartAsync(SessionProcess session, CancellationToken cancellation)
    {
        try
        {
            await session.ExecuteAsync("start", "", _ => { }, cancellation).ConfigureAwait(false);
        }
        catch (SessionEndedException)
        {
            // The first cell says so.
        }
    }

    private static async Task<CellFailure?> RunCellAsync(
        SessionProcess session,
        OutputCollector collector,
        NotebookRun run,
        Cell cell,
        int number,
        CancellationToken cancellation
    )
    {
        if (cell.HasTag(CellTags.SkipExecution))
            return null;
        cell.ExecutionCount = number;
        if (string.IsNullOrWhiteSpace(cell.Source))
            return null;
        Failed? failed = null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (run.CellTimeout is { } timeout)
            limit.CancelAfter(timeout);

        void Collect(SessionEvent happened)
        {
            failed = happened as Failed ?? failed;
            collector.Add(cell.Outputs, happened);
        }

        var ended = true;
        try
        {
            await session.ExecuteAsync($"cell {number}", cell.Source, Collect, limit.Token).ConfigureAwait(false);
        }
        catch (SessionEndedException e)
        {
            ended = false;
            if (!limit.IsCancellationRequested)
                Collect(new Failed("SessionEnded", e.Message, null, []));
        }
        // A stopped cell may have returned early and cleanly, but its result is not what the notebook promises.
        if (cancellation.IsCancellationRequested)
            Collect(new Failed("Stopped", "Stopped by the user.", null, []));
        else if (limit.IsCancellationRequested)
            Collect(
                new Failed(
                    "Timeout",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The cell did not end within {run.CellTimeout!.Value.TotalSeconds:0.#} s. Allow more with --timeout SECONDS "
                            + $"(0 for no limit), or use --size smoke."
                    ),
                    null,
                    []
                )
            );
        else if (ended && cell.HasTag(CellTags.RaisesException))
            return null;

        return failed is null
            ? null
            : new CellFailure(
                run.Name,
                number,
                failed.Line,
                SourceLine(cell, failed.Line),
                failed.Name.EndsWith("Exception", StringComparison.Ordinal) ? $"{failed.Name}: {failed.Message}" : failed.Message
            );
    }

    private static string? SourceLine(Cell cell, int? line)
    {
        var lines = cell.Source.Split('\n');
        return line is { } l && l <= lines.Length ? lines[l - 1].Trim() : null;
    }
}
