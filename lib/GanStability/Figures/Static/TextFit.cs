using SkiaSharp;

namespace GanStability.Figures.Static;

/// <summary>Breaks text into lines that fit a width.</summary>
internal static class TextFit
{
    /// <summary>The text with line breaks between words; a word that is too long by itself stays whole.</summary>
    public static string Wrap(string text, double width, float size, bool bold = false)
    {
        using var font = Font(size, bold);
        var lines = new List<string>();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 0 && font.MeasureText($"{lines[^1]} {word}") <= width) lines[^1] += " " + word;
            else lines.Add(word);
        }
        return string.Join('\n', lines);
    }

    /// <summary>The width of the longest line in pixels.</summary>
    public static float Width(string text, float size, bool bold = false)
    {
        using var font = Font(size, bold);
        return text.Split('\n').Max(line => font.MeasureText(line));
    }

    private static SKFont Font(float size, bool bold)
    {
        Fonts.Register();
        return new(ScottPlot.Fonts.GetTypeface(Fonts.Family, bold, italic: false), size);
    }
}
