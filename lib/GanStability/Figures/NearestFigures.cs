using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>Does a generator only remember? Its points beside their nearest points of a finite set.</summary>
public static class NearestFigures
{
    private const int MostShown = 500;

    /// <summary>
    /// Generated points of one replica, an arrow from each to its nearest point of a set by the Euclidean distance. A generator that copies
    /// has arrows of no length.
    /// </summary>
    /// <param name="run">A run on points in the plane.</param>
    /// <param name="set">The points it was trained on, or others that it never saw.</param>
    /// <param name="replica">The replica, from 0.</param>
    /// <param name="count">How many generated points, 1 to 500.</param>
    /// <returns>The figure; its caption compares the distances with those of points of the set to their nearest others.</returns>
    /// <exception cref="ArgumentException">No points in the plane, or a set of other points.</exception>
    public static Figure NearestFigure(this Run run, PointSet set, int replica = 0, int count = 100)
    {
        RunFigures.Trained(run, replica);
        Require.Given(set, "the points to look among");
        if (count is < 1 or > MostShown)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"Compare 1 to {MostShown} points.");
        var plane = DataPlane.Of(run, replica);
        if (!set.SampleShape.SequenceEqual(run.Recipe.Data.SampleShape))
            throw new ArgumentException($"The run makes points of 2 numbers, {set.Name} holds points of {set.Columns.Count}.", nameof(set));
        using var scope = NewDisposeScope();
        var samples = run.Samples(replica, count);
        var (nearest, distances) = NearestPoints.Of(tensor(samples, [count, 2]), set);
        // What is usual: points of the set itself and their nearest neighbour that is not themselves.
        var some = Math.Min(set.Count, MostShown);
        var known = set.ToArray();
        var usual = NearestPoints.Of(tensor(known[..(2 * some)], [some, 2]), set, butNotItself: true).Distances;
        var made = DataPlane.Points("generated", samples);
        var there = DataPlane.Points("", nearest.contiguous().data<float>().ToArray());
        return new Figure
        {
            Title = $"Nearest points of the data: {run.Name}",
            Caption = string.Create(
                CultureInfo.InvariantCulture,
                $"From {count} generated points, seed {run.Recipe.Seed + replica}, to the nearest of {set.Count} points. Mean distance "
                    + $"{distances.mean().item<float>():G3}; from a point of the data to its nearest other one "
                    + $"{Mean(usual):G3}. Copies would be far nearer."
            ),
            Alt = string.Create(
                CultureInfo.InvariantCulture,
                $"{count} generated points, each joined to its nearest point of the data; mean distance "
                    + $"{distances.mean().item<float>():G3}."
            ),
            Panels =
            [
                plane.Panel(
                    $"seed {run.Recipe.Seed + replica}",
                    [
                        DataPlane.DataPoints(known[..(2 * some)]),
                        new Arrows("to the nearest", made.X, made.Y, Steps(made.X, there.X), Steps(made.Y, there.Y)) { Color = 2 },
                        made with
                        {
                            Color = 1,
                            Size = 4,
                        },
                    ]
                ),
            ],
        };

        static double[] Steps(IReadOnlyList<double> from, IReadOnlyList<double> to) => [.. to.Zip(from, (t, f) => t - f)];

        // Of a set whose points are all alike there is no other.
        static double Mean(Tensor distances)
        {
            var finite = distances.data<float>().Where(float.IsFinite).ToArray();
            return finite.Length == 0 ? 0 : finite.Average();
        }
    }
}
