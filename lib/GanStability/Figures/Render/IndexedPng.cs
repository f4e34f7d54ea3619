using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace GanStability;

/// <summary>
/// Writes a picture as a PNG with a palette of at most 256 colours. Charts have few colours, but Skia writes four bytes a pixel:
/// this takes half the room in a committed notebook (losses of two panels: 87 instead of 171 KB) and half the time. Pictures that
/// need more colours are left to Skia.
/// </summary>
internal static class IndexedPng
{
    /// <summary>
    /// The share of all pixels that must keep their colour: the rest are antialiased edges, where a near colour is not seen.
    /// </summary>
    private const double Kept = .97;

    /// <summary>Colours that stay exact however few pixels have them: a single point must not change its colour.</summary>
    private static readonly HashSet<uint> pure = [.. Palette.Colors.Append(Palette.Ink).Select(Packed)];

    /// <summary>The file; null when the picture has too many colours.</summary>
    /// <param name="pixels">Row by row, as 0xAABBGGRR.</param>
    /// <param name="width">Pixels per row.</param>
    public static byte[]? Encode(ReadOnlySpan<uint> pixels, int width)
    {
        var counts = Count(pixels);
        var palette = counts
            .OrderByDescending(c => pure.Contains(c.Key))
            .ThenByDescending(c => c.Value)
            .ThenBy(c => c.Key)
            .Take(256)
            .Select(c => c.Key)
            .ToArray();
        if (palette.Sum(color => (double)counts[color]) < Kept * pixels.Length)
            return null;
        var indices = counts.Keys.ToDictionary(color => color, color => Nearest(palette, color));
        var colors = palette.SelectMany(c => new[] { (byte)c, (byte)(c >> 8), (byte)(c >> 16) }).ToArray();

        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], pixels.Length / width);
        (header[8], header[9]) = (8, 3); // eight bits a pixel, into a palette
        Chunk(file, "IHDR", header);
        Chunk(file, "PLTE", colors);
        Chunk(file, "IDAT", Compress(pixels, width, indices));
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    /// <summary>A colour as <c>#rrggbb</c> in the order of the pixels.</summary>
    private static uint Packed(string color)
    {
        var rgb = Convert.ToUInt32(color[1..], 16);
        return 0xff000000 | ((rgb & 0xff) << 16) | (rgb & 0xff00) | (rgb >> 16);
    }

    private static Dictionary<uint, int> Count(ReadOnlySpan<uint> pixels)
    {
        var counts = new Dictionary<uint, int>();
        for (var i = 0; i < pixels.Length; )
        {
            var start = i;
            while (i < pixels.Length && pixels[i] == pixels[start])
                i++;
            counts[pixels[start]] = counts.GetValueOrDefault(pixels[start]) + i - start;
        }
        return counts;
    }

    private static byte Nearest(uint[] palette, uint color)
    {
        var (best, least) = (0, int.MaxValue);
        for (var i = 0; i < palette.Length && least > 0; i++)
        {
            int r = (byte)palette[i] - (byte)color,
                g = (byte)(palette[i] >> 8) - (byte)(color >> 8),
                b = (byte)(palette[i] >> 16) - (byte)(color >> 16);
            var distance = (r * r) + (g * g) + (b * b);
            if (distance < least)
                (best, least) = (i, distance);
        }
        return (byte)best;
    }

    private static byte[] Compress(ReadOnlySpan<uint> pixels, int width, Dictionary<uint, byte> indices)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal))
        {
            var row = new byte[width + 1]; // the first byte names the filter: none
            for (var y = 0; y < pixels.Length; y += width)
            {
                var (last, index) = (pixels[y], indices[pixels[y]]);
                for (var x = 0; x < width; x++)
                {
                    if (pixels[y + x] != last)
                        (last, index) = (pixels[y + x], indices[pixels[y + x]]);
                    row[x + 1] = index;
                }
                zlib.Write(row);
            }
        }
        return packed.ToArray();
    }

    private static void Chunk(MemoryStream file, string type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        var body = new byte[4 + data.Length];
        Encoding.ASCII.GetBytes(type, body);
        data.CopyTo(body.AsSpan(4));
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Checksum(body));
        file.Write(number);
    }

    private static readonly uint[] table =
    [
        .. Enumerable
            .Range(0, 256)
            .Select(n =>
            {
                var c = (uint)n;
                for (var k = 0; k < 8; k++)
                    c = (c & 1) != 0 ? 0xedb88320 ^ (c >> 1) : c >> 1;
                return c;
            }),
    ];

    /// <summary>CRC-32 of ISO 3309, as the PNG specification asks for.</summary>
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var c = uint.MaxValue;
        foreach (var b in bytes)
            c = table[(c ^ b) & 0xff] ^ (c >> 8);
        return ~c;
    }
}
