using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace GanStability;

/// <summary>
/// A showdown in a notebook: one row per recipe, the first is the baseline. While it trains, one output shows how far it is and the table so far. A row is added or
/// replaced by training a recipe of a new or of the same name; made by <see cref="Kit.Showdown"/>.
/// </summary>
public sealed class ShowdownBoard : IShown
{
    private readonly Showdown showdown;
    private readonly ResultFile? file;
    private readonly List<(Recipe Recipe, IReadOnlyList<SeedResult> Results)> rows = [];

    internal ShowdownBoard(ResultFile? file) => (this.file, showdown) = (file, new Showdown(file));

    /// <summary>The results row by row, baseline first.</summary>
    public IReadOnlyList<IReadOnlyList<SeedResult>> Methods => [.. rows.Select(r => r.Results)];

    /// <summary>
    /// Trains the seeds that have no result yet and adds one row per recipe; a recipe named like an earlier row replaces it. All recipes are checked before the first
    /// is trained. Interrupting the cell stops after the current step; finished rows stay, and the same cell goes on from there.
    /// </summary>
    /// <param name="recipes">The recipes; on the first call the first one is the baseline.</param>
    /// <returns>This.</returns>
    /// <exception cref="ArgumentException">Two recipes of one name, a recipe that cannot be trained, or one whose data or seeds differ from the baseline's; nothing was trained.</exception>
    /// <exception cref="InvalidOperationException">The native libraries could not be loaded.</exception>
    public ShowdownBoard Train(params IReadOnlyList<Recipe> recipes)
    {
        Check(recipes);
        NativeLibraries.ThrowIfUnavailable();
        var host = Host.Detect();
        var (cancellation, clock) = (Interrupt.Token, Stopwatch.StartNew());
        var view = new View(host, recipes.Count, TableOrNull);
        var before = recipes.Sum(r => showdown.Of(r).Count);
        var finished = new IReadOnlyList<SeedResult>?[recipes.Count];
        var shown = 0;
        SideBySide.Do(recipes.Count, SideBySide.AtOnce(recipes[0].Device), i =>
        {
            var results = showdown.Train(recipes[i], view, cancellation);
            lock (view)
            {
                if (results.Count == recipes[i].Replicas) finished[i] = results;
                // Rows stand in the order of the recipes, whichever is ready first.
                for (; shown < finished.Length && finished[shown] is { } ready; shown++) Put(recipes[shown], ready);
                view.Done(recipes[i].Name);
            }
        });
        var (all, done) = (recipes.Sum(r => r.Replicas), recipes.Sum(r => showdown.Of(r).Count));
        if (shown < recipes.Count)
        {
            view.Finish($"Stopped: {done} of {all} seeds are done and kept; run the cell again to go on with the others.");
            return this;
        }
        var source = file is null ? "from before" : $"from {Path.GetFileName(file.FullPath)}";
        view.Finish(string.Create(CultureInfo.InvariantCulture, $"{recipes.Count} × {all / recipes.Count} seeds: {all - before} trained now in {clock.Elapsed.TotalSeconds:0} s, {before} {source}."));
        return this;
    }

    /// <summary>The table of modes with paired differences and reference rows.</summary>
    /// <returns>The table.</returns>
    /// <exception cref="InvalidOperationException">No row yet.</exception>
    public Table Coverage() => TableOrNull() ?? throw new InvalidOperationException("There is no finished row yet: train the baseline first.");

    /// <summary>The table of the game itself: losses, gradient norms, time.</summary>
    /// <returns>The table.</returns>
    public Table Game() => GameTable.Compare(Methods);

    /// <summary>Modes held over training, method by method beside the baseline.</summary>
    /// <returns>The figure.</returns>
    public Figure OverTraining() => ShowdownFigures.Coverage(Methods);

    /// <inheritdoc/>
    public string ToHtml() => Coverage().ToHtml();

    /// <inheritdoc/>
    public string ToText() => Coverage().ToText();

    private Table? TableOrNull() => rows.Count == 0 ? null : CoverageTable.Compare((GaussianMixture)rows[0].Recipe.Data, Methods);

    private void Put(Recipe recipe, IReadOnlyList<SeedResult> results)
    {
        var at = rows.FindIndex(r => r.Recipe.Name == recipe.Name);
        if (at < 0) rows.Add((recipe, results));
        else rows[at] = (recipe, results);
    }

    private void Check(IReadOnlyList<Recipe> recipes)
    {
        ArgumentNullException.ThrowIfNull(recipes);
        if (recipes.Count == 0 || recipes.Any(r => r is null)) throw new ArgumentException("Give at least one recipe, and no null.", nameof(recipes));
        if (recipes.GroupBy(r => r.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"Two recipes are named '{twice.Key}': each row of the table needs a name of its own.", nameof(recipes));
        var baseline = rows.Count > 0 ? rows[0].Recipe : recipes[0];
        foreach (var recipe in recipes)
        {
            if (recipe.Data is not GaussianMixture) throw new ArgumentException($"Mode coverage needs data with known modes; {recipe.Data.Name} has none.", nameof(recipes));
            if (recipe.Data.Name != baseline.Data.Name || recipe.Seed != baseline.Seed || recipe.Replicas != baseline.Replicas)
                throw new ArgumentException($"'{recipe.Name}' is {recipe.Data.Name} with {recipe.Replicas} seeds from {recipe.Seed}; the baseline is {baseline.Data.Name} with " +
                    $"{baseline.Replicas} seeds from {baseline.Seed}. A paired comparison needs the same.", nameof(recipes));
            recipe.Prepare();
        }
    }

    /// <summary>One output: how far the methods in training are, over the table so far; redrawn at most twice a second.</summary>
    private sealed class View(Host host, int methods, Func<Table?> table) : ITrainingObserver
    {
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
        private readonly Stopwatch sinceDrawn = Stopwatch.StartNew();
        private readonly OrderedDictionary<string, string> training = [];
        private Action<IShown>? replace;
        private int done;

        public void Observe(Run run)
        {
            lock (this)
            {
                var (step, steps) = (run.History.Steps, run.Recipe.Steps);
                var rate = step / Math.Max(run.Elapsed.TotalSeconds, 1e-9);
                training[run.Name] = string.Create(CultureInfo.InvariantCulture,
                    $"{run.Name}: step {step} of {steps}, {run.Recipe.Replicas} seeds, {rate:0} steps/s, {(steps - step) / Math.Max(rate, 1e-9):0} s left");
                if (sinceDrawn.Elapsed > Pause) ShowProgress();
            }
        }

        public void Done(string name)
        {
            training.Remove(name);
            done++;
            ShowProgress();
        }

        public void Finish(string text) => Show(text);

        private void ShowProgress()
        {
            if (!host.UpdatesInPlace) return;
            Show(string.Join('\n', training.Values.Prepend($"{done} of {methods} methods done")));
            sinceDrawn.Restart();
        }

        private void Show(string text)
        {
            var shown = new Standing(text, table());
            if (replace is null) replace = host.Show(shown);
            else replace(shown);
        }
    }

    private sealed record Standing(string Lines, Table? Table) : IShown
    {
        public string ToHtml() => $"<div>{WebUtility.HtmlEncode(Lines).Replace("\n", "<br>", StringComparison.Ordinal)}</div>{Table?.ToHtml()}";

        public string ToText() => Table is null ? Lines : $"{Lines}\n{Table.ToText()}";
    }
}
