using GanStability.Figures.Static;

namespace GanStability.Figures;

public sealed partial record Figure
{
    /// <summary>Pixels per CSS pixel of pictures in documents: sharp on a projector, small in a committed notebook.</summary>
    private const double DocumentScale = 1.5;

    /// <summary>The figure as a PNG file.</summary>
    /// <param name="scale">Pixels per CSS pixel.</param>
    /// <returns>The bytes of the file.</returns>
    /// <exception cref="ArgumentException">The figure cannot be drawn; the message says why.</exception>
    public byte[] ToPng(double scale = DocumentScale) => StaticRenderer.Png(this, scale);

    /// <summary>The figure as an SVG document.</summary>
    /// <returns>The text of the document.</returns>
    /// <exception cref="ArgumentException">The figure cannot be drawn; the message says why.</exception>
    public string ToSvg() => StaticRenderer.Svg(this);

    /// <summary>Writes the figure as a PNG file.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="scale">Pixels per CSS pixel.</param>
    /// <exception cref="ArgumentException">The figure cannot be drawn; the message says why.</exception>
    public void SavePng(string path, double scale = 2) => File.WriteAllBytes(path, ToPng(scale));

    /// <summary>Writes the figure as an SVG file.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="ArgumentException">The figure cannot be drawn; the message says why.</exception>
    public void SaveSvg(string path) => File.WriteAllText(path, ToSvg());

    /// <inheritdoc/>
    public string ToHtml() => FigureHtml.Of(this, DocumentScale);

    /// <summary>The interactive chart, for those who want to go on with Plotly.NET.</summary>
    /// <returns>A chart of Plotly.NET 6 that embeds its script when it is saved.</returns>
    /// <exception cref="ArgumentException">The figure cannot be drawn; the message says why.</exception>
    public Plotly.NET.GenericChart ToPlotly() => Interactive.PlotlyRenderer.Chart(this);

    /// <summary>The picture alone, without script and caption: for views that are updated several times a second.</summary>
    /// <returns>An HTML fragment.</returns>
    /// <exception cref="ArgumentException">The figure cannot be drawn; the message says why.</exception>
    public string ToLiveHtml() => FigureHtml.Image(this, scale: 1);

    /// <inheritdoc/>
    public string ToText() => FigureText.Of(this);
}
