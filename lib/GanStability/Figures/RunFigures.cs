using System.Globalization;

namespace GanStability;

/// <summary>Figures of one training run. Spread over replicas is always shown: the median with a band from the lower to the upper quartile.</summary>
public static class RunFigures
{
    private const int MaxPoints = 200;
    private const int HeatMapCells = 41;

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
    public static Figure JudgementFigure(this Run run)
    {
        Trained(run);
        var equilibrium = Equilibrium(run);
        return Chart(run, "The discriminator's opinion", string.Create(CultureInfo.InvariantCulture, $"Mean of D over the real and the generated batch; at equilibrium both are {equilibrium:0.###}"),
            new Panel("", new Axis("step"), new Axis("D, probability of real", Min: 0, Max: 1),
                [.. Spread(run, Quantity.JudgedReal, "real", 0, Dash.Solid), .. Spread(run, Quantity.JudgedFake, "generated", 1, Dash.Dashed), new Rule("equilibrium", equilibrium) { Color = 7 }]));
    }

    /// <summary>The norms of both players' gradients over training, on a logarithmic axis.</summary>
    /// <param name="run">The run.</param>
    /// <returns>The figure.</returns>
    public static Figure GradientFigure(this Run run)
    {
        Trained(run);
        return Chart(run, "Gradient norms", "L2 norm of each player's gradient",
            new Panel("", new Axis("step"), new Axis("gradient norm", Log: true),
                [.. Spread(run, Quantity.DiscriminatorGradient, "discriminator", 0, Dash.Solid), .. Spread(run, Quantity.GeneratorGradient, "generator", 1, Dash.Dashed)]));
    }

    /// <summary>Modes that hold at least 1 % of the samples, and the share of high-quality samples, over training; one curve per run.</summary>
    /// <param name="runs">Runs on data with known modes.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">No run, or data without known modes.</exception>
    public static Figure CoverageFigure(params Run[] runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Length == 0) throw new ArgumentException("Give at least one run.", nameof(runs));
        foreach (var run in runs) Trained(run);
        var modes = runs.Max(r => Mixture(r).Centres.Count);
        Panel Curves(string title, string axis, double max, Func<ModeCoverage, double> value) => new(title, new Axis("step"), new Axis(axis, Min: 0, Max: max),
            [.. runs.SelectMany((run, i) => CoverageSpread(run, i, value))]);
        var last = string.Join("; ", runs.Select(r => string.Create(CultureInfo.InvariantCulture,
            $"{r.Name}: median {Median(r.Coverage.Select(c => (double)c.Held)):0.#} of {Mixture(r).Centres.Count} modes, {100 * r.Coverage.Average(c => c.HighQuality):0} % high quality on average")));
        return new Figure
        {
            Title = "Mode coverage",
            Caption = $"Median (line) and quartiles (band) over {Seeds(runs[0])}. Left: modes that hold at least 1 % of 2500 samples within 3σ. Right: share of samples within 3σ of a mode; a perfect sampler reaches 98.9 %.",
            Alt = $"Mode coverage over training. At the end: {last}.",
            Panels = [Curves("modes held", "modes with ≥ 1 % of the samples", modes + 0.4, c => c.Held), Curves("quality", "high-quality samples, %", 105, c => 100 * c.HighQuality)],
        };
    }

    /// <summary>Samples of one replica over the data, on the discriminator's opinion of the plane.</summary>
    /// <param name="run">A run on points in the plane.</param>
    /// <param name="replica">The replica, from 0.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">The data is not a mixture in the plane.</exception>
    public static Figure SampleFigure(this Run run, int replica = 0)
    {
        Trained(run, replica);
        _ = Mixture(run);
        var c = run.Coverage[replica];
        return new Figure
        {
            Title = $"Samples: {run.Name}",
            Caption = string.Create(CultureInfo.InvariantCulture,
                $"Seed {run.Recipe.Seed + replica}, step {run.History.Steps}: {c.Held} of {c.Modes} modes hold at least 1 % of the samples, {100 * c.HighQuality:0.0} % are of high quality. Colours: the discriminator's D, each point judged as if it stood in a generated batch."),
            Alt = $"Generated points over the {Mixture(run).Name}; {c.Held} of {c.Modes} modes are held.",
            Panels = [SamplePanel(run, replica)],
        };
    }

    /// <summary>Samples of several replicas side by side, at the end of training.</summary>
    /// <param name="run">A run on points in the plane.</param>
    /// <param name="count">How many replicas, from the first.</param>
    /// <returns>The figure.</returns>
    public static Figure SeedsFigure(this Run run, int count = 6)
    {
        Trained(run);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var shown = Math.Min(count, run.Recipe.Replicas);
        var mixture = Mixture(run);
        return new Figure
        {
            Title = $"{run.Name}: the same recipe, {shown} seeds",
            Caption = $"Generated points (500 per seed) and the centres of the {mixture.Name}, at step {run.History.Steps}; only the seed differs.",
            Alt = $"Samples of {shown} seeds: {string.Join(", ", run.Coverage.Take(shown).Select(c => c.Held))} of {mixture.Centres.Count} modes held.",
            Columns = 3,
            Panels = [.. Enumerable.Range(0, shown).Select(r => Plane(mixture, $"seed {run.Recipe.Seed + r}: {run.Coverage[r].Held} of {mixture.Centres.Count}",
                [Cloud(run.History.Evaluations[^1].Samples[r]), Centres(mixture)]) with { Legend = false })],
        };
    }

    /// <summary>Which modes one replica holds, and when: the share of its samples near each mode over training.</summary>
    /// <param name="run">A run on points in the plane.</param>
    /// <param name="replica">The replica, from 0.</param>
    /// <returns>The figure.</returns>
    public static Figure ModeMapFigure(this Run run, int replica = 0)
    {
        Trained(run, replica);
        var mixture = Mixture(run);
        var moments = run.History.Evaluations;
        var shares = new double[mixture.Centres.Count, moments.Count];
        for (var m = 0; m < moments.Count; m++)
            for (var k = 0; k < mixture.Centres.Count; k++)
                shares[k, m] = 100.0 * moments[m].Coverage[replica].Counts[k] / ModeCoverage.SampleCount;
        var visited = Enumerable.Range(0, mixture.Centres.Count).Count(k => Enumerable.Range(0, moments.Count).Any(m => shares[k, m] >= 1));
        return new Figure
        {
            Title = $"Which mode, when: {run.Name}",
            Caption = $"Seed {run.Recipe.Seed + replica}: share of the samples within 3σ of each mode, every {run.Recipe.EvaluateEvery} steps.",
            Alt = $"Over training {visited} of {mixture.Centres.Count} modes hold at least 1 % of the samples at some time; at the end {run.Coverage[replica].Held} do.",
            Panels =
            [
                new Panel("", new Axis("step"), new Axis("mode"),
                    [new HeatMap("samples, %", shares, moments[0].Step, moments[^1].Step, 0, mixture.Centres.Count - 1) { Min = 0 }]),
            ],
        };
    }

    /// <summary>The samples of one replica over training, with a slider.</summary>
    /// <param name="run">A run on points in the plane.</param>
    /// <param name="replica">The replica, from 0.</param>
    /// <param name="frames">At most this many moments.</param>
    /// <returns>The figure.</returns>
    public static Figure ReplayFigure(this Run run, int replica = 0, int frames = 20)
    {
        Trained(run, replica);
        ArgumentOutOfRangeException.ThrowIfLessThan(frames, 2);
        var mixture = Mixture(run);
        var moments = Thin(run.History.Evaluations, frames);
        Frame At(Evaluation e) => new(e.Step.ToString(CultureInfo.InvariantCulture),
            [Plane(mixture, $"seed {run.Recipe.Seed + replica}", [Cloud(e.Samples[replica]), Centres(mixture)])]);
        var all = moments.Select(At).ToList();
        return new Figure
        {
            Title = $"Replay: {run.Name}",
            Caption = $"500 generated points over training, always from the same latent vectors; move the slider. The static picture shows the last step.",
            Alt = $"Generated points at {all.Count} moments of training; at the end {run.Coverage[replica].Held} of {mixture.Centres.Count} modes are held.",
            Panels = all[^1].Panels,
            Slider = new Slider("step", all, all.Count - 1),
        };
    }

    /// <summary>What is shown while a GAN trains: losses, samples (points or pictures) and, for points in the plane, coverage.</summary>
    /// <param name="run">The run so far.</param>
    /// <returns>The figure.</returns>
    public static Figure LiveFigure(this Run run)
    {
        Trained(run);
        var mixture = run.Recipe.Data as GaussianMixture;
        var panels = new List<Panel>();
        if (mixture is not null) panels.Add(SamplePanel(run, 0) with { Legend = false });
        if (run.IsPictures) panels.Add(ImageFigures.LivePanel(run, 0));
        if (run.History.Steps > 0) panels.Add(LossPanel(run) with { Title = "losses" });
        if (mixture is not null && run.History.Evaluations.Count > 1)
            panels.Add(new Panel("modes held", new Axis("step"), new Axis("modes with ≥ 1 % of the samples", Min: 0, Max: mixture.Centres.Count + 0.4),
                [.. CoverageSpread(run, 0, c => c.Held)]) { Legend = false });
        return new Figure
        {
            Title = run.Name,
            Caption = $"Step {run.History.Steps}. Samples of seed {run.Recipe.Seed}; curves: median and quartiles over {Seeds(run)}.",
            Alt = mixture is null ? $"{(run.IsPictures ? "Generated pictures and losses" : "Losses")} at step {run.History.Steps}." : $"Samples and losses at step {run.History.Steps}; modes held per seed: {string.Join(", ", run.Coverage.Select(c => c.Held))}.",
            Panels = panels,
        };
    }

    /// <summary>A notebook's mistakes: a figure before its run, or of a replica that there is not.</summary>
    internal static void Trained(Run? run, int replica = 0)
    {
        if (run is null) throw new ArgumentNullException(nameof(run), "There is no run yet (it is null): run the cell that trains it first.");
        run.CheckReplica(replica);
    }

    internal static double Median(IEnumerable<double> values) => SeedBand.Quantile(values, 0.5);

    internal static string Seeds(Run run) => run.Recipe.Replicas == 1
        ? $"seed {run.Recipe.Seed}" : $"{run.Recipe.Replicas} seeds ({run.Recipe.Seed} to {run.Recipe.Seed + run.Recipe.Replicas - 1})";

    private static Figure Chart(Run run, string title, string caption, Panel panel) => new()
    {
        Title = $"{title}: {run.Name}",
        Caption = $"{caption}. Median (line) and quartiles (band) over {Seeds(run)}.",
        Alt = $"{title} of {run.Name} over {run.History.Steps} steps.",
        Panels = [panel],
    };

    private static Panel LossPanel(Run run) => new("", new Axis("step"), new Axis("loss (nats)"),
        [.. Spread(run, Quantity.DiscriminatorLoss, "discriminator", 0, Dash.Solid), .. Spread(run, Quantity.GeneratorLoss, "generator", 1, Dash.Dashed),
         AtEquilibrium(Equilibrium(run))]);

    // (α + β)/2: the best D where data and samples agree, ½ unless the targets are smoothed. It costs twice its entropy.
    private static double Equilibrium(Run run) => (run.Recipe.Targets.Real + run.Recipe.Targets.Fake) / 2;

    private static Rule AtEquilibrium(double d)
    {
        var cost = -2 * (d * Math.Log(d) + (1 - d) * Math.Log(1 - d));
        return new(d == 0.5 ? "D at equilibrium, 2 ln 2" : string.Create(CultureInfo.InvariantCulture, $"D at equilibrium, {cost:0.0000}"), cost) { Color = 7, Dash = Dash.Dotted };
    }

    private static Panel SamplePanel(Run run, int replica)
    {
        var mixture = Mixture(run);
        return Plane(mixture, $"seed {run.Recipe.Seed + replica}", [HeatMap(run, mixture, replica), Cloud(run.Samples(replica, 500)), Centres(mixture)]);
    }

    private static HeatMap HeatMap(Run run, GaussianMixture mixture, int replica)
    {
        var edge = mixture.Extent * 1.15;
        double At(int i) => -edge + 2 * edge * i / (HeatMapCells - 1);
        var points = new float[2 * HeatMapCells * HeatMapCells];
        for (var y = 0; y < HeatMapCells; y++)
            for (var x = 0; x < HeatMapCells; x++)
                (points[2 * (y * HeatMapCells + x)], points[2 * (y * HeatMapCells + x) + 1]) = ((float)At(x), (float)At(y));
        var judged = run.Judge(points, replica);
        var values = new double[HeatMapCells, HeatMapCells];
        for (var i = 0; i < judged.Length; i++) values[i / HeatMapCells, i % HeatMapCells] = judged[i];
        return new HeatMap("D(x)", values, -edge, edge, -edge, edge) { Min = 0, Max = 1, Diverging = true };
    }

    private static Panel Plane(GaussianMixture mixture, string title, IReadOnlyList<Series> series)
    {
        var edge = mixture.Extent * 1.15;
        return new Panel(title, new Axis("x", Min: -edge, Max: edge), new Axis("y", Min: -edge, Max: edge), series) { EqualAspect = true };
    }

    private static Points Cloud(float[] samples) => new("generated", Every(samples, 0), Every(samples, 1)) { Color = 1, Size = 4, Opacity = 0.6 };

    private static Points Centres(GaussianMixture mixture) => new("centres of the data", [.. mixture.Centres.Select(c => c.X)], [.. mixture.Centres.Select(c => c.Y)])
    { Color = 0, Marker = Marker.Ring, Size = 12 };

    private static double[] Every(float[] samples, int offset) => [.. samples.Where((_, i) => i % 2 == offset).Select(v => Math.Round((double)v, 4))];

    private static IEnumerable<Series> Spread(Run run, Quantity quantity, string name, int color, Dash dash)
    {
        var steps = Thin(Enumerable.Range(1, run.History.Steps).ToList(), MaxPoints);
        return Spread(steps, run.Recipe.Replicas, (i, r) => run.History[quantity, steps[i], r], name, color, dash);
    }

    private static IEnumerable<Series> CoverageSpread(Run run, int index, Func<ModeCoverage, double> value)
    {
        var evaluations = run.History.Evaluations;
        return Spread([.. evaluations.Select(e => e.Step)], run.Recipe.Replicas, (i, r) => value(evaluations[i].Coverage[r]), run.Name, index, (Dash)(index % 3));
    }

    private static IReadOnlyList<Series> Spread(IReadOnlyList<int> steps, int replicas, Func<int, int, double> value, string name, int color, Dash dash) =>
        SeedBand.Of(name, [.. steps.Select(s => (double)s)],
            [.. Enumerable.Range(0, replicas).Select(r => steps.Select((_, i) => value(i, r)).ToArray())], color, dash);

    private static List<T> Thin<T>(IReadOnlyList<T> items, int most) => items.Count <= most
        ? [.. items] : [.. Enumerable.Range(0, most).Select(i => items[(int)((long)i * (items.Count - 1) / (most - 1))])];

    private static GaussianMixture Mixture(Run run) => run.Recipe.Data as GaussianMixture
        ?? throw new ArgumentException($"This figure needs data with known modes in the plane; {run.Recipe.Data.Name} has none.", nameof(run));
}
