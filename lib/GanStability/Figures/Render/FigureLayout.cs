namespace GanStability;

/// <summary>How large a figure is and how its panels stand.</summary>
/// <param name="Columns">Panels per row.</param>
/// <param name="Rows">Rows of panels.</param>
/// <param name="Width">Of the whole, in CSS pixels.</param>
/// <param name="Height">Of the whole, in CSS pixels.</param>
/// <param name="Title">The title, broken into lines.</param>
internal readonly record struct FigureLayout(int Columns, int Rows, int Width, int Height, string Title)
{
    /// <summary>Of the letters of the title, in CSS pixels.</summary>
    public const float TitleSize = 19;

    /// <summary>Left of the title, and right of it with the buttons of an interactive chart.</summary>
    private const int Beside = 160;

    private const int TitleLine = 24;

    /// <summary>The strip at the top that holds the title.</summary>
    public int TitleHeight => 16 + (TitleLine * Lines(Title));

    public static FigureLayout Of(Figure figure)
    {
        var count = figure.Panels.Count;
        var columns = Math.Min(count, figure.Columns ?? (count == 4 ? 2 : 3));
        var rows = (count + columns - 1) / columns;
        if (figure.Size is { } size)
            return new(columns, rows, size.Width, size.Height, Wrapped(figure.Title, size.Width));

        var square = figure.Panels.All(p => p.EqualAspect || IsImages(p));
        var width =
            columns == 1 ? (square ? 640 : 900)
            : columns == 2 && square ? 1080
            : 1200;
        var height =
            square ? figure.Panels.Take(columns).Max(p => SquareHeight(p, (double)width / columns))
            : rows == 1 ? 440
            : 340;
        var title = Wrapped(figure.Title, width);
        return new(columns, rows, width, 16 + (TitleLine * Lines(title)) + (rows * (int)height), title);
    }

    private static string Wrapped(string title, int width) => TextFit.Wrap(title, width - Beside, TitleSize, bold: true);

    private static int Lines(string title) => title.Split('\n').Length;

    /// <summary>Whether a panel shows pictures only, and so needs no axes.</summary>
    public static bool IsImages(Panel panel) => panel.Series.Count > 0 && panel.Series.All(s => s is ImageSeries);

    /// <summary>Whether a bar beside a panel explains its colours.</summary>
    public static bool HasBar(Panel panel) => panel.Series.Any(s => s is HeatMap { Bar: true });

    /// <summary>What the axes, the colour bar, the heading and the legend leave of the width makes the height.</summary>
    private static double SquareHeight(Panel panel, double width)
    {
        var (x, y) = Span.Of([panel]);
        var named = panel.Legend && panel.Series.Any(s => s is not HeatMap && s.Name.Length > 0);
        var (beside, above) = IsImages(panel)
            ? (40, panel.Title.Length > 0 ? 50 : 20)
            : (HasBar(panel) ? 200 : 105, 70 + (panel.Title.Length > 0 ? 32 : 0) + (named ? 28 : 0));
        return Math.Clamp(((width - beside) * y.Length / x.Length) + above, 120, 640);
    }
}

/// <summary>Where the data area, heading and legend of a panel lie, in CSS pixels of the whole figure.</summary>
/// <param name="Left">Left end of the data area.</param>
/// <param name="Right">Right end of the data area.</param>
/// <param name="Top">Upper end of the data area.</param>
/// <param name="Bottom">Lower end of the data area.</param>
/// <param name="LegendRows">Which series stand in which row of the legend over the data area. Plotly breaks a legend only at the
/// width of the whole figure, so each row is a legend of its own.</param>
internal sealed record PanelBox(double Left, double Right, double Top, double Bottom, IReadOnlyList<IReadOnlyList<int>> LegendRows)
{
    /// <summary>Height of a row of the legend, and length of the line in front of a name.</summary>
    public const int LegendRow = 22,
        LegendLine = 40;

    /// <summary>Sizes of text in CSS pixels, as in the static picture.</summary>
    public const float TickSize = 14,
        LabelSize = 15,
        HeadingSize = 16,
        LegendSize = 13;

    /// <summary>The box of the panel at <paramref name="index"/>.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="layout">Its layout.</param>
    /// <param name="index">Which panel.</param>
    /// <param name="names">The names at the ends of its lines; null where it has a legend.</param>
    public static PanelBox Of(Figure figure, FigureLayout layout, int index, IReadOnlyList<EndLabel>? names = null)
    {
        var panel = figure.Panels[index];
        double width = (double)layout.Width / layout.Columns,
            height = (double)(layout.Height - layout.TitleHeight) / layout.Rows;
        double x = index % layout.Columns * width,
            y = layout.TitleHeight + (index / layout.Columns * height);
        var bare = FigureLayout.IsImages(panel);
        var (left, right) = bare
            ? (x + 12, x + width - 12)
            : (x + Beside(panel.Y), x + width - (FigureLayout.HasBar(panel) ? 104 : 18 + EndLabels.Width(names)));
        var rows = names is null ? Rows(panel, right - left) : [];
        var below = panel.X.Categories is { } categories ? CategoryLabels.Of(categories, right - left).Height - 14 : 0;
        var bottom = bare ? 8 : below + (panel.X.Label.Length > 0 ? 56 : 30);
        return new(left, right, y + Heading(panel.Title, right - left) + (rows.Count * LegendRow), y + height - bottom, rows);
    }

    /// <summary>What the marks of a vertical axis and its label take: names as much as the longest.</summary>
    private static double Beside(Axis axis) =>
        axis.Categories is { } names
            ? CategoryLabels.Beside(names).Names.Max(name => TextFit.Width(name, TickSize)) + (axis.Label.Length > 0 ? 46 : 24)
            : 76;

    /// <summary>What the heading takes above the data area, line by line.</summary>
    private static int Heading(string title, double width) =>
        title.Length == 0 ? 6 : 8 + (20 * TextFit.Wrap(title, width, HeadingSize, bold: true).Split('\n').Length);

    private static List<List<int>> Rows(Panel panel, double width)
    {
        var rows = new List<List<int>>();
        var free = 0.0;
        for (var i = 0; i < panel.Series.Count && panel.Legend; i++)
        {
            if (panel.Series[i] is HeatMap or ImageSeries || panel.Series[i].Name.Length == 0)
                continue;
            var need = TextFit.Width(panel.Series[i].Name, LegendSize) + LegendLine + 16;
            if (need > free)
                (rows, free) = ([.. rows, []], width);
            rows[^1].Add(i);
            free -= need;
        }
        return rows;
    }
}

/// <summary>The names along an axis, broken into lines or, where even that does not fit, slanted.</summary>
/// <param name="Names">With line breaks, unless slanted.</param>
/// <param name="Slanted">They run upwards to the right, ending under their mark.</param>
/// <param name="Height">What they take below the axis, in CSS pixels.</param>
internal sealed record CategoryLabels(IReadOnlyList<string> Names, bool Slanted, double Height)
{
    /// <summary>Of slanted names, in degrees.</summary>
    public const double Angle = 30;

    /// <summary>Of the letters, in CSS pixels.</summary>
    public const float Size = 14;

    private const double Gap = 8,
        LineHeight = 17,
        RoomBeside = 240;

    /// <summary>The names beside a vertical axis.</summary>
    public static CategoryLabels Beside(IReadOnlyList<string> names) =>
        new([.. names.Select(name => TextFit.Wrap(name, RoomBeside, Size))], false, LineHeight);

    /// <summary>The names under a horizontal axis of that length.</summary>
    public static CategoryLabels Of(IReadOnlyList<string> names, double length)
    {
        var room = (length / names.Count) - Gap;
        var wrapped = names.Select(name => TextFit.Wrap(name, room, Size)).ToList();
        return wrapped.TrueForAll(name => TextFit.Width(name, Size) <= room + Gap)
            ? new(wrapped, false, LineHeight * wrapped.Max(name => name.Split('\n').Length))
            : new(names, true, (names.Max(name => TextFit.Width(name, Size)) * Math.Sin(Angle * Math.PI / 180)) + LineHeight);
    }
}

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
        var (axisX, axisY, grounded) = (states[0].X, states[0].Y, series.Exists(s => s is Bars));
        var x = Fit(axisX, series.Select(s => Extents(s, horizontal: true)), Tight(series, horizontal: true), grounded: false);
        var y = Fit(axisY, series.Select(s => Extents(s, horizontal: false)), Tight(series, horizontal: false), grounded);
        if (series.Exists(s => s is HeatMap or ImageSeries))
            return (x, y);
        return (
            OffTheFrame(axisX, x, Level(series, vertical: true), grounded: false),
            OffTheFrame(axisY, y, Level(series, vertical: false), grounded)
        );
    }

    /// <summary>Where straight lines along an axis stand: reference lines, and curves that never leave one value.</summary>
    private static IEnumerable<double> Level(IEnumerable<Series> series, bool vertical)
    {
        foreach (var one in series)
        {
            if (one is Rule rule && rule.Vertical == vertical)
                yield return rule.Value;
            else if (!vertical && one is Line { Y: [var first, _, ..] values } && values.All(value => value == first))
                yield return first;
        }
    }

    /// <summary>On the frame such a line would not be seen: the axis goes on a little, even where its limits are given.</summary>
    private static Span OffTheFrame(Axis axis, Span span, IEnumerable<double> lines, bool grounded)
    {
        double low = PanelPlot.Scaled(axis, span.Min),
            high = PanelPlot.Scaled(axis, span.Max),
            room = Margin * (high - low);
        bool below = false,
            above = false;
        foreach (var line in lines.Select(value => PanelPlot.Scaled(axis, value)))
        {
            // Bars stand on the axis.
            below |= Math.Abs(line - low) < room / 2 && !(grounded && span.Min == 0);
            above |= Math.Abs(line - high) < room / 2;
        }
        return new(
            below ? PanelPlot.Unscaled(axis, low - room) : span.Min,
            above ? PanelPlot.Unscaled(axis, high + room) : span.Max
        );
    }

    private static Span Fit(Axis axis, IEnumerable<IEnumerable<double>> values, bool tight, bool grounded)
    {
        double min = double.PositiveInfinity,
            max = double.NegativeInfinity;
        foreach (var value in values.SelectMany(v => v))
        {
            if (!double.IsFinite(value) || (axis.Log && value <= 0))
                continue;
            min = Math.Min(min, value);
            max = Math.Max(max, value);
        }
        if (axis.Categories is { Count: > 0 } names)
            (min, max) = (0, names.Count - 1);
        if (min > max)
            (min, max) = axis.Log ? (axis.Min ?? .1, axis.Max ?? 1) : (axis.Min ?? 0, axis.Max ?? 1);
        return axis.Log ? FitLog(axis, min, max, tight) : FitLinear(axis, min, max, tight, grounded);
    }

    private static Span FitLinear(Axis axis, double min, double max, bool tight, bool grounded)
    {
        if (axis.Categories is not null)
            return new(axis.Min ?? (min - .6), axis.Max ?? (max + .6));
        // One value only: room around it in proportion to its size.
        var pad =
            max > min ? (tight ? 0 : Margin * (max - min))
            : min == 0 ? 1
            : Math.Abs(min) * .1;
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
        series.Exists(s => s is HeatMap or ImageSeries)
        || (horizontal && !series.Exists(s => s is Points or Arrows) && series.Exists(s => s is Line or Band));

    private static IEnumerable<double> Extents(Series series, bool horizontal) =>
        (series, horizontal) switch
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
            (ImageSeries s, true) => [0, s.Width],
            (ImageSeries s, false) => [0, s.Height],
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
