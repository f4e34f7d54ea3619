using System.Globalization;
using System.Runtime.CompilerServices;
using Newtonsoft.Json.Linq;
using Plotly.NET;

// Cells that reference the kit see what it references: this makes the C# charts of Plotly.NET one of them.
[assembly: TypeForwardedTo(typeof(Plotly.NET.CSharp.Chart))]

namespace GanStability;

/// <summary>
/// A chart that a cell made with Plotly.NET: interactive where scripts run, drawn by the kit's own plotly.js and without a network; a
/// static picture where none run and the chart is of lines, points or bars on one pair of axes.
/// </summary>
/// <param name="chart">The chart, a <see cref="GenericChart"/>.</param>
internal sealed class PlotlyChart(object chart) : IShown
{
    private const int Width = 700;
    private const int Height = 420;
    private readonly JObject json = Read((GenericChart)chart);

    /// <inheritdoc/>
    public string ToHtml()
    {
        var (width, height) = ((int)json["layout"]!["width"]!, (int)json["layout"]!["height"]!);
        var figure = PlotlyTracesReader.Figure(json, (width, height));
        var image = figure is null ? Placeholder(width, height) : FigureHtml.Image(figure, 1.5);
        return FigureHtml.Of(width, image, json.ToString(Newtonsoft.Json.Formatting.None), "");
    }

    /// <inheritdoc/>
    public string ToText()
    {
        var traces = json["data"]!.Select(t => $"{t["type"] ?? "scatter"}{(t["name"] is { } name ? $" '{name}'" : "")}{Points(t)}");
        var title = PlotlyTracesReader.Title(json["layout"]);
        return $"Chart{(title.Length > 0 ? $" '{title}'" : "")}: {string.Join(", ", traces)}";
    }

    private static string Points(JToken trace) => (trace["y"] ?? trace["x"]) is JArray values ? $" of {values.Count} values" : "";

    private static JObject Read(GenericChart chart)
    {
        var json = JObject.Parse(PlotlyJson.Of(chart));
        var layout = json["layout"] as JObject ?? [];
        json["layout"] = layout;
        // The page is laid out before the chart is drawn, so its size must be known.
        layout["width"] ??= Width;
        layout["height"] ??= Height;
        return json;
    }

    /// <summary>What stands where the chart would, in pages without scripts.</summary>
    private static string Placeholder(int width, int height)
    {
        const string Sentence = "This chart is drawn by a script: run the cell in a notebook, or open the course's book.";
        var svg = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"><rect width="100%" height="100%" fill="#f4f4f4"/>
            <text x="50%" y="50%" text-anchor="middle" font-family="sans-serif" font-size="14" fill="{Palette.Ink}">{Sentence}</text></svg>
            """
        );
        return FigureHtml.Image(Sentence, width, $"data:image/svg+xml,{Uri.EscapeDataString(svg.ReplaceLineEndings("\n"))}");
    }
}

/// <summary>Reads a simple chart of Plotly back into a <see cref="GanStability.Figure"/>, for its static picture.</summary>
internal static class PlotlyTracesReader
{
    /// <summary>The figure; null for a chart that is not simple.</summary>
    /// <param name="chart">Data and layout.</param>
    /// <param name="size">Width and height in CSS pixels.</param>
    public static Figure? Figure(JObject chart, (int Width, int Height) size)
    {
        var (traces, layout) = (chart["data"]!.ToList(), chart["layout"]!);
        var names = traces
            .Select(t => t["x"])
            .OfType<JArray>()
            .Where(x => x.Any(v => v.Type == JTokenType.String))
            .SelectMany(x => x.Select(v => v.ToString()))
            .Distinct()
            .ToList();
        var series = traces.Select(t => Series(t, names)).ToList();
        if (series.Count == 0 || series.Exists(s => s is null))
            return null;
        var title = Title(layout);
        return new Figure
        {
            Title = title,
            Caption = "",
            Size = size,
            Alt = $"{(title.Length > 0 ? title : "A chart")}: {string.Join(", ", traces.Select(t => t["name"] ?? t["type"] ?? "data"))}",
            Panels =
            [
                new("", Axis(layout["xaxis"], names.Count > 0 ? names : null), Axis(layout["yaxis"], null), [.. series.Select(s => s!)]),
            ],
        };
    }

    /// <summary>The title of a chart or an axis, empty when there is none.</summary>
    public static string Title(JToken? of) =>
        of?["title"] switch
        {
            JValue { Type: JTokenType.String } text => (string)text!,
            JObject title => (string?)title["text"] ?? "",
            _ => "",
        };

    private static Axis Axis(JToken? axis, List<string>? names) => new(Title(axis), (string?)axis?["type"] == "log") { Categories = names };

    private static Series? Series(JToken trace, List<string> names)
    {
        if (Word(trace, "xaxis", "x") != "x" || Word(trace, "yaxis", "y") != "y" || Word(trace, "fill", "none") != "none")
            return null;
        if (Numbers(trace["y"], []) is not { } ys)
            return null;
        var xs = trace["x"] is null ? [.. ys.Select((_, i) => (double)i)] : Numbers(trace["x"], names);
        if (xs is null || xs.Count != ys.Count)
            return null;
        var (name, mode) = (Word(trace, "name", ""), Word(trace, "mode", "lines"));
        return (string?)trace["type"] switch
        {
            "bar" when (string?)trace["orientation"] != "h" && ys.Count > 0 => new Bars(name, xs, ys),
            "scatter" or "scattergl" or null when mode.Contains("lines", StringComparison.Ordinal) => new Line(name, xs, ys),
            "scatter" or "scattergl" or null when mode == "markers" => new Points(name, xs, ys),
            _ => null,
        };
    }

    private static string Word(JToken of, string name, string otherwise) => (string?)of[name] ?? otherwise;

    private static List<double>? Numbers(JToken? values, List<string> names)
    {
        if (values is not JArray array)
            return null;
        var numbers = array
            .Select(v =>
                v.Type switch
                {
                    JTokenType.Integer or JTokenType.Float => (double)v,
                    JTokenType.Null => double.NaN,
                    JTokenType.String when names.IndexOf((string)v!) is var i and >= 0 => i,
                    _ => (double?)null,
                }
            )
            .ToList();
        return numbers.Exists(n => n is null) ? null : [.. numbers.Select(n => n!.Value)];
    }
}
