using GanStability.Figures;
using GanStability.Showdowns;
using GanStability.Training;

namespace GanStability.Hosting;

/// <summary>What a notebook says to the kit: start, show, train.</summary>
public static class Kit
{
    /// <summary>Loads the native code and reports on this machine; the last line of every setup cell.</summary>
    /// <returns>The report; it shows itself.</returns>
    public static DeviceReport Start()
    {
        if (NativeLibraries.Failure is null) PlotlyScript.Save(Path.Combine(NativeLibraries.KitFolder, "plotly.min.js"));
        return DeviceReport.Create();
    }

    /// <summary>Shows a value in mid-cell.</summary>
    /// <param name="value">A figure, table or report.</param>
    /// <returns>A handle that replaces what is shown.</returns>
    public static Display Show(IShown value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new Display(Host.Detect().Show(value));
    }

    /// <summary>
    /// Trains with a live picture: losses, samples and coverage, replaced in place a few times a second, with the steps per second and the time left. Interrupting the
    /// cell ends training after the current step and returns what was learned.
    /// </summary>
    /// <param name="recipe">What to do.</param>
    /// <param name="watch">Watches the run too, for instance a <see cref="Scores.ScoreWatch"/>; may be null.</param>
    /// <returns>The run.</returns>
    /// <exception cref="ArgumentException">A setting outside its range, or a combination that makes no sense; nothing was trained.</exception>
    /// <exception cref="InvalidOperationException">The native libraries could not be loaded.</exception>
    public static Run Train(Recipe recipe, ITrainingObserver? watch = null)
    {
        NativeLibraries.ThrowIfUnavailable();
        var host = Host.Detect();
        var view = new LiveView(host);
        var run = Trainer.Train(recipe, watch is null ? view : new Watchers(watch, view), host.Cancellation);
        view.Finish(run);
        return run;
    }

    /// <summary>
    /// Trains several recipes on the same seeds and compares them: shows how far it is and the table so far, and goes on where an interrupted showdown stopped.
    /// </summary>
    /// <param name="recipes">The recipes, baseline first, each with its own name.</param>
    /// <param name="file">Where results are kept, see <see cref="Results"/>; null to keep them in memory only.</param>
    /// <returns>The board: its tables and figures, and <see cref="ShowdownBoard.Train"/> for one more row.</returns>
    /// <exception cref="ArgumentException">Two recipes of one name, a recipe that cannot be trained, or one whose data or seeds differ from the baseline's; nothing was trained.</exception>
    /// <exception cref="InvalidOperationException">The native libraries could not be loaded.</exception>
    public static ShowdownBoard Showdown(IReadOnlyList<Recipe> recipes, ResultFile? file = null) => new ShowdownBoard(file).Train(recipes);

    /// <summary>A results file in <c>artifacts/results</c> of the course, wherever the notebook lies.</summary>
    /// <param name="name">A file name without a folder, such as <c>showdown.jsonl</c>.</param>
    /// <param name="fresh">Forgets what an earlier run left there.</param>
    /// <returns>The file; it need not exist yet.</returns>
    /// <exception cref="ArgumentException">A name with a folder in it, or none.</exception>
    public static ResultFile Results(string name, bool fresh = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (Path.GetFileName(name) != name) throw new ArgumentException($"'{name}' is not a plain file name: leave the folder out, results lie in artifacts/results.", nameof(name));
        var file = new ResultFile(Path.Combine(Paths.Root, "artifacts", "results", name));
        if (fresh && File.Exists(file.FullPath)) File.Delete(file.FullPath);
        return file;
    }

    /// <summary>Chooses a number by the size a notebook runs at.</summary>
    /// <param name="size"><c>smoke</c> (does it run?), <c>class</c> or <c>full</c>.</param>
    /// <param name="smoke">The value for <c>smoke</c>.</param>
    /// <param name="atClass">The value for <c>class</c>.</param>
    /// <param name="full">The value for <c>full</c>.</param>
    /// <returns>One of the three.</returns>
    /// <exception cref="ArgumentException">Another size.</exception>
    public static int Sized(string size, int smoke, int atClass, int full) => size switch
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
    /// <param name="value">The new content.</param>
    public void Update(IShown value)
    {
        ArgumentNullException.ThrowIfNull(value);
        replace(value);
    }
}

/// <summary>Several observers as one.</summary>
internal sealed class Watchers(params ITrainingObserver[] each) : ITrainingObserver
{
    public void Observe(Run run)
    {
        foreach (var one in each) one.Observe(run);
    }
}
