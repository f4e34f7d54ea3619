using static TorchSharp.torch;

namespace GanStability;

/// <summary>A distribution to learn: training batches are drawn fresh from it.</summary>
public interface IDataSource
{
    /// <summary>A short name with its sizes, such as <c>ring of 8, σ = 0.05</c>.</summary>
    string Name { get; }

    /// <summary>Shape of one sample: [2] for points, [channels, height, width] for pictures.</summary>
    IReadOnlyList<long> SampleShape { get; }

    /// <summary>Draws samples.</summary>
    /// <param name="count">How many.</param>
    /// <param name="generator">The random stream to draw from, on <paramref name="device"/>.</param>
    /// <param name="device">Where the samples are made.</param>
    /// <returns>Samples, shape [count, <see cref="SampleShape"/>], float32.</returns>
    Tensor Sample(int count, TorchSharp.torch.Generator generator, Device device);
}

/// <summary>Pictures with class labels. The labels are for scoring only: no player of a GAN sees them.</summary>
public interface ILabelledSource : IDataSource
{
    /// <summary>Names of the classes; label k is the k-th.</summary>
    IReadOnlyList<string> Classes { get; }

    /// <summary>Draws pictures with their labels.</summary>
    /// <param name="count">How many.</param>
    /// <param name="generator">The random stream to draw from, on <paramref name="device"/>.</param>
    /// <param name="device">Where the samples are made.</param>
    /// <returns>Pictures, shape [count, channels, height, width], float32 in [−1, 1], and labels, shape [count], int64.</returns>
    (Tensor Images, Tensor Labels) SampleLabelled(int count, TorchSharp.torch.Generator generator, Device device);
}
