using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// A finite set of points of your own, D numbers each, from a file, an array or a tensor. Training draws from it with replacement. It has
/// no known modes, so samples are measured by their energy distance to it; points in the plane (D = 2) have all figures.
/// </summary>
public sealed partial class PointSet : IDataSource
{
    // Beyond this, first steps of a usual network are too small to get there.
    private const double FarOut = 10;
    private readonly Dictionary<DeviceType, Tensor> onDevice = [];
    private readonly float[] points;

    private PointSet(string name, IReadOnlyList<string> columns, double[] numbers, bool standardise, IReadOnlyList<string> notes)
    {
        var width = columns.Count;
        (Name, Columns, Count, SampleShape) = (name, columns, numbers.Length / width, [width]);
        if (Count < 2)
            throw new ArgumentException($"{name} holds {Require.Text(Count)} points; at least 2 are needed.", nameof(numbers));
        for (var i = 0; i < numbers.Length; i++)
            if (!double.IsFinite(numbers[i]))
                throw new ArgumentException(
                    $"{name}: number {Require.Text(i % width)} of point {Require.Text(i / width)} is {Require.Text(numbers[i])}; "
                        + $"points are "
                        + $"finite numbers.",
                    nameof(numbers)
                );
        var (mean, scale) = Moments(numbers, width);
        if (standardise && Array.FindIndex(scale, s => !(s > 0)) is var flat and >= 0)
            throw new ArgumentException(
                $"{name}: {columns[flat]} is the same in all points, so it has no scale; leave it out, or leave standardise out.",
                nameof(standardise)
            );
        Standardised = standardise;
        (Mean, Scale) = standardise ? (mean, scale) : (new double[width], [.. Enumerable.Repeat(1.0, width)]);
        points = [.. numbers.Select((x, i) => (float)((x - Mean[i % width]) / Scale[i % width]))];
        if (Array.FindIndex(points, x => !float.IsFinite(x)) is var huge and >= 0)
            throw new ArgumentException(
                $"{name}: number {Require.Text(huge % width)} of point {Require.Text(huge / width)} is {Require.Text(numbers[huge])}, "
                    + $"too large "
                    + $"for training in float32 (±3.4e38); standardise: true helps.",
                nameof(numbers)
            );
        Notes =
            standardise || mean.Zip(scale).All(m => Math.Abs(m.First) + m.Second <= FarOut && m.Second >= 1 / FarOut)
                ? notes
                : [.. notes, "The numbers are far from −1 … 1, where networks learn easily: standardise: true helps."];
        Description = $"points {width} of {Count}: {Hash()}";
    }

    /// <summary>Points from a text file: separated by comma, semicolon, tab or blanks, with names of columns or without.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">Which columns, by name (<c>column 1</c>, … where the file names none); null for all that hold numbers.</param>
    /// <param name="standardise">Shifts and scales every column to mean 0 and standard deviation 1; <see cref="Mean"/> and
    /// <see cref="Scale"/> remember how.</param>
    /// <param name="skipIncomplete">Leaves lines with a gap out (empty, NA, NaN, null, ?); else a gap is an error.</param>
    /// <param name="separator">What stands between two fields; null to find it out.</param>
    /// <param name="header">Whether the first line holds names; null to find it out.</param>
    /// <returns>The points; what was decided while reading stands in <see cref="Notes"/>.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">No table of numbers; the message names the file, the line, the column and what was
    /// found.</exception>
    /// <exception cref="ArgumentException">A column that is not there, or that has no scale.</exception>
    public static PointSet FromCsv(
        string path,
        IReadOnlyList<string>? columns = null,
        bool standardise = false,
        bool skipIncomplete = false,
        char? separator = null,
        bool? header = null
    )
    {
        if (columns is { Count: 0 })
            throw new ArgumentException("columns is empty; name at least one column, or leave it out.", nameof(columns));
        var table = CsvFile.Read(path, columns, separator, header, skipIncomplete);
        var name = Path.GetFileNameWithoutExtension(path);
        return new(
            $"{name}, {Require.Text(table.Numbers.Length / table.Columns.Count)} points",
            table.Columns,
            table.Numbers,
            standardise,
            table.Notes
        );
    }

    /// <summary>Points from an array [N, D], one row per point.</summary>
    /// <param name="points">At least two rows and one column.</param>
    /// <param name="name">A short name.</param>
    /// <param name="standardise">Shifts and scales every column to mean 0 and standard deviation 1.</param>
    /// <returns>The points.</returns>
    /// <exception cref="ArgumentException">Too few points, or a number that is not finite.</exception>
    public static PointSet FromArray(double[,] points, string name = "own points", bool standardise = false)
    {
        Require.Given(points, "an array [N, D], one row per point");
        return Of(name, points.GetLength(1), [.. points.Cast<double>()], standardise);
    }

    /// <summary>Points in the plane from a list of pairs.</summary>
    /// <param name="points">At least two points.</param>
    /// <param name="name">A short name.</param>
    /// <param name="standardise">Shifts and scales x and y to mean 0 and standard deviation 1.</param>
    /// <returns>The points.</returns>
    /// <exception cref="ArgumentException">Too few points, or a number that is not finite.</exception>
    public static PointSet FromArray(IEnumerable<(double X, double Y)> points, string name = "own points", bool standardise = false) =>
        Of(name, 2, [.. Require.Given(points, "a list of points (x, y)").SelectMany(p => new[] { p.X, p.Y })], standardise);

    /// <summary>Points from a tensor [N, D] of any type of numbers, on any device; it is copied.</summary>
    /// <param name="points">At least two rows and one column.</param>
    /// <param name="name">A short name.</param>
    /// <param name="standardise">Shifts and scales every column to mean 0 and standard deviation 1.</param>
    /// <returns>The points.</returns>
    /// <exception cref="ArgumentException">Another shape, too few points, or a number that is not finite.</exception>
    public static PointSet FromTensor(Tensor points, string name = "own points", bool standardise = false)
    {
        Require.Given(points, "a tensor [N, D], one row per point");
        if (points.IsInvalid || points.is_complex() || points.dim() != 2)
            throw new ArgumentException(
                points.IsInvalid
                    ? "points was already freed."
                    : $"points must be real numbers of shape [N, D], one row per point; it is {points.dtype} {Shape.Of(points)}.",
                nameof(points)
            );
        CheckWidth(name, points.shape[1]);
        using var scope = NewDisposeScope();
        var numbers = points.detach().to(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
        return Of(name, points.shape[1], numbers, standardise);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    /// <remarks>A hash of the points as they are trained on: sets of one name may hold others.</remarks>
    public string Description { get; }

    /// <inheritdoc/>
    public IReadOnlyList<long> SampleShape { get; }

    /// <summary>N, the number of points.</summary>
    public int Count { get; }

    /// <summary>D names, one per number of a point.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>What was decided while reading, a sentence each; empty where there was nothing to decide.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>The columns were shifted and scaled to mean 0 and standard deviation 1.</summary>
    public bool Standardised { get; }

    /// <summary>What was subtracted from each column; 0 where nothing was.</summary>
    public IReadOnlyList<double> Mean { get; }

    /// <summary>What each column was divided by; 1 where it was not.</summary>
    public IReadOnlyList<double> Scale { get; }

    /// <summary>The points as they are trained on, row after row.</summary>
    /// <returns>A copy, N·D numbers.</returns>
    public float[] ToArray() => [.. points];

    /// <summary>Samples in the unit of the file: times <see cref="Scale"/>, plus <see cref="Mean"/>.</summary>
    /// <param name="samples">Rows of D numbers, such as <c>run.Samples()</c>.</param>
    /// <returns>As many numbers.</returns>
    /// <exception cref="ArgumentException">Not a whole number of rows.</exception>
    public double[] InOriginalUnits(IReadOnlyList<float> samples)
    {
        Require.Given(samples, "samples, row by row");
        var width = Columns.Count;
        if (samples.Count % width != 0)
            throw new ArgumentException($"Samples come as rows of {width} numbers; got {samples.Count} numbers.", nameof(samples));
        return [.. samples.Select((x, i) => x * Scale[i % width] + Mean[i % width])];
    }

    /// <inheritdoc/>
    public Tensor Sample(int count, torch.Generator generator, Device device)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        using var scope = NewDisposeScope();
        var chosen = randint(Count, [count], dtype: ScalarType.Int64, device: device, generator: generator);
        return On(device)[chosen].MoveToOuterDisposeScope();
    }

    // Trainings beside each other share the set.
    private Tensor On(Device device)
    {
        lock (onDevice)
        {
            if (!onDevice.TryGetValue(device.type, out var there))
                onDevice[device.type] = there = tensor(points, [Count, Columns.Count], device: device).DetachFromDisposeScope();
            return there;
        }
    }

    private static PointSet Of(string name, long width, double[] numbers, bool standardise)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        CheckWidth(name, width);
        string[] columns = width == 2 ? ["x", "y"] : [.. Enumerable.Range(1, (int)width).Select(i => $"x{Require.Text(i)}")];
        return new(name, columns, numbers, standardise, []);
    }

    private static void CheckWidth(string name, long width)
    {
        if (width < 1)
            throw new ArgumentException($"{name}: a point has {Require.Text(width)} numbers; it needs at least 1.", nameof(width));
    }

    // Two passes: the mean first, so that a large offset does not swallow the scale.
    private static (double[] Mean, double[] Scale) Moments(double[] numbers, int width)
    {
        var (mean, square, count) = (new double[width], new double[width], numbers.Length / width);
        for (var i = 0; i < numbers.Length; i++)
            mean[i % width] += numbers[i] / count;
        for (var i = 0; i < numbers.Length; i++)
            square[i % width] += (numbers[i] - mean[i % width]) * (numbers[i] - mean[i % width]) / count;
        return (mean, [.. square.Select(Math.Sqrt)]);
    }

    private string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes<float>(points));
        // Equal points in other units are written back in other units.
        hash.AppendData(
            Encoding.UTF8.GetBytes(string.Join(' ', Mean.Concat(Scale).Select(m => m.ToString("R", CultureInfo.InvariantCulture))))
        );
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
