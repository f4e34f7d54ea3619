using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace GanStability;

/// <summary>
/// Layer normalisation (Ba et al. 2016, arXiv 1607.06450): mean and variance over all features of one sample, per replica; for pictures
/// over channels, height and width. γ and β are one per feature, for pictures one per channel, as a convolution shares its weights between
/// pixels. Gulrajani et al. 2017 (arXiv 1704.00028, §4) use it where a gradient penalty rules batch normalisation out.
/// </summary>
public sealed record LayerNorm : Normalisation
{
    /// <inheritdoc/>
    public override Tensor Normalise(Tensor x, Tensor gamma, Tensor beta, long company)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(gamma);
        ArgumentNullException.ThrowIfNull(beta);
        var replicas = gamma.shape[0];
        if (x.numel() / x.shape[0] / replicas < 2)
            throw new ArgumentException(
                "Layer normalisation averages over the features of a layer; this one has a single number, "
                    + "whose variance is zero. Make the layer wider.",
                nameof(x)
            );
        // A replica's features are neighbours: one group of channels.
        return functional.group_norm(x, replicas, gamma.flatten(), beta.flatten(), Epsilon);
    }

    /// <inheritdoc/>
    public override string Name => "layer";
}
