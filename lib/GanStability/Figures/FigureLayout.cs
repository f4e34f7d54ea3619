namespace GanStability.Figures;

/// <summary>How large a figure is and how its panels stand.</summary>
/// <param name="Columns">Panels per row.</param>
/// <param name="Rows">Rows of panels.</param>
/// <param name="Width">Of the whole, in CSS pixels.</param>
/// <param name="Height">Of the whole, in CSS pixels.</param>
internal readonly record struct FigureLayout(int Columns, int Rows, int Width, int Height)
{
    /// <summary>The strip at the top that holds the title.</summary>
    public const int TitleHeight = 40;

    /// <summary>What axes, labels and panel titles take of a panel, about.</summary>
    private const int Decoration = 110;

    public static FigureLayout Of(Figure figure)
    {
        var count = figure.Panels.Count;
        var columns = Math.Min(count, figure.Columns ?? (count == 4 ? 2 : 3));
        var rows = (count + columns - 1) / columns;
        if (figure.Size is { } size) return new(columns, rows, size.Width, size.Height);

        var square = figure.Panels.All(p => p.EqualAspect || IsPictures(p));
        var width = columns == 1 ? (square ? 640 : 900) : columns == 2 && square ? 1080 : 1200;
        var height = square
            ? figure.Panels.Take(columns).Max(p => SquareHeight(p, (double)width / columns))
            : rows == 1 ? 440 : 340;
        return new(columns, rows, width, TitleHeight + (rows * (int)height));
    }

    /// <summary>Whether a panel shows pictures only, and so needs no axes.</summary>
    public static bool IsPictures(Panel panel) => panel.Series.Count > 0 && panel.Series.All(s => s is Picture);

    private static double SquareHeight(Panel panel, double width)
    {
        var (x, y) = Span.Of([panel]);
        var around = IsPictures(panel) ? 40 : Decoration;
        return Math.Clamp(((width - around) * y.Length / x.Length) + around, 120, 620);
    }
}
