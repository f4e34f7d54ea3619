namespace GanStability.Runner.Session;

/// <summary>
/// One C# script state that executes cells one after another. A front (this program's headless one, or a kernel for an
/// editor) sends code and gets events; it needs to know nothing else about C#.
/// </summary>
internal interface IScriptSession : IAsyncDisposable
{
    /// <summary>Executes a cell and returns when it has ended, with an error or without (see <see cref="Failed"/>).</summary>
    /// <param name="label">The cell's name in error messages, such as <c>cell 7</c>.</param>
    /// <param name="code">C# script code; the last expression without a semicolon is its value.</param>
    /// <param name="onEvent">Called in order, never at the same time by two threads.</param>
    /// <param name="cancellation">Asks the cell to stop; a cell that looks at the host's token returns early.</param>
    Task ExecuteAsync(string label, string code, Action<SessionEvent> onEvent, CancellationToken cancellation);
}
