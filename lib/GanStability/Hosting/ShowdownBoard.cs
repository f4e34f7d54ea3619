using System.Diagnostics;
using System.Globalization;
using System.Net;
using GanStability.Data;
using GanStability.Figures;
using GanStability.Showdowns;
using GanStability.Training;

namespace GanStability.Hosting;

/// <summary>
/// A showdown in a notebook: one row per recipe, the first is the baseline. While it trains, one output shows how far it is and the table so far. A row is added or
/// replaced by training a recipe of a new or of the same name; made by <see cref="Kit.Showdown"/>.
/// </summary>
[TypeFormatterSource(typeof(ShownFormatterSource))]
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
        var cancellation = host.Cancellation;
        var view = new View(host);
        var clock = Stopwatch.StartNew();
        var trained = 0;
        foreach (var (index, recipe) in recipes.Index())
        {
            var before = showdown.Of(recipe).Count;
            view.Begin(recipes.Count == 1 ? recipe.Name : $"method {index + 1} of {recipes.Count}, {recipe.Name}", TableOrNull());
            var results = showdown.Train(recipe, view, cancellation);
            trained += results.Count - before;
            if (results.Count < recipe.Replicas)
            {
                view.Finish($"Stopped in {recipe.Name}. Finished rows are kept; run the cell again to go on.", TableOrNull());
                return this;
            }
            Put(recipe, results);
        }
        var all = recipes.Sum(r => r.Replicas);
        var source = file is null ? "from before" : $"from {Path.GetFileName(file.FullPath)}";
        view.Finish(string.Create(CultureInfo.InvariantCulture, $"{recipes.Count} × {all / recipes.Count} seeds: {trained} trained now in {clock.Elapsed.TotalSeconds:0} s, {all - trained} {source}."), Coverage());
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

    /// <summary>One output: a line that says how far it is, over the table so far; redrawn at most twice a second.</summary>
    private sealed class View(Host host) : ITrainingObserver
    {
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
        private readonly Stopwatch sinceDrawn = Stopwatch.StartNew();
        private Action<IShown>? replace;
        private string method = "";
        private Table? table;

        public void Begin(string name, Table? soFar)
        {
            (method, table) = (name, soFar);
            if (host.UpdatesInPlace) Show(name);
        }

        public void Observe(Run run)
        {
            if (!host.UpdatesInPlace || sinceDrawn.Elapsed < Pause) return;
            var (done, all) = (run.History.Steps, run.Recipe.Steps);
            var rate = done / Math.Max(run.Elapsed.TotalSeconds, 1e-9);
            Show(string.Create(CultureInfo.InvariantCulture, $"{method}: step {done} of {all}, {run.Recipe.Replicas} seeds, {rate:0} steps/s, {(all - done) / Math.Max(rate, 1e-9):0} s left"));
            sinceDrawn.Restart();
        }

        public void Finish(string text, Table? final)
        {
            table = final;
            Show(text);
        }

        private void Show(string text)
        {
            var shown = new Standing(text, table);
            if (replace is null) replace = host.Show(shown);
            else replace(shown);
        }
    }

    [TypeFormatterSource(typeof(ShownFormatterSource))]
    private sealed record Standing(string Line, Table? Table) : IShown
    {
        public string ToHtml() => $"<div>{WebUtility.HtmlEncode(Line)}</div>{Table?.ToHtml()}";

        public string ToText() => Table is null ? Line : $"{Line}\n{Table.ToText()}";
    }
}
