using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace GanStability;

/// <summary>
/// Instance normalisation (Ulyanov et al. 2016, arXiv 1607.08022): mean and variance over height and width of one picture's channel, per
/// replica. A picture does not depend on its company, and its contrast is lost.
/// </summary>
public sealed record InstanceNorm : Normalisation
{
    /// <inheritdoc/>
    public override Tensor Normalise(Tensor x, Tensor gamma, Tensor beta, long company)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(gamma);
        ArgumentNullException.ThrowIfNull(beta);
        if (x.dim() != 4 || x.shape[2] * x.shape[3] < 2)
            throw new ArgumentException(
                "Instance normalisation averages over height and width; a point, or a picture of 1×1, "
                    + "has one number, whose variance is zero.",
                nameof(x)
            );
        return functional.instance_norm(x, null, null, gamma.flatten(), beta.flatten(), use_input_stats: true, momentum: 0, eps: Epsilon);
    }

    /// <inheritdoc/>
    public override string Name => "instance";

    /// <inheritdoc/>
    public override bool NeedsImages => true;

    /// <inheritdoc/>
    public override bool CancelsBias => true;
}
