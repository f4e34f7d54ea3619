using System.Globalization;
using GanStability.Runner.Headless;
using Spectre.Console;

namespace GanStability.Runner.Commands;

/// <summary>
/// Runs notebooks and shows how far they are: moving bars on a terminal, a line per cell in a file or a pipe. Several may run at once.
/// </summary>
internal abstract class RunView
{
    /// <summary>Does the work with a view that suits the terminal.</summary>
    /// <param name="terminal">Where to write.</param>
    /// <param name="work">Runs notebooks through the view.</param>
    public static Task<int> WithAsync(Terminal terminal, Func<RunView, Task<int>> work) =>
        terminal.Rich is { } console
            ? console
                .Progress()
                .Columns(
                    new TaskDescriptionColumn { Alignment = Justify.Left },
                    new ProgressBarColumn(),
                    new ElapsedTimeColumn(),
                    new SpinnerColumn()
                )
                .StartAsync(context => work(new Bars(terminal, context)))
            : work(new Lines(terminal));

    /// <summary>Runs a notebook in view of the reader; a failure is printed.</summary>
    public abstract Task<RunResult> RunAsync(NotebookRun run, CancellationToken cancellation);

    private sealed class Lines(Terminal terminal) : RunView
    {
        private readonly Lock writing = new();

        public override async Task<RunResult> RunAsync(NotebookRun run, CancellationToken cancellation)
        {
            var result = await NotebookRunner
                .RunAsync(
                    run,
                    progress =>
                    {
                        if (progress.Elapsed is { } elapsed)
                            Write($"{run.Name}  cell {progress.Cell}/{progress.Cells}  {Seconds(elapsed)}");
                    },
                    cancellation
                )
                .ConfigureAwait(false);
            Write($"{run.Name}  {(result.Failure is null ? "ok" : "FAILED")}  {Seconds(result.Elapsed)}");
            if (result.Failure is { } failure)
                terminal.WriteError(failure.Text);
            return result;
        }

        private void Write(string line)
        {
            lock (writing)
                terminal.Out.WriteLine(line);
        }

        private static string Seconds(TimeSpan elapsed) => string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:0.0} s");
    }

    private sealed class Bars(Terminal terminal, ProgressContext context) : RunView
    {
        public override async Task<RunResult> RunAsync(NotebookRun run, CancellationToken cancellation)
        {
            var name = Markup.Escape(run.Name.PadRight(32));
            var task = context.AddTask(name);
            var result = await NotebookRunner
                .RunAsync(
                    run,
                    progress =>
                    {
                        task.MaxValue = progress.Cells;
                        task.Value = progress.Elapsed is null ? progress.Cell - 1 : progress.Cell;
                        task.Description = $"{name} cell {progress.Cell}/{progress.Cells}";
                    },
                    cancellation
                )
                .ConfigureAwait(false);
            task.Description = $"{name} {(result.Failure is null ? "[green]ok[/]" : "[red]FAILED[/]")}";
            task.StopTask();
            if (result.Failure is { } failure)
                terminal.WriteError(failure.Text);
            return result;
        }
    }
}
