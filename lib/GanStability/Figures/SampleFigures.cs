using System.Globalization;

namespace GanStability;

/// <summary>Figures of samples in the plane: over the data, seed beside seed, and on their way through training.</summary>
public static class SampleFigures
{
    private const int HeatMapCells = 41;
    private const int Shown = 500;

    /// <summary>Samples of one replica over the data, on the discriminator's opinion of the plane.</summary>
    /// <param name="run">A run on points in the plane.</param>
    /// <param name="replica">The replica, from 0.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">The data is no points in the plane.</exception>
    public static Figure SampleFigure(this Run run, int replica = 0)
    {
        RunFigures.Trained(run, replica);
        var (plane, modes) = (DataPlane.Of(run, replica), run.Coverage.Count > 0);
        return new Figure
        {
            Title = $"Samples: {run.Name}",
            Caption =
                string.Create(CultureInfo.InvariantCulture, $"Seed {run.Recipe.Seed + replica}, step {run.History.Steps}: ")
                + (
                    modes
                        ? string.Create(
                            CultureInfo.InvariantCulture,
                            $"{Held(run, replica)} modes are held, {100 * run.Coverage[replica].HighQuality:0.0} % of the samples are "
                                + $"of high quality."
                        )
                        : $"the energy distance to the data is {Distance(run, replica)}."
                )
                + " Colours: the discriminator's D, each point judged as if it stood in a generated batch.",
            Alt =
                $"Generated points over the {plane.Name}; "
                + (modes ? $"{run.Coverage[replica].Held} modes are held." : $"energy distance to the data {Distance(run, replica)}."),
            Panels = [Panel(run, replica)],
        };
    }

    /// <summary>Samples of several replicas side by side, at the end of training.</summary>
    /// <param name="run">A run on points in the plane.</param>
    /// <param name="count">How many replicas, from the first.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">The data is no points in the plane.</exception>
    public static Figure SeedsFigure(this Run run, int count = 6)
    {
        RunFigures.Trained(run);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var shown = Math.Min(count, run.Recipe.Replicas);
        var plane = DataPlane.Of(run, 0);
        var modes = run.Coverage.Count > 0;
        return new Figure
        {
            Title = $"{run.Name}: the same recipe, {shown} seeds",
            Caption =
                $"Generated points ({Shown} per seed) and {(modes ? "the centres" : "points")} of the {plane.Name}, at step "
                + $"{run.History.Steps}; only the seed differs.",
            Alt = modes
                ? $"Samples of {shown} seeds: {string.Join(", ", run.Coverage.Take(shown).Select(c => c.Held))} of "
                    + $"{run.Coverage[0].Modes} modes held."
                : $"Samples of {shown} seeds; energy distances to the data "
                    + $"{string.Join(", ", Enumerable.Range(0, shown).Select(r => Distance(run, r)))}.",
            Columns = 3,
            Panels = [.. Enumerable.Range(0, shown).Select(Seed)],
        };

        Panel Seed(int r)
        {
            var seen = DataPlane.Of(run, r);
            return seen.Panel(
                $"seed {run.Recipe.Seed + r}: {Standing(run, r)}",
                seen.Over(Cloud(run.History.Evaluations[^1].Samples[r]))
            ) with
            {
                Legend = false,
            };
        }
    }

    /// <summary>Which modes one replica holds, and when: the share of its samples near each mode over training.</summary>
    /// <param name="run">A run on data with known modes.</param>
    /// <param name="replica">The replica, from 0.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">The data has no known modes.</exception>
    public static Figure ModeMapFigure(this Run run, int replica = 0)
    {
        RunFigures.Trained(run, replica);
        var modes = RunFigures.Modes(run);
        var moments = run.History.Evaluations;
        var shares = new double[modes, moments.Count];
        for (var m = 0; m < moments.Count; m++)
        for (var k = 0; k < modes; k++)
            shares[k, m] = 100.0 * moments[m].Coverage[replica].Counts[k] / ModeCoverage.SampleCount;
        var visited = Enumerable.Range(0, modes).Count(k => Enumerable.Range(0, moments.Count).Any(m => shares[k, m] >= 1));
        return new Figure
        {
            Title = $"Which mode, when: {run.Name}",
            Caption =
                $"Seed {run.Recipe.Seed + replica}: share of the samples within 3σ of each mode, every {run.Recipe.EvaluateEvery} "
                + $"steps.",
            Alt =
                $"Over training {visited} of {modes} modes hold at least 1 % of the samples at some time; at the end "
                + $"{run.Coverage[replica].Held} do.",
            Panels =
            [
                new Panel(
                    "",
                    new Axis("step"),
                    new Axis("mode"),
                    [new HeatMap("samples, %", shares, moments[0].Step, moments[^1].Step, 0, modes - 1) { Min = 0 }]
                ),
            ],
        };
    }

    /// <summary>The samples of one replica over training, with a slider.</summary>
    /// <param name="run">A run on points in the plane.</param>
    /// <param name="replica">The replica, from 0.</param>
    /// <param name="frames">At most this many moments.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">The data is no points in the plane.</exception>
    public static Figure ReplayFigure(this Run run, int replica = 0, int frames = 20)
    {
        RunFigures.Trained(run, replica);
        ArgumentOutOfRangeException.ThrowIfLessThan(frames, 2);
        var plane = DataPlane.Of(run, replica);
        var moments = RunFigures.Thin(run.History.Evaluations, frames);
        Frame At(Evaluation e) =>
            new(
                e.Step.ToString(CultureInfo.InvariantCulture),
                [plane.Panel($"seed {run.Recipe.Seed + replica}", plane.Over(Cloud(e.Samples[replica])))]
            );
        var all = moments.Select(At).ToList();
        return new Figure
        {
            Title = $"Replay: {run.Name}",
            Caption =
                $"{Shown} generated points over training, always from the same latent vectors; move the slider. The static picture "
                + $"shows the last step.",
            Alt =
                $"Generated points at {all.Count} moments of training; at the end "
                + (
                    run.Coverage.Count > 0
                        ? $"{Held(run, replica)} modes are held."
                        : $"the energy distance to the data is {Distance(run, replica)}."
                ),
            Panels = all[^1].Panels,
            Slider = new Slider("step", all, all.Count - 1),
        };
    }

    /// <summary>The panel of a figure: D's landscape, the samples and the data.</summary>
    internal static Panel Panel(Run run, int replica)
    {
        var plane = DataPlane.Of(run, replica);
        return plane.Panel(
            $"seed {run.Recipe.Seed + replica}",
            [Landscape(run, plane.Edge, replica), .. plane.Over(Cloud(run.Samples(replica, Shown)))]
        );
    }

    private static string Held(Run run, int replica) => $"{run.Coverage[replica].Held} of {run.Coverage[replica].Modes}";

    private static string Distance(Run run, int replica) => run.Distances[replica].ToString("0.000", CultureInfo.InvariantCulture);

    private static string Standing(Run run, int replica) =>
        run.Coverage.Count > 0 ? Held(run, replica) : $"distance {Distance(run, replica)}";

    private static HeatMap Landscape(Run run, double edge, int replica)
    {
        double At(int i) => -edge + 2 * edge * i / (HeatMapCells - 1);
        var points = new float[2 * HeatMapCells * HeatMapCells];
        for (var y = 0; y < HeatMapCells; y++)
        for (var x = 0; x < HeatMapCells; x++)
            (points[2 * (y * HeatMapCells + x)], points[2 * (y * HeatMapCells + x) + 1]) = ((float)At(x), (float)At(y));
        var judged = run.DiscriminatorAt(points, replica);
        var values = new double[HeatMapCells, HeatMapCells];
        for (var i = 0; i < judged.Length; i++)
            values[i / HeatMapCells, i % HeatMapCells] = judged[i];
        return new HeatMap("D(x)", values, -edge, edge, -edge, edge)
        {
            Min = 0,
            Max = 1,
            Diverging = true,
        };
    }

    private static Points Cloud(float[] samples) => DataPlane.Points("generated", samples) with { Color = 1, Size = 4, Opacity = 0.6 };
}

/// <summary>
/// The plane of a run's points: how far it reaches, and how the data is drawn in it – its modes where they are known, else points of its
/// own.
/// </summary>
/// <param name="Name">The name of the data.</param>
/// <param name="Edge">The plane is shown from −edge to edge.</param>
/// <param name="Data">The data.</param>
/// <param name="InFront">A few rings are drawn over the samples, many points under them.</param>
internal sealed record DataPlane(string Name, double Edge, Points Data, bool InFront)
{
    private const double Margin = 1.15;
    private const int MostPoints = 500;

    /// <exception cref="ArgumentException">The data is no points in the plane.</exception>
    public static DataPlane Of(Run run, int replica)
    {
        var data = run.Recipe.Data;
        if (data is IHasModes modes)
            return new(
                data.Name,
                modes.Extent * Margin,
                new("centres of the data", [.. modes.Centres.Select(c => c.X)], [.. modes.Centres.Select(c => c.Y)])
                {
                    Color = 0,
                    Marker = Marker.Ring,
                    Size = 12,
                },
                InFront: true
            );
        if (!IsPlane(run))
            throw new ArgumentException(
                $"This figure needs points in the plane; {data.Name} has samples of shape " + $"[{string.Join(", ", data.SampleShape)}].",
                nameof(run)
            );
        var points = run.DataSample(replica)!;
        return new(
            data.Name,
            points.Max(Math.Abs) * Margin,
            Points("data", points[..Math.Min(points.Length, 2 * MostPoints)]) with
            {
                Color = 0,
                Size = 4,
                Opacity = 0.6,
            },
            InFront: false
        );
    }

    /// <summary>The samples of a run can be drawn.</summary>
    public static bool IsPlane(Run run) => run.Recipe.Data.SampleShape is [2];

    /// <summary>Samples and data, back to front.</summary>
    public IReadOnlyList<Series> Over(Points samples) => InFront ? [samples, Data] : [Data, samples];

    /// <summary>A panel in which one unit is as long on both axes.</summary>
    public Panel Panel(string title, IReadOnlyList<Series> series) =>
        new(title, new Axis("x", Min: -Edge, Max: Edge), new Axis("y", Min: -Edge, Max: Edge), series) { EqualAspect = true };

    /// <summary>Points from x0, y0, x1, y1, …</summary>
    public static Points Points(string name, float[] points) => new(name, Every(points, 0), Every(points, 1));

    private static double[] Every(float[] points, int offset) =>
        [.. points.Where((_, i) => i % 2 == offset).Select(v => Math.Round((double)v, 4))];
}
