using static TorchSharp.torch;

namespace GanStability.Data;

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
