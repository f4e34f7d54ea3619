using static TorchSharp.torch;

namespace GanStability.Scores;

/// <summary>
/// One step of size ε uphill in every number (Goodfellow, Shlens and Szegedy 2014, arXiv 1412.6572, §4): x' = x + ε sign(∇_x cost), cut to the limit. Where the cost is
/// linear this is the strongest change of the ball: w · x rises by exactly ε‖w‖₁.
/// </summary>
/// <param name="Epsilon">ε, at least 0, in units of the samples.</param>
public sealed record FastGradientSign(double Epsilon) : Attack(Epsilon)
{
    /// <inheritdoc/>
    public override string Name => "fast gradient sign";

    private protected override Tensor Change(Tensor x, Func<Tensor, Tensor> cost) => Moved(x, Uphill(x, cost), Epsilon, x);
}
