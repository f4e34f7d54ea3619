using System.Globalization;
using System.Text.RegularExpressions;
using ScottPlot;
using SkiaSharp;

namespace GanStability;

/// <summary>Finishes the SVG documents that Skia writes.</summary>
internal static partial class SvgText
{
    /// <summary>
    /// The document with the patterns of its lines (see <see cref="Strokes"/>), with fonts to fall back on, and with names that do not
    /// depend on what was drawn before.
    /// </summary>
    public static string Finished(string svg)
    {
        var names = new Dictionary<string, string>();
        svg = Width().Replace(svg, Dashed);
        svg = Name()
            .Replace(
                svg,
                match =>
                {
                    // Skia counts through the whole life of the process.
                    if (!names.TryGetValue(match.Value, out var name))
                        names[match.Value] = name = string.Create(CultureInfo.InvariantCulture, $"{match.Groups[1].Value}_{names.Count}");
                    return name;
                }
            );
        return svg.Replace(
            $"font-family=\"{Fonts.Family}\"",
            $"font-family=\"{Fonts.Family}, Verdana, sans-serif\"",
            StringComparison.Ordinal
        );
    }

    private static string Dashed(Match match)
    {
        var width = double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        var dash = (Dash)Math.Round((width - Math.Round(width, 1)) * 1000);
        if (dash == Dash.Solid || !Enum.IsDefined(dash))
            return match.Value;
        var lengths = string.Join(' ', Palette.Lengths(dash, width).Select(l => l.ToString("0.#", CultureInfo.InvariantCulture)));
        return string.Create(CultureInfo.InvariantCulture, $"stroke-width=\"{width:0.#}\" stroke-dasharray=\"{lengths}\"");
    }

    [GeneratedRegex("stroke-width=\"([0-9]+(?:\\.[0-9]+)?)\"")]
    private static partial Regex Width();

    [GeneratedRegex("(?<=id=\"|#)(cl|img|gradient|pattern|mask|font)_[0-9a-f]+")]
    private static partial Regex Name();
}

/// <summary>
/// Draws broken lines. Skia's SVG canvas cannot (it draws them whole and complains on standard error), so for an SVG the pattern
/// travels in the third decimal of the line's width, and <see cref="SvgText"/> writes it into the finished document.
/// </summary>
internal sealed class Strokes
{
    /// <summary>For pictures made of pixels.</summary>
    public static readonly Strokes Raster = new();

    /// <summary>For SVG documents.</summary>
    public static readonly Strokes Vector = new();

    private Strokes() { }

    /// <summary>Gives a line its pattern and width.</summary>
    public void Apply(IHasLine line, Dash dash, double width)
    {
        var whole = Math.Round(width, 1);
        line.LineWidth = (float)(this == Vector ? whole + ((int)dash * .001) : width);
        if (this == Raster && dash != Dash.Solid)
            line.LinePattern = new([.. Palette.Lengths(dash, width).Select(l => (float)l)], 0, dash.ToString());
    }
}

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
            if (lines.Count > 0 && font.MeasureText($"{lines[^1]} {word}") <= width)
                lines[^1] += " " + word;
            else
                lines.Add(word);
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
