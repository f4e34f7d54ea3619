using System.Globalization;
using GanStability.Runner.Headless;
using Spectre.Console;

namespace GanStability.Runner.Commands;

/// <summary>Runs a notebook and shows how far it is: a moving bar on a terminal, a line per cell in a file or a pipe.</summary>
internal static class RunView
{
    /// <summary>Runs a notebook in view of the reader; a failure is printed.</summary>
    public static async Task<RunResult> RunAsync(Terminal terminal, NotebookRun run, CancellationToken cancellation)
    {
        var result = terminal.Rich is { } console
            ? await WithBarAsync(console, run, cancellation).ConfigureAwait(false)
            : await WithLinesAsync(terminal.Out, run, cancellation).ConfigureAwait(false);
        if (result.Failure is { } failure) terminal.WriteError(failure.Text);
        return result;
    }

    private static async Task<RunResult> WithLinesAsync(TextWriter output, NotebookRun run, CancellationToken cancellation)
    {
        var result = await NotebookRunner.RunAsync(run, progress =>
        {
            if (progress.Elapsed is { } elapsed) output.WriteLine($"{run.Name}  cell {progress.Cell}/{progress.Cells}  {Seconds(elapsed)}");
        }, cancellation).ConfigureAwait(false);
        output.WriteLine($"{run.Name}  {(result.Failure is null ? "ok" : "FAILED")}  {Seconds(result.Elapsed)}");
        return result;
    }

    private static Task<RunResult> WithBarAsync(IAnsiConsole console, NotebookRun run, CancellationToken cancellation) =>
        console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new ElapsedTimeColumn(), new SpinnerColumn())
            .StartAsync(async context =>
            {
                var name = Markup.Escape(run.Name.PadRight(32));
                var task = context.AddTask(name);
                var result = await NotebookRunner.RunAsync(run, progress =>
                {
                    task.MaxValue = progress.Cells;
                    task.Value = progress.Elapsed is null ? progress.Cell - 1 : progress.Cell;
                    task.Description = $"{name} cell {progress.Cell}/{progress.Cells}";
                }, cancellation).ConfigureAwait(false);
                task.Description = $"{name} {(result.Failure is null ? "[green]ok[/]" : "[red]FAILED[/]")}";
                task.StopTask();
                return result;
            });

    private static string Seconds(TimeSpan elapsed) => string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:0.0} s");
}
