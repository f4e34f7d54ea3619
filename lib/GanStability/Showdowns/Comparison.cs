namespace GanStability;

/// <summary>One method in a comparison.</summary>
/// <param name="Name">The name of its recipe, such as <c>feature matching</c>.</param>
/// <param name="Seeds">What each seed came to, in the order of the seeds.</param>
public sealed record Method(string Name, IReadOnlyList<SeedResult> Seeds)
{
    /// <summary>Where the results come from, when they were not trained here: a sentence for the table; null for your own.</summary>
    public string? Origin { get; init; }

    /// <summary>The median of a score over the seeds that have one; NaN where none has.</summary>
    internal double Median(Func<SeedResult, double?> score) => SeedBand.Quantile(Seeds.Select(score).OfType<double>(), 0.5);
}

/// <summary>
/// A paired comparison: a baseline and methods on the same data and the same seeds. Beside a baseline that was stored, a method of your own
/// may have some of its seeds only; it is paired on these.
/// </summary>
public sealed record Comparison : IShown
{
    /// <summary>Puts methods beside a baseline.</summary>
    /// <param name="baseline">What the others are compared with.</param>
    /// <param name="others">The others; may be empty.</param>
    /// <exception cref="ArgumentException">A method without results, or with other data or seeds than the baseline's.</exception>
    public Comparison(Method baseline, params IReadOnlyList<Method> others)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(others);
        (Baseline, Others) = (baseline, others);
        foreach (var method in All)
        {
            if (method.Seeds.Count == 0)
                throw new ArgumentException(
                    $"'{method.Name}' has no results: give at least one seed of each " + $"method.",
                    nameof(others)
                );
            var (own, all) = (method.Seeds.Select(r => r.Seed), baseline.Seeds.Select(r => r.Seed));
            var paired = method.Origin == baseline.Origin ? own.SequenceEqual(all) : !own.Except(all).Any();
            if (method.Seeds[0].Data != Data || !paired)
                throw new ArgumentException(
                    $"'{method.Name}' was trained on {method.Seeds[0].Data}, {Words(method)}; the baseline "
                        + $"'{baseline.Name}' on {Data}, {Words(baseline)}. "
                        + "A paired comparison needs the same.",
                    nameof(others)
                );
        }
    }

    /// <summary>What the others are compared with.</summary>
    public Method Baseline { get; }

    /// <summary>The methods beside the baseline.</summary>
    public IReadOnlyList<Method> Others { get; }

    /// <summary>The baseline, then the others.</summary>
    public IReadOnlyList<Method> All => [Baseline, .. Others];

    /// <summary>The name of the data.</summary>
    public string Data => Baseline.Seeds[0].Data;

    /// <summary>The same methods under the baseline, the one with the most modes held first: for long tables.</summary>
    /// <returns>The comparison; methods of equal medians are ordered by the median of their quality, then as they were.</returns>
    public Comparison BestFirst() =>
        new(Baseline, [.. Others.OrderByDescending(m => m.Median(r => r.Held)).ThenByDescending(m => m.Median(r => r.HighQuality))]);

    /// <summary>
    /// The table that belongs to the data: modes where they are known, scores of pictures, else the distance to the data.
    /// </summary>
    /// <returns>Scores over seeds, paired differences and reference rows.</returns>
    /// <exception cref="ArgumentException">Data that belongs to no preset and to no data set on this machine: use
    /// <see cref="Showdown.Table"/>.</exception>
    public Table Table() => new Showdown().Table(Study.DataOf(Data), this);

    /// <summary>The table of the game itself: losses, gradient norms, time.</summary>
    /// <returns>The table.</returns>
    public Table Game() => GameTable.Compare(this);

    /// <summary>Modes held, or distances, over training; of pictures their scores.</summary>
    /// <returns>The figure.</returns>
    public Figure OverTraining() => ShowdownFigures.Of(this);

    /// <summary>
    /// A cloud of every method: the generated points of its median seed, the one in the middle when seeds are ordered by modes held and
    /// then by quality.
    /// </summary>
    /// <returns>The figure, a panel per method.</returns>
    /// <exception cref="ArgumentException">Data whose modes are not known, or results that keep no points.</exception>
    public Figure Clouds() => SeedFigures.Clouds(this);

    /// <summary>
    /// Every seed a dot: modes held and the share of high-quality samples, methods ordered from the best to the worst, with the lines of
    /// true samples and of a thin ring.
    /// </summary>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">Data whose modes are not known.</exception>
    public Figure Seeds() => SeedFigures.Seeds(this);

    /// <inheritdoc/>
    public string ToHtml() => Table().ToHtml();

    /// <inheritdoc/>
    public string ToText() => Table().ToText();

    /// <summary>The seeds in words, such as <c>8 seeds (1 to 8)</c>.</summary>
    internal string SeedsInWords => Words(Baseline);

    /// <summary>
    /// Puts results of one data set side by side, as when two classes pool their files: one method per recipe and settings, with only those
    /// seeds that all of them have.
    /// </summary>
    /// <param name="results">Results, oldest first, such as those of several files.</param>
    /// <param name="baseline">The name of the baseline's recipe; when null, the recipe without stabilizers (<c>baseline</c>) where there is
    /// one, else the first in the file.</param>
    /// <returns>The newest results of each method in the order of the seeds.</returns>
    /// <exception cref="ArgumentException">No results, no such baseline, or no seed that all methods have.</exception>
    public static Comparison Pair(IEnumerable<SeedResult> results, string? baseline = null)
    {
        ArgumentNullException.ThrowIfNull(results);
        var methods = Showdown
            .Newest([.. results])
            .GroupBy(r => (r.Recipe, r.Settings))
            .Select(g => new Method(g.Key.Recipe, [.. g]))
            .ToList();
        if (methods.Count == 0)
            throw new ArgumentException("There are no results to compare.", nameof(results));
        var first = methods.Find(m => m.Name == (baseline ?? Recipe.Plain))
            ?? (
                baseline is null
                    ? methods[0]
                    : throw new ArgumentException(
                        $"There is no method '{baseline}' to compare with; there are: "
                            + $"{string.Join(", ", methods.Select(m => $"'{m.Name}'"))}.",
                        nameof(baseline)
                    )
            );
        var shared = methods.Select(m => m.Seeds.Select(r => r.Seed)).Aggregate((a, b) => a.Intersect(b)).ToHashSet();
        if (shared.Count == 0)
            throw new ArgumentException(
                $"The methods on {first.Seeds[0].Data} have no seed in common: train the same " + $"seeds for each.",
                nameof(results)
            );
        Method Shared(Method method) => method with { Seeds = [.. method.Seeds.Where(r => shared.Contains(r.Seed)).OrderBy(r => r.Seed)] };
        return new(Shared(first), [.. methods.Where(m => m != first).Select(Shared)]);
    }

    /// <summary>Runs of a cell, the first of which is the baseline.</summary>
    internal static Comparison Of(IReadOnlyList<Run> runs, Func<Run, IReadOnlyList<SeedResult>> measured)
    {
        if (runs is null || runs.Count == 0)
            throw new ArgumentException("Give at least the baseline.", nameof(runs));
        foreach (var run in runs)
            RunFigures.Trained(run);
        return new(Named(runs[0]), [.. runs.Skip(1).Select(Named)]);

        Method Named(Run run) => new(run.Name, measured(run));
    }

    private static string Words(Method method)
    {
        long[] seeds = [.. method.Seeds.Select(r => r.Seed)];
        return seeds.Length == 1 ? $"seed {seeds[0]}"
            : seeds[^1] - seeds[0] == seeds.Length - 1 ? $"{seeds.Length} seeds ({seeds[0]} to {seeds[^1]})"
            : $"{seeds.Length} seeds ({string.Join(", ", seeds)})";
    }
}
