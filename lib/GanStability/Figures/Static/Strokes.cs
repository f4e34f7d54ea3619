using System.Globalization;
using System.Text.RegularExpressions;
using ScottPlot;

namespace GanStability.Figures.Static;

/// <summary>
/// Draws broken lines. Skia's SVG canvas cannot (it draws them whole and complains on standard error), so for an SVG the pattern
/// travels in the third decimal of the line's width, and <see cref="Dashed"/> writes it into the finished document.
/// </summary>
internal sealed partial class Strokes
{
    /// <summary>For pictures made of pixels.</summary>
    public static readonly Strokes Raster = new();

    /// <summary>For SVG documents.</summary>
    public static readonly Strokes Vector = new();

    private Strokes()
    {
    }

    /// <summary>Gives a line its pattern and width.</summary>
    public void Apply(IHasLine line, Dash dash, double width)
    {
        var whole = Math.Round(width, 1);
        line.LineWidth = (float)(this == Vector ? whole + ((int)dash * .001) : width);
        if (this == Raster && dash != Dash.Solid) line.LinePattern = new([.. Palette.Lengths(dash, width).Select(l => (float)l)], 0, dash.ToString());
    }

    /// <summary>An SVG document with the patterns of its lines filled in.</summary>
    public static string Dashed(string svg) => Width().Replace(svg, match =>
    {
        var width = double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        var dash = (Dash)Math.Round((width - Math.Round(width, 1)) * 1000);
        if (dash == Dash.Solid || !Enum.IsDefined(dash)) return match.Value;
        var lengths = string.Join(' ', Palette.Lengths(dash, width).Select(l => l.ToString("0.#", CultureInfo.InvariantCulture)));
        return string.Create(CultureInfo.InvariantCulture, $"stroke-width=\"{width:0.#}\" stroke-dasharray=\"{lengths}\"");
    });

    [GeneratedRegex("stroke-width=\"([0-9]+(?:\\.[0-9]+)?)\"")]
    private static partial Regex Width();
}
