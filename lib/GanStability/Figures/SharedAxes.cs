namespace GanStability;

/// <summary>Panels to be compared by eye: a length on one must mean the same on the others.</summary>
public static class SharedAxes
{
    /// <summary>Gives all panels the same limits, those that show everything on any of them.</summary>
    /// <param name="panels">
    /// Panels of the same quantities, in order. Whether the axes are logarithmic, their categories and any fixed limits are those of the
    /// first panel.
    /// </param>
    /// <returns>The panels with fixed limits, in the same order.</returns>
    /// <exception cref="ArgumentException">No panel, or panels of which only some have a logarithmic axis.</exception>
    public static IReadOnlyList<Panel> OnSharedAxes(this IEnumerable<Panel> panels)
    {
        ArgumentNullException.ThrowIfNull(panels);
        List<Panel> all = [.. panels];
        if (all.Count == 0)
            throw new ArgumentException("There are no panels; give at least one.", nameof(panels));
        if (all.Exists(p => p.X.Log != all[0].X.Log || p.Y.Log != all[0].Y.Log))
            throw new ArgumentException(
                "Some panels have a logarithmic axis where others have a linear one; panels on shared axes must agree.",
                nameof(panels)
            );
        var (x, y) = Span.Of(all);
        return [.. all.Select(p => p with { X = p.X with { Min = x.Min, Max = x.Max }, Y = p.Y with { Min = y.Min, Max = y.Max } })];
    }
}
