namespace GanStability.Tests.Hosting;

/// <summary>A host that keeps what it is shown; the kit finds it until it is disposed.</summary>
internal sealed class RecordingHost : Host, IDisposable
{
    private readonly Func<Host> before = Detect;
    private CancellationTokenSource interrupt = new();

    public RecordingHost() => Detect = () => this;

    /// <summary>What was shown, in order; an update has the id of what it replaces.</summary>
    public List<(int Id, string Html, string Text, bool Update)> Shown { get; } = [];

    public override string Name => "test";

    public override bool UpdatesInPlace => false;

    public override CancellationToken Cancellation => interrupt.Token;

    /// <summary>What a reader's stop button does.</summary>
    public void Interrupt() => interrupt.Cancel();

    /// <summary>The same, in a while.</summary>
    public void InterruptAfter(TimeSpan pause) => interrupt.CancelAfter(pause);

    /// <summary>The next cell is not interrupted.</summary>
    public void GoOn() => interrupt = new CancellationTokenSource();

    public override Action<IShown> Show(IShown value)
    {
        var id = Shown.Count;
        Shown.Add((id, value.ToHtml(), value.ToText(), false));
        return next => Shown.Add((id, next.ToHtml(), next.ToText(), true));
    }

    public void Dispose()
    {
        Detect = before;
        interrupt.Dispose();
    }
}
