namespace GanStability;

/// <summary>Many small pictures as one <see cref="ImageSeries"/>, each enlarged and set apart by a grey line.</summary>
internal static class ImageGrid
{
    private const int Gap = 2;
    private const byte GapGrey = 110;

    /// <summary>The number of pictures.</summary>
    /// <exception cref="ArgumentException">No whole pictures, or neither grey nor colour ones.</exception>
    public static int Count(float[] pictures, IReadOnlyList<long> shape)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Count != 3 || shape[0] is not (1 or 3))
            throw new ArgumentException($"Pictures have shape [1 or 3, height, width]; got [{string.Join(", ", shape)}].", nameof(shape));
        var size = shape[0] * shape[1] * shape[2];
        if (pictures.Length == 0 || pictures.Length % size != 0)
            throw new ArgumentException($"Pictures come as {size} numbers each; got {pictures.Length} numbers.", nameof(pictures));
        return (int)(pictures.Length / size);
    }

    /// <summary>Lays pictures out row by row.</summary>
    public static ImageSeries Of(string name, float[] pictures, IReadOnlyList<long> shape, int? columns = null)
    {
        var count = Count(pictures, shape);
        var (channels, height, width) = ((int)shape[0], (int)shape[1], (int)shape[2]);
        var across = columns ?? (int)Math.Ceiling(Math.Sqrt(count));
        var down = (count + across - 1) / across;
        // An enlarged pixel stays a square where the browser would blur a small picture.
        var enlarged = Math.Max(2, 56 / Math.Max(width, height));
        var (stepX, stepY) = (width * enlarged + Gap, height * enlarged + Gap);
        var (allX, allY) = (across * stepX - Gap, down * stepY - Gap);
        var pixels = new byte[allX * allY * channels];
        Array.Fill(pixels, GapGrey);
        for (var i = 0; i < count; i++)
        for (var y = 0; y < height * enlarged; y++)
        for (var x = 0; x < width * enlarged; x++)
        for (var c = 0; c < channels; c++)
            pixels[(((i / across * stepY) + y) * allX + (i % across * stepX) + x) * channels + c] = Byte(
                pictures[((i * channels + c) * height + y / enlarged) * width + x / enlarged]
            );
        return new ImageSeries(name, pixels, allX, allY);
    }

    /// <summary>One picture as bytes: row by row, its channels side by side.</summary>
    public static byte[] Bytes(ReadOnlySpan<float> picture, IReadOnlyList<long> shape)
    {
        var (channels, pixels) = ((int)shape[0], (int)(shape[1] * shape[2]));
        var bytes = new byte[channels * pixels];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = Byte(picture[i % channels * pixels + i / channels]);
        return bytes;
    }

    // NaN, as from a diverged generator, is drawn grey.
    private static byte Byte(float value) => float.IsNaN(value) ? GapGrey : (byte)Math.Round(Math.Clamp((value + 1) * 127.5f, 0, 255));
}
