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
        var boxes = figure.Panels.Select((_, i) => PanelBox.Of(figure, layout, i)).ToList();
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
                if (series is HeatMap) look.Add("colorbar", ColorBar(layout, boxes[p], Height(figure)));
                traces.Add(makers[p].Data(series).Into(look.Into(new Trace(PlotlyTraces.Type(series)))));
            }
            legends += boxes[p].LegendRows.Count;
        }
        return GenericChart.NewMultiChart(
            ListModule.OfSeq(traces), Layout(figure, layout, boxes, makers).Into(new Layout()),
            new Node
            {
                { "displaylogo", false },
                { "modeBarButtonsToRemove", new[] { "select2d", "lasso2d", "zoomIn2d", "zoomOut2d", "autoScale2d" } },
            }.Into(new Config()),
            // Whoever saves or shows the chart with Plotly.NET itself gets the script embedded, not an address of a content network.
            new Node { { "PlotlyJSReference", PlotlyJSReference.Full } }.Into(new DisplayOptions()));
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
            { "width", layout.Width }, { "height", height }, { "barmode", "overlay" }, { "hovermode", "closest" },
            { "paper_bgcolor", "#fff" }, { "plot_bgcolor", "#fff" },
            { "font", new Node { { "family", "DejaVu Sans, Verdana, Segoe UI, sans-serif" }, { "size", PanelBox.TickSize }, { "color", Palette.Ink } } },
            // No margins: all places below are fractions of the whole figure.
            { "margin", new Node { { "l", 0 }, { "r", 0 }, { "t", 0 }, { "b", 0 }, { "autoexpand", false } } },
        };
        var annotations = new List<Node> { Text($"<b>{PlotlyText.Lines(layout.Title)}</b>", 16.0 / layout.Width, 1 - (8.0 / height), "left", "top", FigureLayout.TitleSize) };
        var legends = 0;
        for (var i = 0; i < figure.Panels.Count; i++)
        {
            var (panel, box, limits, id) = (figure.Panels[i], boxes[i], Limits(figure, i), Numbered("", i));
            double left = box.Left / layout.Width, right = box.Right / layout.Width, top = 1 - (box.Top / height), bottom = 1 - (box.Bottom / height);
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
            annotations.Add(Text(
                heading, (left + right) / 2, top + (box.LegendRows.Count * row) + (4.0 / height), "center", "bottom", PanelBox.HeadingSize));
        }
        for (var i = 0; i < figure.Panels.Count; i++)
            if (figure.Panels[i].Series.OfType<HeatMap>().FirstOrDefault() is { } map) annotations.Add(BarLabel(map.Name, layout, boxes[i], height));
        node.Add("annotations", annotations);
        if (figure.Slider is { } slider) node.Add("sliders", new[] { PlotlySlider.Of(figure, slider, makers, height) });
        return node;
    }

    /// <summary>Plotly's way of counting: x, x2, x3, ….</summary>
    private static string Numbered(string name, int index) => index == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}{index + 1}");

    private static Node Legend(double left, double bottom, bool points) => new()
    {
        { "orientation", "h" }, { "x", left }, { "xanchor", "left" }, { "y", bottom }, { "yanchor", "bottom" }, { "itemwidth", PanelBox.LegendLine },
        // Points as large as can be read, however small they are in the figure; lines as thick as they are there.
        { "itemsizing", points ? "constant" : "trace" },
        { "font", new Node { { "size", PanelBox.LegendSize } } }, { "bgcolor", "rgba(0,0,0,0)" },
    };

    private static Node Text(string text, double x, double y, string xanchor, string yanchor, float size) => new()
    {
        { "text", text }, { "showarrow", false }, { "xref", "paper" }, { "yref", "paper" }, { "x", x }, { "y", y },
        { "xanchor", xanchor }, { "yanchor", yanchor }, { "align", xanchor }, { "font", new Node { { "size", size } } },
    };

    /// <summary>Beside the colour bar, at the edge of the panel: Plotly's own label runs into wide numbers.</summary>
    private static Node BarLabel(string name, FigureLayout layout, PanelBox box, int height) =>
        new(Text(
            PlotlyText.Of(name), (box.Right + 88) / layout.Width, 1 - ((box.Top + box.Bottom) / 2 / height), "center", "middle", PanelBox.LabelSize))
        {
            { "textangle", -90 },
        };

    private static Node ColorBar(FigureLayout layout, PanelBox box, int height) => new()
    {
        { "thickness", 16 }, { "outlinewidth", 0 }, { "xpad", 6 }, { "ypad", 0 },
        { "x", box.Right / layout.Width }, { "len", (box.Bottom - box.Top) / height }, { "y", 1 - ((box.Top + box.Bottom) / 2 / height) }, { "exponentformat", "power" },
    };
}

/// <summary>Writes an axis for Plotly.</summary>
internal static class PlotlyAxis
{
    /// <summary>The axis.</summary>
    /// <param name="panel">The panel it belongs to.</param>
    /// <param name="axis">What it says.</param>
    /// <param name="span">Its limits.</param>
    /// <param name="from">Where it begins, as a fraction of the figure.</param>
    /// <param name="to">Where it ends, as a fraction of the figure.</param>
    /// <param name="anchor">The other axis.</param>
    /// <param name="toward">Where a data area that is kept square lies in its room; null for one that is not.</param>
    /// <param name="scale">The axis whose unit is as long; null for none.</param>
    /// <param name="room">Its length in CSS pixels, by which names are wrapped.</param>
    public static Node Of(Panel panel, Axis axis, Span span, double from, double to, string anchor, string? toward, string? scale, double room)
    {
        double[] range = axis.Log ? [Math.Log10(span.Min), Math.Log10(span.Max)] : [span.Min, span.Max];
        var node = new Node { { "domain", new[] { from, to } }, { "anchor", anchor }, { "range", range } };
        node.Add("constrain", toward is null ? null : "domain");
        node.Add("constraintoward", toward);
        node.Add("scaleanchor", scale);
        if (FigureLayout.IsImages(panel))
        {
            node.Add("visible", false);
            return node;
        }
        node.Add("type", axis.Log ? "log" : "linear");
        node.Add("title", new Node { { "text", PlotlyText.Of(axis.Label) }, { "standoff", 8 }, { "font", new Node { { "size", PanelBox.LabelSize } } } });
        node.Add("gridcolor", Palette.Grid);
        node.Add("zeroline", false);
        node.Add("linecolor", Palette.Ink);
        node.Add("ticks", "outside");
        node.Add("exponentformat", "power");
        // Powers of ten; on a short axis 2 and 5 as well, which Plotly calls D2.
        if (axis.Log) node.Add("dtick", Math.Log10(span.Max / span.Min) is var decades && decades < 2.2 ? "D2" : Math.Ceiling(decades / 6));
        if (axis.Categories is { } names)
        {
            var labels = CategoryLabels.Of(names, room);
            node.Add("tickvals", Enumerable.Range(0, names.Count).ToArray());
            node.Add("ticktext", labels.Names.Select(PlotlyText.Lines).ToArray());
            node.Add("tickangle", labels.Slanted ? -CategoryLabels.Angle : 0);
        }
        return node;
    }
}

/// <summary>Writes a slider whose positions replace the data of the traces, in the browser alone.</summary>
internal static class PlotlySlider
{
    /// <summary>The share of an axis that is rounded away in frames: less than any screen shows, and it halves a replay.</summary>
    private const double Resolution = 1 / 2000.0;

    /// <summary>The slider.</summary>
    public static Node Of(Figure figure, Slider slider, List<PlotlyTraces> makers, int height)
    {
        var frames = slider.Frames.Select(frame => frame.Panels
            .SelectMany((panel, p) => panel.Series.Select(series => makers[p].Rounded(series, Resolution))).ToList()).ToList();
        var written = frames.Select(frame => frame.Select(trace => trace.ToDictionary(e => e.Key, e => PlotlyJson.Of(e.Value))).ToList()).ToList();
        var keys = frames.SelectMany(frame => frame.SelectMany(trace => trace.Select(e => e.Key))).Distinct().ToList();
        bool Varies(int trace, string key) => written.Exists(frame => frame[trace].GetValueOrDefault(key) != written[0][trace].GetValueOrDefault(key));
        var moving = Enumerable.Range(0, frames[0].Count).Where(trace => keys.Exists(key => Varies(trace, key))).ToArray();
        var varying = keys.Where(key => moving.Any(trace => Varies(trace, key))).ToList();

        return new()
        {
            { "active", slider.Shown },
            { "currentvalue", new Node { { "prefix", PlotlyText.Of(slider.Label) + " = " }, { "xanchor", "left" } } },
            { "x", .06 }, { "len", .88 }, { "y", 8.0 / height }, { "yanchor", "bottom" }, { "pad", new Node { { "t", 0 }, { "b", 0 } } },
            {
                "steps", slider.Frames.Select((frame, f) => new Node
                {
                    { "label", PlotlyText.Of(frame.Label) }, { "method", "update" },
                    { "args", new object[] { Changes(frames[f], moving, varying), Headings(figure, slider, f), moving } },
                }).ToArray()
            },
        };
    }

    /// <summary>As Plotly's update takes it: one array an attribute, one entry a trace.</summary>
    private static Node Changes(List<Node> frame, int[] moving, List<string> keys)
    {
        var changes = new Node();
        foreach (var key in keys) changes.Add(key, moving.Select(trace => frame[trace][key]).ToArray());
        return changes;
    }

    /// <summary>The panel headings that differ between positions; the first annotation is the title of the figure.</summary>
    private static Node Headings(Figure figure, Slider slider, int frame)
    {
        var changes = new Node();
        for (var p = 0; p < figure.Panels.Count; p++)
        {
            if (slider.Frames.All(f => f.Panels[p].Title == figure.Panels[p].Title)) continue;
            var heading = PlotlyText.Bold(slider.Frames[frame].Panels[p].Title, double.PositiveInfinity, PanelBox.HeadingSize);
            changes.Add(string.Create(CultureInfo.InvariantCulture, $"annotations[{p + 1}].text"), heading);
        }
        return changes;
    }
}

/// <summary>Writes text for Plotly, which reads a little HTML in titles and names.</summary>
internal static class PlotlyText
{
    /// <summary>The text as it is to be read: nothing in it is taken for markup.</summary>
    public static string Of(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>The text with its line breaks.</summary>
    public static string Lines(string text) => Of(text).Replace("\n", "<br>", StringComparison.Ordinal);

    /// <summary>The text in bold, broken into lines that fit a width.</summary>
    public static string Bold(string text, double width, float size) => text.Length == 0 ? "" : $"<b>{Lines(TextFit.Wrap(text, width, size, bold: true))}</b>";
}
