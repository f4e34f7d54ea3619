using ScottPlot;

namespace GanStability.Figures.Static;

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
}
