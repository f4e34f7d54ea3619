using System.Globalization;

namespace GanStability;

/// <summary>Something drawn on a panel. Colour is never the only difference: see <see cref="Dash"/> and <see cref="Marker"/>.</summary>
/// <param name="Name">The legend entry; empty for none.</param>
public abstract record Series(string Name)
{
    /// <summary>
    /// Index into <see cref="Palette.Colors"/>; null to take the next one. A band takes the colour of the line drawn after it;
    /// rules and arrows are grey unless a colour is given.
    /// </summary>
    public int? Color { get; init; }

    /// <summary>Between 0 (invisible) and 1.</summary>
    public double Opacity { get; init; } = 1;
}

/// <summary>A line through points. NaN breaks it.</summary>
/// <param name="Name">The legend entry.</param>
/// <param name="X">Positions.</param>
/// <param name="Y">Values.</param>
public sealed record Line(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y) : Series(Name)
{
    /// <summary>How the line is drawn; null to let the palette choose one that differs as the colour does.</summary>
    public Dash? Dash { get; init; }

    /// <summary>Width in points.</summary>
    public double Width { get; init; } = 2;

    /// <summary>A marker at each point, or none.</summary>
    public Marker Marker { get; init; }
}

/// <summary>A filled band, for a spread over replicas or an interval.</summary>
/// <param name="Name">The legend entry.</param>
/// <param name="X">Positions.</param>
/// <param name="Low">Lower edge.</param>
/// <param name="High">Upper edge.</param>
public sealed record Band(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Low, IReadOnlyList<double> High) : Series(Name);

/// <summary>Separate points.</summary>
/// <param name="Name">The legend entry.</param>
/// <param name="X">Horizontal positions.</param>
/// <param name="Y">Vertical positions.</param>
public sealed record Points(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y) : Series(Name)
{
    /// <summary>The shape of a point; null to let the palette choose one that differs as the colour does.</summary>
    public Marker? Marker { get; init; }

    /// <summary>Diameter in points.</summary>
    public double Size { get; init; } = 5;
}

/// <summary>Bars, one per position; series with the same positions stand side by side.</summary>
/// <param name="Name">The legend entry.</param>
/// <param name="X">Positions (0, 1, 2, … where the axis has categories).</param>
/// <param name="Heights">Heights.</param>
public sealed record Bars(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Heights) : Series(Name)
{
    /// <summary>The share of the room between two positions that bars fill; 1 for a histogram.</summary>
    public double Fill { get; init; } = .8;

    /// <summary>Lower ends of error bars; null for none.</summary>
    public IReadOnlyList<double>? Low { get; init; }

    /// <summary>Upper ends of error bars; null for none.</summary>
    public IReadOnlyList<double>? High { get; init; }

    /// <summary>The smallest distance between two positions: the room of one group of bars.</summary>
    internal static double Spacing(IReadOnlyList<double> positions)
    {
        var gaps = positions.Order().Zip(positions.Order().Skip(1), (a, b) => b - a).Where(gap => gap > 0);
        return gaps.DefaultIfEmpty(1).Min();
    }
}

/// <summary>A scalar field over a rectangle, as colours with a colour bar.</summary>
/// <param name="Name">The label of the colour bar.</param>
/// <param name="Values">Values [row, column]; row 0 lies at <paramref name="YMin"/>.</param>
/// <param name="XMin">Centre of the first column.</param>
/// <param name="XMax">Centre of the last column.</param>
/// <param name="YMin">Centre of the first row.</param>
/// <param name="YMax">Centre of the last row.</param>
public sealed record HeatMap(string Name, double[,] Values, double XMin, double XMax, double YMin, double YMax) : Series(Name)
{
    /// <summary>The value at the lower end of the colours; null for the smallest value.</summary>
    public double? Min { get; init; }

    /// <summary>The value at the upper end of the colours; null for the largest value.</summary>
    public double? Max { get; init; }

    /// <summary>The values marked on the colour bar; null for round ones.</summary>
    public IReadOnlyList<double>? Ticks { get; init; }

    /// <summary>
    /// Values, ascending, that share the colours evenly: the first has the lowest, the last the highest, and between two of them colours
    /// are in proportion. Null for colours in proportion from <see cref="Min"/> to <see cref="Max"/>.
    /// </summary>
    public IReadOnlyList<double>? Anchors { get; init; }

    /// <summary>
    /// Colours that meet at white in the middle, pale enough to draw points on; for values around a centre, such as D around ½.
    /// </summary>
    public bool Diverging { get; init; }

    /// <summary>A bar beside the panel tells which colour is which value; without it the caption must.</summary>
    public bool Bar { get; init; } = true;

    /// <summary>What stands at the marks of the colour bar.</summary>
    internal IReadOnlyList<string>? TickLabels =>
        (Ticks ?? Anchors)?.Select(t => t.ToString("0.##", CultureInfo.InvariantCulture)).ToList();

    /// <summary>Where those marks lie among the colours.</summary>
    internal IReadOnlyList<double>? TickPlaces => (Ticks ?? Anchors)?.Select(Shade).ToList();

    /// <summary>Where a value lies among the colours, on the scale of <see cref="Range"/>.</summary>
    internal double Shade(double value)
    {
        if (Anchors is not { } anchors || !double.IsFinite(value))
            return value;
        var above = 1;
        while (above < anchors.Count - 1 && value > anchors[above])
            above++;
        var share = (value - anchors[above - 1]) / (anchors[above] - anchors[above - 1]);
        return above - 1 + Math.Clamp(share, 0, 1);
    }

    /// <summary>All values, as <see cref="Shade"/> counts.</summary>
    internal double[,] Shades()
    {
        if (Anchors is null)
            return Values;
        var shades = new double[Values.GetLength(0), Values.GetLength(1)];
        for (var r = 0; r < shades.GetLength(0); r++)
        for (var c = 0; c < shades.GetLength(1); c++)
            shades[r, c] = Shade(Values[r, c]);
        return shades;
    }

    /// <summary>The ends of the colours, as <see cref="Shade"/> counts.</summary>
    internal (double Low, double High) Range()
    {
        if (Anchors is { } anchors)
            return (0, anchors.Count - 1);
        var finite = Values.Cast<double>().Where(double.IsFinite).DefaultIfEmpty(0);
        double low = Min ?? finite.Min(),
            high = Max ?? finite.Max();
        return high > low ? (low, high) : (low - .5, low + .5);
    }
}

/// <summary>Arrows, for vector fields.</summary>
/// <param name="Name">The legend entry.</param>
/// <param name="X">Horizontal start.</param>
/// <param name="Y">Vertical start.</param>
/// <param name="DX">Horizontal extent, in axis units.</param>
/// <param name="DY">Vertical extent, in axis units.</param>
public sealed record Arrows(
    string Name,
    IReadOnlyList<double> X,
    IReadOnlyList<double> Y,
    IReadOnlyList<double> DX,
    IReadOnlyList<double> DY
) : Series(Name);

/// <summary>A picture made of pixels, drawn over [0, width] × [0, height], first row on top. A panel of pictures has no axes.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Pixels">Row by row; one byte a pixel (grey) or three (red, green, blue).</param>
/// <param name="Width">Pixels per row.</param>
/// <param name="Height">Rows.</param>
internal sealed record ImageSeries(string Name, byte[] Pixels, int Width, int Height) : Series(Name);

/// <summary>A straight reference line across the panel, such as a limit or a closed-form value.</summary>
/// <param name="Name">The legend entry.</param>
/// <param name="Value">Where it crosses its axis.</param>
/// <param name="Vertical">Vertical (at x = value) instead of horizontal.</param>
public sealed record Rule(string Name, double Value, bool Vertical = false) : Series(Name)
{
    /// <summary>How the line is drawn.</summary>
    public Dash Dash { get; init; } = Dash.Dashed;
}

/// <summary>How a line is drawn.</summary>
public enum Dash
{
    /// <summary>Unbroken.</summary>
    Solid,

    /// <summary>Dashed.</summary>
    Dashed,

    /// <summary>Dotted.</summary>
    Dotted,

    /// <summary>Dashes and dots in turn.</summary>
    DashDotted,
}

/// <summary>The shape of a point.</summary>
public enum Marker
{
    /// <summary>No marker.</summary>
    None,

    /// <summary>A filled circle.</summary>
    Circle,

    /// <summary>An open circle.</summary>
    Ring,

    /// <summary>A cross.</summary>
    Cross,

    /// <summary>A square.</summary>
    Square,

    /// <summary>A triangle.</summary>
    Triangle,

    /// <summary>A diamond.</summary>
    Diamond,
}

/// <summary>The colour, pattern and shape that a series has after the palette filled in what it leaves open.</summary>
/// <param name="Color">As <c>#rrggbb</c>.</param>
/// <param name="Dash">Of lines.</param>
/// <param name="Marker">Of points.</param>
internal readonly record struct SeriesStyle(string Color, Dash Dash, Marker Marker)
{
    /// <summary>The styles of all series of a panel, so that both renderings agree.</summary>
    public static SeriesStyle[] Of(Panel panel)
    {
        var styles = new SeriesStyle[panel.Series.Count];
        var taken = panel.Series.Where(s => TakesColor(s) && s.Color is not null).Select(s => s.Color!.Value);
        var free = new Queue<int>(Enumerable.Range(0, styles.Length + Palette.Colors.Count).Except(taken));
        for (var i = 0; i < styles.Length; i++)
        {
            var series = panel.Series[i];
            // A band lies behind its line and shares its colour, so it must not use one up.
            var index =
                series.Color
                ?? (
                    series is Band && FollowedByLine(panel, i) ? panel.Series[i + 1].Color ?? free.Peek()
                    : TakesColor(series) ? free.Dequeue()
                    : -1
                );
            styles[i] = new(
                index < 0 ? Palette.Neutral : Palette.Color(index),
                (series as Line)?.Dash ?? (series as Rule)?.Dash ?? Palette.At(Palette.Dashes, index),
                (series as Line)?.Marker ?? (series as Points)?.Marker ?? Palette.At(Palette.Markers, index)
            );
        }
        return styles;
    }

    private static bool TakesColor(Series series) => series is Line or Points or Bars or Band;

    private static bool FollowedByLine(Panel panel, int i) => i + 1 < panel.Series.Count && panel.Series[i + 1] is Line;
}
