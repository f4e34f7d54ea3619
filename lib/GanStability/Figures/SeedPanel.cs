namespace GanStability;

/// <summary>
/// Panels in which several methods, each measured on several seeds, stand beside each other: every seed a dot, or the median and the
/// quartiles of curves.
/// </summary>
public static class SeedPanel
{
    /// <summary>How far the dots of a group are drawn apart, as a share of the room of a group.</summary>
    private const double Spread = 0.5;

    /// <summary>
    /// One dot per seed, group beside group; within a group in the order of the seeds, so that equal values do not hide each other.
    /// </summary>
    /// <param name="title">A heading over the panel; may be empty.</param>
    /// <param name="groups">The horizontal axis, with the names of the groups as <see cref="Axis.Categories"/>.</param>
    /// <param name="values">The vertical axis.</param>
    /// <param name="seeds">For every group one value per seed. Values that are not finite are not drawn.</param>
    /// <returns>The panel.</returns>
    /// <exception cref="ArgumentException">An axis without categories, or not as many groups as categories.</exception>
    public static Panel Dots(string title, Axis groups, Axis values, IReadOnlyList<IReadOnlyList<double>> seeds)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(seeds);
        if (groups.Categories is not { } names)
            throw new ArgumentException("The axis of the groups has no Categories; give it one name per group.", nameof(groups));
        if (names.Count != seeds.Count)
            throw new ArgumentException(
                $"There are {seeds.Count} groups of seeds and {names.Count} names on the axis; they must be equally many.",
                nameof(seeds)
            );
        var dots = seeds
            .SelectMany((group, i) => group.Select((value, r) => (X: i + Spread * ((r + 0.5) / group.Count - 0.5), Y: value)))
            .Where(dot => double.IsFinite(dot.Y))
            .ToList();
        Points drawn = new("one seed", [.. dots.Select(d => d.X)], [.. dots.Select(d => d.Y)]) { Color = 1, Size = 6 };
        return new(title, groups, values, [drawn]) { Legend = false };
    }

    /// <summary>Curves over seeds: of each method the median as a line, with a band from the lower to the upper quartile.</summary>
    /// <param name="title">A heading over the panel; may be empty.</param>
    /// <param name="x">The horizontal axis.</param>
    /// <param name="y">The vertical axis.</param>
    /// <param name="at">Positions on the horizontal axis.</param>
    /// <param name="methods">The name of each method, and its curves: one per seed, a value per position.</param>
    /// <returns>The panel.</returns>
    /// <exception cref="ArgumentException">No seed, or a curve whose length is not that of <paramref name="at"/>.</exception>
    public static Panel Bands(
        string title,
        Axis x,
        Axis y,
        IReadOnlyList<double> at,
        params IReadOnlyList<(string Name, IReadOnlyList<IReadOnlyList<double>> Seeds)> methods
    )
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        ArgumentNullException.ThrowIfNull(methods);
        return new(title, x, y, [.. methods.SelectMany((m, i) => SeedBand.Of(m.Name, at, m.Seeds, i, Palette.At(Palette.Dashes, i)))]);
    }
}
