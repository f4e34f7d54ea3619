using System.Globalization;
using System.Text.RegularExpressions;

namespace GanStability.Figures.Static;

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
        svg = Name().Replace(svg, match =>
        {
            // Skia counts through the whole life of the process.
            if (!names.TryGetValue(match.Value, out var name)) names[match.Value] = name = string.Create(CultureInfo.InvariantCulture, $"{match.Groups[1].Value}_{names.Count}");
            return name;
        });
        return svg.Replace($"font-family=\"{Fonts.Family}\"", $"font-family=\"{Fonts.Family}, Verdana, sans-serif\"", StringComparison.Ordinal);
    }

    private static string Dashed(Match match)
    {
        var width = double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        var dash = (Dash)Math.Round((width - Math.Round(width, 1)) * 1000);
        if (dash == Dash.Solid || !Enum.IsDefined(dash)) return match.Value;
        var lengths = string.Join(' ', Palette.Lengths(dash, width).Select(l => l.ToString("0.#", CultureInfo.InvariantCulture)));
        return string.Create(CultureInfo.InvariantCulture, $"stroke-width=\"{width:0.#}\" stroke-dasharray=\"{lengths}\"");
    }

    [GeneratedRegex("stroke-width=\"([0-9]+(?:\\.[0-9]+)?)\"")]
    private static partial Regex Width();

    [GeneratedRegex("(?<=id=\"|#)(cl|img|gradient|pattern|mask|font)_[0-9a-f]+")]
    private static partial Regex Name();
}
