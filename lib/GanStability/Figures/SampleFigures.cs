using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

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
                            $"{Held(run, replica)} modes hold at least 1 % of the samples, {100 * run.Coverage[replica].HighQuality:0.0} % "
                                + $"are of high quality."
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

    /// <summary>Points of data in the plane, before anything is trained on them.</summary>
    /// <param name="data">Points in the plane.</param>
    /// <param name="count">How many, 2 to 5000.</param>
    /// <param name="seed">Decides which.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">The data is no points in the plane.</exception>
    public static Figure DataFigure(IDataSource data, int count = Shown, long seed = 1)
    {
        CheckedSource.Check(Require.Given(data, "points in the plane, such as PointSet.FromCsv(path)"));
        if (data.SampleShape is not [2])
            throw new ArgumentException(
                $"This figure needs points in the plane; {data.Name} has samples of shape {Shape.Of([.. data.SampleShape])}.",
                nameof(data)
            );
        if (count is < 2 or > 5000)
            throw new ArgumentOutOfRangeException(nameof(count), count, "The figure shows 2 to 5000 points.");
        using var generator = new torch.Generator((ulong)seed, CPU);
        using var scope = NewDisposeScope();
        var points = data.Draw(count, generator, CPU).contiguous().data<float>().ToArray();
        var plane = DataPlane.Of(data, points);
        return new Figure
        {
            Title = $"Data: {data.Name}",
            Caption = $"{count} points drawn from the {data.Name}.",
            Alt = $"{count} points of the {data.Name} in the plane.",
            Panels = [plane.Panel("", [DataPlane.DataPoints(points)]) with { Legend = false }],
        };
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
            [Landscape(run, plane, replica), .. plane.Over(Cloud(run.Samples(replica, Shown)))]
        );
    }

    private static string Held(Run run, int replica) => $"{run.Coverage[replica].Held} of {run.Coverage[replica].Modes}";

    private static string Distance(Run run, int replica) => run.Distances[replica].ToString("0.000", CultureInfo.InvariantCulture);

    private static string Standing(Run run, int replica) =>
        run.Coverage.Count > 0 ? Held(run, replica) : $"distance {Distance(run, replica)}";

    private static HeatMap Landscape(Run run, DataPlane plane, int replica)
    {
        var ((left, right), (bottom, top)) = (plane.Across, plane.Along);
        var points = new float[2 * HeatMapCells * HeatMapCells];
        for (var y = 0; y < HeatMapCells; y++)
        for (var x = 0; x < HeatMapCells; x++)
            (points[2 * (y * HeatMapCells + x)], points[2 * (y * HeatMapCells + x) + 1]) = (At(left, right, x), At(bottom, top, y));
        var judged = run.DiscriminatorAt(points, replica);
        var values = new double[HeatMapCells, HeatMapCells];
        for (var i = 0; i < judged.Length; i++)
            values[i / HeatMapCells, i % HeatMapCells] = judged[i];
        return new HeatMap("D(x)", values, left, right, bottom, top)
        {
            Min = 0,
            Max = 1,
            Diverging = true,
        };

        static float At(double from, double to, int i) => (float)(from + (to - from) * i / (HeatMapCells - 1));
    }

    private static Points Cloud(float[] samples) => DataPlane.Points("generated", samples) with { Color = 1, Size = 4, Opacity = 0.6 };
}

/// <summary>
/// The plane of a run's points: how far it reaches, and how the data is drawn in it – its modes where they are known, else points of its
/// own.
/// </summary>
/// <param name="Name">The name of the data.</param>
/// <param name="Edge">The plane is shown this far to each side of its <see cref="Centre"/>.</param>
/// <param name="Data">The data.</param>
/// <param name="InFront">A few rings are drawn over the samples, many points under them.</param>
internal sealed record DataPlane(string Name, double Edge, Points Data, bool InFront)
{
    private const double Margin = 1.15;
    private const int MostPoints = 500;

    /// <summary>The middle of what is shown.</summary>
    public (double X, double Y) Centre { get; init; }

    /// <summary>Names of the two numbers of a point.</summary>
    public (string X, string Y) Labels { get; init; } = ("x", "y");

    /// <summary>What is shown from left to right.</summary>
    public (double From, double To) Across => (Centre.X - Edge, Centre.X + Edge);

    /// <summary>What is shown from bottom to top.</summary>
    public (double From, double To) Along => (Centre.Y - Edge, Centre.Y + Edge);

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
        return Of(data, run.DataSample(replica)!);
    }

    /// <summary>The plane of points that are not known to have modes: as far as they reach, wherever they lie.</summary>
    public static DataPlane Of(IDataSource data, float[] points)
    {
        var (left, right, bottom, top) = (Least(0), Most(0), Least(1), Most(1));
        var edge = Math.Max(right - left, top - bottom) / 2 * Margin;
        return new(data.Name, edge > 0 ? edge : 1, DataPoints(points[..Math.Min(points.Length, 2 * MostPoints)]), InFront: false)
        {
            Centre = ((left + right) / 2, (bottom + top) / 2),
            Labels = data is PointSet set ? (Label(set, 0), Label(set, 1)) : ("x", "y"),
        };

        double Least(int which) => points.Where((_, i) => i % 2 == which).Min();
        double Most(int which) => points.Where((_, i) => i % 2 == which).Max();
        static string Label(PointSet set, int which) => set.Columns[which] + (set.Standardised ? " (standardised)" : "");
    }

    /// <summary>The samples of a run can be drawn.</summary>
    public static bool IsPlane(Run run) => run.Recipe.Data.SampleShape is [2];

    /// <summary>Samples and data, back to front.</summary>
    public IReadOnlyList<Series> Over(Points samples) => InFront ? [samples, Data] : [Data, samples];

    /// <summary>A panel in which one unit is as long on both axes.</summary>
    public Panel Panel(string title, IReadOnlyList<Series> series) =>
        new(title, new Axis(Labels.X, Min: Across.From, Max: Across.To), new Axis(Labels.Y, Min: Along.From, Max: Along.To), series)
        {
            EqualAspect = true,
        };

    /// <summary>Points of the data.</summary>
    public static Points DataPoints(float[] points) => Points("data", points) with { Color = 0, Size = 4, Opacity = 0.6 };

    /// <summary>Points from x0, y0, x1, y1, …</summary>
    public static Points Points(string name, float[] points)
    {
        // Four digits behind the point of what reaches from −1 to 1, and as fine for what is smaller.
        var finite = points.Where(float.IsFinite).DefaultIfEmpty().ToArray();
        var reach = finite.Max() - finite.Min();
        var digits = reach is > 0 and < 1 ? Math.Min(15, 4 - (int)Math.Floor(Math.Log10(reach))) : 4;
        return new(name, Every(points, 0, digits), Every(points, 1, digits));
    }

    private static double[] Every(float[] points, int offset, int digits) =>
        [.. points.Where((_, i) => i % 2 == offset).Select(v => Math.Round((double)v, digits))];
}
