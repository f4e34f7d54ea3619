using TorchSharp;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// A network that looks at pictures for a score: class probabilities for the Inception Score, features for the Fréchet distance. A score is
/// a number about one network; two networks give two scores that must not be compared, so <see cref="Name"/> stands beside every score.
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
    (Tensor Probabilities, Tensor Features) ExtractFeatures(Tensor pictures);
}

/// <summary>Which network looks at which pictures.</summary>
public static class FeatureNetworks
{
    /// <summary>
    /// The digit classifier for grey pictures and stacks of them (shipped, cached, or trained now; it looks at <see cref="SmallDigits"/>
    /// enlarged), the Inception network for colour pictures.
    /// </summary>
    /// <param name="pictures">What is to be scored.</param>
    /// <param name="progress">Told how far a training is; may be null.</param>
    /// <param name="device">Where the network looks; the CPU when null.</param>
    /// <returns>The network.</returns>
    /// <exception cref="ArgumentException">Grey pictures that no network of the kit knows; the message says what to do.</exception>
    /// <exception cref="FileNotFoundException">The network is not on this machine; the message says how to get it.</exception>
    public static IFeatureNetwork For(ILabelledSource pictures, Action<string>? progress = null, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        if (pictures.Channels is { } channels)
            return For(channels, progress, device);
        if (pictures.SampleShape[0] != 1)
            return InceptionNetwork.Load(device);
        if (pictures is SmallDigits)
            return new EnlargingNetwork(DigitClassifier.For(new SyntheticDigits(), progress, device));
        if (pictures.Classes.Count == 1)
            throw Unknown(pictures);
        return DigitClassifier.For(pictures, progress, device);
    }

    /// <summary>What to do where nothing tells the pictures apart.</summary>
    internal static ArgumentException Unknown(IDataSource pictures) =>
        new(
            $"No network of the kit knows {pictures.Name}: without labels of at least two classes none can be trained on it. "
                + "Give the pictures labels (ImageSet.FromTensor(…, labels: …), or one sub-folder per class for ImageSet.FromFolder); or, "
                + "where they are digits of 28×28, score them by the course's own classifier: new ImageScorer(DigitClassifier.For(new "
                + "SyntheticDigits()), data); or bring a network of your own (IFeatureNetwork): new ImageScorer(network, data).",
            nameof(pictures)
        );

    /// <summary>N for a score: 2000, or five times the features where that is more, so that a covariance is far from singular.</summary>
    /// <param name="network">The network.</param>
    /// <returns>N.</returns>
    public static int Pictures(IFeatureNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return Math.Max(2000, 5 * network.Features);
    }
}
