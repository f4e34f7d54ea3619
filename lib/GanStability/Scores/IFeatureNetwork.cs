using static TorchSharp.torch;

namespace GanStability.Scores;

/// <summary>
/// A network that looks at pictures for a score: class probabilities for the Inception Score, features for the Fréchet distance. A score is a number about one
/// network; two networks give two scores that must not be compared, so <see cref="Name"/> stands beside every score.
/// </summary>
public interface IFeatureNetwork : IDisposable
{
    /// <summary>Which network, on what it was trained.</summary>
    string Name { get; }

    /// <summary>K, the number of classes.</summary>
    int Classes { get; }

    /// <summary>D, the number of features.</summary>
    int Features { get; }

    /// <summary>Looks at pictures.</summary>
    /// <param name="pictures">[N, channels, height, width], float32 in [−1, 1].</param>
    /// <returns>Probabilities [N, K] and features [N, D] on the CPU, float32.</returns>
    /// <exception cref="ArgumentException">Pictures of another shape.</exception>
    (Tensor Probabilities, Tensor Features) Look(Tensor pictures);
}
