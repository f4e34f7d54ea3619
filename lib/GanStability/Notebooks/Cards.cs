using System.Globalization;

namespace GanStability;

public sealed partial class Run : IShown
{
    /// <inheritdoc/>
    public string ToHtml() => Card().ToHtml();

    /// <inheritdoc/>
    public string ToText() => Card().ToText();

    /// <summary>A row for each run.</summary>
    internal static Table Compare(IEnumerable<Run> runs) =>
        new(
            "Runs; each shows more of itself and its figures when it stands alone, such as runs[0].",
            ["run", "ended", "seeds", "samples", "time"],
            [
                .. runs.Take(Shows.Most)
                    .Select(r =>
                        (string[])(
                            r is null ? ["none", "", "", "", ""]
                            : r.players is null
                                ? [r.Name, r.Failure is null ? "freed" : $"failed: {r.Failure.Message}", Cards.Seeds(r.Requested), "", ""]
                            : [r.Name, r.Ended(), Cards.Seeds(r.Requested), r.Measured(), r.Time()]
                        )
                    ),
            ]
        );

    private string Time() => string.Create(CultureInfo.InvariantCulture, $"{Elapsed.TotalSeconds:0.0} s on {Device}");

    private Card Card()
    {
        if (Failure is not null)
            return new($"Run '{Name}' failed", [("why", Failure.Message), ("data", Requested.Data.Name)]);
        if (players is null)
            return new($"Run '{Name}' was freed", [("data", Requested.Data.Name)], "Kit.Train(recipe)");
        string[] samples =
            IsImages ? ["run.ImageFigure()", "run.ImageReplayFigure()"]
            : DataPlane.IsPlane(this) ? ["run.SampleFigure()", "run.ReplayFigure()", "run.SeedsFigure()"]
            : ["run.SampleFigure()"];
        string[] next = [.. samples, "run.LossFigure()", "run.History", "run.Recipe"];
        return new(
            $"Run '{Name}'",
            [
                ("ended", Ended()),
                ("seeds", Cards.Seeds(Requested)),
                ("data", Requested.Data.Name),
                ("samples", Measured()),
                ("time", Time()),
                ("diverged", string.Join(" ", Divergences.Take(3)) + (Divergences.Count > 3 ? $" … {Divergences.Count} in all" : "")),
            ],
            Outcome == Outcome.Cancelled ? ["Kit.Resume(run)", .. next] : next
        );
    }

    /// <summary>How far the samples are from the data, by the measure of that data.</summary>
    private string Measured() =>
        Coverage.Count > 0 ? ModeCoverage.Mean(Coverage)
        : Distances.Count > 0
            ? FormattableString.Invariant($"energy distance {Distances.Average():G3} to the data{Cards.Means(Distances.Count)}")
        : "";

    private string Ended() =>
        Outcome switch
        {
            Outcome.Completed => $"all {Requested.Steps} steps done",
            Outcome.Cancelled => $"stopped at step {History.Steps} of {Requested.Steps}; what was learned is kept",
            Outcome.Diverged => $"diverged at step {History.Steps} of {Requested.Steps}; the last good parameters are kept",
            _ => $"at step {History.Steps} of {Requested.Steps}",
        };
}

public sealed partial record Recipe : IShown
{
    /// <inheritdoc/>
    public string ToHtml() => Card().ToHtml();

    /// <inheritdoc/>
    public string ToText() => Card().ToText();

    private Card Card()
    {
        var plain = new Recipe
        {
            Data = Data,
            Generator = Generator,
            Discriminator = Discriminator,
        };
        // Whatever a recipe gets in future is here too: of all settings those that differ, then the others.
        var settings = typeof(Recipe)
            .GetProperties()
            .Where(p => p.Name is not (nameof(Data) or nameof(Generator) or nameof(Discriminator) or nameof(Name)))
            .Select(p => (Name: Settings.Words(p.Name), Value: Settings.Text(p.GetValue(this)), Default: Settings.Text(p.GetValue(plain))))
            .ToList();
        return new(
            $"Recipe '{Name}'",
            [
                ("data", Data?.Name ?? "none"),
                ("generator", Of(Generator)),
                ("discriminator", Of(Discriminator)),
                .. settings.Where(s => s.Value != s.Default).Select(s => (s.Name, s.Value)),
                (
                    "by default",
                    string.Join("; ", settings.Where(s => s.Value == s.Default && s.Value.Length > 0).Select(s => $"{s.Name} {s.Value}"))
                ),
            ],
            "var run = Kit.Train(recipe);",
            "recipe with { Steps = 4000 }"
        );
    }

    private static string Of(object? player) => player is null ? "none" : Settings.Typed(player);
}

public sealed partial class History : IShown
{
    /// <inheritdoc/>
    public string ToHtml() => Shown().ToHtml();

    /// <inheritdoc/>
    public string ToText() => Shown().ToText();

    private Table Shown() =>
        new(
            $"History: {Steps} steps, {Cards.Count(Replicas, "seed")}, {Cards.Count(Evaluations.Count, "measurement")}. Means over the "
                + $"seeds; "
                + "history.Of(Quantity.GeneratorLoss) gives all values of one seed.",
            ["quantity", "step 1", $"step {Steps}", "smallest", "largest"],
            [.. Steps == 0 ? [] : Enum.GetValues<Quantity>().Select(Row)]
        );

    private string[] Row(Quantity quantity) =>
        [
            Settings.Words(quantity.ToString()),
            Mean(quantity, 1),
            Mean(quantity, Steps),
            Number(All(quantity).Min()),
            Number(All(quantity).Max()),
        ];

    private string Mean(Quantity quantity, int step) => Number(Enumerable.Range(0, Replicas).Average(r => this[quantity, step, r]));

    private IEnumerable<float> All(Quantity quantity) => values[(int)quantity].Take(Steps * Replicas);

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}

public abstract partial record Stabilizer : IShown
{
    /// <inheritdoc/>
    public string ToHtml() => Card().ToHtml();

    /// <inheritdoc/>
    public string ToText() => Card().ToText();

    private Card Card() =>
        new($"Stabilizer '{Name}'", [("kind", GetType().Name), .. Settings.Of(this)], "recipe with { Stabilizers = [stabilizer] }");
}

public sealed partial record ModeCoverage : IShown
{
    /// <inheritdoc/>
    public string ToHtml() => Card().ToHtml();

    /// <inheritdoc/>
    public string ToText() => Card().ToText();

    /// <summary>A line for all seeds.</summary>
    internal static string Mean(IReadOnlyList<ModeCoverage> seeds)
    {
        var (held, quality) = (seeds.Average(c => c.Held), Percent(seeds.Average(c => c.HighQuality)));
        return FormattableString.Invariant(
            $"{held:0.#} of {seeds[0].Modes} modes held, {quality} of high quality{Cards.Means(seeds.Count)}"
        );
    }

    /// <summary>A row for each.</summary>
    internal static Table Compare(IEnumerable<ModeCoverage> coverage)
    {
        var rows = coverage.Take(Shows.Most + 1).ToList();
        var part = rows.Count > Shows.Most ? $", the first {Shows.Most}" : "";
        return new(
            $"Mode coverage{part}: a mode is held with half of its fair share of the samples, touched with 1 %, captured with one; width "
                + "of the samples inside a mode, 1 for true ones; KL and total variation of the shares.",
            ["", "held", "touched", "captured", "of modes", "high quality", "width", "KL (nats)", "total variation"],
            [
                .. rows.Take(Shows.Most)
                    .Select(
                        (c, i) =>
                            (string[])
                                [
                                    $"{i}",
                                    $"{c.Held}",
                                    $"{c.Touched}",
                                    $"{c.Captured}",
                                    $"{c.Modes}",
                                    Percent(c.HighQuality),
                                    Number(c.Width),
                                    Number(c.Kl),
                                    Number(c.TotalVariation),
                                ]
                    ),
            ]
        );
    }

    private Card Card() =>
        new(
            $"Mode coverage: {Held} of {Modes} modes held",
            [
                ("held", $"{Held} of {Modes} (at least half of their fair share of the samples each)"),
                ("touched", $"{Touched} of {Modes} (at least 1 % of the samples each)"),
                ("captured", $"{Captured} of {Modes} (at least one sample each)"),
                ("high quality", $"{Percent(HighQuality)} of the samples within 3σ of a centre"),
                ("width", $"{Number(Width)} of the width of true samples inside a mode"),
                ("KL", $"{Number(Kl)} nats from the data's shares"),
                ("total variation", Number(TotalVariation)),
                ("samples per mode", Settings.Text(Counts)),
            ]
        );

    private static string Percent(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}

/// <summary>Words that cards share.</summary>
internal static class Cards
{
    /// <summary>The seeds of a recipe.</summary>
    public static string Seeds(Recipe recipe) =>
        recipe.Replicas == 1 ? $"seed {recipe.Seed}" : $"{recipe.Replicas} seeds, {recipe.Seed} to {recipe.Seed + recipe.Replicas - 1}";

    /// <summary>That what was said are means, where there is more than one seed.</summary>
    public static string Means(int seeds) => seeds > 1 ? $" (means of {seeds} seeds)" : "";

    /// <summary>A number and a noun.</summary>
    public static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
