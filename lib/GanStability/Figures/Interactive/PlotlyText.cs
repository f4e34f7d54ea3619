using GanStability.Figures.Static;

namespace GanStability.Figures.Interactive;

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
