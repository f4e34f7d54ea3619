using System.Globalization;
using Microsoft.FSharp.Collections;
using Plotly.NET;

namespace GanStability;

/// <summary>Draws a figure as an interactive chart of Plotly.NET.</summary>
internal static class PlotlyRenderer
{
    private const int SliderHeight = 84;

    /// <summary>The chart.</summary>
    public static GenericChart Chart(Figure figure)
    {
        figure.ThrowIfInvalid();
        var layout = FigureLayout.Of(figure);
        var names = EndLabels.Of(figure, layout);
        var boxes = figure.Panels.Select((_, i) => PanelBox.Of(figure, layout, i, names?[i])).ToList();
        var makers = figure.Panels.Select((panel, i) => new PlotlyTraces(panel, i + 1, Limits(figure, i))).ToList();
        var traces = new List<Trace>();
        var legends = 0;
        for (var p = 0; p < makers.Count; p++)
        {
            for (var s = 0; s < figure.Panels[p].Series.Count; s++)
            {
                var series = figure.Panels[p].Series[s];
                var row = boxes[p].LegendRows.ToList().FindIndex(r => r.Contains(s));
                var look = makers[p].Look(s, row < 0 ? null : Numbered("legend", legends + row));
                if (series is HeatMap { Bar: false })
                    look.Add("showscale", false);
                else if (series is HeatMap map)
                    look.Add("colorbar", ColorBar(map, layout, boxes[p], Height(figure)));
                traces.Add(makers[p].Data(series).Into(look.Into(new Trace(PlotlyTraces.Type(series)))));
            }
            legends += boxes[p].LegendRows.Count;
            foreach (var name in names?[p] ?? [])
                traces.Add(EndLabels.Trace(name, makers[p].Axes()).Into(new Trace("scatter")));
        }
        return GenericChart.NewMultiChart(
            ListModule.OfSeq(traces),
            Layout(figure, layout, boxes, makers).Into(new Layout()),
            new Node
            {
                { "displaylogo", false },
                { "modeBarButtonsToRemove", new[] { "select2d", "lasso2d", "zoomIn2d", "zoomOut2d", "autoScale2d" } },
            }.Into(new Config()),
            // Whoever saves or shows the chart with Plotly.NET itself gets the script embedded, not an address of a content network.
            new Node { { "PlotlyJSReference", PlotlyJSReference.Full } }.Into(new DisplayOptions())
        );
    }

    /// <summary>The height of the chart in CSS pixels: that of the picture, and the slider.</summary>
    public static int Height(Figure figure) => FigureLayout.Of(figure).Height + (figure.Slider is null ? 0 : SliderHeight);

    private static (Span X, Span Y) Limits(Figure figure, int panel) =>
        Span.Of([figure.Panels[panel], .. figure.Slider?.Frames.Select(f => f.Panels[panel]) ?? []]);

    private static Node Layout(Figure figure, FigureLayout layout, List<PanelBox> boxes, List<PlotlyTraces> makers)
    {
        var height = Height(figure);
        var node = new Node
        {
            { "width", layout.Width },
            { "height", height },
            { "barmode", "overlay" },
            { "hovermode", "closest" },
            { "paper_bgcolor", "#fff" },
            { "plot_bgcolor", "#fff" },
            {
                "font",
                new Node
                {
                    { "family", "DejaVu Sans, Verdana, Segoe UI, sans-serif" },
                    { "size", PanelBox.TickSize },
                    { "color", Palette.Ink },
                }
            },
            // No margins: all places below are fractions of the whole figure.
            {
                "margin",
                new Node
                {
                    { "l", 0 },
                    { "r", 0 },
                    { "t", 0 },
                    { "b", 0 },
                    { "autoexpand", false },
                }
            },
        };
        var annotations = new List<Node>
        {
            Text(
                $"<b>{PlotlyText.Lines(layout.Title)}</b>",
                16.0 / layout.Width,
                1 - (8.0 / height),
                "left",
                "top",
                FigureLayout.TitleSize
            ),
        };
        var legends = 0;
        for (var i = 0; i < figure.Panels.Count; i++)
        {
            var (panel, box, limits, id) = (figure.Panels[i], boxes[i], Limits(figure, i), Numbered("", i));
            double left = box.Left / layout.Width,
                right = box.Right / layout.Width,
                top = 1 - (box.Top / height),
                bottom = 1 - (box.Bottom / height);
            var square = panel.EqualAspect || FigureLayout.IsImages(panel);
            var room = box.Right - box.Left;
            node.Add("xaxis" + id, PlotlyAxis.Of(panel, panel.X, limits.X, left, right, "y" + id, square ? "center" : null, null, room));
            var (toward, scale) = square ? ("top", "x" + id) : (null, null);
            node.Add("yaxis" + id, PlotlyAxis.Of(panel, panel.Y, limits.Y, bottom, top, "x" + id, toward, scale, double.PositiveInfinity));
            var row = (double)PanelBox.LegendRow / height;
            var above = box.LegendRows.Count;
            foreach (var members in box.LegendRows)
                node.Add(Numbered("legend", legends++), Legend(left, top + (--above * row), members.All(s => panel.Series[s] is Points)));
            var heading = PlotlyText.Bold(panel.Title, room, PanelBox.HeadingSize);
            annotations.Add(
                Text(
                    heading,
                    (left + right) / 2,
                    top + (box.LegendRows.Count * row) + (4.0 / height),
                    "center",
                    "bottom",
                    PanelBox.HeadingSize
                )
            );
        }
        for (var i = 0; i < figure.Panels.Count; i++)
            if (figure.Panels[i].Series.OfType<HeatMap>().FirstOrDefault() is { Bar: true } map)
                annotations.Add(BarLabel(map.Name, layout, boxes[i], height));
        node.Add("annotations", annotations);
        if (figure.Slider is { } slider)
            node.Add("sliders", new[] { PlotlySlider.Of(figure, slider, makers, height) });
        return node;
    }

    /// <summary>Plotly's way of counting: x, x2, x3, ….</summary>
    private static string Numbered(string name, int index) =>
        index == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}{index + 1}");

    private static Node Legend(double left, double bottom, bool points) =>
        new()
        {
            { "orientation", "h" },
            // In the order of the series, not in a column for each pair of a line and its band.
            { "traceorder", "normal" },
            { "x", left },
            { "xanchor", "left" },
            { "y", bottom },
            { "yanchor", "bottom" },
            { "itemwidth", PanelBox.LegendLine },
            // Points as large as can be read, however small they are in the figure; lines as thick as they are there.
            { "itemsizing", points ? "constant" : "trace" },
            {
                "font",
                new Node { { "size", PanelBox.LegendSize } }
            },
            { "bgcolor", "rgba(0,0,0,0)" },
        };

    private static Node Text(string text, double x, double y, string xanchor, string yanchor, float size) =>
        new()
        {
            { "text", text },
            { "showarrow", false },
            { "xref", "paper" },
            { "yref", "paper" },
            { "x", x },
            { "y", y },
            { "xanchor", xanchor },
            { "yanchor", yanchor },
            { "align", xanchor },
            {
                "font",
                new Node { { "size", size } }
            },
        };

    /// <summary>Beside the colour bar, at the edge of the panel: Plotly's own label runs into wide numbers.</summary>
    private static Node BarLabel(string name, FigureLayout layout, PanelBox box, int height) =>
        new(
            Text(
                PlotlyText.Of(name),
                (box.Right + 88) / layout.Width,
                1 - ((box.Top + box.Bottom) / 2 / height),
                "center",
                "middle",
                PanelBox.LabelSize
            )
        )
        {
            { "textangle", -90 },
        };

    private static Node ColorBar(HeatMap map, FigureLayout layout, PanelBox box, int height)
    {
        var bar = new Node
        {
            { "thickness", 16 },
            { "outlinewidth", 0 },
            { "xpad", 6 },
            { "ypad", 0 },
            { "x", box.Right / layout.Width },
            { "len", (box.Bottom - box.Top) / height },
            { "y", 1 - ((box.Top + box.Bottom) / 2 / height) },
            { "exponentformat", "power" },
        };
        if (map is { TickPlaces: { } ticks, TickLabels: { } labels })
        {
            bar.Add("tickmode", "array");
            bar.Add("tickvals", ticks.ToArray());
            bar.Add("ticktext", labels.ToArray());
        }
        return bar;
    }
}
