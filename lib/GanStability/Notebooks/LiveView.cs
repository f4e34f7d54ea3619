using System.Globalization;
using System.Net;

namespace GanStability;

/// <summary>
/// The picture in the notebook while a GAN trains, or several side by side: a line for each, over the picture of one. It is drawn at most
/// three times a second, takes at most a tenth of the time, and stops growing the notebook at a cap;
/// a host that cannot replace an output gets the final picture only.
/// </summary>
/// <param name="host">Where it is shown.</param>
internal sealed class LiveView(Host host) : ITrainingObserver
{
    private readonly Progress progress = new();
    private Pace? pace;
    private Action<IShown>? replace;
    private long written;

    /// <summary>What it may write into the notebook before it draws the final picture only.</summary>
    public int MaxBytes { get; init; } = 20_000_000;

    /// <summary>The shortest time between two pictures.</summary>
    public TimeSpan Shortest { get; init; } = TimeSpan.FromMilliseconds(350);

    public void Observe(Run run)
    {
        progress.Observe(run);
        pace ??= new(Shortest, share: 10, atOnce: true);
        if (!host.UpdatesInPlace || run.Outcome != Outcome.Running || !pace.Due || written > MaxBytes)
            return;
        pace.Do(() => Show(new LiveImage(progress.Text, run.LiveFigure())));
    }

    /// <summary>
    /// Says how the runs ended, and shows the picture of one that stands alone; of several, the pictures are the notebook's to choose.
    /// </summary>
    /// <param name="runs">The runs.</param>
    /// <param name="notes">What else the reader should know.</param>
    public void Finish(IReadOnlyList<Run> runs, params IReadOnlyList<string> notes) =>
        Show(new LiveImage(string.Join('\n', [.. runs.Select(Summary), .. notes]), runs.Count == 1 ? runs[0].LiveFigure() : null));

    private void Show(LiveImage picture)
    {
        written += picture.ToHtml().Length;
        if (replace is null)
            replace = host.Show(picture);
        else
            replace(picture);
    }

    private static string Summary(Run run)
    {
        if (run.Failure is not null)
            return $"{run.Name}: failed, the others are kept. {run.Failure.Message}";
        var ending = run.Outcome switch
        {
            Outcome.Cancelled => $"stopped at step {run.History.Steps} of {run.Recipe.Steps}; what was learned so far is kept",
            Outcome.Diverged => "diverged",
            _ => $"{run.History.Steps} steps",
        };
        if (run.WentOnFrom > 0)
            ending += $" (went on from step {run.WentOnFrom})";
        var seeds = run.Recipe.Replicas == 1 ? $"seed {run.Recipe.Seed}" : $"{run.Recipe.Replicas} seeds from {run.Recipe.Seed}";
        var text = string.Create(CultureInfo.InvariantCulture, $"{run.Name}: {ending}, {seeds}, on {run.Device}");
        if (run.Divergences.Count > 0)
            text += $". {string.Join(" ", run.Divergences.Select(d => char.ToUpperInvariant(d.ToString()[0]) + d.ToString()[1..]))}";
        return run.Outcome switch
        {
            Outcome.Cancelled => $"{text}. Go on with Kit.Resume(run), in a new session with Kit.Train(recipe, resume: true).",
            Outcome.Diverged => $"{text} {Trainer.DivergenceAdvice}",
            _ when Math.Max(run.Recipe.GeneratorAdam.LearningRate, run.Recipe.DiscriminatorAdam.LearningRate) is var rate and >= 0.1 =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{text}. Adam moves every parameter by about the learning rate in each step, and {rate} is far too much: 5e-4 is "
                        + $"usual."
                ),
            _ => text,
        };
    }
}

/// <summary>Lines of text over a figure.</summary>
internal sealed record LiveImage(string Text, Figure? Figure) : IShown
{
    private string? html;

    public string ToHtml() =>
        html ??= $"<div>{WebUtility.HtmlEncode(Text).Replace("\n", "<br>", StringComparison.Ordinal)}</div>{Figure?.ToLiveHtml()}";

    public string ToText() => Text;
}

/// <summary>
/// Frees runs that nobody can want any more. A notebook session never lets go of a variable: <c>var run = Kit.Train(recipe);</c> run again
/// declares a new <c>run</c> beside the old one, and two hundred presses on a cell would fill the memory. Runs of one recipe and seed are
/// equal bit for bit, so only the newest three are kept.
/// </summary>
internal static class RecentRuns
{
    private const int Kept = 3;
    private static readonly List<(string Recipe, WeakReference<Run> Run)> Runs = [];

    /// <summary>Frees all but the two newest runs of a recipe that is about to be trained again.</summary>
    public static void MakeRoomFor(Recipe recipe)
    {
        lock (Runs)
        {
            Runs.RemoveAll(r => !r.Run.TryGetTarget(out _));
            foreach (var old in Runs.Where(r => r.Recipe == Key(recipe)).SkipLast(Kept - 1).ToList())
            {
                if (old.Run.TryGetTarget(out var run))
                    run.Dispose();
                Runs.Remove(old);
            }
        }
    }

    /// <summary>Remembers a run.</summary>
    public static void Add(Run run)
    {
        lock (Runs)
            Runs.Add((Key(run.Requested), new(run)));
    }

    private static string Key(Recipe recipe) => $"{recipe.Name} {Identity.OfRun(recipe).Hash}";
}
