using TorchSharp;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>Settings of Adam (Kingma and Ba 2015, arXiv 1412.6980).</summary>
/// <param name="LearningRate">Step size, greater than 0.</param>
/// <param name="Beta1">Decay of the first moment, in [0, 1); .5 is usual for GANs.</param>
/// <param name="Beta2">Decay of the second moment, in [0, 1).</param>
/// <param name="Epsilon">Added to the denominator, greater than 0.</param>
public sealed record AdamSettings(double LearningRate, double Beta1 = 0.5, double Beta2 = 0.999, double Epsilon = 1e-8)
{
    /// <summary>Checks the settings.</summary>
    /// <param name="player">Whose settings, for the message.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value outside its range.</exception>
    public void Check(string player)
    {
        Require.Positive(LearningRate, $"the {player}'s {nameof(LearningRate)}");
        Require.Decay(Beta1, $"the {player}'s {nameof(Beta1)}");
        Require.Decay(Beta2, $"the {player}'s {nameof(Beta2)}");
        Require.Positive(Epsilon, $"the {player}'s {nameof(Epsilon)}");
    }
}

/// <summary>
/// Adam on one flat parameter tensor: m ← β1 m + (1 − β1) g, v ← β2 v + (1 − β2) g², θ ← θ − lr · m̂ / (√v̂ + ε) with m̂ = m/(1 − β1^t), v̂
/// = v/(1 − β2^t) (arXiv 1412.6980, Algorithm 1). Every element moves on its own, so replicas stay independent.
/// </summary>
internal sealed class Adam(Tensor parameters, AdamSettings settings) : IDisposable
{
    private readonly Tensor first = zeros_like(parameters).DetachFromDisposeScope();
    private readonly Tensor second = zeros_like(parameters).DetachFromDisposeScope();
    private int steps;

    /// <summary>One step.</summary>
    /// <param name="gradient">Of the parameters, of their shape.</param>
    /// <param name="share">The step size as a share of the learning rate, for one that changes over training.</param>
    public void Step(Tensor gradient, double share = 1)
    {
        using var _ = no_grad();
        steps++;
        first.mul_(settings.Beta1).add_(gradient, 1 - settings.Beta1);
        second.mul_(settings.Beta2).addcmul_(gradient, gradient, 1 - settings.Beta2);
        using var root = second.sqrt();
        root.div_(Math.Sqrt(1 - Math.Pow(settings.Beta2, steps))).add_(settings.Epsilon);
        parameters.addcdiv_(first, root, -share * settings.LearningRate / (1 - Math.Pow(settings.Beta1, steps)));
    }

    /// <summary>Forgets the moments of one replica, whose parameters were put back to an earlier state.</summary>
    public void Reset(int replica)
    {
        using var _ = no_grad();
        using var a = first[replica].zero_();
        using var b = second[replica].zero_();
    }

    /// <summary>Writes or reads the moments.</summary>
    public void SaveOrRestore(RunState state)
    {
        state.Tensor(first);
        state.Tensor(second);
        steps = state.Value(steps);
    }

    public void Dispose()
    {
        first.Dispose();
        second.Dispose();
    }
}
