using System.Globalization;

namespace GanStability;

/// <summary>
/// Figures of one training run. Spread over replicas is always shown: the median with a band from the lower to the upper quartile.
/// </summary>
public static class RunFigures
{
    private const int MaxPoints = 200;

    /// <summary>The costs of both players over training.</summary>
    /// <param name="run">The run.</param>
    /// <returns>The figure.</returns>
    public static Figure LossFigure(this Run run)
    {
        Trained(run);
        return Chart(run, "Losses", "What each player pays at every step", LossPanel(run));
    }

    /// <summary>What the discriminator says of real and of generated samples over training.</summary>
    /// <param name="run">The run.</param>
    /// <returns>The figure.</returns>
    public static Figure DiscriminatorFigure(this Run run)
    {
        Trained(run);
        var probability = run.Recipe.Objective.IsProbability;
        var equilibrium = Equilibrium(run);
        return Chart(
            run,
            "The discriminator's opinion",
            probability
                ? FormattableString.Invariant(
                    $"Mean of D over the real and the generated batch; at equilibrium both are {equilibrium:0.###}"
                )
                : "Mean of sigmoid(score) over both batches; the scores of this objective are an order, not a probability",
            new Panel(
                "",
                new Axis("step"),
                new Axis(probability ? "D, probability of real" : "sigmoid of the score", Min: -0.03, Max: 1.03),
                [
                    .. Spread(run, Quantity.DiscriminatorOnReal, "real", 0, Dash.Solid),
                    .. Spread(run, Quantity.DiscriminatorOnFake, "generated", 1, Dash.Dashed),
                    .. probability ? [new Rule("equilibrium", equilibrium) { Color = 6 }] : Array.Empty<Series>(),
                ]
            )
        );
    }

    /// <summary>The norms of both players' gradients over training, on a logarithmic axis.</summary>
    /// <param name="run">The run.</param>
    /// <returns>The figure.</returns>
    public static Figure GradientFigure(this Run run)
    {
        Trained(run);
        return Chart(
            run,
            "Gradient norms",
            "L2 norm of each player's gradient",
            new Panel(
                "",
                new Axis("step"),
                new Axis("gradient norm", Log: true),
                [
                    .. Spread(run, Quantity.DiscriminatorGradient, "discriminator", 0, Dash.Solid),
                    .. Spread(run, Quantity.GeneratorGradient, "generator", 1, Dash.Dashed),
                ]
            )
        );
    }

    /// <summary>
    /// Modes held, and the share of high-quality samples, over training; one curve per run.
    /// </summary>
    /// <param name="runs">Runs on data with known modes.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">No run, or data without known modes.</exception>
    public static Figure CoverageFigure(params Run[] runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Length == 0)
            throw new ArgumentException("Give at least one run.", nameof(runs));
        foreach (var run in runs)
            Trained(run);
        var modes = runs.Max(Modes);
        Panel Curves(string title, string axis, double max, Func<ModeCoverage, double> value) =>
            new(
                title,
                new Axis("step"),
                new Axis(axis, Min: -0.035 * max, Max: max), // a collapse lies at 0, where the frame would hide it
                [.. runs.SelectMany((run, i) => MeasuredSpread(run, i, (e, r) => value(e.Coverage[r])))]
            );
        var last = string.Join(
            "; ",
            runs.Select(r =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{r.Name}: median {Median(r.Coverage.Select(c => (double)c.Held)):0.#} of {Modes(r)} modes, "
                        + $"{100 * r.Coverage.Average(c => c.HighQuality):0} % high quality on average"
                )
            )
        );
        return new Figure
        {
            Title = "Mode coverage",
            Caption =
                $"{OverSeeds(runs[0])}. Left: modes held, those with at least half of their "
                + $"fair share of 2500 samples within 3σ. Right: share of samples within 3σ of a mode; a perfect sampler reaches 98.9 %.",
            Alt = $"Mode coverage over training. At the end: {last}.",
            Panels =
            [
                Curves("modes held", "modes held", modes + 0.4, c => c.Held),
                Curves("quality", "high-quality samples, %", 105, c => 100 * c.HighQuality),
            ],
        };
    }

    /// <summary>
    /// The <see cref="EnergyDistance"/> between samples and data over training, for points whose modes are not known; one curve per run.
    /// </summary>
    /// <param name="runs">Runs on points without known modes.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">No run, or data that is measured otherwise.</exception>
    public static Figure DistanceFigure(params Run[] runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Length == 0)
            throw new ArgumentException("Give at least one run.", nameof(runs));
        foreach (var run in runs)
        {
            Trained(run);
            if (run.Distances.Count == 0)
                throw new ArgumentException(
                    $"Distances are measured for points without known modes; {run.Recipe.Data.Name} is measured "
                        + $"otherwise: see CoverageFigure and the scores of pictures.",
                    nameof(runs)
                );
        }
        var last = string.Join("; ", runs.Select(r => FormattableString.Invariant($"{r.Name}: median {Median(r.Distances):0.000}")));
        return new Figure
        {
            Title = "Distance to the data",
            Caption =
                $"Energy distance between {EnergyDistance.SampleCount} samples and as many points of the data. "
                + $"{OverSeeds(runs[0])}; equal distributions vary about 0.",
            Alt = $"Energy distance to the data over training. At the end: {last}.",
            Panels = [DistancePanel(runs)],
        };
    }

    /// <summary>
    /// What is shown while a GAN trains: losses, samples (points in the plane or pictures) and how they are measured over training.
    /// </summary>
    /// <param name="run">The run so far.</param>
    /// <returns>The figure.</returns>
    public static Figure LiveFigure(this Run run)
    {
        Trained(run);
        var (plane, modes) = (DataPlane.IsPlane(run), run.Coverage.Count > 0);
        var panels = new List<Panel>();
        if (plane)
            panels.Add(Film.PanelNow(run, 0));
        if (run.IsImages)
            panels.Add(ImageFigures.LivePanel(run, 0));
        if (run.History.Steps > 0)
            panels.Add(LossPanel(run) with { Title = "losses" });
        if (modes && run.History.Evaluations.Count > 1)
            panels.Add(
                new Panel(
                    "modes held",
                    new Axis("step"),
                    new Axis("modes held", Min: -0.3, Max: Modes(run) + 0.4),
                    [.. MeasuredSpread(run, 0, (e, r) => e.Coverage[r].Held)]
                )
                {
                    Legend = false,
                }
            );
        if (run.Distances.Count > 0 && run.History.Evaluations.Count > 1)
            panels.Add(DistancePanel([run]) with { Title = "distance to the data", Legend = false });
        return new Figure
        {
            Title = run.Name,
            Caption =
                $"Step {run.History.Steps}. {(plane ? "Green: samples, with arrows where they are pushed," : "Samples")} of seed "
                + $"{run.Recipe.Seed}{(run.Recipe.Replicas == 1 ? "" : $"; curves: median and quartiles over {Seeds(run)}")}.",
            Alt = modes
                ? $"Samples and losses at step {run.History.Steps}; modes held per seed: "
                    + $"{string.Join(", ", run.Coverage.Select(c => c.Held))}."
                : $"{(run.IsImages ? "Generated pictures and losses" : plane ? "Samples and losses" : "Losses")} at step "
                    + $"{run.History.Steps}.",
            Panels = panels,
        };
    }

    /// <summary>A notebook's mistakes: a figure before its run, or of a replica that there is not.</summary>
    internal static void Trained(Run? run, int replica = 0)
    {
        if (run is null)
            throw new ArgumentNullException(nameof(run), "There is no run yet (it is null): run the cell that trains it first.");
        run.CheckReplica(replica);
    }

    /// <summary>K of a run on data with known modes.</summary>
    /// <exception cref="ArgumentException">The data has none.</exception>
    internal static int Modes(Run run) =>
        run.Recipe.Data is IHasModes modes
            ? modes.Centres.Count
            : throw new ArgumentException($"This needs data with known modes; {run.Recipe.Data.Name} has none.", nameof(run));

    internal static double Median(IEnumerable<double> values) => SeedBand.Quantile(values, 0.5);

    internal static string Seeds(Run run) =>
        run.Recipe.Replicas == 1
            ? $"seed {run.Recipe.Seed}"
            : $"{run.Recipe.Replicas} seeds ({run.Recipe.Seed} to {run.Recipe.Seed + run.Recipe.Replicas - 1})";

    private static string OverSeeds(Run run) =>
        run.Recipe.Replicas == 1 ? $"One seed, {run.Recipe.Seed}" : $"Median (line) and quartiles (band) over {Seeds(run)}";

    private static Figure Chart(Run run, string title, string caption, Panel panel) =>
        new()
        {
            Title = $"{title}: {run.Name}",
            Caption = $"{caption}. {OverSeeds(run)}.",
            Alt = $"{title} of {run.Name} over {run.History.Steps} steps.",
            Panels = [panel],
        };

    private static Panel LossPanel(Run run) =>
        new(
            "",
            new Axis("step"),
            new Axis(run.Recipe.Objective.IsProbability ? "loss (nats)" : "loss"),
            [
                .. Spread(run, Quantity.DiscriminatorLoss, "discriminator", 0, Dash.Solid),
                .. Spread(run, Quantity.GeneratorLoss, "generator", 1, Dash.Dashed),
                .. run.Recipe.Objective.IsProbability ? [AtEquilibrium(Equilibrium(run))] : Array.Empty<Series>(),
            ]
        );

    // (α + β)/2: the best D where data and samples agree, ½ unless the targets are smoothed. It costs twice its entropy.
    private static double Equilibrium(Run run) => (run.Recipe.Targets.Real + run.Recipe.Targets.Fake) / 2;

    private static Rule AtEquilibrium(double d)
    {
        var cost = -2 * (d * Math.Log(d) + (1 - d) * Math.Log(1 - d));
        return new(
            d == 0.5 ? "D at equilibrium, 2 ln 2" : string.Create(CultureInfo.InvariantCulture, $"D at equilibrium, {cost:0.0000}"),
            cost
        )
        {
            Color = 6,
            Dash = Dash.Dotted,
        };
    }

    private static IEnumerable<Series> Spread(Run run, Quantity quantity, string name, int color, Dash dash)
    {
        var steps = Thinning.Evenly(Enumerable.Range(1, run.History.Steps).ToList(), MaxPoints);
        return Spread(steps, run.Recipe.Replicas, (i, r) => run.History[quantity, steps[i], r], name, color, dash);
    }

    private static Panel DistancePanel(IReadOnlyList<Run> runs) =>
        new(
            "",
            new Axis("step"),
            new Axis("energy distance to the data"),
            [.. runs.SelectMany((run, i) => MeasuredSpread(run, i, (e, r) => e.Distances[r]))]
        );

    private static IEnumerable<Series> MeasuredSpread(Run run, int index, Func<Evaluation, int, double> value)
    {
        var evaluations = run.History.Evaluations;
        return Spread(
            [.. evaluations.Select(e => e.Step)],
            run.Recipe.Replicas,
            (i, r) => value(evaluations[i], r),
            run.Name,
            index,
            (Dash)(index % 3)
        );
    }

    private static IReadOnlyList<Series> Spread(
        IReadOnlyList<int> steps,
        int replicas,
        Func<int, int, double> value,
        string name,
        int color,
        Dash dash
    ) =>
        SeedBand.Of(
            name,
            [.. steps.Select(s => (double)s)],
            [.. Enumerable.Range(0, replicas).Select(r => steps.Select((_, i) => value(i, r)).ToArray())],
            color,
            dash
        );
}
