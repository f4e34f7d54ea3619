using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// A change of every number of a sample by at most ε, made so that a cost rises: the ball |x' − x|_∞ ≤ ε of adversarial examples. Pixels
/// lie in [−1, 1] here, so an ε of 0.1 is 5 % of the range from black to white; papers that count pixels in [0, 1] print half as much for
/// the same picture.
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
    /// <param name="cost">What the attack raises, as a function of the samples, such as <c>x => classifier.Cost(x, labels)</c>. Each value
    /// must depend on one sample only.</param>
    /// <returns>x', of the same shape, without a graph.</returns>
    /// <exception cref="ArgumentException">ε or the limit is no size, samples lie outside the limit, or the cost does not depend on the
    /// samples.</exception>
    public Tensor Apply(Tensor samples, Func<Tensor, Tensor> cost)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(cost);
        Require.NotNegative(Epsilon);
        if (!(Limit > 0))
            throw new ArgumentOutOfRangeException(nameof(Limit), Limit, "The limit must be greater than 0.");
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var x = samples.detach();
        var largest = x.numel() == 0 ? 0 : x.abs().max().ToDouble();
        // Written so that NaN is refused.
        if (!(largest <= Limit))
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Samples must lie in [−{Limit}, {Limit}]; the largest here is {largest:0.###}."
                ),
                nameof(samples)
            );
        return Change(x, cost).MoveToOuterDisposeScope();
    }

    /// <summary>Changes samples that were checked.</summary>
    /// <param name="x">The samples, without a graph.</param>
    /// <param name="cost">What to raise.</param>
    /// <returns>x'.</returns>
    private protected abstract Tensor Change(Tensor x, Func<Tensor, Tensor> cost);

    /// <summary>The nearest place to <paramref name="changed"/> that is within ε of <paramref name="x"/> and within the limit.</summary>
    private protected Tensor Allowed(Tensor changed, Tensor x) => maximum(minimum(changed, x + Epsilon), x - Epsilon).clamp(-Limit, Limit);

    /// <summary>A step of a given length in every number, kept within ε of <paramref name="x"/> and within the limit.</summary>
    private protected Tensor Moved(Tensor from, Tensor direction, double length, Tensor x) => Allowed(from + direction * length, x);

    /// <summary>sign ∇_x cost: which way each number must go.</summary>
    private protected static Tensor Uphill(Tensor x, Func<Tensor, Tensor> cost)
    {
        using var _ = enable_grad();
        var at = x.detach().requires_grad_(true);
        var gradient =
            Derivative.WhereReached(cost(at), [at])[0]
            ?? throw new ArgumentException(
                "The cost does not depend on the samples it is given: it must be computed from them, without detaching.",
                nameof(cost)
            );
        return gradient.sign();
    }
}

/// <summary>
/// One step of size ε uphill in every number (Goodfellow, Shlens and Szegedy 2014, arXiv 1412.6572, §4): x' = x + ε sign(∇_x cost), cut to
/// the limit. Where the cost is linear this is the strongest change of the ball: w · x rises by exactly ε‖w‖₁.
/// </summary>
/// <param name="Epsilon">ε, at least 0, in units of the samples.</param>
public sealed record FastGradientSign(double Epsilon) : Attack(Epsilon)
{
    /// <inheritdoc/>
    public override string Name => "fast gradient sign";

    private protected override Tensor Change(Tensor x, Func<Tensor, Tensor> cost) => Moved(x, Uphill(x, cost), Epsilon, x);
}

/// <summary>
/// Many small steps uphill, each followed by the way back into the ball (Kurakin, Goodfellow and Bengio 2016, arXiv 1607.02533, §2.2):
/// x' ← clip(x' + a sign(∇ cost(x'))), to within ε of x and to the limit. Stronger than one step where the cost bends.
/// </summary>
/// <param name="Epsilon">ε, at least 0, in units of the samples.</param>
/// <param name="Steps">Number of steps, at least 1. Each is a = 2.5 ε / Steps long, so that the edge is reached with steps to spare; a
/// single one is cut to ε.</param>
public sealed record IteratedGradientSign(double Epsilon, int Steps = 10) : Attack(Epsilon)
{
    private const double Reach = 2.5;

    /// <inheritdoc/>
    public override string Name => $"iterated, {Steps} steps";

    private protected override Tensor Change(Tensor x, Func<Tensor, Tensor> cost)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Steps, 1);
        var interrupt = Interrupt.Token;
        var changed = x;
        for (var step = 0; step < Steps; step++)
        {
            interrupt.ThrowIfInterrupted($"the attack was at step {step} of {Steps}");
            // Only the changed samples outlive a step, not its graph.
            using var scope = NewDisposeScope();
            changed = Moved(changed, Uphill(changed, cost), Reach * Epsilon / Steps, x).MoveToOuterDisposeScope();
        }
        return changed;
    }
}

/// <summary>
/// The control of every attack: each number goes up or down by ε by the toss of a coin. It is as large as <see cref="FastGradientSign"/>
/// and knows nothing of the cost:
/// w · x changes by ε‖w‖₂ (standard deviation) instead of ε‖w‖₁, about √n times less for n numbers.
/// </summary>
/// <param name="Epsilon">ε, at least 0, in units of the samples.</param>
/// <param name="Seed">Decides the coins; the same for every call.</param>
public sealed record RandomSigns(double Epsilon, long Seed = 1) : Attack(Epsilon)
{
    /// <inheritdoc/>
    public override string Name => "random signs";

    private protected override Tensor Change(Tensor x, Func<Tensor, Tensor> cost)
    {
        using var generator = new torch.Generator((ulong)Seed, x.device);
        // The sign of a normal number is a fair coin.
        var coins = randn(x.shape, dtype: x.dtype, device: x.device, generator: generator).sign_();
        return Moved(x, coins, Epsilon, x);
    }
}
