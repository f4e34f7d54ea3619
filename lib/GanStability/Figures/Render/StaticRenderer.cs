using System.Runtime.InteropServices;
using System.Text;
using ScottPlot;
using SkiaSharp;

namespace GanStability;

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
        using (var canvas = SKSvgCanvas.Create(new SKRect(0, 0, layout.Width, layout.Height), stream))
            Draw(canvas, figure, layout, Strokes.Vector);
        return SvgText.Finished(Encoding.UTF8.GetString(stream.ToArray()));
    }

    private static void Draw(SKCanvas canvas, Figure figure, FigureLayout layout, Strokes strokes)
    {
        Fonts.Register();
        canvas.Clear(SKColors.White);
        using var paint = Paint.NewDisposablePaint();
        var title = new LabelStyle
        {
            Text = layout.Title,
            FontName = Fonts.Family,
            FontSize = FigureLayout.TitleSize,
            Bold = true,
            ForeColor = Color.FromHex(Palette.Ink),
            Alignment = Alignment.UpperLeft,
        };
        title.Render(canvas, new(16, 10), paint);

        float width = (float)layout.Width / layout.Columns,
            height = (float)(layout.Height - layout.TitleHeight) / layout.Rows;
        var names = EndLabels.Of(figure, layout);
        for (var i = 0; i < figure.Panels.Count; i++)
        {
            var states = figure.Slider is { } slider
                ? slider.Frames.Select(f => f.Panels[i]).Append(figure.Panels[i]).ToList()
                : [figure.Panels[i]];
            var (x, y) = (i % layout.Columns * width, layout.TitleHeight + (i / layout.Columns * height));
            using var plot = PanelPlot.Of(figure.Panels[i], Span.Of(states), width, strokes, names?[i]);
            var place = new PixelRect(x + 8, x + width - 8, y + height - 6, y);
            // ScottPlot draws again until its axes have settled. Let it settle on nothing, or an SVG would hold everything twice.
            using (var nothing = new SKNoDrawCanvas((int)layout.Width, (int)layout.Height))
                plot.Render(nothing, place);
            plot.Render(canvas, place);
        }
    }
}

/// <summary>Turns the bytes of a <see cref="ImageSeries"/> into an image.</summary>
internal static class ImagePixels
{
    /// <summary>The picture for ScottPlot.</summary>
    public static Image Of(ImageSeries picture)
    {
        using var bitmap = Bitmap(picture);
        return new(bitmap);
    }

    /// <summary>The picture as a PNG file, one pixel a pixel, last row on top: Plotly lays the first row of a file at y = 0.</summary>
    public static byte[] UpsideDownPng(ImageSeries picture)
    {
        var row = picture.Pixels.Length / picture.Height;
        using var bitmap = Bitmap(picture with { Pixels = [.. picture.Pixels.Chunk(row).Reverse().SelectMany(r => r)] });
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static SKBitmap Bitmap(ImageSeries picture)
    {
        var channels = picture.Pixels.Length / (picture.Width * picture.Height);
        var rgba = new byte[picture.Width * picture.Height * 4];
        for (var i = 0; i < picture.Width * picture.Height; i++)
        {
            for (var c = 0; c < 3; c++)
                rgba[(4 * i) + c] = picture.Pixels[(channels * i) + (channels == 3 ? c : 0)];
            rgba[(4 * i) + 3] = 255;
        }
        var bitmap = new SKBitmap(picture.Width, picture.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        Marshal.Copy(rgba, 0, bitmap.GetPixels(), rgba.Length);
        return bitmap;
    }
}

/// <summary>
/// Gives ScottPlot the typeface that ships inside this assembly. On a machine without fonts (a container, a server) all text of a
/// picture silently disappears otherwise, and on any other it would look different from machine to machine.
/// </summary>
internal sealed class Fonts : IFontResolver
{
    /// <summary>The family; viewers of an SVG that have it show the same glyphs.</summary>
    public const string Family = "DejaVu Sans";

    private static readonly Lazy<SKTypeface> regular = new(() => Read("DejaVuSans.ttf"));
    private static readonly Lazy<SKTypeface> bold = new(() => Read("DejaVuSans-Bold.ttf"));

    private static readonly Lazy<Fonts> registered = new(() =>
    {
        // First in the list: a system copy of the same family may be another version.
        var fonts = new Fonts();
        ScottPlot.Fonts.FontResolvers.Insert(0, fonts);
        return fonts;
    });

    private Fonts() { }

    /// <summary>Makes the family known to ScottPlot, once per process.</summary>
    public static void Register() => _ = registered.Value;

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        fontName == Family ? (weight >= FontWeight.SemiBold ? bold : regular).Value : null;

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
        CreateTypeface(fontName, bold ? FontWeight.Bold : FontWeight.Normal, FontSlant.Upright, FontSpacing.Normal);

    private static SKTypeface Read(string file)
    {
        var assembly = typeof(Fonts).Assembly;
        using var stream = assembly.GetManifestResourceStream($"Fonts.{file}")!;
        using var data = SKData.Create(stream);
        return SKTypeface.FromData(data);
    }
}
