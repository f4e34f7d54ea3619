using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// The hinge objective (Lim and Ye 2017, arXiv 1705.02894; Miyato et al. 2018, arXiv 1802.05957, eq. 16–17): D minimises E max(0, 1 − l(x))
/// + E max(0, 1 + l(G(z))), so samples that are judged right by a margin of 1 no longer move it; G minimises −E l(G(z)). The numbers of D
/// are scores, not logits of a probability.
/// </summary>
public sealed record Hinge() : Objective("hinge")
{
    /// <inheritdoc/>
    public override bool UsesTargets => false;

    /// <inheritdoc/>
    public override bool IsProbability => false;

    /// <inheritdoc/>
    public override Tensor Discriminator(Tensor onReal, Tensor onFake, Targets targets)
    {
        ArgumentNullException.ThrowIfNull(onReal);
        ArgumentNullException.ThrowIfNull(onFake);
        return (1 - onReal).relu().mean([1]) + (1 + onFake).relu().mean([1]);
    }

    /// <inheritdoc/>
    public override Tensor Generator(Tensor onFake, Lazy<Tensor> onReal)
    {
        ArgumentNullException.ThrowIfNull(onFake);
        return -onFake.mean([1]);
    }
}
