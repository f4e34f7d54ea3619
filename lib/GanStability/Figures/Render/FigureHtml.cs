using System.Globalization;
using System.Net;
using System.Text;

namespace GanStability;

/// <summary>
/// Writes a figure as HTML: a picture that needs nothing, and the data of the interactive chart that replaces it where scripts run
/// and plotly.js lies beside the page. It holds no identifiers, so the same figure always gives the same text and may stand on a page
/// twice.
/// </summary>
internal static class FigureHtml
{
    private static readonly Lazy<string> loader = new(() =>
    {
        using var reader = new StreamReader(typeof(FigureHtml).Assembly.GetManifestResourceStream("Figures.loader.js")!);
        return string.Join(
            '\n',
            reader
                .ReadToEnd()
                .Split('\n')
                .Select(line => line.Trim())
                .Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal))
        );
    });

    /// <summary>The whole figure.</summary>
    public static string Of(Figure figure, double scale)
    {
        figure.ThrowIfInvalid();
        var chart = IsInteractive(figure) ? PlotlyJson.Of(PlotlyRenderer.Chart(figure)) : null;
        return Of(FigureLayout.Of(figure).Width, Image(figure, scale), chart, figure.Caption);
    }

    /// <summary>A picture, the chart that replaces it where scripts run, and what stands below.</summary>
    /// <param name="width">Width in CSS pixels.</param>
    /// <param name="image">An <c>img</c> element, as wide as the chart.</param>
    /// <param name="chart">Data, layout and config of the chart as JSON; null for none.</param>
    /// <param name="caption">The caption.</param>
    public static string Of(int width, string image, string? chart, string caption) =>
        string.Create(
                CultureInfo.InvariantCulture,
                $"""
                <figure class="gs-figure" style="margin:.5em 0;max-width:{width}px"><div style="position:relative">{image}{Data(
                    chart
                )}</div>
                <figcaption style="margin-top:.3em;max-width:60em">{Encode(caption)}</figcaption></figure>{Script(chart)}
                """
            )
            .ReplaceLineEndings("\n");

    /// <summary>A figure of nothing but pictures gains nothing from a chart.</summary>
    private static bool IsInteractive(Figure figure) => figure.Slider is not null || !figure.Panels.All(FigureLayout.IsImages);

    private static string Data(string? chart) => chart is null ? "" : $"\n<script type=\"application/json\">{Inert(chart)}</script>";

    private static string Script(string? chart) => chart is null ? "" : $"\n<script>{loader.Value}</script>";

    /// <summary>The picture alone.</summary>
    public static string Image(Figure figure, double scale)
    {
        figure.ThrowIfInvalid();
        var layout = FigureLayout.Of(figure);
        return Image(figure.Alt, layout.Width, $"data:image/png;base64,{Convert.ToBase64String(StaticRenderer.Png(figure, scale))}");
    }

    /// <summary>A picture from a data address.</summary>
    public static string Image(string alt, int width, string address) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"<img alt=\"{Encode(alt)}\" width=\"{width}\" style=\"max-width:100%;height:auto;background:#fff\" src=\"{address}\">"
        );

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    /// <summary>JSON in which nothing ends the script element around it or opens a comment.</summary>
    private static string Inert(string json) =>
        json.Replace("<", "\\u003c", StringComparison.Ordinal)
            .Replace(">", "\\u003e", StringComparison.Ordinal)
            .Replace("&", "\\u0026", StringComparison.Ordinal);
}

/// <summary>Writes a figure as text: what it says, and a line of numbers for each series.</summary>
internal static class FigureText
{
    /// <summary>The whole figure.</summary>
    public static string Of(Figure figure)
    {
        figure.ThrowIfInvalid();
        var text = new StringBuilder()
            .Append(figure.Title)
            .Append('\n')
            .Append(figure.Caption)
            .Append('\n')
            .Append(figure.Alt)
            .Append('\n');
        foreach (var panel in figure.Panels)
        {
            text.Append("  ")
                .AppendJoin(": ", new[] { panel.Title, $"{panel.Y.Label} over {panel.X.Label}" }.Where(t => t.Length > 0))
                .Append('\n');
            foreach (var series in panel.Series)
                text.Append("    ").Append(Summary(series)).Append('\n');
        }
        if (figure.Slider is { } slider)
            text.Append("  slider ").Append(slider.Label).Append(": ").AppendJoin(", ", slider.Frames.Select(f => f.Label)).Append('\n');
        return text.ToString();
    }

    private static string Summary(Series series)
    {
        var name = series.Name.Length > 0 ? series.Name : series.GetType().Name.ToLowerInvariant();
        return series switch
        {
            Line s => $"{name}: {Count(s.X.Count, "point")}, {Range(s.Y)}, last {Number(s.Y.LastOrDefault(double.NaN))}",
            Points s => $"{name}: {Count(s.X.Count, "point")}, x {Range(s.X)}, y {Range(s.Y)}",
            Band s => $"{name}: band, {Range(s.Low.Concat(s.High))}",
            Bars s => $"{name}: {string.Join(", ", s.Heights.Take(24).Select(Number))}{(s.Heights.Count > 24 ? ", …" : "")}",
            HeatMap s => $"{name}: field of {s.Values.GetLength(0)}×{s.Values.GetLength(1)}, {Range(s.Values.Cast<double>())}",
            Arrows s => $"{name}: {Count(s.X.Count, "arrow")}, length {Range(s.DX.Zip(s.DY, (x, y) => Math.Sqrt((x * x) + (y * y))))}",
            ImageSeries s => $"{name}: picture of {s.Width}×{s.Height} pixels",
            Rule s => $"{name}: at {(s.Vertical ? "x" : "y")} = {Number(s.Value)}",
            _ => name,
        };
    }

    private static string Count(int n, string what) => string.Create(CultureInfo.InvariantCulture, $"{n} {what}{(n == 1 ? "" : "s")}");

    private static string Range(IEnumerable<double> values)
    {
        var all = values.ToList();
        var finite = all.Where(double.IsFinite).ToList();
        var text = finite.Count == 0 ? "no finite value" : $"{Number(finite.Min())} to {Number(finite.Max())}";
        return finite.Count == all.Count || finite.Count == 0 ? text : $"{text} ({Count(all.Count - finite.Count, "value")} not finite)";
    }

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
