using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using SkiaSharp;

namespace GanStability;

/// <summary>Samples of a run as files for other programs: pictures as PNG, points as CSV.</summary>
public static class SampleFiles
{
    private const int MostFiles = 10_000;

    /// <summary>
    /// Writes generated samples. The path decides how: <c>samples.png</c> is one picture with all in a grid, a path without an ending is a
    /// folder with one PNG file per picture, and <c>samples.csv</c> is a table of points, in the unit of the file they were read from.
    /// Folders that are missing are made.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="path">Where to.</param>
    /// <param name="replica">The replica, from 0.</param>
    /// <param name="count">How many; null for all that the figures show. Up to <see cref="Run.SampleCount"/> they are those of the
    /// figures, more are drawn anew, the same at every call.</param>
    /// <param name="overwrite">Replaces files that are there; else one is an error, and nothing is written.</param>
    /// <returns>The files that were written.</returns>
    /// <exception cref="ArgumentException">An ending that does not fit the samples, or a number or replica that is not allowed.</exception>
    /// <exception cref="IOException">A file is there already, or cannot be written; the message names it.</exception>
    public static IReadOnlyList<string> SaveSamples(this Run run, string path, int replica = 0, int? count = null, bool overwrite = false)
    {
        RunFigures.Trained(run, replica);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var (ending, wanted) = (Path.GetExtension(path).ToLowerInvariant(), count ?? run.SampleCount);
        if (wanted is < 1 or > MostFiles)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"Save 1 to {MostFiles} samples.");
        var shape = run.Recipe.Data.SampleShape;
        switch (ending, run.IsImages)
        {
            case (".png", true):
                Free([path], overwrite);
                var grid = ImageGrid.Of("samples", Numbers(run, replica, wanted), shape);
                return Written([(path, () => Png([.. grid.Pixels], grid.Width, grid.Height))]);
            case ("", true):
                string[] files = [.. Enumerable.Range(0, wanted).Select(i => Path.Combine(path, $"{i:0000}.png"))];
                Free(files, overwrite);
                var (numbers, size) = (Numbers(run, replica, wanted), (int)shape.Aggregate(1L, (a, b) => a * b));
                return Written([.. files.Select((f, i) => (f, Picture(numbers.AsMemory(i * size, size), shape)))]);
            case (".csv", false):
                Free([path], overwrite);
                return Written([(path, () => Csv(run.Recipe.Data, Numbers(run, replica, wanted)))]);
            default:
                throw new ArgumentException(
                    $"path ends in '{ending}'; "
                        + (
                            run.IsImages
                                ? "pictures are saved as .png (all in a grid) or, without an ending, into a folder (one file each)."
                                : "points are saved as .csv. A picture of them is run.SampleFigure().SavePng(path)."
                        ),
                    nameof(path)
                );
        }
    }

    private static Func<byte[]> Picture(ReadOnlyMemory<float> numbers, IReadOnlyList<long> shape) =>
        () => Png(ImageGrid.Bytes(numbers.Span, shape), (int)shape[2], (int)shape[1]);

    private static float[] Numbers(Run run, int replica, int count)
    {
        if (count <= run.SampleCount)
            return run.Samples(replica, count);
        var all = new List<float>();
        run.Generate(count, batch => all.AddRange(batch.cpu().contiguous().data<float>().ToArray()), replica);
        return [.. all];
    }

    private static byte[] Png(byte[] bytes, int width, int height)
    {
        var channels = bytes.Length / (width * height);
        if (channels == 3)
        {
            var four = new byte[width * height * 4];
            for (var i = 0; i < width * height; i++)
                (four[4 * i], four[4 * i + 1], four[4 * i + 2], four[4 * i + 3]) = (bytes[3 * i], bytes[3 * i + 1], bytes[3 * i + 2], 255);
            bytes = four;
        }
        var info = new SKImageInfo(width, height, channels == 1 ? SKColorType.Gray8 : SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var image = SKImage.FromPixelCopy(info, bytes);
        using var png = image.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    private static byte[] Csv(IDataSource data, float[] samples)
    {
        var width = (int)data.SampleShape.Aggregate(1L, (a, b) => a * b);
        var set = data as PointSet;
        double[] numbers = set?.InOriginalUnits(samples) ?? [.. samples.Select(x => (double)x)];
        IEnumerable<string> names =
            set?.Columns ?? (width == 2 ? ["x", "y"] : Enumerable.Range(1, width).Select(i => FormattableString.Invariant($"x{i}")));
        using var content = new MemoryStream();
        using (var writer = new StreamWriter(content) { NewLine = "\n" })
        using (var csv = new CsvWriter(writer, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n" }))
        {
            Line(names);
            // Nine digits tell every float32 from its neighbours.
            for (var i = 0; i < numbers.Length; i += width)
                Line(numbers[i..(i + width)].Select(x => x.ToString("G9", CultureInfo.InvariantCulture)));

            void Line(IEnumerable<string> fields)
            {
                foreach (var field in fields)
                    csv.WriteField(field);
                csv.NextRecord();
            }
        }
        return content.ToArray();
    }

    private static void Free(IReadOnlyList<string> files, bool overwrite)
    {
        if (!overwrite && files.FirstOrDefault(f => File.Exists(f) || Directory.Exists(f)) is { } there)
            throw new IOException($"'{Path.GetFileName(there)}' is there already; choose another name, or give overwrite: true.");
    }

    private static List<string> Written(IEnumerable<(string Path, Func<byte[]> Content)> files)
    {
        var written = new List<string>();
        foreach (var (path, content) in files)
        {
            try
            {
                if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
                    Directory.CreateDirectory(folder);
                File.WriteAllBytes(path, content());
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
            {
                throw new IOException(
                    $"'{Path.GetFileName(path)}' cannot be written ({written.Count} files were): is its folder a folder that you may write "
                        + $"to, and is there room on the disk?",
                    e
                );
            }
            written.Add(path);
        }
        return written;
    }
}
