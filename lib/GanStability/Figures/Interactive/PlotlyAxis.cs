namespace GanStability.Figures.Interactive;

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
        if (FigureLayout.IsPictures(panel))
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
