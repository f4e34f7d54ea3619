using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace GanStability.Scores;

/// <summary>
/// A change of every number of a sample by at most ε, made so that a cost rises: the ball |x' − x|_∞ ≤ ε of adversarial examples. Pixels lie in [−1, 1] here, so an
/// ε of 0.1 is 5 % of the range from black to white; papers that count pixels in [0, 1] print half as much for the same picture.
/// </summary>
/// <param name="Epsilon">ε, at least 0, in units of the samples.</param>
public abstract record Attack(double Epsilon)
{
    /// <summary>Samples are kept in [−Limit, Limit]; infinite for points that have no range.</summary>
    public double Limit { get; init; } = 1;

    /// <summary>The name for tables and captions.</summary>
    public abstract string Name { get; }

    /// <summary>Changes samples.</summary>
    /// <param name="samples">x, any shape; it is left as it is.</param>
    /// <param name="cost">What the attack raises, as a function of the samples, such as <c>x => classifier.Cost(x, labels)</c>. Each value must depend on one sample only.</param>
    /// <returns>x', of the same shape, without a graph.</returns>
    /// <exception cref="ArgumentException">ε or the limit is no size, samples lie outside the limit, or the cost does not depend on the samples.</exception>
    public Tensor Apply(Tensor samples, Func<Tensor, Tensor> cost)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(cost);
        if (!(Epsilon >= 0 && double.IsFinite(Epsilon))) throw new ArgumentOutOfRangeException(nameof(Epsilon), Epsilon, "ε must be a number of at least 0.");
        if (!(Limit > 0)) throw new ArgumentOutOfRangeException(nameof(Limit), Limit, "The limit must be greater than 0.");
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var x = samples.detach();
        var largest = x.numel() == 0 ? 0 : x.abs().max().ToDouble();
        // Written so that NaN is refused.
        if (!(largest <= Limit))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Samples must lie in [−{Limit}, {Limit}]; the largest here is {largest:0.###}."), nameof(samples));
        return Change(x, cost).MoveToOuterDisposeScope();
    }

    /// <summary>Changes samples that were checked.</summary>
    /// <param name="x">The samples, without a graph.</param>
    /// <param name="cost">What to raise.</param>
    /// <returns>x'.</returns>
    private protected abstract Tensor Change(Tensor x, Func<Tensor, Tensor> cost);

    /// <summary>The nearest place to <paramref name="changed"/> that is within ε of <paramref name="x"/> and within the limit.</summary>
    private protected Tensor Allowed(Tensor changed, Tensor x)
    {
        // Held by name during the native calls: see Constant.
        using Scalar epsilon = Epsilon, low = -Limit, high = Limit;
        return maximum(minimum(changed, x + epsilon), x - epsilon).clamp(low, high);
    }

    /// <summary>A step of a given length in every number, kept within ε of <paramref name="x"/> and within the limit.</summary>
    private protected Tensor Moved(Tensor from, Tensor direction, double length, Tensor x)
    {
        using Scalar step = length;
        return Allowed(from + direction * step, x);
    }

    /// <summary>sign ∇_x cost: which way each number must go.</summary>
    private protected static Tensor Uphill(Tensor x, Func<Tensor, Tensor> cost)
    {
        using var _ = enable_grad();
        var at = x.detach().requires_grad_(true);
        var value = cost(at);
        // torch would end the process where nothing leads back to the samples.
        var gradient = value.requires_grad ? autograd.grad([value.sum()], [at], allow_unused: true)[0] : null;
        if (gradient is null || gradient.IsInvalid)
            throw new ArgumentException("The cost does not depend on the samples it is given: it must be computed from them, without detaching.", nameof(cost));
        return gradient.sign();
    }
}
