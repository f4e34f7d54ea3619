using System.Globalization;
using System.Text;

namespace GanStability.Figures;

/// <summary>Writes a figure as text: what it says, and a line of numbers for each series.</summary>
internal static class FigureText
{
    /// <summary>The whole figure.</summary>
    public static string Of(Figure figure)
    {
        figure.ThrowIfInvalid();
        var text = new StringBuilder().Append(figure.Title).Append('\n').Append(figure.Caption).Append('\n').Append(figure.Alt).Append('\n');
        foreach (var panel in figure.Panels)
        {
            text.Append("  ").AppendJoin(": ", new[] { panel.Title, $"{panel.Y.Label} over {panel.X.Label}" }.Where(t => t.Length > 0)).Append('\n');
            foreach (var series in panel.Series) text.Append("    ").Append(Summary(series)).Append('\n');
        }
        if (figure.Slider is { } slider)
            text.Append("  slider ").Append(slider.Label).Append(": ").AppendJoin(", ", slider.Frames.Select(f => f.Label)).Append('\n');
        return text.ToString();
    }

    private static string Summary(Series series)
    {
        var name = series.Name.Length > 0 ? series.Name : series.GetType().Name.ToLowerInvariant();
        return series switch
        {
            Line s => $"{name}: {Count(s.X.Count, "point")}, {Range(s.Y)}, last {Number(s.Y.LastOrDefault(double.NaN))}",
            Points s => $"{name}: {Count(s.X.Count, "point")}, x {Range(s.X)}, y {Range(s.Y)}",
            Band s => $"{name}: band, {Range(s.Low.Concat(s.High))}",
            Bars s => $"{name}: {string.Join(", ", s.Heights.Take(24).Select(Number))}{(s.Heights.Count > 24 ? ", …" : "")}",
            HeatMap s => $"{name}: field of {s.Values.GetLength(0)}×{s.Values.GetLength(1)}, {Range(s.Values.Cast<double>())}",
            Arrows s => $"{name}: {Count(s.X.Count, "arrow")}, length {Range(s.DX.Zip(s.DY, (x, y) => Math.Sqrt((x * x) + (y * y))))}",
            Picture s => $"{name}: picture of {s.Width}×{s.Height} pixels",
            Rule s => $"{name}: at {(s.Vertical ? "x" : "y")} = {Number(s.Value)}",
            _ => name,
        };
    }

    private static string Count(int n, string what) => string.Create(CultureInfo.InvariantCulture, $"{n} {what}{(n == 1 ? "" : "s")}");

    private static string Range(IEnumerable<double> values)
    {
        var all = values.ToList();
        var finite = all.Where(double.IsFinite).ToList();
        var text = finite.Count == 0 ? "no finite value" : $"{Number(finite.Min())} to {Number(finite.Max())}";
        return finite.Count == all.Count || finite.Count == 0 ? text : $"{text} ({Count(all.Count - finite.Count, "value")} not finite)";
    }

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
