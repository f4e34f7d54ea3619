using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// Relativistic pairing (Jolicoeur-Martineau 2018, arXiv 1807.00734; R3GAN, Huang et al. 2024, arXiv 2501.05441, eq. 2): D is asked which
/// of a pair is the real one, E softplus(l(G(z)) − l(x)), and G is given the same question turned round, E softplus(l(x) − l(G(z))). Every
/// generated sample is compared with a real one, so no mode can be forgotten for free; Huang et al. show that it needs both penalties,
/// <see cref="R1"/> and <see cref="R2"/>, to converge. Both costs are ln 2 at equilibrium.
/// </summary>
public sealed record RelativisticPairing() : Objective("relativistic pairing")
{
    /// <inheritdoc/>
    public override bool UsesTargets => false;

    /// <inheritdoc/>
    public override bool IsProbability => false;

    /// <inheritdoc/>
    public override Tensor Discriminator(Tensor onReal, Tensor onFake, Targets targets) => Cost(onReal, onFake);

    /// <inheritdoc/>
    public override Tensor Generator(Tensor onFake, Lazy<Tensor> onReal)
    {
        ArgumentNullException.ThrowIfNull(onReal);
        return Cost(onFake, onReal.Value);
    }

    /// <summary>E softplus(−(a − b)) over pairs: what the one pays who wants a above b.</summary>
    /// <param name="above">a [R, B].</param>
    /// <param name="below">b [R, B].</param>
    /// <returns>[R].</returns>
    public static Tensor Cost(Tensor above, Tensor below)
    {
        ArgumentNullException.ThrowIfNull(above);
        ArgumentNullException.ThrowIfNull(below);
        return -nn.functional.logsigmoid(above - below).mean([1]);
    }
}
