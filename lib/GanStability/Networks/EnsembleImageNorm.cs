using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace GanStability.Networks;

/// <summary>
/// Normalisation of pictures of R replicas, per replica and channel. Mean and variance are taken over batch, height and width (batch normalisation, arXiv 1502.03167)
/// or over height and width of each picture (instance normalisation, arXiv 1607.08022). Input and output [B, R·C, H, W]; γ and β [R, C].
/// </summary>
public sealed class EnsembleImageNorm : EnsembleNorm
{
    private readonly bool instance;

    /// <summary>Makes the layer.</summary>
    /// <param name="name">The layer's name.</param>
    /// <param name="kind">Batch or instance.</param>
    /// <param name="channels">C.</param>
    /// <param name="streams">Replicas and device.</param>
    /// <exception cref="ArgumentException">Neither batch nor instance normalisation.</exception>
    public EnsembleImageNorm(string name, Normalisation kind, long channels, InitialisationStreams streams) : base(name, channels, streams)
    {
        if (kind is not (Normalisation.Batch or Normalisation.Instance))
            throw new ArgumentOutOfRangeException(nameof(kind), kind, "A normalisation of pictures is Batch or Instance.");
        instance = kind == Normalisation.Instance;
    }

    /// <inheritdoc/>
    public override Tensor Among(Tensor input, Tensor company)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(company);
        if (!instance) return OverBatch(input, company);
        // A picture is normalised by itself: there is no company to look at.
        if (input.shape[2] * input.shape[3] < 2)
            throw new ArgumentException("Instance normalisation averages over height and width; a picture of 1×1 has one number, whose variance is zero.", nameof(input));
        return functional.instance_norm(input, null, null, gamma.flatten(), beta.flatten(), use_input_stats: true, momentum: 0, eps: Epsilon);
    }
}
