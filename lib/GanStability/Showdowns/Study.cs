using System.Globalization;

namespace GanStability;

/// <summary>A study from the command line: one recipe trained on many seeds into a results file, and the report of such a file.</summary>
internal static class Study
{
    /// <summary>The recipe that a command line asks for.</summary>
    /// <param name="preset">The name of a preset or of a data set, see <see cref="Names.Recipe"/>.</param>
    /// <param name="objective">The objective, see <see cref="Names.Objective"/>; empty for the preset's own.</param>
    /// <param name="stabilizers">Stabilizers by name, see <see cref="Names.Stabilizer"/>; none for the baseline.</param>
    /// <param name="generatorRate">The generator's learning rate, which then stands in the name; 0 for the preset's own.</param>
    /// <exception cref="ArgumentException">An unknown name.</exception>
    /// <exception cref="FileNotFoundException">The data set is not on this machine; the message says how to get it.</exception>
    public static Recipe Recipe(string preset, string objective, IReadOnlyList<string> stabilizers, double generatorRate = 0) =>
        Method(
            Names.Recipe(preset),
            objective.Length == 0 ? null : Names.Objective(objective),
            [.. stabilizers.Select(Names.Stabilizer)],
            generatorRate
        );

    /// <summary>
    /// The baseline, every stabilizer of the library with its usual settings, and every other objective, as far as they suit the data.
    /// </summary>
    /// <param name="preset">The name of a preset or of a data set, see <see cref="Names.Recipe"/>.</param>
    public static IReadOnlyList<Recipe> EveryMethod(string preset)
    {
        var start = Names.Recipe(preset);
        return
        [
            .. Stabilizer
                .All.Select(s => Method(start, null, [s]))
                .Concat(Objective.All.Where(o => o != start.Objective).Select(o => Method(start, o, [])))
                .Prepend(Method(start, null, []))
                .Where(Suits),
        ];
    }

    /// <summary>A recipe with the seeds, steps and device of a command line.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="firstSeed">The first seed.</param>
    /// <param name="seeds">How many seeds.</param>
    /// <param name="steps">Steps, or 0 for the recipe's own.</param>
    /// <param name="device"><c>auto</c>, <c>cpu</c> or <c>cuda</c>.</param>
    public static Recipe Asked(Recipe recipe, long firstSeed, int seeds, int steps, string device) =>
        recipe with
        {
            Seed = firstSeed,
            Replicas = seeds,
            Steps = steps > 0 ? steps : recipe.Steps,
            Device = device,
        };

    /// <summary>How many of a recipe's seeds are in a results file.</summary>
    /// <param name="recipe">The recipe with its seeds, see <see cref="Asked"/>.</param>
    /// <param name="file">The results file; it need not exist.</param>
    /// <param name="fresh">Results of an older build of the kit do not count.</param>
    public static int Done(Recipe recipe, string file, bool fresh) => new Showdown(new ResultFile(file), fresh: fresh).Of(recipe).Count;

    /// <summary>Trains the seeds that the file does not have yet and prints how far it is.</summary>
    /// <param name="recipe">The recipe with its seeds, see <see cref="Asked"/>.</param>
    /// <param name="block">How many seeds train together, see <see cref="Showdown.Block"/>.</param>
    /// <param name="file">The results file.</param>
    /// <param name="fresh">Trains anew what an older build of the kit trained.</param>
    /// <param name="output">Gets how far it is, and the scores.</param>
    /// <param name="cancellation">Stops training; seeds already in the file stay there.</param>
    /// <returns>All seeds are in the file.</returns>
    /// <exception cref="ArgumentException">A setting outside its range.</exception>
    /// <exception cref="FileNotFoundException">The network that scores the data is not on this machine; the message says how to get
    /// it.</exception>
    public static bool Train(Recipe recipe, int block, string file, bool fresh, TextWriter output, CancellationToken cancellation)
    {
        recipe.Prepare();
        var (seeds, done) = (recipe.Replicas, Done(recipe, file, fresh));
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{recipe.Name} on {recipe.Data.Name}, {seeds} seeds from {recipe.Seed}, {recipe.Steps} steps: {done} of {seeds} seeds "
                    + $"are in the file already."
            )
        );
        // A scorer may have to be trained; what is done needs none.
        var scorer = done < seeds ? ScorerOf(recipe.Data, output) : null;
        var showdown = new Showdown(new ResultFile(file), scorer, fresh) { Block = block };
        foreach (var note in showdown.About([recipe], "--fresh"))
            output.WriteLine(note);
        var results = showdown.Train(recipe, new Lines(output), cancellation);
        foreach (var note in showdown.Notes)
            output.WriteLine(note);
        foreach (var r in results)
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"seed {r.Seed}: {Scores(r)}{(r.DivergedAt is { } at ? $", diverged at step {at}" : "")}"
                )
            );
        if (results.Count < seeds)
            output.WriteLine($"Stopped: {results.Count} of {seeds} seeds are in the file. The same command goes on from there.");
        return results.Count == seeds;
    }

    /// <summary>
    /// Groups results by data and steps, and compares the methods of each group on the seeds that all of them have.
    /// </summary>
    /// <param name="files">Results files, pooled as <see cref="Pool"/> does it.</param>
    /// <param name="output">Gets what the reader should know of the files, and how far it is where a network must be trained first.</param>
    /// <returns>One table and one figure per group.</returns>
    /// <exception cref="ArgumentException">No result in any file, or files that disagree.</exception>
    public static IReadOnlyList<(Table Table, Figure Figure)> Report(IReadOnlyList<string> files, TextWriter output)
    {
        var results = Pool.Read(files, output.WriteLine);
        if (results.Count == 0)
            throw new ArgumentException(
                $"There are no results in '{string.Join("', '", files)}'. Make some with: train --out {files[0]}",
                nameof(files)
            );
        return [.. results.GroupBy(r => (r.Data, r.Steps)).Select(g => Report([.. g], output))];
    }

    private static (Table, Figure) Report(IReadOnlyList<SeedResult> results, TextWriter output)
    {
        var comparison = Comparison.Pair(results);
        var data = DataOf(comparison.Data);
        return (new Showdown(scorer: ScorerOf(data, output)).Table(data, comparison), ShowdownFigures.Of(comparison));
    }

    /// <summary>A start with another game, stabilizers and rate of the generator (0: its own), named by what was changed.</summary>
    private static Recipe Method(Recipe start, Objective? objective, IReadOnlyList<Stabilizer> stabilizers, double generatorRate = 0)
    {
        string[] game = objective is null ? [] : [$"{objective.Name} loss"];
        string[] rate = generatorRate > 0 ? [FormattableString.Invariant($"generator rate {generatorRate}")] : [];
        string[] changes = [.. game, .. stabilizers.Select(s => s.Name), .. rate];
        return start with
        {
            Name = changes.Length == 0 ? GanStability.Recipe.Plain : string.Join(" + ", changes),
            Objective = objective ?? start.Objective,
            Stabilizers = stabilizers,
            GeneratorAdam = generatorRate > 0 ? start.GeneratorAdam with { LearningRate = generatorRate } : start.GeneratorAdam,
        };
    }

    private static bool Suits(Recipe recipe)
    {
        try
        {
            recipe.Prepare();
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>The data of a name in a results file: its reference rows are made anew.</summary>
    public static IDataSource DataOf(string name) =>
        Names
            .Presets.Select(n => Names.Preset(n).Data)
            .Concat(DataFolders.Found().Select(IDataSource (f) => DataSets.Open(f.Name)))
            .FirstOrDefault(d => d.Name == name)
        ?? throw new ArgumentException(
            $"The data '{name}' belongs to no preset and to no data set on this machine, so its reference rows cannot be made.",
            nameof(name)
        );

    private static ImageScorer? ScorerOf(IDataSource data, TextWriter output) =>
        data.SampleShape.Count == 3 ? ImageScorer.For(data, output.WriteLine) : null;

    private static string Scores(SeedResult r) =>
        r.EnergyDistance is { } distance ? string.Create(CultureInfo.InvariantCulture, $"energy distance {distance:0.000}")
        : r.Frechet is null
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{Count(r.Held)} of {r.Modes} modes held ({Count(r.Touched)} touched), {100 * r.HighQuality:0.0} % high quality"
            )
        : string.Create(
            CultureInfo.InvariantCulture,
            $"IS {r.InceptionScore:0.00}, FID {r.Frechet:0.00}, {Count(r.Held)} of {r.Modes} classes held"
        );

    private static string Count(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "–";

    /// <summary>A line every two seconds.</summary>
    private sealed class Lines(TextWriter output) : ITrainingObserver
    {
        private readonly Pace pace = new(TimeSpan.FromSeconds(2), share: 0);

        public void Observe(Run run)
        {
            if (pace.Due || run.Outcome != Outcome.Running)
                pace.Do(() => output.WriteLine(Progress.Line(run)));
        }
    }
}
