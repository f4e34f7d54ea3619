using ScottPlot;
using ScottPlot.Panels;

namespace GanStability.Figures.Static;

/// <summary>Turns one panel into a plot of ScottPlot: axes, grid, legend, colour bar. <see cref="SeriesPlot"/> adds the data.</summary>
internal static class PanelPlot
{
    private const float TickSize = 14, LabelSize = 15, HeadingSize = 16;

    /// <summary>The plot of a panel.</summary>
    /// <param name="panel">What to draw.</param>
    /// <param name="limits">Limits of both axes.</param>
    /// <param name="width">Room in pixels, by which texts are wrapped.</param>
    /// <param name="strokes">How broken lines are drawn.</param>
    public static Plot Of(Panel panel, (Span X, Span Y) limits, float width, Strokes strokes)
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
        foreach (var side in new[] { plot.Axes.Top, (IAxis)plot.Axes.Right }) side.FrameLineStyle.Color = Color.FromHex(Palette.Grid);
        new SeriesPlot(plot, panel, limits, strokes).AddAll();
        var bottom = (ScottPlot.AxisPanels.AxisBase)plot.Axes.Bottom;
        var left = (ScottPlot.AxisPanels.AxisBase)plot.Axes.Left;
        Dress(bottom, panel.X, limits.X, width - 90);
        Dress(left, panel.Y, limits.Y, double.PositiveInfinity);
        plot.Axes.SetLimits(
            Scaled(panel.X, limits.X.Min), Scaled(panel.X, limits.X.Max), Scaled(panel.Y, limits.Y.Min), Scaled(panel.Y, limits.Y.Max));

        if (plot.PlottableList.OfType<ScottPlot.Plottables.Heatmap>().FirstOrDefault() is { } map)
            AddColorBar(plot, map, panel.Series.OfType<HeatMap>().First().Name);
        AddLegend(plot, panel, width);
        AddHeading(plot, panel.Title, width);
        if (FigureLayout.IsPictures(panel)) HideAxes(plot);
        plot.Layout.LayoutEngine = new BoxLayout(panel.EqualAspect || FigureLayout.IsPictures(panel) ? limits.Y.Length / limits.X.Length : null);
        return plot;
    }

    /// <summary>A value as ScottPlot sees it: logarithmic axes are linear axes of logarithms.</summary>
    public static double Scaled(Axis axis, double value) => !axis.Log ? value : value > 0 ? Math.Log10(value) : double.NaN;

    private static void Dress(ScottPlot.AxisPanels.AxisBase axis, Axis data, Span span, double room)
    {
        axis.LabelText = data.Label;
        axis.LabelFontSize = LabelSize;
        axis.LabelBold = false;
        axis.LabelFontName = Fonts.Family;
        axis.TickLabelStyle.FontName = Fonts.Family;
        axis.TickLabelStyle.FontSize = TickSize;
        axis.TickGenerator = data.Log ? Ticks.Logarithmic(span) : Ticks.Linear(axis.Edge.IsVertical());
        if (data.Categories is not { } names) return;
        var labels = CategoryLabels.Of(names, room);
        axis.TickGenerator = Ticks.Named(labels.Names);
        if (!labels.Slanted) return;
        axis.TickLabelStyle.Rotation = -(float)CategoryLabels.Angle;
        axis.TickLabelStyle.Alignment = Alignment.UpperRight;
        axis.MinimumSize = (float)labels.Height + (data.Label.Length > 0 ? 34 : 14);
    }

    private static void AddColorBar(Plot plot, ScottPlot.Plottables.Heatmap map, string label)
    {
        var bar = new ColorBar(map) { Label = label, Width = 18 };
        var axis = (ScottPlot.AxisPanels.AxisBase)bar.Axis;
        axis.Color(Color.FromHex(Palette.Ink));
        Dress(axis, new(label), default, 0);
        plot.Axes.AddPanel(bar);
    }

    private static void AddLegend(Plot plot, Panel panel, float width)
    {
        plot.HideLegend();
        var legend = plot.Legend;
        legend.ManualItems = [.. legend.GetItems()];
        legend.DisplayPlottableLegendItems = false;
        if (!panel.Legend || legend.ManualItems.Count == 0) return;
        foreach (var item in legend.ManualItems) item.MarkerStyle = Enlarged(item.MarkerStyle);
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
        style.Shape == MarkerShape.None ? style : new(style.Shape, Math.Max(9, style.Size), style.LineColor.WithAlpha(1.0)) { LineWidth = style.LineWidth };

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
