using static TorchSharp.torch;

namespace GanStability.Scores;

/// <summary>
/// Many small steps uphill, each followed by the way back into the ball (Kurakin, Goodfellow and Bengio 2016, arXiv 1607.02533, §2.2):
/// x' ← clip(x' + a sign(∇ cost(x'))), to within ε of x and to the limit. Stronger than one step where the cost bends.
/// </summary>
/// <param name="Epsilon">ε, at least 0, in units of the samples.</param>
/// <param name="Steps">Number of steps, at least 1. Each is a = 2.5 ε / Steps long, so that the edge is reached with steps to spare; a single one is cut to ε.</param>
public sealed record IteratedGradientSign(double Epsilon, int Steps = 10) : Attack(Epsilon)
{
    private const double Reach = 2.5;

    /// <inheritdoc/>
    public override string Name => $"iterated, {Steps} steps";

    private protected override Tensor Change(Tensor x, Func<Tensor, Tensor> cost)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Steps, 1);
        var changed = x;
        for (var step = 0; step < Steps; step++)
        {
            // Only the changed samples outlive a step, not its graph.
            using var scope = NewDisposeScope();
            changed = Moved(changed, Uphill(changed, cost), Reach * Epsilon / Steps, x).MoveToOuterDisposeScope();
        }
        return changed;
    }
}
