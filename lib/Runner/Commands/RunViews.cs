using System.Globalization;
using GanStability.Runner.Headless;
using Spectre.Console;

namespace GanStability.Runner.Commands;

/// <summary>Progress as lines: one per cell, one per notebook.</summary>
internal sealed class PlainRunView(Terminal terminal) : IRunView
{
    private string _name = "";
    private int _cells;

    public void NotebookStarted(string name, int cells) => (_name, _cells) = (name, cells);

    public void CellStarted(int cell)
    {
    }

    public void CellEnded(int cell, TimeSpan elapsed) => terminal.Out.WriteLine($"{_name}  cell {cell}/{_cells}  {RunText.Seconds(elapsed)}");

    public void NotebookEnded(RunResult result)
    {
        terminal.Out.WriteLine($"{_name}  {(result.Failure is null ? "ok" : "FAILED")}  {RunText.Seconds(result.Elapsed)}");
        if (result.Failure is { } failure) terminal.WriteError(failure.Text);
    }
}

/// <summary>Progress as one line per notebook that is redrawn while its cells run.</summary>
internal sealed class RichRunView(Terminal terminal, IAnsiConsole console) : IRunView, IDisposable
{
    private readonly Lock _lock = new();
    private readonly System.Diagnostics.Stopwatch _clock = new();
    private Timer? _timer;
    private string _name = "";
    private int _cells;
    private int _cell;

    public void NotebookStarted(string name, int cells)
    {
        (_name, _cells, _cell) = (name, cells, 0);
        _clock.Restart();
        _timer = new Timer(_ => Draw(), null, 0, 500);
    }

    public void CellStarted(int cell) => _cell = cell;

    public void CellEnded(int cell, TimeSpan elapsed) => Draw();

    public void NotebookEnded(RunResult result)
    {
        Dispose();
        lock (_lock)
        {
            var word = result.Failure is null ? "[green]ok[/]    " : "[red]FAILED[/]";
            console.Markup($"\r{Markup.Escape(_name),-32}  {word}  {_cells} cells  {RunText.Seconds(result.Elapsed)}{new string(' ', 24)}\n");
        }
        if (result.Failure is { } failure) terminal.WriteError(failure.Text);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _timer?.Dispose();
            _timer = null;
        }
    }

    private void Draw()
    {
        lock (_lock)
        {
            if (_timer is null) return;
            var done = _cells == 0 ? 0 : 20 * Math.Max(0, _cell - 1) / _cells;
            var bar = $"[aqua]{new string('━', done)}[/][grey]{new string('━', 20 - done)}[/]";
            console.Markup($"\r{Markup.Escape(_name),-32}  {bar}  cell {_cell}/{_cells}  {RunText.Seconds(_clock.Elapsed)} ");
        }
    }
}

/// <summary>Words that both views use.</summary>
internal static class RunText
{
    public static string Seconds(TimeSpan elapsed) => string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:0.0} s");
}
