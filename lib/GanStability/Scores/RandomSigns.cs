using TorchSharp;
using static TorchSharp.torch;

namespace GanStability.Scores;

/// <summary>
/// The control of every attack: each number goes up or down by ε by the toss of a coin. It is as large as <see cref="FastGradientSign"/> and knows nothing of the cost:
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
