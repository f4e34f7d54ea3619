using System.Globalization;
using ScottPlot;
using ScottPlot.LayoutEngines;
using ScottPlot.Panels;
using ScottPlot.TickGenerators;

namespace GanStability;

/// <summary>Turns one panel into a plot of ScottPlot: axes, grid, legend, colour bar. <see cref="SeriesPlot"/> adds the data.</summary>
internal static class PanelPlot
{
    private const float TickSize = 14,
        LabelSize = 15,
        HeadingSize = 16;

    /// <summary>The plot of a panel.</summary>
    /// <param name="panel">What to draw.</param>
    /// <param name="limits">Limits of both axes.</param>
    /// <param name="width">Room in pixels, by which texts are wrapped.</param>
    /// <param name="strokes">How broken lines are drawn.</param>
    /// <param name="names">The names at the ends of lines; null for a legend.</param>
    public static Plot Of(Panel panel, (Span X, Span Y) limits, float width, Strokes strokes, IReadOnlyList<EndLabel>? names)
    {
        var plot = new Plot();
        plot.RenderManager.ClearCanvasBeforeEachRender = false;
        plot.FigureBackground.Color = Colors.Transparent;
        plot.Axes.Color(Color.FromHex(Palette.Ink));
        plot.Grid.MajorLineColor = Color.FromHex(Palette.Grid);

        // The frame's upper and right side: lines only, with room for half a label.
        plot.Axes.Top.LockSize(3);
        plot.Axes.Right.LockSize(14);
        // At a scale that is not whole, lines without smoothing come out unevenly thick.
        foreach (var side in plot.Axes.GetAxes().OfType<ScottPlot.AxisPanels.AxisBase>())
            side.FrameLineStyle.AntiAlias = side.MajorTickStyle.AntiAlias = side.MinorTickStyle.AntiAlias = true;
        plot.Grid.XAxisStyle.MajorLineStyle.AntiAlias = plot.Grid.YAxisStyle.MajorLineStyle.AntiAlias = true;
        foreach (var side in new[] { plot.Axes.Top, (IAxis)plot.Axes.Right })
            side.FrameLineStyle.Color = Color.FromHex(Palette.Grid);
        new SeriesPlot(plot, panel, limits, strokes).AddAll();
        var bottom = (ScottPlot.AxisPanels.AxisBase)plot.Axes.Bottom;
        var left = (ScottPlot.AxisPanels.AxisBase)plot.Axes.Left;
        Dress(bottom, panel.X, limits.X, width - 90);
        Dress(left, panel.Y, limits.Y, double.PositiveInfinity);
        plot.Axes.SetLimits(
            Scaled(panel.X, limits.X.Min),
            Scaled(panel.X, limits.X.Max),
            Scaled(panel.Y, limits.Y.Min),
            Scaled(panel.Y, limits.Y.Max)
        );

        if (FigureLayout.HasBar(panel))
            AddColorBar(plot, plot.PlottableList.OfType<ScottPlot.Plottables.Heatmap>().First(), panel.Series.OfType<HeatMap>().First());
        if (names is null)
            AddLegend(plot, panel, width);
        else
            plot.HideLegend();
        if (names is { Count: > 0 })
            plot.Axes.AddPanel(new EndLabelStrip(names) { Edge = Edge.Right });
        AddHeading(plot, panel.Title, width);
        if (FigureLayout.IsImages(panel))
            HideAxes(plot);
        plot.Layout.LayoutEngine = new BoxLayout(
            panel.EqualAspect || FigureLayout.IsImages(panel) ? limits.Y.Length / limits.X.Length : null
        );
        return plot;
    }

    /// <summary>A value as ScottPlot sees it: logarithmic axes are linear axes of logarithms.</summary>
    public static double Scaled(Axis axis, double value) =>
        !axis.Log ? value
        : value > 0 ? Math.Log10(value)
        : double.NaN;

    /// <summary>The value that <see cref="Scaled"/> made this of.</summary>
    public static double Unscaled(Axis axis, double scaled) => axis.Log ? Math.Pow(10, scaled) : scaled;

    private static void Dress(ScottPlot.AxisPanels.AxisBase axis, Axis data, Span span, double room)
    {
        axis.LabelText = data.Label;
        axis.LabelFontSize = LabelSize;
        axis.LabelBold = false;
        axis.LabelFontName = Fonts.Family;
        axis.TickLabelStyle.FontName = Fonts.Family;
        axis.TickLabelStyle.FontSize = TickSize;
        axis.TickGenerator = data.Log ? Ticks.Logarithmic(span) : Ticks.Linear(axis.Edge.IsVertical());
        if (data.Categories is not { } names)
            return;
        var labels = axis.Edge.IsVertical() ? CategoryLabels.Beside(names) : CategoryLabels.Of(names, room);
        axis.TickGenerator = Ticks.Named(labels.Names);
        if (!labels.Slanted)
            return;
        axis.TickLabelStyle.Rotation = -(float)CategoryLabels.Angle;
        axis.TickLabelStyle.Alignment = Alignment.UpperRight;
        axis.MinimumSize = (float)labels.Height + (data.Label.Length > 0 ? 34 : 14);
    }

    private static void AddColorBar(Plot plot, ScottPlot.Plottables.Heatmap map, HeatMap data)
    {
        var bar = new ColorBar(map) { Label = data.Name, Width = 18 };
        var axis = (ScottPlot.AxisPanels.AxisBase)bar.Axis;
        axis.Color(Color.FromHex(Palette.Ink));
        Dress(axis, new(data.Name), default, 0);
        if (data is { TickPlaces: { } ticks, TickLabels: { } labels })
            axis.TickGenerator = new ScottPlot.TickGenerators.NumericManual([.. ticks], [.. labels]);
        plot.Axes.AddPanel(bar);
    }

    private static void AddLegend(Plot plot, Panel panel, float width)
    {
        plot.HideLegend();
        var legend = plot.Legend;
        legend.ManualItems = [.. legend.GetItems()];
        legend.DisplayPlottableLegendItems = false;
        if (!panel.Legend || legend.ManualItems.Count == 0)
            return;
        foreach (var item in legend.ManualItems)
            item.MarkerStyle = Enlarged(item.MarkerStyle);
        legend.FontName = Fonts.Family;
        legend.FontSize = TickSize;
        legend.FontColor = Color.FromHex(Palette.Ink);
        legend.Orientation = Orientation.Horizontal;
        legend.TightHorizontalWrapping = true;
        legend.SymbolWidth = 34;
        legend.InterItemPadding = new(10, 14, 6, 4);
        legend.Padding = new(0, 0, 4, 4);
        legend.OutlineWidth = 0;
        legend.ShadowColor = Colors.Transparent;
        legend.BackgroundColor = Colors.Transparent;
        plot.Axes.AddPanel(new LegendStrip(legend, width - 90) { Edge = Edge.Top });
    }

    /// <summary>A point in the legend is large enough for its shape to be recognised.</summary>
    private static MarkerStyle Enlarged(MarkerStyle style) =>
        style.Shape == MarkerShape.None
            ? style
            : new(style.Shape, Math.Max(9, style.Size), style.LineColor.WithAlpha(1.0)) { LineWidth = style.LineWidth };

    private static void AddHeading(Plot plot, string text, float width)
    {
        var heading = plot.Axes.Title.Label;
        heading.Text = TextFit.Wrap(text, width - 90, HeadingSize, bold: true);
        heading.FontName = Fonts.Family;
        heading.FontSize = HeadingSize;
        heading.Bold = true;
        heading.ForeColor = Color.FromHex(Palette.Ink);
    }

    private static void HideAxes(Plot plot)
    {
        plot.Axes.Frameless();
        plot.Axes.Title.IsVisible = true;
        plot.HideGrid();
    }
}

/// <summary>Lays a plot out with a data area of a fixed shape, centred in the room there is.</summary>
/// <param name="aspect">Height of the data area over its width; null to fill the room.</param>
internal sealed class BoxLayout(double? aspect) : ILayoutEngine
{
    private readonly Automatic inner = new();

    /// <inheritdoc/>
    public Layout GetLayout(PixelRect figureRect, Plot plot, Paint paint)
    {
        var layout = inner.GetLayout(figureRect, plot, paint);
        if (aspect is not { } ratio)
            return layout;
        var area = layout.DataRect;
        var width = (float)Math.Min(area.Width, area.Height / ratio);
        var height = (float)(width * ratio);
        // To the top, so that the panels of a row begin on one line under their titles.
        var left = area.Left + ((area.Width - width) / 2);
        return new(layout.FigureRect, new(left, left + width, area.Top + height, area.Top), layout.PanelSizes, layout.PanelOffsets);
    }
}

/// <summary>The legend as a strip over the data area, where it hides nothing.</summary>
/// <param name="legend">The legend of the plot.</param>
/// <param name="width">The room it may take before it wraps.</param>
internal sealed class LegendStrip(Legend legend, float width) : PanelBase
{
    private PixelSize Room => new(width, 1000);

    /// <inheritdoc/>
    public override float Measure(Paint paint) => legend.GetLayout(Room, paint).LegendRect.Height;

    /// <inheritdoc/>
    public override void Render(RenderPack rp, float size, float offset)
    {
        var bottom = rp.DataRect.Top - offset;
        var left = Math.Max(rp.FigureRect.Left, Math.Min(rp.DataRect.Left, rp.FigureRect.Right - width));
        legend.Render(rp.Canvas, rp.Paint, new PixelRect(left, left + width, bottom, bottom - size), Alignment.LowerLeft);
    }
}

/// <summary>The names of lines beside the data area, where they end.</summary>
/// <param name="names">The names.</param>
internal sealed class EndLabelStrip(IReadOnlyList<EndLabel> names) : PanelBase
{
    /// <inheritdoc/>
    public override float Measure(Paint paint) => EndLabels.Width(names);

    /// <inheritdoc/>
    public override void Render(RenderPack rp, float size, float offset)
    {
        foreach (var name in names)
        {
            var label = new LabelStyle
            {
                Text = name.Name,
                FontName = Fonts.Family,
                FontSize = EndLabels.Size,
                ForeColor = Color.FromHex(Palette.Letters(name.Color, dark: false)),
                Alignment = Alignment.MiddleLeft,
            };
            var height = rp.DataRect.Bottom - ((float)name.Share * rp.DataRect.Height);
            label.Render(rp.Canvas, new Pixel(rp.DataRect.Right + EndLabels.Gap, height), rp.Paint);
        }
    }
}

/// <summary>Marks and labels of axes, in the invariant culture.</summary>
internal static class Ticks
{
    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /// <summary>Marks of a linear axis; the library places them.</summary>
    public static ITickGenerator Linear(bool vertical) =>
        new NumericAutomatic { LabelFormatter = Label, MinimumTickSpacing = vertical ? 30 : 48 };

    /// <summary>
    /// Marks at powers of ten, and at 2 and 5 times those where the axis spans little; positions are base-ten logarithms.
    /// </summary>
    public static ITickGenerator Logarithmic(Span span)
    {
        var ticks = new NumericManual();
        int first = (int)Math.Floor(Math.Log10(span.Min)),
            last = (int)Math.Ceiling(Math.Log10(span.Max));
        var every = Math.Max(1, (last - first + 5) / 6);
        var narrow = Math.Log10(span.Max / span.Min) < 2.2;
        for (var decade = first; decade <= last; decade++)
        {
            for (var digit = 1; digit <= 9; digit++)
            {
                var position = decade + Math.Log10(digit);
                var labelled = digit == 1 ? (decade - first) % every == 0 : narrow && digit is 2 or 5;
                if (labelled)
                    ticks.AddMajor(position, narrow ? Label(digit * Math.Pow(10, decade)) : Power(decade));
                else
                    ticks.AddMinor(position);
            }
        }
        return ticks;
    }

    /// <summary>Names at 0, 1, 2, ….</summary>
    public static ITickGenerator Named(IReadOnlyList<string> names) =>
        new NumericManual([.. names.Select((name, i) => Tick.Major(i, name))]);

    /// <summary>A number as short as it can be read: 0.05, 20000, 3×10⁶.</summary>
    public static string Label(double value)
    {
        if (value == 0 || Math.Abs(value) < 1e-12)
            return "0";
        var exponent = (int)Math.Floor(Math.Log10(Math.Abs(value)) + 1e-9);
        return exponent is >= 6 or < -4
            ? Scientific(value / Math.Pow(10, exponent), exponent)
            : Math.Round(value, 10).ToString("0.##########", CultureInfo.InvariantCulture).Replace('-', '−');
    }

    private static string Power(int exponent) =>
        exponent switch
        {
            0 => "1",
            1 => "10",
            _ => Scientific(1, exponent),
        };

    private static string Scientific(double digits, int exponent)
    {
        var power = string.Concat(Math.Abs(exponent).ToString(CultureInfo.InvariantCulture).Select(c => Superscripts[c - '0']));
        var mantissa =
            Math.Round(digits, 6) == 1 ? "" : Math.Round(digits, 6).ToString(CultureInfo.InvariantCulture).Replace('-', '−') + "×";
        return $"{mantissa}10{(exponent < 0 ? "⁻" : "")}{power}";
    }
}
