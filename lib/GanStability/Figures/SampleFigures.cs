using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>Figures of samples in the plane: over the data, seed beside seed, and on their way through training.</summary>
public static class SampleFigures
{
    private const int HeatMapCells = 41;
    private const int Shown = 500;
    private static readonly double[] RoundTicks = [0, 25, 50, 75, 100];

    /// <summary>
    /// Samples of one replica over the data, on the discriminator's opinion of the plane; rows of one, three or more numbers as a histogram
    /// of each column over that of the data.
    /// </summary>
    /// <param name="run">A run on points.</param>
    /// <param name="replica">The replica, from 0.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">The data is pictures.</exception>
    public static Figure SampleFigure(this Run run, int replica = 0)
    {
        RunFigures.Trained(run, replica);
        if (run.Recipe.Data.SampleShape is [not 2])
            return ColumnFigures.Of(run, replica);
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

    /// <summary>
    /// Samples of several replicas side by side, at the end of training: all of them, or as many as wanted in even steps from the best to
    /// the worst – never the first ones, which would be luck. Best is who holds most modes, and of these who has the most samples of high
    /// quality; without known modes, who is nearest to the data.
    /// </summary>
    /// <param name="run">A run on points in the plane.</param>
    /// <param name="count">At most how many; 3 are the best, the median and the worst.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">The data is no points in the plane.</exception>
    public static Figure SeedsFigure(this Run run, int count = 3)
    {
        RunFigures.Trained(run);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var all = run.Recipe.Replicas;
        var ranked = Enumerable.Range(0, all).OrderBy(r => Rank(run, r)).ToList();
        int[] shown = count >= all ? [.. Enumerable.Range(0, all)] : [.. Enumerable.Range(0, count).Select(i => ranked[At(i)])];
        var plane = DataPlane.Of(run, 0);
        var modes = run.Coverage.Count > 0;
        // All panels are as wide as the widest needs to be.
        var planes = shown.ToDictionary(r => r, r => DataPlane.Of(run, r).Holding(Last(r)));
        var edge = planes.Values.Max(p => p.Edge);
        var outside = shown.Sum(r => (planes[r] with { Edge = edge }).Outside(Last(r)));
        return new Figure
        {
            Title =
                count >= all ? $"{run.Name}: the same recipe, {all} seeds"
                : count == 3 ? $"{run.Name}: the best, the median and the worst of {all} seeds"
                : $"{run.Name}: {count} of {all} seeds, from the best to the worst",
            Caption =
                $"Generated points ({Shown} per seed) and {(modes ? "the centres" : "points")} of the {plane.Name}, at step "
                + $"{run.History.Steps}; only the seed differs."
                + (outside == 0 ? "" : $" {outside} {(outside == 1 ? "point lies" : "points lie")} outside the frames."),
            Alt = modes
                ? $"Samples of {shown.Length} seeds: {string.Join(", ", shown.Select(r => run.Coverage[r].Held))} of "
                    + $"{run.Coverage[0].Modes} modes held."
                : $"Samples of {shown.Length} seeds; energy distances to the data "
                    + $"{string.Join(", ", shown.Select(r => Distance(run, r)))}.",
            Columns = Math.Min(3, shown.Length),
            Panels = [.. shown.Select(Seed)],
        };

        float[] Last(int r) => run.History.Evaluations[^1].Samples[r];

        int At(int i) => count == 1 ? (all - 1) / 2 : (int)Math.Round((double)i * (all - 1) / (count - 1));

        Panel Seed(int r)
        {
            var seen = planes[r] with { Edge = edge };
            return seen.Panel($"seed {run.Recipe.Seed + r}: {Standing(run, r)}", seen.Over(Cloud(Last(r)) with { Size = 6 })) with
            {
                Legend = false,
            };
        }
    }

    /// <summary>
    /// Points of data in the plane, before anything is trained on them; rows of one, three or more numbers column by column.
    /// </summary>
    /// <param name="data">Points.</param>
    /// <param name="count">How many, 2 to 5000.</param>
    /// <param name="seed">Decides which.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">The data is pictures.</exception>
    public static Figure DataFigure(IDataSource data, int count = Shown, long seed = 1)
    {
        CheckedSource.Check(Require.Given(data, "points, such as PointSet.FromCsv(path)"));
        if (data.SampleShape is not [_])
            throw new ArgumentException(
                $"This figure needs points; {data.Name} has samples of shape {Shape.Of([.. data.SampleShape])}.",
                nameof(data)
            );
        if (count is < 2 or > 5000)
            throw new ArgumentOutOfRangeException(nameof(count), count, "The figure shows 2 to 5000 points.");
        using var generator = new torch.Generator((ulong)seed, CPU);
        using var scope = NewDisposeScope();
        var points = data.Draw(count, generator, CPU).contiguous().data<float>().ToArray();
        if (data.SampleShape is [not 2])
            return ColumnFigures.Of(data, points);
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
    /// <param name="from">The first step shown.</param>
    /// <param name="to">The last step shown.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">The data has no known modes, or nothing was measured between the two steps.</exception>
    public static Figure ModeMapFigure(this Run run, int replica = 0, int from = 0, int to = int.MaxValue)
    {
        RunFigures.Trained(run, replica);
        var modes = RunFigures.Modes(run);
        var moments = Between(run, from, to);
        var shares = new double[modes, moments.Count];
        for (var m = 0; m < moments.Count; m++)
        for (var k = 0; k < modes; k++)
            shares[k, m] = 100.0 * moments[m].Coverage[replica].Counts[k] / ModeCoverage.SampleCount;
        var visited = moments.SelectMany(m => m.Coverage[replica].HeldModes).Distinct().Count();
        double[] fair = [.. ((IHasModes)run.Recipe.Data).Weights.Select(w => 100 * w).DistinctBy(w => Math.Round(w, 6))];
        return new Figure
        {
            Title = $"Which mode, when: {run.Name}",
            Caption =
                $"Seed {run.Recipe.Seed + replica}: share of the samples within 3σ of each mode, every {run.Recipe.EvaluateEvery} "
                + "steps"
                + (
                    fair is [var even]
                        ? FormattableString.Invariant($"; {even:0.#} % is a mode's fair share, and from half of it on, where the colours ")
                            + "turn from blue to green, a mode is held."
                        : "."
                ),
            Alt =
                $"From step {moments[0].Step} to {moments[^1].Step} {visited} of {modes} modes are held at some time; at the end "
                + $"{moments[^1].Coverage[replica].Held} are.",
            Panels =
            [
                new Panel(
                    "",
                    new Axis("step"),
                    new Axis("mode"),
                    [
                        // One scale for all maps, so that they can be compared. A third of the colours each for less than is held, for up
                        // to a fair share, and for more: a fair share must not look like a collapse, nor a held mode like a lost one.
                        new HeatMap("samples, %", shares, moments[0].Step, moments[^1].Step, 0, modes - 1)
                        {
                            Anchors = fair is [var share and < 100] ? [0, share / 2, share, 100] : [0, 100],
                            Ticks = fair is [< 40] ? null : RoundTicks,
                        },
                    ]
                ),
            ],
        };
    }

    /// <summary>The samples of one replica over training, with a slider.</summary>
    /// <param name="run">A run on points in the plane.</param>
    /// <param name="replica">The replica, from 0.</param>
    /// <param name="frames">At most this many moments.</param>
    /// <param name="from">The first step shown.</param>
    /// <param name="to">The last step shown.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">The data is no points in the plane, or nothing was measured between the two steps.</exception>
    public static Figure ReplayFigure(this Run run, int replica = 0, int frames = 20, int from = 0, int to = int.MaxValue)
    {
        RunFigures.Trained(run, replica);
        ArgumentOutOfRangeException.ThrowIfLessThan(frames, 2);
        var plane = DataPlane.Of(run, replica);
        var moments = Thinning.Evenly(Between(run, from, to), frames);
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
                + "shows the last moment.",
            Alt =
                $"Generated points at {all.Count} moments of training; at the end "
                + (
                    run.Coverage.Count > 0
                        ? $"{moments[^1].Coverage[replica].Held} of {moments[^1].Coverage[replica].Modes} modes are held."
                        : FormattableString.Invariant($"the energy distance to the data is {moments[^1].Distances[replica]:0.000}.")
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

    private static List<Evaluation> Between(Run run, int from, int to) =>
        run.History.Evaluations.Where(e => e.Step >= from && e.Step <= to).ToList() is { Count: > 0 } moments
            ? moments
            : throw new ArgumentException(
                $"Nothing was measured from step {from} to {to}: this run was measured every {run.Recipe.EvaluateEvery} steps up to "
                    + $"{run.History.Steps}.",
                nameof(from)
            );

    private static string Held(Run run, int replica) => $"{run.Coverage[replica].Held} of {run.Coverage[replica].Modes}";

    private static string Distance(Run run, int replica) => run.Distances[replica].ToString("0.000", CultureInfo.InvariantCulture);

    private static string Standing(Run run, int replica) =>
        run.Coverage.Count > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{Held(run, replica)}, HQ {100 * run.Coverage[replica].HighQuality:0} %")
            : $"distance {Distance(run, replica)}";

    /// <summary>The smaller, the better.</summary>
    private static double Rank(Run run, int replica) =>
        run.Coverage.Count > 0 ? -run.Coverage[replica].Held - run.Coverage[replica].HighQuality / 2 : run.Distances[replica];

    /// <summary>D over the plane of the data, at cells × cells places.</summary>
    internal static HeatMap Landscape(Run run, DataPlane plane, int replica, int cells = HeatMapCells)
    {
        var ((left, right), (bottom, top)) = (plane.Across, plane.Along);
        var points = new float[2 * cells * cells];
        for (var y = 0; y < cells; y++)
        for (var x = 0; x < cells; x++)
            (points[2 * (y * cells + x)], points[2 * (y * cells + x) + 1]) = (At(left, right, x), At(bottom, top, y));
        var judged = run.DiscriminatorAt(points, replica);
        var values = new double[cells, cells];
        for (var i = 0; i < judged.Length; i++)
            values[i / cells, i % cells] = Math.Round(judged[i], 3);
        return new HeatMap("D(x)", values, left, right, bottom, top)
        {
            Min = 0,
            Max = 1,
            Diverging = true,
        };

        float At(double from, double to, int i) => (float)(from + (to - from) * i / (cells - 1));
    }

    private static Points Cloud(float[] samples) => DataPlane.Points("generated", samples) with { Color = 1, Size = 5, Opacity = 0.6 };
}
