namespace GanStability;

/// <summary>What a notebook says to the kit: start, show, train.</summary>
public static class Kit
{
    /// <summary>
    /// Loads the native code and reports on this machine; the last line of every setup cell. In a .NET Interactive kernel the compiler then
    /// warns only of what matters most (level 1), and a package that the kit brings is not loaded a second time.
    /// </summary>
    /// <returns>The report; it shows itself.</returns>
    public static DeviceReport Start()
    {
        if (KernelHost.IsHere)
            KernelHost.Prepare();
        if (NativeLibraries.Failure is null)
            PlotlyScript.Save(Path.Combine(NativeLibraries.KitFolder, "plotly.min.js"));
        return DeviceReport.Create();
    }

    /// <summary>
    /// Shows values in mid-cell, one under the other, in every host: figures, tables, runs, recipes and whatever else of the kit, tensors,
    /// charts of Plotly.NET, lists and tuples of these; anything else as text.
    /// </summary>
    /// <param name="values">What to show, at least one value.</param>
    /// <returns>A handle that replaces what is shown.</returns>
    /// <exception cref="ArgumentException">Nothing to show, or null.</exception>
    public static Display Show(params IReadOnlyList<object> values) => new(Host.Detect().Show(Shows.All(values)));

    /// <summary>
    /// Trains with a live picture: losses, samples and coverage, replaced in place a few times a second, with the steps per second and the
    /// time left. Interrupting the cell ends training after the current step and returns what was learned.
    /// </summary>
    /// <remarks>
    /// Long runs keep a checkpoint in <c>artifacts/checkpoints</c> of the course, renewed every few seconds and when the cell is
    /// interrupted, and removed when the run is finished: with <paramref name="resume"/> the same cell goes on where it was, even after the
    /// kernel was killed. A checkpoint that cannot be used is put aside, and the picture says so. Of runs of one recipe the three newest
    /// are kept. Where the runner runs several notebooks, a recipe that one of them has trained is not trained again, unless the run is
    /// watched; the picture says so.
    /// </remarks>
    /// <param name="recipe">What to do.</param>
    /// <param name="resume">Goes on from the checkpoint of this recipe if there is one; otherwise training starts afresh.</param>
    /// <param name="watch">Watches the run too, for instance a <see cref="ScoreWatch"/>; may be null.</param>
    /// <returns>The run.</returns>
    /// <exception cref="ArgumentException">A setting outside its range, or a combination that makes no sense; nothing was
    /// trained.</exception>
    /// <exception cref="InvalidOperationException">The native libraries could not be loaded.</exception>
    public static Run Train(Recipe recipe, bool resume = false, ITrainingObserver? watch = null)
    {
        if (recipe is null)
            throw new ArgumentNullException(nameof(recipe), "There is no recipe (it is null): run the cell that makes it first.");
        return Train([recipe], resume, watch)[0];
    }

    /// <summary>
    /// Trains several recipes beside each other, one per core, with one output that says how far each is over a live picture of one of
    /// them. On two cores a comparison takes little more than half the time of one training after the other. Interrupting the cell ends all
    /// after the current step.
    /// </summary>
    /// <param name="recipes">What to do, each with its own name.</param>
    /// <returns>The runs, in the order of the recipes. Where an error ends one of them the others go on, and the output says so.</returns>
    /// <exception cref="ArgumentException">No recipe, two of one name, a setting outside its range, or a combination that makes no sense;
    /// nothing was trained.</exception>
    /// <exception cref="InvalidOperationException">The native libraries could not be loaded.</exception>
    public static IReadOnlyList<Run> Train(params IReadOnlyList<Recipe> recipes) => Train(recipes, resume: false);

    /// <summary>
    /// Trains several recipes beside each other, or goes on with those of them that were interrupted, see
    /// <see cref="Train(Recipe, bool, ITrainingObserver)"/>; those that were finished are trained again.
    /// </summary>
    /// <param name="recipes">What to do, each with its own name.</param>
    /// <param name="resume">Goes on from the checkpoints of these recipes where there are any.</param>
    /// <param name="watch">Watches the runs too, one at a time, for instance a <see cref="Film"/>; may be null.</param>
    /// <returns>The runs, in the order of the recipes.</returns>
    /// <exception cref="ArgumentException">No recipe, two of one name, a setting outside its range, or a combination that makes no sense;
    /// nothing was trained.</exception>
    /// <exception cref="InvalidOperationException">The native libraries could not be loaded.</exception>
    public static IReadOnlyList<Run> Train(IReadOnlyList<Recipe> recipes, bool resume, ITrainingObserver? watch = null)
    {
        NativeLibraries.ThrowIfUnavailable();
        if (recipes is null)
            throw new ArgumentNullException(nameof(recipes), "There are no recipes (null): run the cell that makes them first.");
        if (recipes.Count == 0 || recipes.Any(r => r is null))
            throw new ArgumentException("Give at least one recipe, and no null.", nameof(recipes));
        // Checked first: a recipe without stabilizers to name it by has no name.
        foreach (var recipe in recipes)
            recipe.Prepare();
        if (recipes.GroupBy(r => r.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException(
                $"Two recipes are named '{twice.Key}': give each a name of its own with recipe with {{ Name = … }}.",
                nameof(recipes)
            );
        foreach (var recipe in recipes)
            RecentRuns.MakeRoomFor(recipe);
        var trained = resume ? new(null) : TrainedRuns.OfThisSession;
        var runs = Watched(
            (checkpoints, observer, cancellation) =>
            {
                // What watches a run sees its steps, and a run that was trained before has none to show.
                Run? Before(Recipe recipe) =>
                    resume ? checkpoints.Interrupted(recipe)
                    : watch is null ? trained.Find(recipe)
                    : null;
                var all = Trainer.Train(recipes, Before, observer, cancellation);
                // An observer of somebody's own could have touched the players.
                if (watch is null or Film or ScoreWatch)
                    foreach (var run in all)
                        trained.Keep(run);
                return all;
            },
            watch,
            () => trained.Notes
        );
        foreach (var run in runs.Where(run => run.Failure is null))
            RecentRuns.Add(run);
        return runs;
    }

    /// <summary>
    /// Goes on with a run that was interrupted in this session, with a live picture as in
    /// <see cref="Train(Recipe, bool, ITrainingObserver)"/>.
    /// </summary>
    /// <param name="run">The run; it is changed.</param>
    /// <param name="watch">Watches the run too; may be null.</param>
    /// <returns>The same run.</returns>
    /// <exception cref="ArgumentException">A run that was not interrupted.</exception>
    /// <exception cref="ObjectDisposedException">A run that was freed.</exception>
    public static Run Resume(Run run, ITrainingObserver? watch = null)
    {
        if (run is null)
            throw new ArgumentNullException(nameof(run), "There is no run yet (it is null): train with Kit.Train(recipe).");
        return Watched((_, observer, cancellation) => [Trainer.Resume(run, observer, cancellation)], watch)[0];
    }

    /// <summary>
    /// Trains several recipes on the same seeds and compares them, as their data is measured: shows how far it is and the table so far, and
    /// goes on where an interrupted showdown stopped.
    /// </summary>
    /// <param name="recipes">The recipes, baseline first, each with its own name.</param>
    /// <param name="file">Where results are kept, see <see cref="Results"/>; null to keep them in memory only.</param>
    /// <param name="scorer">Scores pictures; when null, the one that belongs to the data, see <see cref="ImageScorer.For"/>.</param>
    /// <param name="fresh">Trains anew what an older build of the kit trained; otherwise such rows are kept, and the board says so.</param>
    /// <returns>The board: its tables and figures, and <see cref="ShowdownBoard.Train"/> for one more row.</returns>
    /// <exception cref="ArgumentException">Two recipes of one name, a recipe that cannot be trained, or one whose data or seeds differ from
    /// the baseline's; nothing was trained.</exception>
    /// <exception cref="InvalidOperationException">The native libraries could not be loaded.</exception>
    public static ShowdownBoard Showdown(
        IReadOnlyList<Recipe> recipes,
        ResultFile? file = null,
        ImageScorer? scorer = null,
        bool fresh = false
    ) => new ShowdownBoard(file, scorer, fresh).Train(recipes);

    /// <summary>
    /// A board of results that ship with the course: nothing is trained. <see cref="ShowdownBoard.Train"/> puts a row of your own beside
    /// them, paired with the stored baseline on its seeds: start from <see cref="Stored.Recipe"/>.
    /// </summary>
    /// <param name="stored">The results, such as <c>Stored.Results("rotating")</c>.</param>
    /// <param name="methods">The methods that are shown beside the baseline, out of <see cref="Stored.Methods"/>.</param>
    /// <param name="file">Where the rows of your own are kept; null to keep them in memory only.</param>
    /// <param name="fresh">Trains anew what an older build of the kit trained in <paramref name="file"/>.</param>
    /// <returns>The board.</returns>
    /// <exception cref="ArgumentException">A method that is not stored; the message lists those that are.</exception>
    public static ShowdownBoard Showdown(Stored stored, IReadOnlyList<string> methods, ResultFile? file = null, bool fresh = false) =>
        new(Require.Given(stored, "such as Stored.Results(\"rotating\")"), Require.Given(methods, "names of stored methods"), file, fresh);

    /// <summary>A results file in <c>artifacts/results</c> of the course, wherever the notebook lies.</summary>
    /// <param name="name">A file name without a folder, such as <c>showdown.jsonl</c>.</param>
    /// <param name="fresh">Forgets what an earlier run left there.</param>
    /// <returns>The file; it need not exist yet.</returns>
    /// <exception cref="ArgumentException">A name with a folder in it, or none.</exception>
    public static ResultFile Results(string name, bool fresh = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (Path.GetFileName(name) != name)
            throw new ArgumentException(
                $"'{name}' is not a plain file name: leave the folder out, results lie in artifacts/results.",
                nameof(name)
            );
        var file = new ResultFile(Path.Combine(Paths.Root, "artifacts", "results", name));
        if (fresh && File.Exists(file.FullPath))
            File.Delete(file.FullPath);
        return file;
    }

    /// <summary>For a loop of your own: ends it when the cell is interrupted.</summary>
    /// <exception cref="OperationCanceledException">The cell was interrupted.</exception>
    public static void StopIfInterrupted() => Interrupt.Token.ThrowIfInterrupted("the loop of this cell was not finished");

    private static IReadOnlyList<Run> Watched(
        Func<Checkpoints, ITrainingObserver, CancellationToken, IReadOnlyList<Run>> train,
        ITrainingObserver? watch,
        Func<IReadOnlyList<string>>? notes = null
    )
    {
        var (view, checkpoints) = (new LiveView(Host.Detect()), new Checkpoints(Paths.Checkpoints));
        var runs = train(checkpoints, new Observers(view, checkpoints, watch), Interrupt.Token);
        view.Finish(runs, [.. checkpoints.Notes, .. notes?.Invoke() ?? []]);
        return runs;
    }

    /// <summary>Chooses a number by the size a notebook runs at.</summary>
    /// <param name="size"><c>smoke</c> (does it run?), <c>class</c> or <c>full</c>.</param>
    /// <param name="smoke">The value for <c>smoke</c>.</param>
    /// <param name="atClass">The value for <c>class</c>.</param>
    /// <param name="full">The value for <c>full</c>.</param>
    /// <returns>One of the three.</returns>
    /// <exception cref="ArgumentException">Another size.</exception>
    public static int Sized(string size, int smoke, int atClass, int full) =>
        size switch
        {
            "smoke" => smoke,
            "class" => atClass,
            "full" => full,
            _ => throw new ArgumentException($"Size is '{size}'; allowed are 'smoke', 'class' and 'full'.", nameof(size)),
        };
}

/// <summary>Something shown in a notebook that can be replaced in place.</summary>
/// <param name="replace">Replaces what is shown.</param>
public sealed class Display(Action<IShown> replace)
{
    /// <summary>Replaces what is shown.</summary>
    /// <param name="values">The new content, as for <see cref="Kit.Show"/>.</param>
    /// <exception cref="ArgumentException">Nothing to show, or null.</exception>
    public void Update(params IReadOnlyList<object> values) => replace(Shows.All(values));
}
