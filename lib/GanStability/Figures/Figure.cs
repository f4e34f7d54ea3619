namespace GanStability;

/// <summary>
/// A figure as data: panels of series with axes, a caption and alternative text. It is rendered twice from the same data:
/// as a static picture (PNG or SVG) that is always visible, and as an interactive Plotly chart where scripts run.
/// </summary>
public sealed partial record Figure : IShown
{
    /// <summary>What the figure is about, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>One or two sentences under the figure: what was measured, over how many seeds, and what to see.</summary>
    public required string Caption { get; init; }

    /// <summary>What a reader who cannot see the picture should know.</summary>
    public required string Alt { get; init; }

    /// <summary>The panels, row by row. With a <see cref="Slider"/>, those of the frame that the static picture shows.</summary>
    public required IReadOnlyList<Panel> Panels { get; init; }

    /// <summary>Panels per row; at most three by default.</summary>
    public int? Columns { get; init; }

    /// <summary>Width and height of the whole in CSS pixels; null to fit the panels.</summary>
    public (int Width, int Height)? Size { get; init; }

    /// <summary>Further states of the same panels, chosen by a slider that works without a kernel; null for none.</summary>
    public Slider? Slider { get; init; }

    /// <summary>Drawn again and again while it is looked at: names stay in the legend, where they do not jump about.</summary>
    internal bool Moving { get; init; }
}

/// <summary>One pair of axes with everything drawn on it.</summary>
/// <param name="Title">A heading over the panel; may be empty when the figure has one panel.</param>
/// <param name="X">The horizontal axis.</param>
/// <param name="Y">The vertical axis.</param>
/// <param name="Series">What is drawn, back to front.</param>
public sealed record Panel(string Title, Axis X, Axis Y, IReadOnlyList<Series> Series)
{
    /// <summary>One unit is as long on both axes (for data in the plane).</summary>
    public bool EqualAspect { get; init; }

    /// <summary>Whether named series appear in a legend.</summary>
    public bool Legend { get; init; } = true;
}

/// <summary>An axis: its label with units, its scale and, where fixed, its limits.</summary>
/// <param name="Label">The quantity and its unit, such as <c>loss (nats)</c>.</param>
/// <param name="Log">A logarithmic axis to base ten; values that are not positive are left out.</param>
/// <param name="Min">Lower limit; null to fit the data.</param>
/// <param name="Max">Upper limit; null to fit the data.</param>
public sealed record Axis(string Label, bool Log = false, double? Min = null, double? Max = null)
{
    /// <summary>Names for the positions 0, 1, 2, … instead of numbers; null for a numeric axis.</summary>
    public IReadOnlyList<string>? Categories { get; init; }
}

/// <summary>A slider over frames. All frames have the same number of panels and of series, kind by kind.</summary>
/// <param name="Label">What the slider changes, such as <c>step</c>.</param>
/// <param name="Frames">The states in order.</param>
/// <param name="Shown">The index of the frame drawn in the static picture.</param>
public sealed record Slider(string Label, IReadOnlyList<Frame> Frames, int Shown = 0);

/// <summary>One position of a <see cref="Slider"/>.</summary>
/// <param name="Label">The value at this position, as text.</param>
/// <param name="Panels">The panels at this position.</param>
public sealed record Frame(string Label, IReadOnlyList<Panel> Panels);

public sealed partial record Figure
{
    /// <summary>Says what cannot be drawn, before any renderer runs into it.</summary>
    /// <exception cref="ArgumentException">Naming the figure, the panel and the series, what is wrong and what is allowed.</exception>
    internal void ThrowIfInvalid()
    {
        if (Panels.Count == 0)
            throw Wrong($"it has no panels; give at least one");
        if (Columns is < 1)
            throw Wrong($"{nameof(Columns)} is {Columns}; it must be at least 1");
        if (Size is { } size && (size.Width is < 80 or > 8000 || size.Height is < 80 or > 8000))
            throw Wrong($"{nameof(Size)} is {size.Width}×{size.Height}; each side must be from 80 to 8000");
        foreach (var panel in Panels)
            Check(panel);
        if (Slider is not null)
            Check(Slider);
    }

    private void Check(Slider slider)
    {
        if (slider.Frames.Count == 0)
            throw Wrong($"its slider has no frames; give at least one");
        if (slider.Shown < 0 || slider.Shown >= slider.Frames.Count)
            throw Wrong($"its slider shows frame {slider.Shown} of {slider.Frames.Count}; frames are counted from 0");
        foreach (var frame in slider.Frames)
        {
            if (Kinds(frame.Panels) != Kinds(Panels))
                throw Wrong($"frame '{frame.Label}' of its slider holds other panels ({Kinds(frame.Panels)}) than it ({Kinds(Panels)})");
            foreach (var panel in frame.Panels)
                Check(panel);
        }
    }

    private static string Kinds(IReadOnlyList<Panel> panels) =>
        string.Join(" | ", panels.Select(p => string.Join(", ", p.Series.Select(s => s.GetType().Name))));

    private void Check(Panel panel)
    {
        if (panel.Series.Count == 0)
            throw Wrong($"panel '{panel.Title}' has no series; give at least one");
        foreach (var (axis, letter) in new[] { (panel.X, 'x'), (panel.Y, 'y') })
        {
            var where = $"the {letter} axis of panel '{panel.Title}'";
            foreach (var limit in new[] { axis.Min, axis.Max })
            {
                if (limit is { } value && !double.IsFinite(value))
                    throw Wrong($"{where} has the limit {value}; limits are finite, or null to fit the data");
                if (axis.Log && limit <= 0)
                    throw Wrong($"{where} is logarithmic and has the limit {limit}; it must be greater than 0");
            }
            if (axis is { Min: { } min, Max: { } max } && min >= max)
                throw Wrong($"{where} runs from {min} to {max}; the lower limit must be smaller than the upper");
            if (axis.Categories is { Count: 0 })
                throw Wrong($"{where} has an empty list of categories; use null for numbers");
            if (axis.Categories is not null && axis.Log)
                throw Wrong($"{where} is logarithmic and has categories; it can be only one of them");
        }
        foreach (var series in panel.Series)
            Check(series, $"{series.GetType().Name} '{series.Name}' of panel '{panel.Title}'");
    }

    private void Check(Series series, string where)
    {
        if (!(series.Opacity is >= 0 and <= 1))
            throw Wrong($"{where} has the opacity {series.Opacity}; it must be from 0 to 1");
        switch (series)
        {
            case Line s:
                SameLength(where, s.X.Count, ("Y", s.Y.Count));
                break;
            case Points s:
                SameLength(where, s.X.Count, ("Y", s.Y.Count));
                break;
            case Band s:
                SameLength(where, s.X.Count, ("Low", s.Low.Count), ("High", s.High.Count));
                break;
            case Bars s:
                SameLength(where, s.X.Count, ("Heights", s.Heights.Count), ("Low", s.Low?.Count), ("High", s.High?.Count));
                if (s.X.Count == 0)
                    throw Wrong($"{where} has no bars; give at least one");
                if (!(s.Fill is > 0 and <= 1))
                    throw Wrong($"{where} has the fill {s.Fill}; it must be greater than 0 and at most 1");
                break;
            case Arrows s:
                SameLength(where, s.X.Count, ("Y", s.Y.Count), ("DX", s.DX.Count), ("DY", s.DY.Count));
                break;
            case HeatMap s:
                if (s.Values.Length == 0)
                    throw Wrong($"{where} has no values; give at least one row and one column");
                if (!double.IsFinite(s.XMin + s.XMax + s.YMin + s.YMax) || s.XMax < s.XMin || s.YMax < s.YMin)
                    throw Wrong($"{where} spans [{s.XMin}, {s.XMax}] × [{s.YMin}, {s.YMax}]; both must be finite and ascending");
                if (s.Anchors is { } anchors && (anchors.Count < 2 || anchors.Zip(anchors.Skip(1)).Any(a => !(a.First < a.Second))))
                    throw Wrong($"{where} has the anchors {string.Join(", ", anchors)}; there must be two or more, ascending");
                if (s.Ticks?.Any(t => !double.IsFinite(t)) == true)
                    throw Wrong($"{where} has a tick that is not finite: {string.Join(", ", s.Ticks)}");
                break;
            case ImageSeries s:
                if (s.Width < 1 || s.Height < 1 || (s.Pixels.Length != s.Width * s.Height && s.Pixels.Length != 3 * s.Width * s.Height))
                    throw Wrong(
                        $"{where} has {s.Pixels.Length} bytes for {s.Width}×{s.Height} pixels; it needs one a pixel (grey) or three (RGB)"
                    );
                break;
            case Rule s:
                if (!double.IsFinite(s.Value))
                    throw Wrong($"{where} lies at {s.Value}; it must be finite");
                break;
        }
    }

    private void SameLength(string where, int length, params (string Name, int? Count)[] others)
    {
        foreach (var (name, count) in others)
            if (count is { } n && n != length)
                throw Wrong($"{where} has {length} values in X and {n} in {name}; they must be equally many");
    }

    /// <summary>The culture of the reader must not change a message: numbers are formatted invariantly.</summary>
    private ArgumentException Wrong(FormattableString problem) =>
        new($"Figure '{Title}' cannot be drawn: {FormattableString.Invariant(problem)}.");
}

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
    public Plotly.NET.GenericChart ToPlotly() => PlotlyRenderer.Chart(this);

    /// <summary>The picture alone, without script and caption: for views that are updated several times a second.</summary>
    /// <returns>An HTML fragment.</returns>
    /// <exception cref="ArgumentException">The figure cannot be drawn; the message says why.</exception>
    public string ToLiveHtml() => FigureHtml.Image(this with { Moving = true }, scale: 1);

    /// <inheritdoc/>
    public string ToText() => FigureText.Of(this);
}

/// <summary>
/// Something that knows how to be seen: figures, tables, reports and runs. A notebook cell ends on one of these,
/// and every host (see <c>Hosting</c>) shows it the same way.
/// </summary>
public interface IShown
{
    /// <summary>A self-contained HTML fragment that is readable without scripts and without a network.</summary>
    string ToHtml();

    /// <summary>The same content for a terminal, a log or a diff.</summary>
    string ToText();
}
