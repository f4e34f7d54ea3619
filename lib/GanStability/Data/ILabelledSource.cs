using static TorchSharp.torch;

namespace GanStability.Data;

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
