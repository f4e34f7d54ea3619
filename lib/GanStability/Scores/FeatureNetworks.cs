using GanStability.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace GanStability.Scores;

/// <summary>Which network looks at which pictures.</summary>
public static class FeatureNetworks
{
    /// <summary>The digit classifier for grey pictures and stacks of them (shipped, cached, or trained now), the Inception network for colour pictures.</summary>
    /// <param name="pictures">What is to be scored.</param>
    /// <param name="progress">Told how far a training is; may be null.</param>
    /// <param name="device">Where the network looks; the CPU when null.</param>
    /// <returns>The network.</returns>
    /// <exception cref="FileNotFoundException">The network is not on this machine; the message says how to get it.</exception>
    public static IFeatureNetwork For(ILabelledSource pictures, Action<string>? progress = null, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        if (pictures is StackedDigits stacked) return For(stacked.Digits, progress, device);
        return pictures.SampleShape[0] == 1 ? DigitClassifier.For(pictures, progress, device) : InceptionNetwork.Load(device);
    }

    /// <summary>N for a score: 2000, or five times the features where that is more, so that a covariance is far from singular.</summary>
    /// <param name="network">The network.</param>
    /// <returns>N.</returns>
    public static int Pictures(IFeatureNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return Math.Max(2000, 5 * network.Features);
    }
}
