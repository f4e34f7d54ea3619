using ScottPlot;
using ScottPlot.LayoutEngines;
using ScottPlot.Panels;

namespace GanStability.Figures.Static;

/// <summary>Lays a plot out with a data area of a fixed shape, centred in the room there is.</summary>
/// <param name="aspect">Height of the data area over its width; null to fill the room.</param>
internal sealed class BoxLayout(double? aspect) : ILayoutEngine
{
    private readonly Automatic inner = new();

    /// <inheritdoc/>
    public Layout GetLayout(PixelRect figureRect, Plot plot, Paint paint)
    {
        var layout = inner.GetLayout(figureRect, plot, paint);
        if (aspect is not { } ratio) return layout;
        var area = layout.DataRect;
        var width = (float)Math.Min(area.Width, area.Height / ratio);
        var height = (float)(width * ratio);
        // To the top, so that the panels of a row begin on one line under their titles.
        var left = area.Left + ((area.Width - width) / 2);
        return new(layout.FigureRect, new(left, left + width, area.Top + height, area.Top), layout.PanelSizes, layout.PanelOffsets);
    }
}

/// <summary>The legend as a strip over the data area, where it hides nothing.</summary>
/// <param name="legend">The legend of the plot.</param>
/// <param name="width">The room it may take before it wraps.</param>
internal sealed class LegendStrip(Legend legend, float width) : PanelBase
{
    private PixelSize Room => new(width, 1000);

    /// <inheritdoc/>
    public override float Measure(Paint paint) => legend.GetLayout(Room, paint).LegendRect.Height;

    /// <inheritdoc/>
    public override void Render(RenderPack rp, float size, float offset)
    {
        var bottom = rp.DataRect.Top - offset;
        var left = Math.Max(rp.FigureRect.Left, Math.Min(rp.DataRect.Left, rp.FigureRect.Right - width));
        legend.Render(rp.Canvas, rp.Paint, new PixelRect(left, left + width, bottom, bottom - size), Alignment.LowerLeft);
    }
}
