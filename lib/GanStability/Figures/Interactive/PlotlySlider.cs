namespace GanStability.Figures.Interactive;

/// <summary>Writes a slider whose positions replace the data of the traces, in the browser alone.</summary>
internal static class PlotlySlider
{
    /// <summary>The slider.</summary>
    public static Node Of(Figure figure, Slider slider, List<PlotlyTraces> makers, int height)
    {
        var data = slider.Frames.Select(frame => frame.Panels.SelectMany((panel, p) => panel.Series.Select(makers[p].Data)).ToList()).ToList();
        return new()
        {
            { "active", slider.Shown },
            { "currentvalue", new Node { { "prefix", PlotlyText.Of(slider.Label) + " = " }, { "xanchor", "left" } } },
            { "x", .06 }, { "len", .88 }, { "y", 8.0 / height }, { "yanchor", "bottom" }, { "pad", new Node { { "t", 0 }, { "b", 0 } } },
            { "steps", slider.Frames.Select((frame, f) => new Node { { "label", PlotlyText.Of(frame.Label) }, { "method", "restyle" }, { "args", Changes(data, f) } }).ToArray() },
        };
    }

    /// <summary>The values that differ between any two positions, as Plotly's restyle takes them: one array an attribute, one entry a trace.</summary>
    private static object[] Changes(List<List<Node>> data, int frame)
    {
        var changed = Enumerable.Range(0, data[0].Count).Where(t => data.Exists(d => !Same(d[t], data[0][t]))).ToArray();
        var values = new Node();
        foreach (var key in changed.SelectMany(t => data[frame][t].Select(e => e.Key)).Distinct())
            values.Add(key, changed.Select(t => data[frame][t].FirstOrDefault(e => e.Key == key).Value).ToArray());
        return [values, changed];
    }

    private static bool Same(Node a, Node b) => PlotlyJson.Of(a.Into(new DynamicObj.DynamicObj())) == PlotlyJson.Of(b.Into(new DynamicObj.DynamicObj()));
}
