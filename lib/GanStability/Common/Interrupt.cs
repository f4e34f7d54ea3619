namespace GanStability;

/// <summary>
/// The reader's stop button as a long call sees it. Training gives back what it has; a call that has nothing to give before it is
/// finished ends with a sentence.
/// </summary>
internal static class Interrupt
{
    [ThreadStatic]
    private static bool finishing;

    /// <summary>Cancelled when the running cell is interrupted. Ask once, at the start of a call.</summary>
    public static CancellationToken Token => finishing ? CancellationToken.None : Source();

    /// <summary>Where an interruption comes from: nowhere, until a notebook's host, or the runner, sets it.</summary>
    internal static Func<CancellationToken> Source { get; set; } = () => CancellationToken.None;

    /// <summary>Ends a call that was interrupted and has nothing to give.</summary>
    /// <param name="interrupt">What <see cref="Token"/> gave at the start of the call.</param>
    /// <param name="lost">What is not there, as a sentence without its stop.</param>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public static void ThrowIfInterrupted(this CancellationToken interrupt, string lost)
    {
        if (interrupt.IsCancellationRequested)
            throw new OperationCanceledException($"Interrupted: {lost}. Run the cell again to begin anew.", interrupt);
    }

    /// <summary>Does a piece of work of seconds to its end, because what led to it took minutes and would be lost.</summary>
    public static T Finish<T>(Func<T> work)
    {
        var outer = finishing;
        finishing = true;
        try
        {
            return work();
        }
        finally
        {
            finishing = outer;
        }
    }

    /// <summary>
    /// Does work that cannot be asked to stop, such as the eigenvalues of a large matrix: after an interruption it ends unseen.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public static T Leaving<T>(Func<T> work, string lost)
    {
        var interrupt = Token;
        if (!interrupt.CanBeCanceled)
            return work();
        var task = Task.Run(work, CancellationToken.None);
        try
        {
            task.Wait(interrupt);
        }
        catch (OperationCanceledException)
        {
            interrupt.ThrowIfInterrupted(lost);
        }
        catch (AggregateException)
        {
            // Thrown again below, as it was.
        }
        return task.GetAwaiter().GetResult();
    }
}
