using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>A distribution to learn: training batches are drawn fresh from it.</summary>
public interface IDataSource
{
    /// <summary>A short name with its sizes, such as <c>ring of 8, σ = 0.05</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Everything that decides what is drawn, such as <c>spiral, 2 turns, noise 0.05</c>. Results and checkpoints of two sources belong
    /// together where description, class, code, fields and a sample are equal; a description of your own makes the difference readable.
    /// </summary>
    string Description => Undescribed.NameOf(this);

    /// <summary>Shape of one sample: [2] for points, [channels, height, width] for pictures.</summary>
    IReadOnlyList<long> SampleShape { get; }

    /// <summary>Draws samples.</summary>
    /// <param name="count">How many.</param>
    /// <param name="generator">The random stream to draw from, on <paramref name="device"/>.</param>
    /// <param name="device">Where the samples are made.</param>
    /// <returns>Samples, shape [count, <see cref="SampleShape"/>], float32.</returns>
    Tensor Sample(int count, TorchSharp.torch.Generator generator, Device device);
}

/// <summary>
/// Data in the plane with known Gaussian modes: its samples are measured by <see cref="ModeCoverage"/>. Other points are measured by their
/// <see cref="EnergyDistance"/> to the data.
/// </summary>
public interface IHasModes : IDataSource
{
    /// <summary>K centres, one per mode.</summary>
    IReadOnlyList<(double X, double Y)> Centres { get; }

    /// <summary>Standard deviation of a mode in each direction.</summary>
    double Sigma { get; }

    /// <summary>Share of each mode; equal shares unless told otherwise.</summary>
    IReadOnlyList<double> Weights => [.. Centres.Select(_ => 1.0 / Centres.Count)];

    /// <summary>The distance from the origin, along an axis, within which practically all samples lie.</summary>
    double Extent => Centres.Max(c => Math.Max(Math.Abs(c.X), Math.Abs(c.Y))) + 4 * Sigma;
}

/// <summary>Pictures with class labels. The labels are for scoring only: no player of a GAN sees them.</summary>
public interface ILabelledSource : IDataSource
{
    /// <summary>Names of the classes; label k is the k-th.</summary>
    IReadOnlyList<string> Classes { get; }

    /// <summary>
    /// What the channels of a picture are, where each is a picture of its own and is classified alone; null for pictures that are looked at
    /// as a whole.
    /// </summary>
    ILabelledSource? Channels => null;

    /// <summary>
    /// The classifier in the course's folder <c>data</c> that knows these pictures, by its file name; null where one is trained on them.
    /// </summary>
    string? ShippedClassifier => null;

    /// <summary>Draws pictures with their labels.</summary>
    /// <param name="count">How many.</param>
    /// <param name="generator">The random stream to draw from, on <paramref name="device"/>.</param>
    /// <param name="device">Where the samples are made.</param>
    /// <returns>Pictures, shape [count, channels, height, width], float32 in [−1, 1], and labels, shape [count], int64.</returns>
    (Tensor Images, Tensor Labels) SampleLabelled(int count, TorchSharp.torch.Generator generator, Device device);
}

/// <summary>Labelled pictures that are finitely many: some can be held back to test on what was never shown.</summary>
public interface IFiniteSource : ILabelledSource, IDisposable
{
    /// <summary>Number of pictures, N.</summary>
    int Count { get; }

    /// <summary>Some of the pictures, one after the other.</summary>
    /// <param name="start">The first, from 0.</param>
    /// <param name="count">How many.</param>
    /// <param name="device">Where they are wanted.</param>
    /// <returns>Pictures [count, channels, height, width], float32 in [−1, 1], and labels [count], int64.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Pictures that are not there.</exception>
    (Tensor Images, Tensor Labels) Range(int start, int count, Device device);

    /// <summary>A part of the set. The whole must outlive it.</summary>
    /// <param name="start">The first picture, from 0.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <returns>The part.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Pictures that are not there.</exception>
    IFiniteSource Part(int start, int count);
}

/// <summary>Names for sources that do not describe themselves: one per object, unlike that of any other session.</summary>
file static class Undescribed
{
    private static readonly ConditionalWeakTable<IDataSource, string> Names = [];

    public static string NameOf(IDataSource source) => Names.GetValue(source, s => $"{s.Name}, {Guid.NewGuid():N}");
}
