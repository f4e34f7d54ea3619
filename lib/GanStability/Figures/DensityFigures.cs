namespace GanStability;

/// <summary>Distributions on the line and integrands made of them, as series of a panel.</summary>
public static class DensityFigures
{
    private const int Points = 401;

    /// <summary>The density of a distribution as a line.</summary>
    /// <param name="p">The distribution.</param>
    /// <param name="name">The legend entry.</param>
    /// <param name="low">Where the line begins.</param>
    /// <param name="high">Where it ends.</param>
    /// <returns>The line, in units of 1/(unit of x).</returns>
    /// <exception cref="ArgumentException">The ends are not finite or not in order.</exception>
    public static Line ToLine(this Distribution p, string name, double low, double high)
    {
        ArgumentNullException.ThrowIfNull(p);
        var x = Positions(low, high);
        return new Line(name, x, [.. x.Select(p.Density)]);
    }

    /// <summary>The density of a distribution as the area under it.</summary>
    /// <inheritdoc cref="ToLine"/>
    /// <returns>The area between zero and the density.</returns>
    public static Band ToArea(this Distribution p, string name, double low, double high)
    {
        ArgumentNullException.ThrowIfNull(p);
        var x = Positions(low, high);
        return new Band(name, x, new double[x.Length], [.. x.Select(p.Density)]);
    }

    /// <summary>
    /// The integral of a function as its area above zero and its area below: what adds to it and what takes away, in two colours.
    /// </summary>
    /// <param name="integrand">The function.</param>
    /// <param name="above">The legend entry of what adds.</param>
    /// <param name="below">The legend entry of what takes away.</param>
    /// <param name="low">Where the picture begins.</param>
    /// <param name="high">Where it ends.</param>
    /// <returns>Two areas, and the function as a line over them.</returns>
    /// <exception cref="ArgumentException">The ends are not finite or not in order.</exception>
    public static IReadOnlyList<Series> SignedArea(Func<double, double> integrand, string above, string below, double low, double high)
    {
        ArgumentNullException.ThrowIfNull(integrand);
        var x = Positions(low, high);
        double[] y = [.. x.Select(integrand)];
        return
        [
            new Band(above, x, new double[x.Length], [.. y.Select(v => Math.Max(v, 0))]) { Color = 2 },
            new Band(below, x, [.. y.Select(v => Math.Min(v, 0))], new double[x.Length]) { Color = 1 },
            new Line("", x, y)
            {
                Color = 6,
                Width = 1,
                Dash = Dash.Solid,
            },
        ];
    }

    private static double[] Positions(double low, double high)
    {
        if (!double.IsFinite(low) || !double.IsFinite(high) || low >= high)
            throw new ArgumentException(
                FormattableString.Invariant($"The picture runs from {low} to {high}; both must be finite, the first smaller."),
                nameof(high)
            );
        return [.. Enumerable.Range(0, Points).Select(i => low + (high - low) * i / (Points - 1))];
    }
}
