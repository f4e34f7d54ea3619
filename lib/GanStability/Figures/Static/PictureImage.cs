using System.Runtime.InteropServices;
using ScottPlot;
using SkiaSharp;

namespace GanStability.Figures.Static;

/// <summary>Turns the bytes of a <see cref="Picture"/> into an image.</summary>
internal static class PictureImage
{
    /// <summary>The picture for ScottPlot.</summary>
    public static Image Of(Picture picture)
    {
        using var bitmap = Bitmap(picture);
        return new(bitmap);
    }

    /// <summary>The picture as a PNG file, one pixel a pixel, last row on top: Plotly lays the first row of a file at y = 0.</summary>
    public static byte[] UpsideDownPng(Picture picture)
    {
        var row = picture.Pixels.Length / picture.Height;
        using var bitmap = Bitmap(picture with { Pixels = [.. picture.Pixels.Chunk(row).Reverse().SelectMany(r => r)] });
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static SKBitmap Bitmap(Picture picture)
    {
        var channels = picture.Pixels.Length / (picture.Width * picture.Height);
        var rgba = new byte[picture.Width * picture.Height * 4];
        for (var i = 0; i < picture.Width * picture.Height; i++)
        {
            for (var c = 0; c < 3; c++) rgba[(4 * i) + c] = picture.Pixels[(channels * i) + (channels == 3 ? c : 0)];
            rgba[(4 * i) + 3] = 255;
        }
        var bitmap = new SKBitmap(picture.Width, picture.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        Marshal.Copy(rgba, 0, bitmap.GetPixels(), rgba.Length);
        return bitmap;
    }
}
