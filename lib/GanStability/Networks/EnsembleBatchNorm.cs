using static TorchSharp.torch;

namespace GanStability.Networks;

/// <summary>
/// Batch normalisation of R replicas (Ioffe and Szegedy 2015, arXiv 1502.03167): mean and variance over the batch, per replica and feature.
/// Input and output [R, B, F]; γ and β [R, F].
/// </summary>
public sealed class EnsembleBatchNorm : EnsembleNorm
{
    /// <summary>Makes the layer.</summary>
    /// <param name="name">The layer's name.</param>
    /// <param name="features">F.</param>
    /// <param name="streams">Replicas and device.</param>
    public EnsembleBatchNorm(string name, long features, InitialisationStreams streams) : base(name, features, streams) { }

    /// <inheritdoc/>
    public override Tensor Among(Tensor input, Tensor company)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(company);
        var x = Join(input);
        var normalised = OverBatch(x, ReferenceEquals(input, company) ? x : Join(company));
        return normalised.reshape(normalised.shape[0], input.shape[0], -1).transpose(0, 1);
    }

    // [R, B, F] to [B, R·F].
    private static Tensor Join(Tensor x) => x.transpose(0, 1).flatten(1);
}
