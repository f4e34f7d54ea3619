namespace GanStability;

/// <summary>
/// Recipes × seeds: trains what is not in the file yet and saves each result as soon as it is there, so that an interrupted showdown goes on where it stopped
/// and several can be pooled. With a file, the run that was interrupted goes on from a checkpoint in the folder <c>checkpoints</c> beside it. Seeds of one recipe that are missing side by side train as one ensemble.
/// </summary>
/// <param name="file">Where results are kept; null to keep them in memory only.</param>
/// <param name="scorer">Scores pictures; not needed for points, whose modes are known.</param>
public sealed class Showdown(ResultFile? file = null, PictureScorer? scorer = null)
{
    private readonly List<SeedResult> memory = [];

    /// <summary>All results so far.</summary>
    public IReadOnlyList<SeedResult> Results => file?.Read() ?? InMemory();

    /// <summary>Trains the seeds of a recipe that have no result yet.</summary>
    /// <param name="recipe">The recipe; its <c>Seed</c> and <c>Replicas</c> say which seeds.</param>
    /// <param name="observer">Watches the training; may be null.</param>
    /// <param name="cancellation">Stops training. A run that was stopped leaves no result: half-trained seeds would not be comparable.</param>
    /// <returns>The results of all seeds asked for, in the order of the seeds; fewer when stopped.</returns>
    public IReadOnlyList<SeedResult> Train(Recipe recipe, ITrainingObserver? observer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        foreach (var (first, count) in Missing(recipe))
        {
            if (cancellation.IsCancellationRequested) break;
            using var run = TrainOrGoOn(recipe with { Seed = first, Replicas = count }, observer, cancellation);
            if (run.Outcome == Outcome.Cancelled) break;
            Keep(ResultsOf(run));
        }
        return Of(recipe);
    }

    /// <summary>Adds a run that was trained elsewhere, such as in an earlier cell; results of the same recipe, settings and seed are replaced by the newer ones.</summary>
    /// <param name="run">The run.</param>
    public void Add(Run run) => Keep(ResultsOf(run));

    /// <summary>The results of a recipe's seeds.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <returns>At most one per seed, the newest, in the order of the seeds.</returns>
    public IReadOnlyList<SeedResult> Of(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        var settings = Fingerprint.Of(recipe);
        return [.. Newest(Results).Where(r => r.Recipe == recipe.Name && r.Settings == settings && r.Seed >= recipe.Seed && r.Seed < recipe.Seed + recipe.Replicas)
            .OrderBy(r => r.Seed)];
    }

    /// <summary>One result per recipe, settings and seed: the newest.</summary>
    /// <param name="results">Results, oldest first.</param>
    /// <returns>The newest of each, in the order in which recipes first appear.</returns>
    public static IReadOnlyList<SeedResult> Newest(IReadOnlyList<SeedResult> results) =>
        [.. results.GroupBy(r => (r.Recipe, r.Settings, r.Seed)).Select(g => g.Last())];

    /// <summary>
    /// Puts results of one data set side by side for a paired comparison, as when two classes pool their files: one entry per recipe and settings, <c>baseline</c>
    /// first, with only those seeds that all of them have.
    /// </summary>
    /// <param name="results">Results, oldest first, such as those of several files.</param>
    /// <returns>The newest results of each method in the order of the seeds.</returns>
    /// <exception cref="ArgumentException">No results, or no seed that all methods have.</exception>
    public static IReadOnlyList<IReadOnlyList<SeedResult>> Pair(IEnumerable<SeedResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        var methods = Newest([.. results]).GroupBy(r => (r.Recipe, r.Settings)).OrderBy(g => g.Key.Recipe == "baseline" ? 0 : 1).Select(g => g.ToList()).ToList();
        if (methods.Count == 0) throw new ArgumentException("There are no results to compare.", nameof(results));
        var shared = methods.Select(m => m.Select(r => r.Seed)).Aggregate((a, b) => a.Intersect(b)).ToHashSet();
        if (shared.Count == 0) throw new ArgumentException($"The methods on {methods[0][0].Data} have no seed in common: train the same seeds for each.", nameof(results));
        return [.. methods.Select(m => m.Where(r => shared.Contains(r.Seed)).OrderBy(r => r.Seed).ToList())];
    }

    private IReadOnlyList<SeedResult> ResultsOf(Run run) =>
        scorer is null ? SeedResult.Of(run) : Interrupt.Finish(() => SeedResult.Of(run, scorer));

    private List<SeedResult> InMemory()
    {
        lock (memory) return [.. memory];
    }

    private Run TrainOrGoOn(Recipe recipe, ITrainingObserver? observer, CancellationToken cancellation)
    {
        if (file is null) return Trainer.Train(recipe, observer, cancellation);
        var checkpoint = Checkpoint.Of(recipe, Path.Combine(Path.GetDirectoryName(file.FullPath)!, "checkpoints"));
        var saved = new Observers(observer, new Autosave(checkpoint));
        return Interrupted(checkpoint, recipe) is { } run ? Trainer.Resume(run, saved, cancellation) : Trainer.Train(recipe, saved, cancellation);
    }

    private static Run? Interrupted(Checkpoint checkpoint, Recipe recipe)
    {
        try
        {
            return checkpoint.Exists ? checkpoint.Load(recipe) : null;
        }
        catch (InvalidDataException)
        {
            // One that cannot be used is as good as none.
            return null;
        }
    }

    private void Keep(IReadOnlyList<SeedResult> results)
    {
        if (file is not null) file.Append(results);
        else lock (memory) memory.AddRange(results);
    }

    /// <summary>Runs of neighbouring seeds without a result.</summary>
    private List<(long First, int Count)> Missing(Recipe recipe)
    {
        var done = Of(recipe).Select(r => r.Seed).ToHashSet();
        var missing = new List<(long First, int Count)>();
        for (var seed = recipe.Seed; seed < recipe.Seed + recipe.Replicas; seed++)
        {
            if (done.Contains(seed)) continue;
            if (missing.Count > 0 && missing[^1] is var (first, count) && first + count == seed) missing[^1] = (first, count + 1);
            else missing.Add((seed, 1));
        }
        return missing;
    }
}
