namespace GanStability.Figures;

public sealed partial record Figure
{
    /// <summary>Says what cannot be drawn, before any renderer runs into it.</summary>
    /// <exception cref="ArgumentException">Naming the figure, the panel and the series, what is wrong and what is allowed.</exception>
    internal void ThrowIfInvalid()
    {
        if (Panels.Count == 0) throw Wrong($"it has no panels; give at least one");
        if (Columns is < 1) throw Wrong($"{nameof(Columns)} is {Columns}; it must be at least 1");
        if (Size is { } size && (size.Width is < 80 or > 8000 || size.Height is < 80 or > 8000))
            throw Wrong($"{nameof(Size)} is {size.Width}×{size.Height}; each side must be from 80 to 8000");
        foreach (var panel in Panels) Check(panel);
        if (Slider is not null) Check(Slider);
    }

    private void Check(Slider slider)
    {
        if (slider.Frames.Count == 0) throw Wrong($"its slider has no frames; give at least one");
        if (slider.Shown < 0 || slider.Shown >= slider.Frames.Count)
            throw Wrong($"its slider shows frame {slider.Shown} of {slider.Frames.Count}; frames are counted from 0");
        foreach (var frame in slider.Frames)
        {
            if (Kinds(frame.Panels) != Kinds(Panels))
                throw Wrong($"frame '{frame.Label}' of its slider holds other panels or other kinds of series ({Kinds(frame.Panels)}) than the figure ({Kinds(Panels)})");
            foreach (var panel in frame.Panels) Check(panel);
        }
    }

    private static string Kinds(IReadOnlyList<Panel> panels) => string.Join(" | ", panels.Select(p => string.Join(", ", p.Series.Select(s => s.GetType().Name))));

    private void Check(Panel panel)
    {
        if (panel.Series.Count == 0) throw Wrong($"panel '{panel.Title}' has no series; give at least one");
        foreach (var (axis, letter) in new[] { (panel.X, 'x'), (panel.Y, 'y') })
        {
            var where = $"the {letter} axis of panel '{panel.Title}'";
            foreach (var limit in new[] { axis.Min, axis.Max })
            {
                if (limit is { } value && !double.IsFinite(value))
                    throw Wrong($"{where} has the limit {value}; limits are finite, or null to fit the data");
                if (axis.Log && limit <= 0) throw Wrong($"{where} is logarithmic and has the limit {limit}; it must be greater than 0");
            }
            if (axis is { Min: { } min, Max: { } max } && min >= max)
                throw Wrong($"{where} runs from {min} to {max}; the lower limit must be smaller than the upper");
            if (axis.Categories is { Count: 0 }) throw Wrong($"{where} has an empty list of categories; use null for numbers");
            if (axis.Categories is not null && axis.Log)
                throw Wrong($"{where} is logarithmic and has categories; it can be only one of them");
        }
        foreach (var series in panel.Series) Check(series, $"{series.GetType().Name} '{series.Name}' of panel '{panel.Title}'");
    }

    private void Check(Series series, string where)
    {
        if (!(series.Opacity is >= 0 and <= 1)) throw Wrong($"{where} has the opacity {series.Opacity}; it must be from 0 to 1");
        switch (series)
        {
            case Line s: SameLength(where, s.X.Count, ("Y", s.Y.Count)); break;
            case Points s: SameLength(where, s.X.Count, ("Y", s.Y.Count)); break;
            case Band s: SameLength(where, s.X.Count, ("Low", s.Low.Count), ("High", s.High.Count)); break;
            case Bars s:
                SameLength(where, s.X.Count, ("Heights", s.Heights.Count), ("Low", s.Low?.Count), ("High", s.High?.Count));
                if (s.X.Count == 0) throw Wrong($"{where} has no bars; give at least one");
                if (!(s.Fill is > 0 and <= 1)) throw Wrong($"{where} has the fill {s.Fill}; it must be greater than 0 and at most 1");
                break;
            case Arrows s: SameLength(where, s.X.Count, ("Y", s.Y.Count), ("DX", s.DX.Count), ("DY", s.DY.Count)); break;
            case HeatMap s:
                if (s.Values.Length == 0) throw Wrong($"{where} has no values; give at least one row and one column");
                if (!double.IsFinite(s.XMin + s.XMax + s.YMin + s.YMax) || s.XMax < s.XMin || s.YMax < s.YMin)
                    throw Wrong($"{where} spans [{s.XMin}, {s.XMax}] × [{s.YMin}, {s.YMax}]; both must be finite and ascending");
                break;
            case Picture s:
                if (s.Width < 1 || s.Height < 1 || (s.Pixels.Length != s.Width * s.Height && s.Pixels.Length != 3 * s.Width * s.Height))
                    throw Wrong($"{where} has {s.Pixels.Length} bytes for {s.Width}×{s.Height} pixels; it needs one a pixel (grey) or three (red, green, blue)");
                break;
            case Rule s:
                if (!double.IsFinite(s.Value)) throw Wrong($"{where} lies at {s.Value}; it must be finite");
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
    private ArgumentException Wrong(FormattableString problem) => new($"Figure '{Title}' cannot be drawn: {FormattableString.Invariant(problem)}.");
}
