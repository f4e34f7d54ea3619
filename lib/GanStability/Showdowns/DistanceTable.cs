using TorchSharp;
using static GanStability.PairedTable;

namespace GanStability;

/// <summary>
/// The table that compares methods on points whose modes are not known, such as a spiral: by their energy distance to the data.
/// </summary>
internal static class DistanceTable
{
    private static readonly Column[] Columns =
    [
        Column.Mean("distance", r => r.EnergyDistance, 3),
        Column.Difference("Δ distance", r => r.EnergyDistance, 3),
        Column.Cost,
    ];

    /// <summary>Compares runs on the same data and seeds; the first is the baseline.</summary>
    /// <param name="runs">The runs, baseline first.</param>
    /// <returns>Scores over seeds, paired differences to the baseline (bold where an exact test is surprised), and reference
    /// rows.</returns>
    /// <exception cref="ArgumentException">No runs, data that is measured otherwise, or runs whose data or seeds differ from the
    /// baseline's.</exception>
    public static Table Compare(params Run[] runs)
    {
        var comparison = Comparison.Of(runs, run =>
            run.Distances.Count > 0
                ? SeedResult.Of(run)
                : throw new ArgumentException(
                    $"Distances are measured for points without known modes; {run.Recipe.Data.Name} is compared with "
                        + $"{(run.IsImages ? "ImageTable" : "CoverageTable")}.",
                    nameof(runs)
                )
        );
        return Compare(runs[0].Recipe.Data, comparison);
    }

    /// <summary>Compares saved results.</summary>
    /// <param name="data">The data, for the reference rows.</param>
    /// <param name="comparison">The methods.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">Results on other data.</exception>
    public static Table Compare(IDataSource data, Comparison comparison)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(comparison);
        if (comparison.Data != data.Name)
            throw new ArgumentException($"The results are on {comparison.Data}, the reference rows on {data.Name}.", nameof(data));
        var (known, others) = (new DataSample(data, 1, 1, torch.CPU), new DataSample(data, 2, 1, torch.CPU));
        return Of(
            comparison,
            $"Distance: energy distance between {EnergyDistance.SampleCount} samples and as many points of the data, in the unit of the "
                + $"data; equal distributions vary about 0.",
            Columns,
            Reference("true samples", known.To(others.Points)[0]),
            Reference("one point, the mean", known.To([Mean(others.Points[0], data)])[0])
        );
    }

    private static (string, Dictionary<string, string>) Reference(string name, double distance) =>
        (name, new() { ["distance"] = Number(distance, "0.000") });

    /// <summary>What a generator that has collapsed wholly, onto the centre of the data, would make.</summary>
    private static float[] Mean(float[] points, IDataSource data)
    {
        var width = (int)data.SampleShape.Aggregate(1L, (a, b) => a * b);
        var mean = Enumerable.Range(0, width).Select(i => points.Where((_, at) => at % width == i).Average()).ToArray();
        return [.. Enumerable.Range(0, points.Length).Select(at => mean[at % width])];
    }
}
