using GanStability.Figures.Static;

namespace GanStability.Figures.Interactive;

/// <summary>Where the data area, heading and legend of a panel lie, in CSS pixels of the whole figure.</summary>
/// <param name="Left">Left end of the data area.</param>
/// <param name="Right">Right end of the data area.</param>
/// <param name="Top">Upper end of the data area.</param>
/// <param name="Bottom">Lower end of the data area.</param>
/// <param name="LegendRows">Which series stand in which row of the legend over the data area. Plotly breaks a legend only at the
/// width of the whole figure, so each row is a legend of its own.</param>
internal sealed record PanelBox(double Left, double Right, double Top, double Bottom, IReadOnlyList<IReadOnlyList<int>> LegendRows)
{
    /// <summary>Height of a row of the legend, and length of the line in front of a name.</summary>
    public const int LegendRow = 22, LegendLine = 40;

    /// <summary>Sizes of text in CSS pixels, as in the static picture.</summary>
    public const float TickSize = 14, LabelSize = 15, HeadingSize = 16, LegendSize = 13;

    /// <summary>The box of the panel at <paramref name="index"/>.</summary>
    public static PanelBox Of(Figure figure, FigureLayout layout, int index)
    {
        var panel = figure.Panels[index];
        double width = (double)layout.Width / layout.Columns, height = (double)(layout.Height - layout.TitleHeight) / layout.Rows;
        double x = index % layout.Columns * width, y = layout.TitleHeight + (index / layout.Columns * height);
        var bare = FigureLayout.IsPictures(panel);
        var (left, right) = bare ? (x + 12, x + width - 12) : (x + 76, x + width - (panel.Series.Any(s => s is HeatMap) ? 104 : 18));
        var rows = Rows(panel, right - left);
        var names = panel.X.Categories is { } categories ? CategoryLabels.Of(categories, right - left).Height - 14 : 0;
        var bottom = bare ? 8 : names + (panel.X.Label.Length > 0 ? 56 : 30);
        return new(left, right, y + Heading(panel.Title, right - left) + (rows.Count * LegendRow), y + height - bottom, rows);
    }

    /// <summary>What the heading takes above the data area, line by line.</summary>
    private static int Heading(string title, double width) => title.Length == 0 ? 6 : 8 + (20 * TextFit.Wrap(title, width, HeadingSize, bold: true).Split('\n').Length);

    private static List<List<int>> Rows(Panel panel, double width)
    {
        var rows = new List<List<int>>();
        var free = 0.0;
        for (var i = 0; i < panel.Series.Count && panel.Legend; i++)
        {
            if (panel.Series[i] is HeatMap or Picture || panel.Series[i].Name.Length == 0) continue;
            var need = TextFit.Width(panel.Series[i].Name, LegendSize) + LegendLine + 16;
            if (need > free) (rows, free) = ([.. rows, []], width);
            rows[^1].Add(i);
            free -= need;
        }
        return rows;
    }
}
