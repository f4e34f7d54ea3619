using TorchSharp;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// How far samples are from a distribution, whatever its shape: the energy distance 2 E‖X − Y‖ − E‖X − X′‖ − E‖Y − Y′‖ (Székely and Rizzo
/// 2013, doi 10.1016/j.jspi.2013.03.018, §2), in the unit of the data. It is 0 for equal distributions and only for them, so it sees both
/// lost parts and samples where there is no data; it needs no modes, no bins and no network.
/// </summary>
internal static class EnergyDistance
{
    /// <summary>Samples of each side in a measurement of a run.</summary>
    public const int SampleCount = 1000;

    /// <summary>The distance of two samples, unbiased: each expectation is the mean over all pairs of different samples.</summary>
    /// <param name="x">Samples, row by row.</param>
    /// <param name="y">Samples of the other side, row by row.</param>
    /// <param name="width">Numbers per sample, 2 for points in the plane.</param>
    /// <returns>The estimate; of equal distributions it varies about 0 and is negative about as often as positive.</returns>
    /// <exception cref="ArgumentException">Fewer than two samples on a side, or not a whole number of samples.</exception>
    public static double Between(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int width = 2)
    {
        Check(x.Length, width, nameof(x));
        Check(y.Length, width, nameof(y));
        return Between(x, y, width, Within(y, width));
    }

    /// <summary>The same, with what is known of <paramref name="y"/> alone.</summary>
    internal static double Between(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int width, double withinY)
    {
        var across = 0.0;
        for (var i = 0; i < x.Length; i += width)
        for (var j = 0; j < y.Length; j += width)
            across += Distance(x.Slice(i, width), y.Slice(j, width));
        return 2 * across / ((double)(x.Length / width) * (y.Length / width)) - Within(x, width) - withinY;
    }

    /// <summary>The mean distance of two different samples.</summary>
    internal static double Within(ReadOnlySpan<float> x, int width)
    {
        var (sum, count) = (0.0, x.Length / width);
        for (var i = width; i < x.Length; i += width)
        for (var j = 0; j < i; j += width)
            sum += Distance(x.Slice(i, width), x.Slice(j, width));
        return 2 * sum / ((double)count * (count - 1));
    }

    private static double Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            double d = a[i] - b[i];
            sum += d * d;
        }
        return Math.Sqrt(sum);
    }

    private static void Check(int numbers, int width, string name)
    {
        Require.AtLeast(1, width);
        if (numbers < 2 * width || numbers % width != 0)
            throw new ArgumentException(
                $"{name} holds {numbers} numbers; give at least 2 samples of {width} numbers each, one after the " + $"other.",
                name
            );
    }
}

/// <summary>
/// What the samples of a run are measured against where the modes of the data are not known: points of the data, drawn once per replica
/// from a stream of their own.
/// </summary>
internal sealed class DataSample
{
    private readonly int width;
    private readonly double[] within;

    /// <summary>Draws from data without known modes.</summary>
    public DataSample(IDataSource data, long seed, int replicas, Device device)
        : this(Draw(data, seed, replicas, device)) { }

    /// <summary>Points that were drawn before, one array per replica.</summary>
    public DataSample(IReadOnlyList<float[]> points)
    {
        Points = points;
        width = Points[0].Length / EnergyDistance.SampleCount;
        within = [.. Points.Select(each => EnergyDistance.Within(each, width))];
    }

    private static float[][] Draw(IDataSource data, long seed, int replicas, Device device)
    {
        using var scope = NewDisposeScope();
        using var stream = new ReplicaStream(seed, replicas, "measured against", device);
        var drawn = stream.Draw(g => data.Draw(EnergyDistance.SampleCount, g, device)).cpu().contiguous();
        return [.. Enumerable.Range(0, replicas).Select(r => drawn[r].contiguous().data<float>().ToArray())];
    }

    /// <summary>One array per replica, point after point.</summary>
    public IReadOnlyList<float[]> Points { get; }

    /// <summary>
    /// The distance of each replica's samples, of which the first <see cref="EnergyDistance.SampleCount"/> are looked at.
    /// </summary>
    public IReadOnlyList<double> To(IReadOnlyList<float[]> samples) =>
        [
            .. samples.Select(
                (s, r) => EnergyDistance.Between(s.AsSpan(0, Math.Min(s.Length, Points[r].Length)), Points[r], width, within[r])
            ),
        ];
}
