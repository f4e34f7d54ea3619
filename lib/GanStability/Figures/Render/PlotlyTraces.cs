using System.Globalization;

namespace GanStability;

/// <summary>Turns the series of a panel into traces of Plotly, one each, so that a slider can replace their data.</summary>
/// <param name="panel">The panel.</param>
/// <param name="number">Its number in the figure, from 1.</param>
/// <param name="limits">Limits of both axes.</param>
internal sealed class PlotlyTraces(Panel panel, int number, (Span X, Span Y) limits)
{
    /// <summary>The share of an axis that is rounded away: a tenth of a pixel, so that zooming in still finds smooth curves.</summary>
    private const double Resolution = 1 / 10000.0;

    private readonly SeriesStyle[] styles = SeriesStyle.Of(panel);

    /// <summary>What belongs to the type of the trace and its looks.</summary>
    /// <param name="index">Which series of the panel.</param>
    /// <param name="legend">The name of the legend it appears in; null for none.</param>
    public Node Look(int index, string? legend)
    {
        var (series, style) = (panel.Series[index], styles[index]);
        var look = Axes();
        if (series is not (HeatMap or ImageSeries))
            look.Add("showlegend", legend is not null);
        look.Add("legend", legend);
        // A click on a name takes the band behind the line along.
        if (series is Band { Name: "" } && styles.Length > index + 1 && panel.Series[index + 1] is Line)
            look.Add("legendgroup", $"{number}.{index + 1}");
        else if (series is Line && index > 0 && panel.Series[index - 1] is Band { Name: "" })
            look.Add("legendgroup", $"{number}.{index}");
        if (series.Opacity < 1 && series is not (ImageSeries or Points))
            look.Add("opacity", series.Opacity);
        foreach (var (key, value) in Style(series, style))
            look.Add(key, value);
        return look;
    }

    /// <summary>The axes of the panel.</summary>
    public Node Axes() => new() { { "xaxis", number == 1 ? "x" : $"x{number}" }, { "yaxis", number == 1 ? "y" : $"y{number}" } };

    /// <summary>The type of the trace of a series.</summary>
    public static string Type(Series series) =>
        series switch
        {
            Bars => "bar",
            HeatMap => "heatmap",
            ImageSeries => "image",
            _ => "scatter",
        };

    /// <summary>What a slider may change: the numbers and the name.</summary>
    /// <param name="series">A series of this panel, or the same one at another position of the slider.</param>
    public Node Data(Series series) => new Node(Numbers(series)) { { "name", PlotlyText.Of(series.Name) } };

    /// <summary>The same with positions rounded to a share of their axes, where those are linear.</summary>
    public Node Rounded(Series series, double share)
    {
        var data = new Node();
        foreach (var (key, value) in Data(series))
            data.Add(
                key,
                (key, value) switch
                {
                    ("x", double[] x) when !panel.X.Log => Thinning.Rounded(x, limits.X.Length * share),
                    ("y", double[] y) when !panel.Y.Log => Thinning.Rounded(y, limits.Y.Length * share),
                    ("z", double[][] z) => z.Select(row =>
                            Thinning.Rounded(row, ((HeatMap)series).Range() is var (low, high) ? (high - low) * share * 4 : 0)
                        )
                        .ToArray(),
                    _ => value,
                }
            );
        return data;
    }

    private Node Numbers(Series series) =>
        series switch
        {
            Line s => Xy(Thinning.Moved(Fine(Thinning.Line(s.X, s.Y)))),
            Points s => Xy((s.X, s.Y)),
            Band s => Outline(s),
            Bars s => Columns(s),
            // Where colours are out of proportion, the value itself is told beside them.
            HeatMap { Anchors: not null } s => new() { { "z", Rows(s.Shades()) }, { "text", Rows(s.Values) } },
            HeatMap s => new() { { "z", Rows(s.Values) } },
            Arrows s => Shafts(s),
            ImageSeries s => new() { { "source", "data:image/png;base64," + Convert.ToBase64String(ImagePixels.UpsideDownPng(s)) } },
            Rule { Vertical: true } s => Xy(([s.Value, s.Value], [limits.Y.Min, limits.Y.Max])),
            Rule s => Xy(([limits.X.Min, limits.X.Max], [s.Value, s.Value])),
            _ => [],
        };

    private static Node Style(Series series, SeriesStyle style) =>
        series switch
        {
            Line s => new()
            {
                { "mode", s.Marker == Marker.None ? "lines" : "lines+markers" },
                { "line", Stroke(style, s.Width) },
                { "marker", s.Marker == Marker.None ? null : Shape(s.Marker, style.Color, 7) },
            },
            Points s => new() { { "mode", "markers" }, { "marker", Shape(style.Marker, style.Color, s.Size, s.Opacity) } },
            Band => new()
            {
                { "mode", "lines" },
                {
                    "line",
                    new Node { { "width", 0 } }
                },
                { "fill", "toself" },
                { "fillcolor", Palette.BandFill(style.Color, dark: false) },
                { "hoverinfo", "skip" },
                { "meta", new { light = Palette.BandFill(style.Color, dark: false), dark = Palette.BandFill(style.Color, dark: true) } },
            },
            Bars s => new()
            {
                {
                    "marker",
                    new Node
                    {
                        { "color", style.Color },
                        {
                            "line",
                            s.Fill < 1
                                ? null
                                : new Node { { "color", "#fff" }, { "width", .5 } }
                        },
                    }
                },
            },
            HeatMap s => Field(s),
            Arrows => new()
            {
                { "mode", "lines+markers" },
                { "hoverinfo", "skip" },
                {
                    "line",
                    new Node { { "color", style.Color }, { "width", 1.3 } }
                },
            },
            ImageSeries s => new()
            {
                { "x0", .5 },
                { "y0", .5 },
                { "dx", 1 },
                { "dy", 1 },
                { "hoverinfo", "skip" },
            },
            Rule => new() { { "mode", "lines" }, { "line", Stroke(style, 1.6) } },
            _ => [],
        };

    private static Node Xy((IReadOnlyList<double> X, IReadOnlyList<double> Y) points) =>
        new() { { "x", points.X.ToArray() }, { "y", points.Y.ToArray() } };

    private (double[] X, double[] Y) Fine((IReadOnlyList<double> X, IReadOnlyList<double> Y) points) =>
        (Fine(points.X, panel.X, limits.X), Fine(points.Y, panel.Y, limits.Y));

    private static double[] Fine(IReadOnlyList<double> values, Axis axis, Span span) =>
        axis.Log ? [.. values] : Thinning.Rounded(values, span.Length * Resolution);

    /// <summary>There and back along both edges of each stretch, with gaps between stretches.</summary>
    private Node Outline(Band band)
    {
        var (x, y) = (new List<double>(), new List<double>());
        foreach (var run in Thinning.Runs(band, panel.Y.Log ? limits.Y.Min : double.NegativeInfinity))
        {
            if (x.Count > 0)
                (x, y) = ([.. x, double.NaN], [.. y, double.NaN]);
            x.AddRange([.. run.Select(p => p.X), .. run.Select(p => p.X).Reverse()]);
            y.AddRange([.. run.Select(p => p.High), .. run.Select(p => p.Low).Reverse()]);
        }
        return Xy((x, y));
    }

    private Node Columns(Bars s)
    {
        // By place, not by identity: at another position of the slider it is another object.
        var (width, shift) = BarGroup.Slot(panel, panel.Series.OfType<Bars>().FirstOrDefault(b => ReferenceEquals(b, s)) ?? SameName(s));
        var data = new Node
        {
            { "x", s.X.Select(x => x + shift).ToArray() },
            { "y", s.Heights.ToArray() },
            { "width", width },
        };
        if (s.Low is not null || s.High is not null)
            data.Add(
                "error_y",
                new Node
                {
                    { "type", "data" },
                    { "symmetric", false },
                    { "color", Palette.Ink },
                    { "thickness", 1.5 },
                    { "width", 5 },
                    { "array", s.Heights.Select((h, i) => s.High is null ? 0 : s.High[i] - h).ToArray() },
                    { "arrayminus", s.Heights.Select((h, i) => s.Low is null ? 0 : h - s.Low[i]).ToArray() },
                }
            );
        return data;
    }

    private Bars SameName(Bars s) =>
        panel.Series.OfType<Bars>().FirstOrDefault(b => b.Name == s.Name) ?? panel.Series.OfType<Bars>().First();

    /// <summary>Shafts with gaps between them; the markers at their ends are heads that turn with the shaft.</summary>
    private Node Shafts(Arrows s)
    {
        var n = s.X.Count;
        var (x, y, size) = (new double[3 * n], new double[3 * n], new int[3 * n]);
        for (var i = 0; i < n; i++)
        {
            (x[3 * i], y[3 * i]) = (s.X[i], s.Y[i]);
            (x[(3 * i) + 1], y[(3 * i) + 1]) = (s.X[i] + s.DX[i], s.Y[i] + s.DY[i]);
            (x[(3 * i) + 2], y[(3 * i) + 2]) = (double.NaN, double.NaN);
            size[(3 * i) + 1] = s.DX[i] == 0 && s.DY[i] == 0 ? 0 : 9;
        }
        var heads = new Node
        {
            { "symbol", "arrow" },
            { "angleref", "previous" },
            { "size", size },
            { "opacity", 1 },
            {
                "line",
                new Node { { "width", 0 } }
            },
        };
        return new(Xy(Fine((x, y)))) { { "marker", heads } };
    }

    private static Node Field(HeatMap s)
    {
        var (low, high) = s.Range();
        var colors = s.Diverging ? Palette.Diverging : Palette.Sequential;
        int rows = s.Values.GetLength(0),
            columns = s.Values.GetLength(1);
        return new()
        {
            { "x0", s.XMin },
            { "dx", columns > 1 ? (s.XMax - s.XMin) / (columns - 1) : 1 },
            { "y0", s.YMin },
            { "dy", rows > 1 ? (s.YMax - s.YMin) / (rows - 1) : 1 },
            { "zmin", low },
            { "zmax", high },
            { "colorscale", colors.Select((c, i) => new object[] { (double)i / (colors.Count - 1), c }).ToArray() },
            { "hovertemplate", s.Anchors is null ? null : "%{x}, %{y}: %{text}<extra></extra>" },
        };
    }

    private static double[][] Rows(double[,] values) =>
        [
            .. Enumerable
                .Range(0, values.GetLength(0))
                .Select(r => Enumerable.Range(0, values.GetLength(1)).Select(c => values[r, c]).ToArray()),
        ];

    private static Node Stroke(SeriesStyle style, double width) =>
        new()
        {
            // Curves are thinned already; Plotly's own simplification makes smooth ones angular.
            { "color", style.Color },
            { "width", width },
            { "simplify", false },
            { "dash", style.Dash == Dash.Solid ? null : string.Join(',', Palette.Lengths(style.Dash, width).Select(Pixels)) },
        };

    private static string Pixels(double length) => length.ToString("0.#", CultureInfo.InvariantCulture) + "px";

    private static Node Shape(Marker marker, string color, double size, double opacity = 1) =>
        new()
        {
            { "color", color },
            { "size", size },
            { "opacity", opacity < 1 ? opacity : null },
            {
                "symbol",
                marker switch
                {
                    Marker.Ring => "circle-open",
                    Marker.Cross => "x-thin-open",
                    Marker.Square => "square",
                    Marker.Triangle => "triangle-up",
                    Marker.Diamond => "diamond",
                    _ => null,
                }
            },
            {
                "line",
                marker is Marker.Ring or Marker.Cross
                    ? new Node { { "width", 1.5 } }
                    : null
            },
        };
}
