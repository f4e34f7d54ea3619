namespace GanStability.Figures;

/// <summary>The limits of an axis.</summary>
/// <param name="Min">Lower limit.</param>
/// <param name="Max">Upper limit.</param>
internal readonly record struct Span(double Min, double Max)
{
    private const double Margin = .04;

    public double Length => Max - Min;

    /// <summary>
    /// The limits of the horizontal and the vertical axis of a panel that show all of <paramref name="states"/> (the same panel at
    /// every position of a slider, so that axes stand still while it moves).
    /// </summary>
    public static (Span X, Span Y) Of(IReadOnlyList<Panel> states)
    {
        var series = states.SelectMany(s => s.Series).ToList();
        return (Fit(states[0].X, series.Select(s => Extents(s, horizontal: true)), Tight(series, horizontal: true), grounded: false),
            Fit(states[0].Y, series.Select(s => Extents(s, horizontal: false)), Tight(series, horizontal: false), grounded: series.Exists(s => s is Bars)));
    }

    private static Span Fit(Axis axis, IEnumerable<IEnumerable<double>> values, bool tight, bool grounded)
    {
        double min = double.PositiveInfinity, max = double.NegativeInfinity;
        foreach (var value in values.SelectMany(v => v))
        {
            if (!double.IsFinite(value) || (axis.Log && value <= 0)) continue;
            min = Math.Min(min, value);
            max = Math.Max(max, value);
        }
        if (axis.Categories is { Count: > 0 } names) (min, max) = (0, names.Count - 1);
        if (min > max) (min, max) = axis.Log ? (axis.Min ?? .1, axis.Max ?? 1) : (axis.Min ?? 0, axis.Max ?? 1);
        return axis.Log ? FitLog(axis, min, max, tight) : FitLinear(axis, min, max, tight, grounded);
    }

    private static Span FitLinear(Axis axis, double min, double max, bool tight, bool grounded)
    {
        if (axis.Categories is not null) return new(axis.Min ?? (min - .6), axis.Max ?? (max + .6));
        // One value only: room around it in proportion to its size.
        var pad = max > min ? (tight ? 0 : Margin * (max - min)) : min == 0 ? 1 : Math.Abs(min) * .1;
        // Bars stand on the axis.
        return Ordered(axis.Min ?? (grounded && min == 0 ? 0 : min - pad), axis.Max ?? (grounded && max == 0 ? 0 : max + pad));
    }

    private static Span FitLog(Axis axis, double min, double max, bool tight)
    {
        var pad = max > min ? (tight ? 1 : Math.Pow(max / min, Margin)) : 3;
        return Ordered(axis.Min ?? (min / pad), axis.Max ?? (max * pad));
    }

    /// <summary>A fixed limit on the wrong side of all data leaves nothing to see, but must not turn the axis round.</summary>
    private static Span Ordered(double min, double max) => max > min ? new(min, max) : new(min, min + Math.Max(1, Math.Abs(min)));

    /// <summary>Fields and pictures fill the panel up to its frame, and time runs from edge to edge.</summary>
    private static bool Tight(List<Series> series, bool horizontal) =>
        series.Exists(s => s is HeatMap or Picture) || (horizontal && !series.Exists(s => s is Points or Arrows) && series.Exists(s => s is Line or Band));

    private static IEnumerable<double> Extents(Series series, bool horizontal) => (series, horizontal) switch
    {
        (Line s, true) => s.X,
        (Line s, false) => s.Y,
        (Points s, true) => s.X,
        (Points s, false) => s.Y,
        (Band s, true) => s.X,
        (Band s, false) => s.Low.Concat(s.High),
        (Bars s, true) => [s.X.Min() - (.6 * Bars.Spacing(s.X)), s.X.Max() + (.6 * Bars.Spacing(s.X))],
        (Bars s, false) => s.Heights.Concat(s.Low ?? []).Concat(s.High ?? []).Append(0),
        (Arrows s, true) => s.X.Concat(s.X.Zip(s.DX, (x, d) => x + d)),
        (Arrows s, false) => s.Y.Concat(s.Y.Zip(s.DY, (y, d) => y + d)),
        (HeatMap s, true) => Cells(s.XMin, s.XMax, s.Values.GetLength(1)),
        (HeatMap s, false) => Cells(s.YMin, s.YMax, s.Values.GetLength(0)),
        (Picture s, true) => [0, s.Width],
        (Picture s, false) => [0, s.Height],
        (Rule s, _) => s.Vertical == horizontal ? [s.Value] : [],
        _ => [],
    };

    /// <summary>Centres of the first and last cell, widened to the outer edges of those cells.</summary>
    internal static double[] Cells(double first, double last, int count)
    {
        var half = count > 1 ? (last - first) / (count - 1) / 2 : .5;
        return [first - half, last + half];
    }
}
