using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace GanStability;

/// <summary>
/// A showdown in a notebook: one row per recipe, beside the first, the baseline. While it trains, one output shows how far it is and the
/// table so far. A row is added or replaced by training a recipe of a new or of the same name; made by <c>Kit.Showdown</c>.
/// </summary>
public sealed class ShowdownBoard : IShown
{
    private readonly Showdown showdown;
    private readonly ResultFile? file;
    private readonly List<Method> rows = [];
    private readonly bool stored;
    private Recipe? baseline;

    /// <summary>A board whose rows are stored already; what is trained stands beside them.</summary>
    internal ShowdownBoard(Stored results, IReadOnlyList<string> methods, ResultFile? file, bool fresh)
        : this(file, null, fresh)
    {
        rows.AddRange(results.Compare([results.Recipe.Name, .. methods]).All);
        (stored, baseline) = (true, results.Recipe);
    }

    internal ShowdownBoard(ResultFile? file, ImageScorer? scorer, bool fresh = false) =>
        (this.file, showdown) = (file, new Showdown(file, scorer, fresh));

    /// <summary>The methods row by row, baseline first.</summary>
    public IReadOnlyList<Method> Methods => rows;

    /// <summary>The methods beside the baseline.</summary>
    /// <exception cref="InvalidOperationException">No row yet.</exception>
    public Comparison Comparison =>
        ComparisonOrNull() ?? throw new InvalidOperationException("There is no finished row yet: train the baseline first.");

    /// <summary>
    /// Trains the seeds that have no result yet and adds one row per recipe; a recipe named like an earlier row replaces it, except a
    /// stored one: beside that it stands as <c>…, yours</c>, and may have fewer seeds. All recipes are checked before the first is trained.
    /// Interrupting the cell stops after the current step; finished rows stay, and the same cell goes on from there.
    /// </summary>
    /// <param name="recipes">The recipes; on the first call the first one is the baseline.</param>
    /// <returns>This.</returns>
    /// <exception cref="ArgumentException">Two recipes of one name, a recipe that cannot be trained, or one whose data or seeds differ from
    /// the baseline's; nothing was trained.</exception>
    /// <exception cref="InvalidOperationException">The native libraries could not be loaded.</exception>
    public ShowdownBoard Train(params IReadOnlyList<Recipe> recipes)
    {
        ArgumentNullException.ThrowIfNull(recipes);
        if (recipes.Count == 0 || recipes.Any(r => r is null))
            throw new ArgumentException("Give at least one recipe, and no null.", nameof(recipes));
        NativeLibraries.ThrowIfUnavailable();
        var first = baseline ?? recipes[0];
        Showdown.Check(first, recipes, stored);
        baseline = first;
        var host = Host.Detect();
        var (cancellation, clock) = (Interrupt.Token, Stopwatch.StartNew());
        var view = new View(host, recipes.Count, TableOrNull);
        var (before, about) = (recipes.Sum(r => showdown.Of(r).Count), showdown.About(recipes));
        var finished = new IReadOnlyList<SeedResult>?[recipes.Count];
        var shown = 0;
        showdown.Train(first, recipes, Done, view, cancellation, stored);
        var (all, trained) = (recipes.Sum(r => r.Replicas), recipes.Sum(r => showdown.Of(r).Count));
        var source = file is null ? "from before" : $"from {Path.GetFileName(file.FullPath)}";
        view.Finish(
            string.Join(
                '\n',
                showdown
                    .Notes.Concat(about)
                    .Prepend(
                        shown < recipes.Count
                            ? $"Stopped: {trained} of {all} seeds are done and kept; run the cell again to go on with the others."
                            : string.Create(
                                CultureInfo.InvariantCulture,
                                $"{recipes.Count} × {all / recipes.Count} seeds: {all - before} trained now in "
                                    + $"{clock.Elapsed.TotalSeconds:0} s, "
                                    + $"{before} {source}."
                            )
                    )
            )
        );
        return this;

        void Done(int i, IReadOnlyList<SeedResult> results)
        {
            if (results.Count == recipes[i].Replicas)
                finished[i] = results;
            // Rows stand in the order of the recipes, whichever is ready first.
            for (; shown < finished.Length && finished[shown] is { } ready; shown++)
                Put(new(stored ? $"{recipes[shown].Name}, yours" : recipes[shown].Name, ready));
            view.Done(recipes[i].Name);
        }
    }

    /// <summary>
    /// The table of the samples, as the data is measured: modes, scores of pictures or distances, with paired differences and reference
    /// rows.
    /// </summary>
    /// <returns>The table.</returns>
    /// <exception cref="InvalidOperationException">No row yet.</exception>
    public Table Coverage() => showdown.Table(baseline!.Data, Comparison);

    /// <summary>The table of the game itself: losses, gradient norms, time.</summary>
    /// <returns>The table.</returns>
    public Table Game() => GameTable.Compare(Comparison);

    /// <summary>The methods beside the baseline: modes or distances over training, or the scores of pictures.</summary>
    /// <returns>The figure.</returns>
    /// <exception cref="InvalidOperationException">No row yet.</exception>
    public Figure OverTraining() => ShowdownFigures.Of(Comparison);

    /// <inheritdoc/>
    public string ToHtml() => Coverage().ToHtml();

    /// <inheritdoc/>
    public string ToText() => Coverage().ToText();

    private Comparison? ComparisonOrNull()
    {
        lock (rows)
            return rows.Count == 0 ? null : new(rows[0], [.. rows.Skip(1)]);
    }

    private Table? TableOrNull() => ComparisonOrNull() is { } comparison ? showdown.Table(baseline!.Data, comparison) : null;

    private void Put(Method method)
    {
        lock (rows)
        {
            var at = rows.FindIndex(r => r.Name == method.Name);
            // Beside the stored row of its method, where there is one.
            var ours = stored ? rows.FindIndex(r => $"{r.Name}, yours" == method.Name) : -1;
            if (at >= 0)
                rows[at] = method;
            else if (ours >= 0)
                rows.Insert(ours + 1, method);
            else
                rows.Add(method);
        }
    }

    /// <summary>
    /// One output: how far the methods in training are, over the table so far; redrawn at most twice a second, in at most a tenth of the
    /// time.
    /// </summary>
    private sealed class View(Host host, int methods, Func<Table?> table) : ITrainingObserver
    {
        private readonly Progress progress = new();
        private readonly Pace pace = new(TimeSpan.FromMilliseconds(500), share: 10);
        private Action<IShown>? replace;
        private int done;

        public void Observe(Run run)
        {
            lock (progress)
            {
                progress.Observe(run);
                if (pace.Due)
                    ShowProgress();
            }
        }

        public void Done(string name)
        {
            lock (progress)
            {
                progress.LeaveOut(name);
                done++;
                ShowProgress();
            }
        }

        public void Finish(string text) => Show(text);

        private void ShowProgress()
        {
            if (host.UpdatesInPlace)
                pace.Do(() => Show($"{done} of {methods} methods done\n{progress.Text}".TrimEnd()));
        }

        private void Show(string text)
        {
            var shown = new Standing(text, table());
            if (replace is null)
                replace = host.Show(shown);
            else
                replace(shown);
        }
    }

    private sealed record Standing(string Lines, Table? Table) : IShown
    {
        public string ToHtml() =>
            $"<div>{WebUtility.HtmlEncode(Lines).Replace("\n", "<br>", StringComparison.Ordinal)}</div>{Table?.ToHtml()}";

        public string ToText() => Table is null ? Lines : $"{Lines}\n{Table.ToText()}";
    }
}
