namespace GanStability.Figures;

/// <summary>The colour, pattern and shape that a series has after the palette filled in what it leaves open.</summary>
/// <param name="Color">As <c>#rrggbb</c>.</param>
/// <param name="Dash">Of lines.</param>
/// <param name="Marker">Of points.</param>
internal readonly record struct SeriesStyle(string Color, Dash Dash, Marker Marker)
{
    /// <summary>The styles of all series of a panel, so that both renderings agree.</summary>
    public static SeriesStyle[] Of(Panel panel)
    {
        var styles = new SeriesStyle[panel.Series.Count];
        var taken = panel.Series.Where(s => TakesColor(s) && s.Color is not null).Select(s => s.Color!.Value);
        var free = new Queue<int>(Enumerable.Range(0, styles.Length + Palette.Colors.Count).Except(taken));
        for (var i = 0; i < styles.Length; i++)
        {
            var series = panel.Series[i];
            // A band lies behind its line and shares its colour, so it must not use one up.
            var index = series.Color
                ?? (series is Band && FollowedByLine(panel, i) ? panel.Series[i + 1].Color ?? free.Peek()
                    : TakesColor(series) ? free.Dequeue()
                    : -1);
            styles[i] = new(
                index < 0 ? Palette.Neutral : Palette.Color(index),
                (series as Line)?.Dash ?? (series as Rule)?.Dash ?? Palette.At(Palette.Dashes, index),
                (series as Line)?.Marker ?? (series as Points)?.Marker ?? Palette.At(Palette.Markers, index));
        }
        return styles;
    }

    private static bool TakesColor(Series series) => series is Line or Points or Bars or Band;

    private static bool FollowedByLine(Panel panel, int i) => i + 1 < panel.Series.Count && panel.Series[i + 1] is Line;
}
