using System.Globalization;

namespace GanStability.Figures.Interactive;

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
