namespace GanStability.Figures;

/// <summary>Curves measured over several seeds, as they are drawn everywhere in the course: the median as a line, with a band from the lower to the upper quartile.</summary>
public static class SeedBand
{
    /// <summary>The band and the line of one quantity.</summary>
    /// <param name="name">The legend entry.</param>
    /// <param name="x">Positions.</param>
    /// <param name="seeds">One curve per seed, each with a value per position. Values that are not finite are left out.</param>
    /// <param name="color">Index into <see cref="Palette.Colors"/>.</param>
    /// <param name="dash">How the line is drawn.</param>
    /// <returns>The band (where there is more than one seed), then the line.</returns>
    /// <exception cref="ArgumentException">No seed, or a curve whose length is not that of <paramref name="x"/>.</exception>
    public static IReadOnlyList<Series> Of(string name, IReadOnlyList<double> x, IReadOnlyList<IReadOnlyList<double>> seeds, int color, Dash dash = Dash.Solid)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(seeds);
        if (seeds.Count == 0) throw new ArgumentException("seeds is empty; give one curve per seed.", nameof(seeds));
        for (var r = 0; r < seeds.Count; r++)
            if (seeds[r].Count != x.Count)
                throw new ArgumentException(FormattableString.Invariant($"The curve of seed {r} has {seeds[r].Count} values and x has {x.Count}; they must be equally many."), nameof(seeds));
        var at = x.Select((_, i) => seeds.Select(s => s[i]).Where(double.IsFinite).Order().ToArray()).ToArray();
        var line = new Line(name, x, [.. at.Select(v => OfSorted(v, 0.5))]) { Color = color, Dash = dash };
        return seeds.Count == 1 ? [line]
            : [new Band("", x, [.. at.Select(v => OfSorted(v, 0.25))], [.. at.Select(v => OfSorted(v, 0.75))]) { Color = color, Opacity = 0.25 }, line];
    }

    /// <summary>The q-quantile, interpolated linearly between the order statistics (type 7 of Hyndman and Fan 1996).</summary>
    /// <param name="values">Finite values in any order.</param>
    /// <param name="q">Between 0 (the smallest) and 1 (the largest).</param>
    /// <returns>The quantile; NaN without values.</returns>
    /// <exception cref="ArgumentOutOfRangeException">q is not in [0, 1].</exception>
    public static double Quantile(IEnumerable<double> values, double q)
    {
        if (!(q is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(q), q, "A quantile lies between 0 and 1.");
        return OfSorted([.. values.Order()], q);
    }

    private static double OfSorted(double[] sorted, double q)
    {
        if (sorted.Length == 0) return double.NaN;
        var at = q * (sorted.Length - 1);
        var below = (int)at;
        return below + 1 < sorted.Length ? sorted[below] + (at - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }
}
