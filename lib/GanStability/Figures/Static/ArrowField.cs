using ScottPlot;
using SkiaSharp;

namespace GanStability.Figures.Static;

/// <summary>Thin arrows with open heads that shrink with short arrows: a vector field of hundreds of arrows stays readable.</summary>
internal sealed class ArrowField(string name, IReadOnlyList<(Coordinates From, Coordinates To)> arrows, Color color) : IPlottable
{
    private const float LongestHead = 7, Width = 1.4f;

    /// <inheritdoc/>
    public bool IsVisible { get; set; } = true;

    /// <inheritdoc/>
    public IAxes Axes { get; set; } = new Axes();

    /// <inheritdoc/>
    public IEnumerable<LegendItem> LegendItems => [new() { LabelText = name, LineColor = color, LineWidth = Width }];

    /// <inheritdoc/>
    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    /// <inheritdoc/>
    public void Render(RenderPack rp)
    {
        using var path = new SKPath();
        foreach (var (from, to) in arrows)
        {
            Pixel a = Axes.GetPixel(from), b = Axes.GetPixel(to);
            float dx = b.X - a.X, dy = b.Y - a.Y, length = MathF.Sqrt((dx * dx) + (dy * dy));
            if (length < .5f) continue;
            var head = Math.Min(LongestHead, .4f * length) / length;
            path.MoveTo(a.X, a.Y);
            path.LineTo(b.X, b.Y);
            path.MoveTo(b.X - (head * (dx + (.5f * dy))), b.Y - (head * (dy - (.5f * dx))));
            path.LineTo(b.X, b.Y);
            path.LineTo(b.X - (head * (dx - (.5f * dy))), b.Y - (head * (dy + (.5f * dx))));
        }
        using var paint = new SKPaint { Color = color.ToSKColor(), IsStroke = true, StrokeWidth = Width, IsAntialias = true, StrokeJoin = SKStrokeJoin.Round };
        rp.Canvas.DrawPath(path, paint);
    }
}
