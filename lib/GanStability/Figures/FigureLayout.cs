using GanStability.Figures.Static;

namespace GanStability.Figures;

/// <summary>How large a figure is and how its panels stand.</summary>
/// <param name="Columns">Panels per row.</param>
/// <param name="Rows">Rows of panels.</param>
/// <param name="Width">Of the whole, in CSS pixels.</param>
/// <param name="Height">Of the whole, in CSS pixels.</param>
/// <param name="Title">The title, broken into lines.</param>
internal readonly record struct FigureLayout(int Columns, int Rows, int Width, int Height, string Title)
{
    /// <summary>Of the letters of the title, in CSS pixels.</summary>
    public const float TitleSize = 19;

    /// <summary>Left of the title, and right of it with the buttons of an interactive chart.</summary>
    private const int Beside = 160;

    private const int TitleLine = 24;

    /// <summary>The strip at the top that holds the title.</summary>
    public int TitleHeight => 16 + (TitleLine * Lines(Title));

    public static FigureLayout Of(Figure figure)
    {
        var count = figure.Panels.Count;
        var columns = Math.Min(count, figure.Columns ?? (count == 4 ? 2 : 3));
        var rows = (count + columns - 1) / columns;
        if (figure.Size is { } size) return new(columns, rows, size.Width, size.Height, Wrapped(figure.Title, size.Width));

        var square = figure.Panels.All(p => p.EqualAspect || IsPictures(p));
        var width = columns == 1 ? (square ? 640 : 900) : columns == 2 && square ? 1080 : 1200;
        var height = square
            ? figure.Panels.Take(columns).Max(p => SquareHeight(p, (double)width / columns))
            : rows == 1 ? 440 : 340;
        var title = Wrapped(figure.Title, width);
        return new(columns, rows, width, 16 + (TitleLine * Lines(title)) + (rows * (int)height), title);
    }

    private static string Wrapped(string title, int width) => TextFit.Wrap(title, width - Beside, TitleSize, bold: true);

    private static int Lines(string title) => title.Split('\n').Length;

    /// <summary>Whether a panel shows pictures only, and so needs no axes.</summary>
    public static bool IsPictures(Panel panel) => panel.Series.Count > 0 && panel.Series.All(s => s is Picture);

    /// <summary>What the axes, the colour bar, the heading and the legend leave of the width makes the height.</summary>
    private static double SquareHeight(Panel panel, double width)
    {
        var (x, y) = Span.Of([panel]);
        var named = panel.Legend && panel.Series.Any(s => s is not HeatMap && s.Name.Length > 0);
        var (beside, above) = IsPictures(panel)
            ? (40, panel.Title.Length > 0 ? 50 : 20)
            : (panel.Series.Any(s => s is HeatMap) ? 200 : 105, 70 + (panel.Title.Length > 0 ? 32 : 0) + (named ? 28 : 0));
        return Math.Clamp(((width - beside) * y.Length / x.Length) + above, 120, 640);
    }
}
