using System.Diagnostics;
using System.Globalization;
using GanStability.Data;
using GanStability.Figures;
using GanStability.Training;

namespace GanStability.Showdowns;

/// <summary>A study from the command line: one recipe trained on many seeds into a results file, and the report of such a file.</summary>
public static class Study
{
    /// <summary>Trains the seeds that the file does not have yet and prints how far it is.</summary>
    /// <param name="preset">The name of a preset, see <see cref="Names.Presets"/>.</param>
    /// <param name="stabilizers">Stabilizers by name, see <see cref="Names.Stabilizer"/>; none for the baseline.</param>
    /// <param name="firstSeed">The first seed.</param>
    /// <param name="seeds">How many seeds.</param>
    /// <param name="steps">Steps, or 0 for the preset's own.</param>
    /// <param name="device"><c>auto</c>, <c>cpu</c> or <c>cuda</c>.</param>
    /// <param name="file">The results file.</param>
    /// <param name="cancellation">Stops training; seeds already in the file stay there.</param>
    /// <exception cref="ArgumentException">An unknown name, or a setting outside its range.</exception>
    public static void Train(string preset, IReadOnlyList<string> stabilizers, long firstSeed, int seeds, int steps, string device, string file, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stabilizers);
        var start = Names.Preset(preset);
        var methods = stabilizers.Select(Names.Stabilizer).ToList();
        var recipe = start with
        {
            Name = methods.Count == 0 ? "baseline" : string.Join(" + ", methods.Select(m => m.Name)),
            Stabilizers = methods,
            Seed = firstSeed,
            Replicas = seeds,
            Steps = steps > 0 ? steps : start.Steps,
            Device = device,
        };
        recipe.Prepare();
        var showdown = new Showdown(new ResultFile(file));
        var done = showdown.Of(recipe).Count;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{recipe.Name} on {recipe.Data.Name}, {seeds} seeds from {firstSeed}, {recipe.Steps} steps: {done} of {seeds} seeds are in the file already."));
        var results = showdown.Train(recipe, new Progress(), cancellation);
        foreach (var r in results)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {r.Seed}: {r.Held} of {r.Modes} modes held, {100 * r.HighQuality:0.0} % high quality{(r.DivergedAt is { } at ? $", diverged at step {at}" : "")}"));
        if (results.Count < seeds) Console.WriteLine($"Stopped: {results.Count} of {seeds} seeds are in the file. The same command goes on from there.");
    }

    /// <summary>Groups a results file by data and steps, and compares the methods of each group on the seeds that all of them have.</summary>
    /// <param name="file">The results file.</param>
    /// <returns>One table and one figure per group.</returns>
    /// <exception cref="ArgumentException">No such file, or no result in it.</exception>
    public static IReadOnlyList<(Table Table, Figure Figure)> Report(string file)
    {
        var results = Showdown.Newest(new ResultFile(file).Read());
        if (results.Count == 0) throw new ArgumentException($"There are no results in '{file}'. Make some with: train --out {file}", nameof(file));
        return [.. results.GroupBy(r => (r.Data, r.Steps)).Select(g => Report([.. g]))];
    }

    private static (Table, Figure) Report(IReadOnlyList<SeedResult> results)
    {
        var mixture = Mixtures().FirstOrDefault(m => m.Name == results[0].Data)
            ?? throw new ArgumentException($"The data '{results[0].Data}' belongs to no preset, so its reference rows cannot be made.", nameof(results));
        var paired = Showdown.Pair(results);
        return (CoverageTable.Compare(mixture, paired), ShowdownFigures.Coverage(paired));
    }

    private static IEnumerable<GaussianMixture> Mixtures() => Names.Presets.Select(n => Names.Preset(n).Data).OfType<GaussianMixture>();

    private sealed class Progress : ITrainingObserver
    {
        private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
        private readonly Stopwatch since = Stopwatch.StartNew();

        public void Observe(Run run)
        {
            if (since.Elapsed < Pause && run.Outcome == Outcome.Running) return;
            since.Restart();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"step {run.History.Steps} of {run.Recipe.Steps}, {run.Recipe.Replicas} seeds, {run.History.Steps / Math.Max(1e-9, run.Elapsed.TotalSeconds):0} steps/s"));
        }
    }
}
