namespace GanStability.Figures;

/// <summary>Where the bars of one series stand within the group of bars at a position.</summary>
internal static class BarGroup
{
    /// <summary>The width of a bar and the shift of its centre from its position, in axis units.</summary>
    public static (double Width, double Shift) Slot(Panel panel, Bars bars)
    {
        var group = panel.Series.OfType<Bars>().ToList();
        var width = bars.Fill * group.Min(b => Bars.Spacing(b.X)) / group.Count;
        // By reference: two equal series are still two series.
        var place = group.FindIndex(b => ReferenceEquals(b, bars));
        return (width, (place - ((group.Count - 1) / 2.0)) * width);
    }
}
