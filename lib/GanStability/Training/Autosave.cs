using System.Diagnostics;

namespace GanStability.Training;

/// <summary>
/// Keeps a checkpoint of a run up to date: every few seconds, taking at most a twentieth of the time, and when the run is interrupted. A finished run leaves none:
/// there is nothing to go on with.
/// </summary>
/// <param name="checkpoint">Where it is kept.</param>
public sealed class Autosave(Checkpoint checkpoint) : ITrainingObserver
{
    private const int Share = 20;
    private readonly Stopwatch since = Stopwatch.StartNew();
    private TimeSpan pause;

    /// <summary>The shortest time between two checkpoints.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Why the last checkpoint could not be written, or null. Training goes on without one.</summary>
    public string? Failure { get; private set; }

    /// <inheritdoc/>
    public void Observe(Run run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.Outcome == Outcome.Running && since.Elapsed < (pause > Every ? pause : Every)) return;
        var writing = Stopwatch.StartNew();
        try
        {
            if (run.Outcome is Outcome.Running or Outcome.Cancelled) checkpoint.Save(run);
            else checkpoint.Delete();
            Failure = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Failure = e.Message;
        }
        pause = writing.Elapsed * Share;
        since.Restart();
    }
}
