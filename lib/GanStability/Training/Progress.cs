using System.Diagnostics;
using System.Globalization;

namespace GanStability.Engine;

/// <summary>How far trainings are: one line for each, the same wherever it is read.</summary>
internal sealed class Progress : ITrainingObserver
{
    private readonly OrderedDictionary<string, string> lines = [];

    /// <summary>The lines of all trainings that were not left out, in the order in which they began.</summary>
    public string Text
    {
        get
        {
            lock (lines)
                return string.Join('\n', lines.Values);
        }
    }

    public void Observe(Run run)
    {
        lock (lines)
            lines[run.Name] = Line(run);
    }

    /// <summary>Leaves out a training that is of no more interest.</summary>
    public void LeaveOut(string name)
    {
        lock (lines)
            lines.Remove(name);
    }

    /// <summary>One training in words, such as <c>baseline: step 400 of 2000, 8 seeds, 650 steps/s, 2 s left</c>.</summary>
    public static string Line(Run run)
    {
        if (run.Outcome != Outcome.Running)
            return $"{run.Name}: done";
        var (done, all, seeds) = (run.History.Steps, run.Recipe.Steps, run.Recipe.Replicas);
        var rate = done / Math.Max(run.Elapsed.TotalSeconds, 1e-9);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{run.Name}: step {done} of {all}, {(seeds == 1 ? "" : $"{seeds} seeds, ")}{rate:0} steps/s, "
                + $"{(all - done) / Math.Max(rate, 1e-9):0} s left"
        );
    }
}

/// <summary>
/// How often something is done that takes time of its own, such as drawing or saving: not before a pause has passed, and for no more than a
/// share of the time.
/// </summary>
/// <param name="shortest">The shortest pause.</param>
/// <param name="share">The pause is at least so many times as long as the work took.</param>
/// <param name="atOnce">The first time needs no pause before it.</param>
internal sealed class Pace(TimeSpan shortest, int share, bool atOnce = false)
{
    private readonly Stopwatch since = Stopwatch.StartNew();
    private TimeSpan pause = atOnce ? TimeSpan.Zero : shortest;

    /// <summary>The pause has passed.</summary>
    public bool Due => since.Elapsed >= pause;

    /// <summary>Does the work, and begins the next pause.</summary>
    public void Do(Action work)
    {
        var working = Stopwatch.StartNew();
        work();
        pause = working.Elapsed * share is var fair && fair > shortest ? fair : shortest;
        since.Restart();
    }
}
