using ScottPlot;
using ScottPlot.Plottables;
using SkiaSharp;

namespace GanStability;

/// <summary>Adds the series of a panel to a plot of ScottPlot, back to front.</summary>
internal sealed class SeriesPlot(Plot plot, Panel panel, (Span X, Span Y) limits, Strokes strokes)
{
    private const int Levels = 80;

    private const double RuleWidth = 1.6;

    private readonly SeriesStyle[] styles = SeriesStyle.Of(panel);

    /// <summary>Adds all of them.</summary>
    public void AddAll()
    {
        for (var i = 0; i < panel.Series.Count; i++)
        {
            var style = styles[i];
            var color = Color.FromHex(style.Color).WithAlpha(panel.Series[i].Opacity);
            switch (panel.Series[i])
            {
                case Line s:
                    Add(s, style, color);
                    break;
                case Band s:
                    Add(s, style);
                    break;
                case Points s:
                    Add(s, style, color);
                    break;
                case Bars s:
                    Add(s, color);
                    break;
                case HeatMap s:
                    Add(s);
                    break;
                case Arrows s:
                    Add(s, color);
                    break;
                case ImageSeries s:
                    Add(s);
                    break;
                case Rule s:
                    Add(s, style, color);
                    break;
            }
        }
    }

    private double X(double value) => PanelPlot.Scaled(panel.X, value);

    private double Y(double value) => PanelPlot.Scaled(panel.Y, value);

    private void Add(Line s, SeriesStyle style, Color color)
    {
        var (x, y) = Thinning.Line(s.X, s.Y);
        var line = plot.Add.Scatter(x.Select(X).ToArray(), y.Select(Y).ToArray(), color);
        line.LegendText = s.Name;
        strokes.Apply(line, style.Dash, s.Width);
        line.MarkerStyle = MarkerOf(s.Marker, color, s.Marker == Marker.None ? 0 : 7);
    }

    /// <summary>One polygon for each stretch without gaps.</summary>
    private void Add(Band s, SeriesStyle style)
    {
        var named = false;
        foreach (var run in Thinning.Runs(s, panel.Y.Log ? limits.Y.Min : double.NegativeInfinity))
        {
            var outline = run.Select(p => new Coordinates(X(p.X), Y(p.High)))
                .Concat(run.AsEnumerable().Reverse().Select(p => new Coordinates(X(p.X), Y(p.Low))));
            var fill = plot.Add.Polygon(outline.Where(c => double.IsFinite(c.X)).ToArray());
            fill.FillColor = Color.FromHex(style.Color).WithAlpha(Palette.BandOpacity(style.Color) * s.Opacity);
            fill.LineWidth = 0;
            fill.MarkerStyle = MarkerStyle.None;
            fill.LegendText = named ? "" : s.Name;
            named = true;
        }
    }

    private void Add(Points s, SeriesStyle style, Color color)
    {
        var points = s.X.Zip(s.Y, (x, y) => new Coordinates(X(x), Y(y))).Where(c => double.IsFinite(c.X) && double.IsFinite(c.Y)).ToArray();
        var markers = plot.Add.Markers(points);
        markers.MarkerStyle = MarkerOf(style.Marker, color, s.Size);
        markers.LegendText = s.Name;
    }

    private void Add(Bars s, Color color)
    {
        var (width, shift) = BarGroup.Slot(panel, s);
        var floor = panel.Y.Log ? Y(limits.Y.Min) : 0;
        var bars = plot.Add.Bars(
            s.X.Select(
                    (x, i) =>
                        new Bar
                        {
                            Position = x + shift,
                            Value = Y(s.Heights[i]),
                            ValueBase = floor,
                            Size = width,
                            FillColor = color,
                            LineColor = s.Fill < 1 ? color : Colors.White,
                            LineWidth = s.Fill < 1 ? 0 : 1,
                        }
                )
                .Where(b => double.IsFinite(b.Value))
                .ToArray()
        );
        bars.LegendText = s.Name;
        if (s.Low is null && s.High is null)
            return;
        var heights = s.Heights.Select(Y).ToArray();
        plot.PlottableList.Add(
            new ErrorBar([.. s.X.Select(x => x + shift)], heights, null, null, Distance(s.High, heights, -1), Distance(s.Low, heights, 1))
            {
                Color = Color.FromHex(Palette.Ink),
                LineWidth = 1.5f,
                CapSize = 5,
            }
        );
    }

    private double[] Distance(IReadOnlyList<double>? ends, double[] heights, int sign) =>
        [.. heights.Select((h, i) => ends is null || !double.IsFinite(Y(ends[i])) ? 0 : sign * (h - Y(ends[i])))];

    private void Add(HeatMap s)
    {
        var map = plot.Add.Heatmap(AtLeastTwo(s.Shades()));
        // In steps too fine to see, so that the picture needs few colours and stays a small file.
        var smooth = Colormap.FromColors([.. (s.Diverging ? Palette.Diverging : Palette.Sequential).Select(Color.FromHex)]);
        map.Colormap = Colormap.FromColors(smooth.GetColors(Levels), smooth: false);
        var x = Span.Cells(s.XMin, s.XMax, s.Values.GetLength(1));
        var y = Span.Cells(s.YMin, s.YMax, s.Values.GetLength(0));
        map.FlipVertically = true;
        map.Rectangle = new CoordinateRect(x[0], x[1], y[0], y[1]);
        map.Opacity = s.Opacity;
        var (low, high) = s.Range();
        map.ManualRange = new(low, high);
    }

    /// <summary>ScottPlot divides by the number of cells less one: a single row or column is drawn as two equal ones.</summary>
    private static double[,] AtLeastTwo(double[,] values)
    {
        int rows = values.GetLength(0),
            columns = values.GetLength(1);
        if (rows > 1 && columns > 1)
            return values;
        var doubled = new double[Math.Max(2, rows), Math.Max(2, columns)];
        for (var r = 0; r < doubled.GetLength(0); r++)
        for (var c = 0; c < doubled.GetLength(1); c++)
            doubled[r, c] = values[Math.Min(r, rows - 1), Math.Min(c, columns - 1)];
        return doubled;
    }

    private void Add(Arrows s, Color color)
    {
        var ends = s.X.Select(
            (_, i) => (From: new Coordinates(X(s.X[i]), Y(s.Y[i])), To: new Coordinates(X(s.X[i] + s.DX[i]), Y(s.Y[i] + s.DY[i])))
        );
        plot.PlottableList.Add(new ArrowField(s.Name, [.. ends.Where(e => double.IsFinite(e.From.X + e.From.Y + e.To.X + e.To.Y))], color));
    }

    private void Add(ImageSeries s)
    {
        var image = plot.Add.ImageRect(ImagePixels.Of(s), new(0, s.Width, 0, s.Height));
        image.AntiAlias = false;
    }

    private void Add(Rule s, SeriesStyle style, Color color)
    {
        AxisLine line = s.Vertical ? plot.Add.VerticalLine(X(s.Value)) : plot.Add.HorizontalLine(Y(s.Value));
        line.Color = color;
        strokes.Apply(line, style.Dash, RuleWidth);
        line.LegendText = s.Name;
    }

    private static MarkerStyle MarkerOf(Marker marker, Color color, double size)
    {
        var shape = marker switch
        {
            Marker.Circle => MarkerShape.FilledCircle,
            Marker.Ring => MarkerShape.OpenCircle,
            Marker.Cross => MarkerShape.Eks,
            Marker.Square => MarkerShape.FilledSquare,
            Marker.Triangle => MarkerShape.FilledTriangleUp,
            Marker.Diamond => MarkerShape.FilledDiamond,
            _ => MarkerShape.None,
        };
        return new(shape, (float)size, color) { LineWidth = 1.5f };
    }
}

/// <summary>Thin arrows with open heads that shrink with short arrows: a vector field of hundreds of arrows stays readable.</summary>
internal sealed class ArrowField(string name, IReadOnlyList<(Coordinates From, Coordinates To)> arrows, Color color) : IPlottable
{
    private const float LongestHead = 7,
        Width = 1.4f;

    /// <inheritdoc/>
    public bool IsVisible { get; set; } = true;

    /// <inheritdoc/>
    public IAxes Axes { get; set; } = new Axes();

    /// <inheritdoc/>
    public IEnumerable<LegendItem> LegendItems =>
        [
            new()
            {
                LabelText = name,
                LineColor = color,
                LineWidth = Width,
            },
        ];

    /// <inheritdoc/>
    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    /// <inheritdoc/>
    public void Render(RenderPack rp)
    {
        using var path = new SKPath();
        foreach (var (from, to) in arrows)
        {
            Pixel a = Axes.GetPixel(from),
                b = Axes.GetPixel(to);
            float dx = b.X - a.X,
                dy = b.Y - a.Y,
                length = MathF.Sqrt((dx * dx) + (dy * dy));
            if (length < .5f)
                continue;
            var head = Math.Min(LongestHead, .4f * length) / length;
            path.MoveTo(a.X, a.Y);
            path.LineTo(b.X, b.Y);
            path.MoveTo(b.X - (head * (dx + (.5f * dy))), b.Y - (head * (dy - (.5f * dx))));
            path.LineTo(b.X, b.Y);
            path.LineTo(b.X - (head * (dx - (.5f * dy))), b.Y - (head * (dy + (.5f * dx))));
        }
        using var paint = new SKPaint
        {
            Color = color.ToSKColor(),
            IsStroke = true,
            StrokeWidth = Width,
            IsAntialias = true,
            StrokeJoin = SKStrokeJoin.Round,
        };
        rp.Canvas.DrawPath(path, paint);
    }
}

/// <summary>Where the bars of one series stand within the group of bars at a position.</summary>
internal static class BarGroup
{
    /// <summary>The width of a bar and the shift of its centre from its position, in axis units.</summary>
    public static (double Width, double Shift) Slot(Panel panel, Bars bars)
    {
        var group = panel.Series.OfType<Bars>().ToList();
        var width = bars.Fill * group.Min(b => Bars.Spacing(b.X)) / group.Count;
        // By reference: two equal series are still two series.
        var place = group.FindIndex(b => ReferenceEquals(b, bars));
        return (width, (place - ((group.Count - 1) / 2.0)) * width);
    }
}
