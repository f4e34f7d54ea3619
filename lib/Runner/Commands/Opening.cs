using System.Diagnostics;
using System.Globalization;
using System.Net;
using GanStability.Engine;

namespace GanStability.Runner.Commands;

/// <summary>
/// The comparison that opens the course: a GAN that learns a ring of eight islands, one that collapses on it, and the same one cured,
/// trained side by side from the same seeds and filmed.
/// </summary>
internal static class Opening
{
    private const int Seeds = 4;

    /// <summary>Enough to see a collapse go round, and a page that opens at once (300 KB).</summary>
    private const int Frames = 8;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    /// <summary>The three recipes, in the order in which they are shown.</summary>
    public static IReadOnlyList<Recipe> Recipes { get; } =
    [
        Presets.Healthy with
        {
            Name = "a GAN that works",
            Replicas = Seeds,
        },
        Presets.Rotating with
        {
            Name = "a GAN that collapses",
            Replicas = Seeds,
        },
        Presets.Rotating with
        {
            Name = "the same, cured",
            Replicas = Seeds,
            Stabilizers = [new MinibatchDiscrimination(Kernels: 16, Dimensions: 8)],
        },
    ];

    /// <summary>Trains.</summary>
    /// <param name="recipes">The recipes.</param>
    /// <param name="output">Gets a line every few seconds, and one for every result.</param>
    /// <param name="cancellation">Ends training.</param>
    /// <returns>The film with a sentence on each run, as HTML.</returns>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static string Train(IReadOnlyList<Recipe> recipes, TextWriter output, CancellationToken cancellation)
    {
        var film = new Film(every: 50);
        var runs = Trainer.Train(recipes, new Watch(film, output), cancellation);
        cancellation.ThrowIfCancellationRequested();
        var items = string.Concat(runs.Select(run => $"<li>{WebUtility.HtmlEncode(Sentence(run))}</li>"));
        return film.Figure(Frames, runs: [.. runs]).ToHtml()
            + $"\n<p>Trained when this book was written, {Seeds} seeds each; the film shows the first of them.</p>\n<ul>{items}</ul>\n";
    }

    private static string Sentence(Run run)
    {
        var held = string.Join(", ", run.Coverage.Select(c => c.Held.ToString(CultureInfo.InvariantCulture)));
        var seconds = run.Elapsed.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        var (modes, steps) = (run.Coverage[0].Modes, run.History.Steps);
        return $"{run.Name}: holds {held} of {modes} islands (a number a seed) after {steps} steps, {seconds} s";
    }

    /// <summary>Films, and says how far the trainings are.</summary>
    private sealed class Watch(Film film, TextWriter output) : ITrainingObserver
    {
        private readonly Progress progress = new();
        private readonly Stopwatch since = Stopwatch.StartNew();

        public void Observe(Run run)
        {
            film.Observe(run);
            progress.Observe(run);
            if (run.Outcome != Outcome.Running)
            {
                progress.LeaveOut(run.Name);
                output.WriteLine($"   {Sentence(run)}");
            }
            if (since.Elapsed < Pause)
                return;
            since.Restart();
            foreach (var line in progress.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                output.WriteLine($"   {line}");
        }
    }
}
