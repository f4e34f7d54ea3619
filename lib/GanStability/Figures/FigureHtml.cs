using System.Globalization;
using System.Net;
using GanStability.Figures.Interactive;
using GanStability.Figures.Static;

namespace GanStability.Figures;

/// <summary>
/// Writes a figure as HTML: a picture that needs nothing, and the data of the interactive chart that replaces it where scripts run
/// and plotly.js lies beside the page. It holds no identifiers, so the same figure always gives the same text and may stand on a page twice.
/// </summary>
internal static class FigureHtml
{
    private static readonly Lazy<string> loader = new(() =>
    {
        using var reader = new StreamReader(typeof(FigureHtml).Assembly.GetManifestResourceStream($"{typeof(Figure).Namespace}.Html.loader.js")!);
        return string.Join('\n', reader.ReadToEnd().Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal)));
    });

    /// <summary>The whole figure.</summary>
    public static string Of(Figure figure, double scale)
    {
        figure.ThrowIfInvalid();
        return $"""
        <figure class="gs-figure" style="margin:.5em 0;max-width:{FigureLayout.Of(figure).Width}px"><div style="position:relative">{Image(figure, scale)}{Chart(figure)}</div>
        <figcaption style="margin-top:.3em;max-width:60em">{Encode(figure.Caption)}</figcaption></figure>{Script(figure)}
        """.ReplaceLineEndings("\n");
    }

    /// <summary>A figure of nothing but pictures gains nothing from a chart.</summary>
    private static bool IsInteractive(Figure figure) => figure.Slider is not null || !figure.Panels.All(FigureLayout.IsPictures);

    private static string Chart(Figure figure) =>
        IsInteractive(figure) ? $"\n<script type=\"application/json\">{Inert(PlotlyJson.Of(PlotlyRenderer.Chart(figure)))}</script>" : "";

    private static string Script(Figure figure) => IsInteractive(figure) ? $"\n<script>{loader.Value}</script>" : "";

    /// <summary>The picture alone.</summary>
    public static string Image(Figure figure, double scale)
    {
        figure.ThrowIfInvalid();
        var layout = FigureLayout.Of(figure);
        var picture = Convert.ToBase64String(StaticRenderer.Png(figure, scale));
        return string.Create(CultureInfo.InvariantCulture,
            $"<img alt=\"{Encode(figure.Alt)}\" width=\"{layout.Width}\" style=\"max-width:100%;height:auto;background:#fff\" src=\"data:image/png;base64,{picture}\">");
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    /// <summary>JSON in which nothing ends the script element around it or opens a comment.</summary>
    private static string Inert(string json) => json.Replace("<", "\\u003c", StringComparison.Ordinal).Replace(">", "\\u003e", StringComparison.Ordinal).Replace("&", "\\u0026", StringComparison.Ordinal);
}
