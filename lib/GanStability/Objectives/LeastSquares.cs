using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// Least squares (LSGAN, Mao et al. 2017, arXiv 1611.04076, eq. 2 and 9): D minimises ½ E (l(x) − a)² + ½ E (l(G(z)) − b)² with the targets
/// a = 1 and b = 0, and G minimises ½ E (l(G(z)) − 1)². A generated sample far on the right side is still pulled to the border, where the
/// cross-entropy has forgotten it. Where D* = 1/2 everywhere, D pays ¼ and G ⅛.
/// </summary>
public sealed record LeastSquares() : Objective("least squares")
{
    /// <inheritdoc/>
    public override bool IsProbability => false;

    /// <inheritdoc/>
    public override Tensor Discriminator(Tensor onReal, Tensor onFake, Targets targets)
    {
        ArgumentNullException.ThrowIfNull(onReal);
        ArgumentNullException.ThrowIfNull(onFake);
        return 0.5 * ((onReal - targets.Real).square().mean([1]) + (onFake - targets.Fake).square().mean([1]));
    }

    /// <inheritdoc/>
    public override Tensor Generator(Tensor onFake, Lazy<Tensor> onReal)
    {
        ArgumentNullException.ThrowIfNull(onFake);
        return 0.5 * (onFake - 1).square().mean([1]);
    }
}
