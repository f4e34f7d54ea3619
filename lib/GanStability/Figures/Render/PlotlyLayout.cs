using System.Globalization;
using Microsoft.FSharp.Collections;
using Plotly.NET;

namespace GanStability;

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
    public static Node Of(
        Panel panel,
        Axis axis,
        Span span,
        double from,
        double to,
        string anchor,
        string? toward,
        string? scale,
        double room
    )
    {
        double[] range = axis.Log ? [Math.Log10(span.Min), Math.Log10(span.Max)] : [span.Min, span.Max];
        var node = new Node
        {
            { "domain", new[] { from, to } },
            { "anchor", anchor },
            { "range", range },
        };
        node.Add("constrain", toward is null ? null : "domain");
        node.Add("constraintoward", toward);
        node.Add("scaleanchor", scale);
        if (FigureLayout.IsImages(panel))
        {
            node.Add("visible", false);
            return node;
        }
        node.Add("type", axis.Log ? "log" : "linear");
        node.Add(
            "title",
            new Node
            {
                { "text", PlotlyText.Of(axis.Label) },
                { "standoff", 8 },
                {
                    "font",
                    new Node { { "size", PanelBox.LabelSize } }
                },
            }
        );
        node.Add("gridcolor", Palette.Grid);
        node.Add("zeroline", false);
        node.Add("linecolor", Palette.Ink);
        node.Add("ticks", "outside");
        node.Add("exponentformat", "power");
        // Powers of ten; on a short axis 2 and 5 as well, which Plotly calls D2.
        if (axis.Log)
            node.Add("dtick", Math.Log10(span.Max / span.Min) is var decades && decades < 2.2 ? "D2" : Math.Ceiling(decades / 6));
        if (axis.Categories is { } names)
        {
            var labels = axis == panel.Y ? CategoryLabels.Beside(names) : CategoryLabels.Of(names, room);
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
        var frames = slider
            .Frames.Select(frame =>
                frame.Panels.SelectMany((panel, p) => panel.Series.Select(series => makers[p].Rounded(series, Resolution))).ToList()
            )
            .ToList();
        var written = frames
            .Select(frame => frame.Select(trace => trace.ToDictionary(e => e.Key, e => PlotlyJson.Of(e.Value))).ToList())
            .ToList();
        var keys = frames.SelectMany(frame => frame.SelectMany(trace => trace.Select(e => e.Key))).Distinct().ToList();
        bool Varies(int trace, string key) =>
            written.Exists(frame => frame[trace].GetValueOrDefault(key) != written[0][trace].GetValueOrDefault(key));
        var moving = Enumerable.Range(0, frames[0].Count).Where(trace => keys.Exists(key => Varies(trace, key))).ToArray();
        var varying = keys.Where(key => moving.Any(trace => Varies(trace, key))).ToList();

        return new()
        {
            { "active", slider.Shown },
            {
                "currentvalue",
                new Node { { "prefix", PlotlyText.Of(slider.Label) + " = " }, { "xanchor", "left" } }
            },
            { "x", .06 },
            { "len", .88 },
            { "y", 8.0 / height },
            { "yanchor", "bottom" },
            {
                "pad",
                new Node { { "t", 0 }, { "b", 0 } }
            },
            {
                "steps",
                slider
                    .Frames.Select(
                        (frame, f) =>
                            new Node
                            {
                                { "label", PlotlyText.Of(frame.Label) },
                                { "method", "update" },
                                { "args", new object[] { Changes(frames[f], moving, varying), Headings(figure, slider, f), moving } },
                            }
                    )
                    .ToArray()
            },
        };
    }

    /// <summary>As Plotly's update takes it: one array an attribute, one entry a trace.</summary>
    private static Node Changes(List<Node> frame, int[] moving, List<string> keys)
    {
        var changes = new Node();
        foreach (var key in keys)
            changes.Add(key, moving.Select(trace => frame[trace][key]).ToArray());
        return changes;
    }

    /// <summary>The panel headings that differ between positions; the first annotation is the title of the figure.</summary>
    private static Node Headings(Figure figure, Slider slider, int frame)
    {
        var changes = new Node();
        for (var p = 0; p < figure.Panels.Count; p++)
        {
            if (slider.Frames.All(f => f.Panels[p].Title == figure.Panels[p].Title))
                continue;
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
    public static string Of(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>The text with its line breaks.</summary>
    public static string Lines(string text) => Of(text).Replace("\n", "<br>", StringComparison.Ordinal);

    /// <summary>The text in bold, broken into lines that fit a width.</summary>
    public static string Bold(string text, double width, float size) =>
        text.Length == 0 ? "" : $"<b>{Lines(TextFit.Wrap(text, width, size, bold: true))}</b>";
}
