namespace GanStability.Figures;

/// <summary>
/// A figure as data: panels of series with axes, a caption and alternative text. It is rendered twice from the same data:
/// as a static picture (PNG or SVG) that is always visible, and as an interactive Plotly chart where scripts run.
/// </summary>
[TypeFormatterSource(typeof(ShownFormatterSource))]
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
