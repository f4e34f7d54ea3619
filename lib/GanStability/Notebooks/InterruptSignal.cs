using System.Runtime.InteropServices;

namespace GanStability;

/// <summary>
/// An interrupt of Jupyter (SIGINT) ends a .NET kernel before any cell can hear of it. The launcher of <c>kernel install</c> keeps it from
/// the kernel and sends SIGWINCH instead, which this turns into the cancellation of the cell that runs. A terminal sends the same
/// signal when its size changes, so it counts only when the launcher has said, by an environment variable, that it means an interrupt.
/// </summary>
internal static class InterruptSignal
{
    /// <summary>Set by the launcher.</summary>
    public const string Variable = "GANSTABILITY_INTERRUPT";

    /// <summary>What it is set to.</summary>
    public const string Meaning = "SIGWINCH";

    private static readonly Lock Gate = new();
    private static CancellationTokenSource cell = new();
    private static PosixSignalRegistration? registration;

    /// <summary>Cancelled when the cell that runs now is interrupted; none where no launcher started this process.</summary>
    public static CancellationToken Cell
    {
        get
        {
            lock (Gate)
                return registration is null ? CancellationToken.None : cell.Token;
        }
    }

    /// <summary>Cancelled by the host's stop button or by the signal, whichever there is.</summary>
    public static CancellationToken WithHost(CancellationToken host)
    {
        var signal = Cell;
        return !signal.CanBeCanceled ? host
            : !host.CanBeCanceled ? signal
            : CancellationTokenSource.CreateLinkedTokenSource(host, signal).Token;
    }

    /// <summary>Begins to listen, if a launcher started this process; once is enough.</summary>
    /// <returns>Whether it listens.</returns>
    public static bool Listen()
    {
        lock (Gate)
        {
            if (OperatingSystem.IsWindows() || Environment.GetEnvironmentVariable(Variable) != Meaning)
                return false;
            registration ??= PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => Arrive());
            return true;
        }
    }

    /// <summary>A new cell begins: what interrupted the one before is over.</summary>
    public static void NextCell()
    {
        lock (Gate)
            cell = new CancellationTokenSource();
    }

    private static void Arrive()
    {
        CancellationTokenSource running;
        lock (Gate)
            running = cell;
        // Outside the lock: what is waiting for this may ask for a token in turn.
        running.Cancel();
    }
}
