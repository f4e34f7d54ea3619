using System.Globalization;
using System.Net;
using GanStability.Figures.Static;

namespace GanStability.Figures;

/// <summary>Writes a figure as HTML: a picture that needs nothing, and the data of the interactive chart that replaces it where scripts run.</summary>
internal static class FigureHtml
{
    /// <summary>The whole figure.</summary>
    public static string Of(Figure figure) =>
        $"<figure class=\"gs-figure\" style=\"margin:.5em 0\">{Image(figure, 1.5)}<figcaption style=\"max-width:60em;margin-top:.3em\">{Encode(figure.Caption)}</figcaption></figure>";

    /// <summary>The picture alone.</summary>
    public static string Image(Figure figure, double scale)
    {
        var layout = FigureLayout.Of(figure);
        return string.Create(CultureInfo.InvariantCulture,
            $"<img alt=\"{Encode(figure.Alt)}\" width=\"{layout.Width}\" style=\"max-width:100%;height:auto;background:#fff\" src=\"data:image/png;base64,{Convert.ToBase64String(StaticRenderer.Png(figure, scale))}\">");
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
