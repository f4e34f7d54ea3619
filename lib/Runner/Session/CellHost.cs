namespace GanStability.Runner.Session;

/// <summary>
/// What a running cell can reach: the console, <c>display</c>, and the two hooks that the library finds by name. The hooks
/// use types of the base class library only, because the library that a notebook loads shares no other type with this program.
/// </summary>
#pragma warning disable CA1001 // the writers hold nothing to dispose of; the process keeps them as its console
internal sealed class CellHost
#pragma warning restore CA1001
{
    private readonly Lock _lock = new();
    private readonly CellWriter _out;
    private readonly CellWriter _error;
    private Action<SessionEvent>? _onEvent;
    private CancellationToken _cancellation;

    public CellHost()
    {
        _out = new CellWriter(text => Send(new Printed("stdout", text)));
        _error = new CellWriter(text => Send(new Printed("stderr", text)));
        Console.SetOut(_out);
        Console.SetError(_error);
        AppDomain.CurrentDomain.SetData("GanStability.Host.Display", (Action<string, IReadOnlyDictionary<string, string>, bool>)Display);
        AppDomain.CurrentDomain.SetData("GanStability.Host.Cancellation", (Func<CancellationToken>)(() => _cancellation));
        ScriptGlobals.Host = this;
    }

    /// <summary>From now on everything belongs to this cell.</summary>
    public void Begin(Action<SessionEvent> onEvent, CancellationToken cancellation)
    {
        lock (_lock) (_onEvent, _cancellation) = (onEvent, cancellation);
    }

    /// <summary>The cell ended; what its background tasks still print or show is lost, as in a kernel.</summary>
    public void End()
    {
        FlushConsole();
        lock (_lock) (_onEvent, _cancellation) = (null, CancellationToken.None);
    }

    /// <summary>Shows something, or replaces what was shown under the id.</summary>
    public void Display(string id, IReadOnlyDictionary<string, string> content, bool isUpdate) => Report(new Displayed(id, content, isUpdate));

    /// <summary>Passes an event on, after everything printed before it.</summary>
    public void Report(SessionEvent happened)
    {
        FlushConsole();
        Send(happened);
    }

    private void FlushConsole()
    {
        _out.Flush();
        _error.Flush();
    }

    private void Send(SessionEvent happened)
    {
        lock (_lock) _onEvent?.Invoke(happened);
    }
}
