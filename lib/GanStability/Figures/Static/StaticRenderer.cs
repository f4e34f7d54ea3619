using System.Text;
using ScottPlot;
using SkiaSharp;

namespace GanStability.Figures.Static;

/// <summary>Draws a figure as a picture: PNG for notebooks and live views, SVG for print.</summary>
internal static class StaticRenderer
{
    /// <summary>The figure as a PNG file.</summary>
    /// <param name="figure">What to draw.</param>
    /// <param name="scale">Pixels per CSS pixel.</param>
    public static byte[] Png(Figure figure, double scale)
    {
        figure.ThrowIfInvalid();
        if (!(scale is >= .1 and <= 8))
            throw new ArgumentOutOfRangeException(nameof(scale), scale, "The scale of a picture is a number from 0.1 to 8.");
        var layout = FigureLayout.Of(figure);
        var (width, height) = ((int)Math.Round(layout.Width * scale), (int)Math.Round(layout.Height * scale));
        using var surface = SKSurface.Create(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        surface.Canvas.Scale((float)scale);
        Draw(surface.Canvas, figure, layout, Strokes.Raster);
        using var pixels = surface.PeekPixels();
        return IndexedPng.Encode(pixels.GetPixelSpan<uint>(), pixels.Width)
            ?? pixels.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.AllFilters, 6))!.ToArray();
    }

    /// <summary>The figure as an SVG document.</summary>
    /// <param name="figure">What to draw.</param>
    public static string Svg(Figure figure)
    {
        figure.ThrowIfInvalid();
        var layout = FigureLayout.Of(figure);
        using var stream = new MemoryStream();
        using (var canvas = SKSvgCanvas.Create(new SKRect(0, 0, layout.Width, layout.Height), stream)) Draw(canvas, figure, layout, Strokes.Vector);
        return SvgText.Finished(Encoding.UTF8.GetString(stream.ToArray()));
    }

    private static void Draw(SKCanvas canvas, Figure figure, FigureLayout layout, Strokes strokes)
    {
        Fonts.Register();
        canvas.Clear(SKColors.White);
        using var paint = Paint.NewDisposablePaint();
        var title = new LabelStyle
        {
            Text = layout.Title, FontName = Fonts.Family, FontSize = FigureLayout.TitleSize, Bold = true,
            ForeColor = Color.FromHex(Palette.Ink), Alignment = Alignment.UpperLeft,
        };
        title.Render(canvas, new(16, 10), paint);

        float width = (float)layout.Width / layout.Columns, height = (float)(layout.Height - layout.TitleHeight) / layout.Rows;
        for (var i = 0; i < figure.Panels.Count; i++)
        {
            var states = figure.Slider is { } slider ? slider.Frames.Select(f => f.Panels[i]).Append(figure.Panels[i]).ToList() : [figure.Panels[i]];
            var (x, y) = (i % layout.Columns * width, layout.TitleHeight + (i / layout.Columns * height));
            using var plot = PanelPlot.Of(figure.Panels[i], Span.Of(states), width, strokes);
            var place = new PixelRect(x + 8, x + width - 8, y + height - 6, y);
            // ScottPlot draws again until its axes have settled. Let it settle on nothing, or an SVG would hold everything twice.
            using (var nothing = new SKNoDrawCanvas((int)layout.Width, (int)layout.Height)) plot.Render(nothing, place);
            plot.Render(canvas, place);
        }
    }
}
