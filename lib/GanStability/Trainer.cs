using System.Runtime.ExceptionServices;

namespace GanStability;

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
    /// <summary>Trains the R replicas of a recipe; the algorithm stands in <c>Algorithm1.cs</c>, on one page.</summary>
    /// <param name="recipe">What to do.</param>
    /// <param name="observer">Watches the run; may be null.</param>
    /// <param name="cancellation">Ends training after the current step; what was learned so far is returned.</param>
    /// <returns>The run: completed, cancelled or diverged, see <see cref="Run.Outcome"/>.</returns>
    /// <exception cref="ArgumentException">A setting outside its range, or a combination that makes no sense; nothing was
    /// trained.</exception>
    public static Run Train(Recipe recipe, ITrainingObserver? observer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        // A run that is only loaded needs no data; one that is trained tries it first.
        CheckedSource.Try(recipe.Prepare().Data, ComputeDevice.Resolve(recipe.Device));
        return Go(new Run(recipe), observer, cancellation);
    }

    /// <summary>Trains several recipes beside each other, one per core; each run is the run it would be alone, bit for bit.</summary>
    /// <param name="recipes">The recipes.</param>
    /// <param name="observer">Watches the runs, one at a time; may be null.</param>
    /// <param name="cancellation">Ends every training after the current step; recipes that were not begun end after one.</param>
    /// <returns>The runs, in the order of the recipes. Where an error ended one of several, it is <see cref="Outcome.Failed"/> and the
    /// others are kept.</returns>
    /// <exception cref="ArgumentException">A setting outside its range, or a combination that makes no sense; nothing was
    /// trained.</exception>
    /// <exception cref="Exception">What ended the first run, where no run went well.</exception>
    public static IReadOnlyList<Run> Train(
        IReadOnlyList<Recipe> recipes,
        ITrainingObserver? observer = null,
        CancellationToken cancellation = default
    ) => Train(recipes, _ => null, observer, cancellation);

    /// <summary>
    /// The same, going on with the recipes that <paramref name="before"/> gives an interrupted run of; one that is finished is taken as it
    /// is.
    /// </summary>
    internal static IReadOnlyList<Run> Train(
        IReadOnlyList<Recipe> recipes,
        Func<Recipe, Run?> before,
        ITrainingObserver? observer,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(recipes);
        foreach (var recipe in recipes)
            (recipe ?? throw new ArgumentException("One of the recipes is null.", nameof(recipes))).Prepare();
        var runs = new Run[recipes.Count];
        var one = observer is null ? null : new OneAtATime(observer);
        SideBySide.Do(runs.Length, runs.Length == 0 ? 1 : SideBySide.AtOnce(recipes[0].Device), i => runs[i] = One(recipes[i]));
        if (runs.Length > 0 && runs.All(run => run.Failure is not null))
            ExceptionDispatchInfo.Throw(runs[0].Failure!);
        return runs;

        Run One(Recipe recipe)
        {
            try
            {
                return before(recipe) switch
                {
                    null => Train(recipe, one, cancellation),
                    { Outcome: Outcome.Cancelled } run => Resume(run, one, cancellation),
                    var finished => finished,
                };
            }
            // The runs beside it have nothing to do with it and may have taken minutes.
            catch (Exception e) when (recipes.Count > 1 && e is not OutOfMemoryException)
            {
                return new Run(recipe, e);
            }
        }
    }

    /// <summary>
    /// Goes on with a run that was interrupted, as if it had not been: <see cref="Outcome.Cancelled"/> in this session, or read by
    /// <see cref="Checkpoint.Load"/>.
    /// </summary>
    /// <param name="run">The run; it is changed.</param>
    /// <param name="observer">Watches the run; may be null.</param>
    /// <param name="cancellation">Ends training after the current step; what was learned so far is kept.</param>
    /// <returns>The same run.</returns>
    /// <exception cref="ArgumentException">A run that was not interrupted.</exception>
    /// <exception cref="ObjectDisposedException">A run that was freed.</exception>
    public static Run Resume(Run run, ITrainingObserver? observer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        _ = run.Players;
        if (run.Outcome == Outcome.Cancelled)
            run.WentOnFrom = run.History.Steps;
        return run.Outcome switch
        {
            Outcome.Cancelled => Go(run, observer, cancellation),
            Outcome.Completed => throw new ArgumentException(
                $"The run '{run.Name}' has done all its {run.Recipe.Steps} steps. For a longer one train a recipe with more: recipe "
                    + $"with {{ Steps = … }}.",
                nameof(run)
            ),
            Outcome.Diverged => throw new ArgumentException(
                $"Every replica of the run '{run.Name}' has diverged. {DivergenceAdvice}",
                nameof(run)
            ),
            _ => throw new ArgumentException($"The run '{run.Name}' is still training.", nameof(run)),
        };
    }

    /// <summary>What to do about a run that diverged.</summary>
    internal const string DivergenceAdvice = "Lower the learning rates (5e-4 is usual), or add a stabilizer, and train again.";

    private static Run Go(Run run, ITrainingObserver? observer, CancellationToken cancellation)
    {
        try
        {
            run.Algorithm.Train(observer, cancellation);
            return run;
        }
        catch
        {
            // It stopped in the middle of a step: neither half of it is of use. A checkpoint stays as it was.
            run.Dispose();
            throw;
        }
    }

    private sealed class OneAtATime(ITrainingObserver observer) : ITrainingObserver
    {
        private readonly Lock gate = new();

        public void Observe(Run run)
        {
            lock (gate)
                observer.Observe(run);
        }
    }
}
