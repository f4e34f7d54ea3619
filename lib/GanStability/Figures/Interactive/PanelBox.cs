using GanStability.Figures.Static;

namespace GanStability.Figures.Interactive;

/// <summary>Where the data area, heading and legend of a panel lie, in CSS pixels of the whole figure.</summary>
/// <param name="Left">Left end of the data area.</param>
/// <param name="Right">Right end of the data area.</param>
/// <param name="Top">Upper end of the data area.</param>
/// <param name="Bottom">Lower end of the data area.</param>
/// <param name="LegendHeight">Room of the legend over the data area.</param>
internal readonly record struct PanelBox(double Left, double Right, double Top, double Bottom, double LegendHeight)
{
    /// <summary>Sizes of text in CSS pixels, as in the static picture.</summary>
    public const float TickSize = 14, LabelSize = 15, HeadingSize = 16, TitleSize = 19, LegendSize = 13;

    /// <summary>The box of the panel at <paramref name="index"/>.</summary>
    public static PanelBox Of(Figure figure, FigureLayout layout, int index)
    {
        var panel = figure.Panels[index];
        double width = (double)layout.Width / layout.Columns, height = (double)(layout.Height - FigureLayout.TitleHeight) / layout.Rows;
        double x = index % layout.Columns * width, y = FigureLayout.TitleHeight + (index / layout.Columns * height);
        var bare = FigureLayout.IsPictures(panel);
        var (left, right) = bare ? (x + 12, x + width - 12) : (x + 76, x + width - (panel.Series.Any(s => s is HeatMap) ? 104 : 18));
        var legend = LegendRows(panel, right - left) * 22;
        var names = panel.X.Categories is null ? 0 : 24;
        return new(left, right, y + (panel.Title.Length > 0 ? 28 : 6) + legend, y + height - (bare ? 8 : 56 + names), legend);
    }

    private static int LegendRows(Panel panel, double width)
    {
        var names = panel.Series.Where(s => s.Name.Length > 0 && s is not (HeatMap or Picture)).Select(s => TextFit.Width(s.Name, LegendSize) + 50).ToList();
        if (!panel.Legend || names.Count == 0) return 0;
        // Plotly puts entries into columns of equal width as soon as they do not fit on one line.
        return names.Sum() <= width ? 1 : (int)Math.Ceiling(names.Count / Math.Max(1, Math.Floor(width / names.Max())));
    }
}
