using GanStability.Training;

namespace GanStability.Scores;

/// <summary>The scores of every replica at one step.</summary>
/// <param name="Step">The step.</param>
/// <param name="Scores">One per replica.</param>
public sealed record ScoredStep(int Step, IReadOnlyList<PictureScore> Scores);

/// <summary>Scores a run on pictures while it trains, and once at the end. Scoring draws from a random stream of its own: the run stays what it is without it.</summary>
public sealed class ScoreWatch : ITrainingObserver
{
    private readonly int every;
    private readonly List<ScoredStep> steps = [];

    /// <summary>Prepares to watch one run.</summary>
    /// <param name="scorer">The network, the reference and N.</param>
    /// <param name="every">Steps between two scores, at least 1; a run is looked at between blocks of steps, so a score may come some steps later.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than one step.</exception>
    public ScoreWatch(PictureScorer scorer, int every)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        Scorer = scorer;
        this.every = every;
    }

    /// <summary>Who scores.</summary>
    public PictureScorer Scorer { get; }

    /// <summary>The scores so far, in order.</summary>
    public IReadOnlyList<ScoredStep> Steps => steps;

    /// <inheritdoc/>
    public void Observe(Run run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var (now, last) = (run.History.Steps, steps.Count > 0 ? steps[^1].Step : 0);
        var ended = run.Outcome != Outcome.Running && now > last;
        if (now / every > last / every || ended) steps.Add(new(now, [.. Enumerable.Range(0, run.Recipe.Replicas).Select(r => run.Score(Scorer, r))]));
    }
}
