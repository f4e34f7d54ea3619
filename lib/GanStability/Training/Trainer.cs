namespace GanStability.Training;

/// <summary>Watches a run. It is called between steps and never changes the run.</summary>
public interface ITrainingObserver
{
    /// <summary>Called every few steps, after every measurement, and once at the end.</summary>
    /// <param name="run">The run so far.</param>
    void Observe(Run run);
}

/// <summary>Trains generative adversarial networks: <c>Recipe → Trainer.Train → Run</c>.</summary>
public static class Trainer
{
    /// <summary>Trains the R replicas of a recipe; see <c>Game</c> for the algorithm.</summary>
    /// <param name="recipe">What to do.</param>
    /// <param name="observer">Watches the run; may be null.</param>
    /// <param name="cancellation">Ends training after the current step; what was learned so far is returned.</param>
    /// <returns>The run: completed, cancelled or diverged, see <see cref="Run.Outcome"/>.</returns>
    /// <exception cref="ArgumentException">A setting outside its range, or a combination that makes no sense; nothing was trained.</exception>
    public static Run Train(Recipe recipe, ITrainingObserver? observer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        var run = new Run(recipe);
        run.Train(observer, cancellation);
        return run;
    }
}
