namespace GanStability;

/// <summary>
/// Recipes × seeds: trains what is not in the file yet and saves each result as soon as it is there, so that an interrupted showdown goes
/// on where it stopped and several can be pooled. With a file, the run that was interrupted goes on from a checkpoint in the folder
/// <c>checkpoints</c> beside it. Seeds of one recipe that are missing side by side train as one ensemble.
/// </summary>
/// <param name="file">Where results are kept; null to keep them in memory only.</param>
/// <param name="scorer">Scores pictures; when null, the one that belongs to the data, see <see cref="ImageScorer.For"/>. Not needed for
/// points.</param>
/// <param name="fresh">Results of an older build of the kit do not count: their seeds are trained anew. Otherwise they are kept.</param>
public sealed class Showdown(ResultFile? file = null, ImageScorer? scorer = null, bool fresh = false)
{
    private readonly List<SeedResult> memory = [];
    private readonly Lock scoring = new();
    private readonly Checkpoints? checkpoints = file is null
        ? null
        : new(Path.Combine(Path.GetDirectoryName(file.FullPath)!, "checkpoints"));
    private ImageScorer? scorer = scorer;

    /// <summary>
    /// How many seeds train together, counted from the first seed of a recipe. Rounding depends on how many train together, so with blocks
    /// the results of a seed are the same however a study was divided or interrupted: a block of which a seed is missing is trained whole.
    /// 0: seeds that are missing side by side train together.
    /// </summary>
    internal int Block { get; init; }

    /// <summary>All results so far.</summary>
    public IReadOnlyList<SeedResult> Results => file?.Read() ?? InMemory();

    /// <summary>Trains the seeds of a recipe that have no result yet.</summary>
    /// <param name="recipe">The recipe; its <c>Seed</c> and <c>Replicas</c> say which seeds.</param>
    /// <param name="observer">Watches the training; may be null.</param>
    /// <param name="cancellation">Stops training. A run that was stopped leaves no result: half-trained seeds would not be
    /// comparable.</param>
    /// <returns>The results of all seeds asked for, in the order of the seeds; fewer when stopped.</returns>
    public IReadOnlyList<SeedResult> Train(Recipe recipe, ITrainingObserver? observer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        var missing = Missing(recipe);
        if (missing.Count > 0)
            file?.CheckWritable();
        foreach (var (first, count) in missing)
        {
            if (cancellation.IsCancellationRequested)
                break;
            using var run = TrainOrGoOn(recipe with { Seed = first, Replicas = count }, observer, cancellation);
            if (run.Outcome == Outcome.Cancelled)
                break;
            Keep(ResultsOf(run));
        }
        return Of(recipe);
    }

    /// <summary>
    /// Trains several recipes beside each other, one per core, for a paired comparison. All are checked before the first is trained.
    /// </summary>
    /// <param name="baseline">The recipe that the others are compared with, whether it is among them or not.</param>
    /// <param name="recipes">The recipes, each with its own name.</param>
    /// <param name="done">Told when a recipe is through, with its index and its results, of which there are fewer when it was stopped; one
    /// call at a time, in any order.</param>
    /// <param name="observer">Watches the trainings; may be null.</param>
    /// <param name="cancellation">Stops after the current step.</param>
    /// <param name="someSeeds">Some of the baseline's seeds are enough.</param>
    /// <exception cref="ArgumentException">Two recipes of one name, one that cannot be trained, or one whose data or seeds differ from the
    /// baseline's; nothing was trained.</exception>
    internal void Train(
        Recipe baseline,
        IReadOnlyList<Recipe> recipes,
        Action<int, IReadOnlyList<SeedResult>> done,
        ITrainingObserver? observer,
        CancellationToken cancellation,
        bool someSeeds = false
    )
    {
        Check(baseline, recipes, someSeeds);
        var gate = new Lock();
        SideBySide.Do(recipes.Count, SideBySide.AtOnce(recipes[0].Device), i =>
        {
            var results = Train(recipes[i], observer, cancellation);
            lock (gate)
                done(i, results);
        });
    }

    /// <summary>What the reader should know about interrupted trainings.</summary>
    internal IReadOnlyList<string> Notes => checkpoints?.Notes ?? [];

    /// <summary>
    /// What the reader should know about results that are there already: which are of an older build, and which were left out, and why.
    /// </summary>
    /// <param name="recipes">What is about to be trained.</param>
    /// <param name="howFresh">How the reader asks for <c>fresh</c>.</param>
    internal IReadOnlyList<string> About(IReadOnlyList<Recipe> recipes, string howFresh = "fresh: true")
    {
        var unread = 0;
        var (notes, all) = (new List<string>(), Newest(file is null ? InMemory() : file.Read(out unread)));
        if (unread > 0)
            notes.Add($"{Rows(unread, "line")} of {Path.GetFileName(file!.FullPath)} could not be read and {Are(unread)} left out.");
        var older = recipes.SelectMany(Of).Count(r => r.Build != Identity.Build);
        if (older > 0)
            notes.Add($"Kept {Rows(older, "row")} of an older build of the kit; {howFresh} trains {(older == 1 ? "it" : "them")} anew.");
        foreach (var recipe in recipes.Where(r => Of(r).Count < r.Replicas))
        {
            var identity = Identity.Of(recipe);
            var others = all.Where(r => IsSeedOf(recipe, r) && r.Data == recipe.Data.Name && r.Settings != identity.Hash).ToList();
            if (others.Count > 0)
                notes.Add(
                    $"Left out {Rows(others.Count, "row")} of '{recipe.Name}': "
                        + (
                            others[^1].Description is { } was
                                ? Identity.Difference(was, identity.Settings)
                                : "an older kit trained them and did not write down every setting"
                        )
                        + "."
                );
        }
        return notes;

        static string Rows(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

        static string Are(int count) => count == 1 ? "is" : "are";
    }

    /// <summary>
    /// Adds a run that was trained elsewhere, such as in an earlier cell; results of the same recipe, settings and seed are replaced by the
    /// newer ones.
    /// </summary>
    /// <param name="run">The run.</param>
    public void Add(Run run) => Keep(ResultsOf(run));

    /// <summary>The results of a recipe's seeds.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <returns>At most one per seed, the newest, in the order of the seeds.</returns>
    public IReadOnlyList<SeedResult> Of(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        var settings = Identity.Of(recipe).Hash;
        return
        [
            .. Newest(Results)
                .Where(r => IsSeedOf(recipe, r) && r.Settings == settings && (!fresh || r.Build == Identity.Build))
                .OrderBy(r => r.Seed),
        ];
    }

    private static bool IsSeedOf(Recipe recipe, SeedResult result) =>
        result.Recipe == recipe.Name && result.Seed >= recipe.Seed && result.Seed < recipe.Seed + recipe.Replicas;

    /// <summary>One result per recipe, settings and seed: the newest.</summary>
    /// <param name="results">Results, oldest first.</param>
    /// <returns>The newest of each, in the order in which recipes first appear.</returns>
    public static IReadOnlyList<SeedResult> Newest(IReadOnlyList<SeedResult> results) =>
        [.. results.GroupBy(r => (r.Recipe, r.Settings, r.Seed)).Select(g => g.Last())];

    /// <summary>
    /// The table that belongs to the data: modes where they are known, scores of pictures, else the distance to the data.
    /// </summary>
    /// <param name="data">What was learned.</param>
    /// <param name="comparison">The results.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">Results on other data, or scored otherwise.</exception>
    public Table Table(IDataSource data, Comparison comparison)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data is IHasModes modes)
            return CoverageTable.Compare(modes, comparison);
        if (data.SampleShape.Count < 3)
            return DistanceTable.Compare(data, comparison);
        lock (scoring)
            return ImageTable.Compare(ScorerFor(data), comparison);
    }

    private IReadOnlyList<SeedResult> ResultsOf(Run run)
    {
        if (!run.IsImages)
            return SeedResult.Of(run);
        // One network looks for all that train beside each other.
        lock (scoring)
            return Interrupt.Finish(() => SeedResult.Of(run, ScorerFor(run.Recipe.Data)));
    }

    private ImageScorer ScorerFor(IDataSource data) => scorer ??= ImageScorer.For(data);

    private List<SeedResult> InMemory()
    {
        lock (memory)
            return [.. memory];
    }

    private Run TrainOrGoOn(Recipe recipe, ITrainingObserver? observer, CancellationToken cancellation) =>
        checkpoints is null
            ? Trainer.Train(recipe, observer, cancellation)
            : Trainer.Train([recipe], checkpoints.Interrupted, new Observers(observer, checkpoints), cancellation)[0];

    private void Keep(IReadOnlyList<SeedResult> results)
    {
        if (file is not null)
            file.Append(results);
        else
            lock (memory)
                memory.AddRange(results);
    }

    /// <summary>Refuses recipes that cannot be compared, before anything is trained.</summary>
    /// <param name="baseline">What they are compared with.</param>
    /// <param name="recipes">The recipes.</param>
    /// <param name="someSeeds">Some of the baseline's seeds are enough, since its results are stored.</param>
    internal static void Check(Recipe baseline, IReadOnlyList<Recipe> recipes, bool someSeeds = false)
    {
        foreach (var recipe in recipes)
            recipe.Prepare();
        if (recipes.GroupBy(r => r.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException(
                $"Two recipes are named '{twice.Key}': each row of the table needs a name of its own.",
                nameof(recipes)
            );
        foreach (var recipe in recipes)
        {
            var sameSeeds = someSeeds
                ? recipe.Seed >= baseline.Seed && recipe.Seed + recipe.Replicas <= baseline.Seed + baseline.Replicas
                : recipe.Seed == baseline.Seed && recipe.Replicas == baseline.Replicas;
            if (recipe.Data.Name != baseline.Data.Name || !sameSeeds)
                throw new ArgumentException(
                    $"'{recipe.Name}' is {recipe.Data.Name} with {recipe.Replicas} seeds from {recipe.Seed}; the "
                        + $"baseline is {baseline.Data.Name} with "
                        + $"{baseline.Replicas} seeds from {baseline.Seed}. A paired comparison needs the same.",
                    nameof(recipes)
                );
            if (Identity.Difference(Identity.Of(baseline.Data).Settings, Identity.Of(recipe.Data).Settings) is { } difference)
                throw new ArgumentException(
                    $"The data of '{recipe.Name}' and of the baseline, both named '{recipe.Data.Name}', differ: {difference}. A paired "
                        + "comparison needs the same.",
                    nameof(recipes)
                );
        }
    }

    /// <summary>Seeds to train together: blocks that are not complete, or runs of neighbouring seeds without a result.</summary>
    private List<(long First, int Count)> Missing(Recipe recipe)
    {
        var done = Of(recipe).Select(r => r.Seed).ToHashSet();
        var missing = new List<(long First, int Count)>();
        if (Block > 0)
        {
            for (var (first, end) = (recipe.Seed, recipe.Seed + recipe.Replicas); first < end; first += Block)
                if ((int)Math.Min(Block, end - first) is var count && Enumerable.Range(0, count).Any(i => !done.Contains(first + i)))
                    missing.Add((first, count));
            return missing;
        }
        for (var seed = recipe.Seed; seed < recipe.Seed + recipe.Replicas; seed++)
        {
            if (done.Contains(seed))
                continue;
            if (missing.Count > 0 && missing[^1] is var (first, count) && first + count == seed)
                missing[^1] = (first, count + 1);
            else
                missing.Add((seed, 1));
        }
        return missing;
    }
}
