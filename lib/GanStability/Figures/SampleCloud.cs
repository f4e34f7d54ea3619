namespace GanStability;

/// <summary>Samples in the plane over the centres of the data, for figures that set clouds of several runs side by side.</summary>
public static class SampleCloud
{
    /// <summary>
    /// One cloud in a square frame around the origin. What lies outside the frame is not drawn: choose one for all panels.
    /// </summary>
    /// <param name="title">A heading over the panel; may be empty.</param>
    /// <param name="points">x0, y0, x1, y1, …, as <see cref="Run.Samples"/> gives them.</param>
    /// <param name="data">Where the points should lie.</param>
    /// <param name="edge">The frame reaches this far to each side of the origin.</param>
    /// <param name="count">At most so many points, from the first on.</param>
    /// <returns>The panel: the points, then the centres of the data as rings.</returns>
    /// <exception cref="ArgumentException">An odd number of coordinates, or an edge that is not positive.</exception>
    public static Panel Panel(string title, float[] points, IHasModes data, double edge, int count = 500)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(edge);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (points.Length % 2 != 0)
            throw new ArgumentException($"There are {points.Length} coordinates; points in the plane have two each.", nameof(points));
        var plane = DataPlane.Of(data) with { Edge = edge };
        var first = points[..Math.Min(points.Length, 2 * count)];
        var generated = DataPlane.Points("generated", first) with { Color = 1, Size = 3, Opacity = 0.6 };
        return plane.Panel(title, plane.Over(generated)) with { Legend = false };
    }
}
