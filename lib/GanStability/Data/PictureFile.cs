using SkiaSharp;

namespace GanStability;

/// <summary>What was seen of one picture, and done to it.</summary>
internal readonly record struct SeenPicture(bool Colour, bool Cropped, bool Resized, bool Transparent);

/// <summary>Reads one PNG or JPEG file; its sizes are checked before anything is decoded.</summary>
internal static class PictureFile
{
    /// <summary>The most pixels of a side that a picture of a set has.</summary>
    public const int MostSide = 1024;

    private const long MostPixels = 40_000_000;

    /// <summary>
    /// Reads a picture as its camera held it, crops the square in the middle, scales it and writes red, green and blue planes.
    /// </summary>
    /// <exception cref="InvalidDataException">No PNG or JPEG, too large, cut off or damaged; the message names the file.</exception>
    public static SeenPicture Read(string path, int size, Span<byte> planes)
    {
        var name = Path.GetFileName(path);
        using var data = Content(path, name);
        using var codec = SKCodec.Create(data);
        if (codec is null || codec.EncodedFormat is not (SKEncodedImageFormat.Png or SKEncodedImageFormat.Jpeg))
            throw new InvalidDataException($"{name} is no PNG or JPEG file");
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if (width < 1 || height < 1 || (long)width * height > MostPixels)
            throw new InvalidDataException($"{name} announces {width}×{height} pixels; up to {MostPixels / 1_000_000} million are read");
        using var whole = new SKBitmap();
        if (!whole.TryAllocPixels(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul)))
            throw new InvalidDataException($"{name} needs more memory than there is");
        if (codec.GetPixels(whole.Info, whole.GetPixels()) is var result && result != SKCodecResult.Success)
            throw new InvalidDataException($"{name} is {(result == SKCodecResult.IncompleteInput ? "cut off" : "damaged")}");
        var transparent = codec.Info.AlphaType != SKAlphaType.Opaque && Transparent(whole);
        using var square = Square(whole, size, codec.EncodedOrigin);
        return new(Planes(square, planes), width != height, Math.Min(width, height) != size, transparent);
    }

    /// <summary>Grey from red, green and blue planes, weighted as the eye does (ITU-R BT.601): 0.299 R + 0.587 G + 0.114 B.</summary>
    public static byte[] Grey(byte[] planes, int pixels)
    {
        var grey = new byte[planes.Length / 3];
        for (var i = 0; i < grey.Length; i++)
        {
            var at = i / pixels * 3 * pixels + i % pixels;
            grey[i] = (byte)Math.Round(0.299 * planes[at] + 0.587 * planes[at + pixels] + 0.114 * planes[at + 2 * pixels]);
        }
        return grey;
    }

    private static SKData Content(string path, string name)
    {
        try
        {
            // A file of more bytes than its most pixels have is no picture that is wanted.
            if (new FileInfo(path).Length is var bytes && (bytes == 0 || bytes > 4 * MostPixels))
                throw new InvalidDataException(bytes == 0 ? $"{name} is empty" : $"{name} has {bytes / 1_000_000} MB");
            return SKData.CreateCopy(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{name} cannot be opened", e);
        }
    }

    private static bool Transparent(SKBitmap picture)
    {
        var bytes = picture.GetPixelSpan();
        for (var i = 3; i < bytes.Length; i += 4)
            if (bytes[i] < 255)
                return true;
        return false;
    }

    private static SKBitmap Square(SKBitmap whole, int size, SKEncodedOrigin origin)
    {
        var side = Math.Min(whole.Width, whole.Height);
        var middle = SKRect.Create((whole.Width - side) / 2, (whole.Height - side) / 2, side, side);
        var square = new SKBitmap(new SKImageInfo(size, size, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(square);
        canvas.Clear(SKColors.White);
        canvas.Concat(Turn(origin, size));
        using var image = SKImage.FromPixels(whole.PeekPixels());
        // Mean of all pixels where it shrinks (mipmaps), linear where it grows, untouched where the size is right.
        var sampling = side == size ? SKSamplingOptions.Default : new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear);
        canvas.DrawImage(image, middle, SKRect.Create(size, size), sampling);
        canvas.Flush();
        return square;
    }

    // The eight orientations of EXIF: x′ = a x + b y + c, y′ = d x + e y + f on a square of side s.
    private static SKMatrix Turn(SKEncodedOrigin origin, float s)
    {
        var (a, b, c, d, e, f) = origin switch
        {
            SKEncodedOrigin.TopRight => (-1, 0, s, 0, 1, 0f),
            SKEncodedOrigin.BottomRight => (-1, 0, s, 0, -1, s),
            SKEncodedOrigin.BottomLeft => (1, 0, 0f, 0, -1, s),
            SKEncodedOrigin.LeftTop => (0, 1, 0f, 1, 0, 0f),
            SKEncodedOrigin.RightTop => (0, -1, s, 1, 0, 0f),
            SKEncodedOrigin.RightBottom => (0, -1, s, -1, 0, s),
            SKEncodedOrigin.LeftBottom => (0, 1, 0f, -1, 0, s),
            _ => (1, 0, 0f, 0, 1, 0f),
        };
        return new(a, b, c, d, e, f, 0, 0, 1);
    }

    /// <returns>Whether the picture has colour.</returns>
    private static bool Planes(SKBitmap square, Span<byte> planes)
    {
        var bytes = square.GetPixelSpan();
        var (colour, pixels) = (false, planes.Length / 3);
        for (var i = 0; i < pixels; i++)
        {
            var (red, green, blue) = (bytes[4 * i], bytes[4 * i + 1], bytes[4 * i + 2]);
            (planes[i], planes[pixels + i], planes[2 * pixels + i]) = (red, green, blue);
            colour |= red != green || green != blue;
        }
        return colour;
    }
}
