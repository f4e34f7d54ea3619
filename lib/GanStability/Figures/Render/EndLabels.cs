namespace GanStability;

/// <summary>The name of a line where the line ends.</summary>
/// <param name="Name">The name.</param>
/// <param name="Color">Of the line, as <c>#rrggbb</c>.</param>
/// <param name="X">The end of the line, in units of the axis, inside it.</param>
/// <param name="Y">The end of the line, in units of the axis, inside it.</param>
/// <param name="Share">How high that is, as a share of the data area.</param>
internal readonly record struct EndLabel(string Name, string Color, double X, double Y, double Share);

/// <summary>
/// Names at the right ends of lines, in place of a legend: nobody has to carry a colour from a legend to a curve. All panels of a figure
/// have them, or none, so that the panels read alike.
/// </summary>
internal static class EndLabels
{
    /// <summary>Of the letters, and from the frame to the first of them, in CSS pixels.</summary>
    public const float Size = 14,
        Gap = 7;

    private const int MostLines = 6,
        MostLetters = 18;

    /// <summary>The most that names may take of the width of a data area, and how near a line must come to its right side.</summary>
    private const double MostWidth = .3,
        Near = .02;

    /// <summary>
    /// The names, panel by panel; null where a legend is needed: where names would overlap, are long, or belong to no line.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<EndLabel>>? Of(Figure figure, FigureLayout layout)
    {
        if (figure.Slider is not null || figure.Moving)
            return null;
        var all = new List<IReadOnlyList<EndLabel>>();
        for (var i = 0; i < figure.Panels.Count; i++)
        {
            if (Of(figure.Panels[i], PanelBox.Of(figure, layout, i)) is not { } names)
                return null;
            all.Add(names);
        }
        // One line needs no telling apart.
        return all.Exists(names => names.Count > 1) ? all : null;
    }

    /// <summary>What the names take beside the data area.</summary>
    public static float Width(IReadOnlyList<EndLabel>? names) =>
        names is null or [] ? 0 : Gap + names.Max(name => TextFit.Width(name.Name, Size));

    /// <summary>A name as Plotly draws it. What <c>theme.js</c> makes of it on dark paper comes along.</summary>
    /// <param name="name">The name.</param>
    /// <param name="axes">Those of its panel.</param>
    public static Node Trace(EndLabel name, Node axes)
    {
        string light = Palette.Letters(name.Color, dark: false),
            dark = Palette.Letters(name.Color, dark: true);
        return new(axes)
        {
            { "showlegend", false },
            { "mode", "text" },
            { "x", new[] { name.X } },
            { "y", new[] { name.Y } },
            // Plotly begins at the point itself: a space that does not break keeps the letters off the line.
            { "text", new[] { "\u00a0" + PlotlyText.Of(name.Name) } },
            { "textposition", "middle right" },
            {
                "textfont",
                new Node { { "size", Size }, { "color", light } }
            },
            { "cliponaxis", false },
            { "hoverinfo", "skip" },
            { "meta", new { light, dark } },
        };
    }

    private static List<EndLabel>? Of(Panel panel, PanelBox box)
    {
        var names = new List<EndLabel>();
        var (limits, styles) = (Span.Of([panel]), SeriesStyle.Of(panel));
        for (var i = 0; i < panel.Series.Count && panel.Legend; i++)
        {
            var series = panel.Series[i];
            if (series is HeatMap or ImageSeries || series.Name.Length == 0)
                continue;
            if (series.Name.Length > MostLetters || End(series, limits.X.Max) is not var (x, y))
                return null;
            var (along, up) = (Share(panel.X, limits.X, x), Share(panel.Y, limits.Y, y));
            if (!(along is > 1 - Near and < 1 + Near && up is >= 0 and <= 1))
                return null;
            names.Add(new(series.Name, styles[i].Color, Inside(panel.X, limits.X, along), Inside(panel.Y, limits.Y, up), up));
        }
        var heights = names.Select(name => name.Share * (box.Bottom - box.Top)).Order().ToList();
        var apart = heights.Zip(heights.Skip(1), (a, b) => b - a).All(gap => gap >= Size);
        return apart && names.Count <= MostLines && Width(names) <= MostWidth * (box.Right - box.Left) ? names : null;
    }

    /// <summary>The last point of a line, or the right end of a level reference line; null for what has none.</summary>
    private static (double X, double Y)? End(Series series, double right)
    {
        if (series is Rule { Vertical: false } rule)
            return (right, rule.Value);
        if (series is not Line line)
            return null;
        for (var i = line.X.Count - 1; i >= 0; i--)
            if (double.IsFinite(line.X[i]) && double.IsFinite(line.Y[i]))
                return (line.X[i], line.Y[i]);
        return null;
    }

    /// <summary>
    /// A little inside the axis: numbers of a chart are rounded, and Plotly hides what then lies outside by a hair, as step 20 on an axis
    /// that ends at 10^1.301.
    /// </summary>
    private static double Inside(Axis axis, Span span, double share)
    {
        double low = PanelPlot.Scaled(axis, span.Min),
            high = PanelPlot.Scaled(axis, span.Max);
        return PanelPlot.Unscaled(axis, low + (Math.Clamp(share, .001, .999) * (high - low)));
    }

    private static double Share(Axis axis, Span span, double value)
    {
        double low = PanelPlot.Scaled(axis, span.Min),
            high = PanelPlot.Scaled(axis, span.Max);
        return (PanelPlot.Scaled(axis, value) - low) / (high - low);
    }
}
