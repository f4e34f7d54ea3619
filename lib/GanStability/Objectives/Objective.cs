using static TorchSharp.torch;

namespace GanStability.Objectives;

/// <summary>What the two players minimise, as a value in a recipe.</summary>
/// <param name="Name">For tables and captions.</param>
public abstract record Objective(string Name)
{
    /// <summary>The game as first written: the generator minimises what the discriminator maximises.</summary>
    public static Objective Minimax { get; } = new MinimaxObjective();

    /// <summary>The generator maximises log D(G(z)) instead: the same equilibrium, a strong gradient at the start.</summary>
    public static Objective NonSaturating { get; } = new NonSaturatingObjective();

    /// <summary>The discriminator's cost.</summary>
    /// <param name="onReal">Logits on real samples [R, B].</param>
    /// <param name="onFake">Logits on generated samples [R, B].</param>
    /// <param name="targets">1 and 0 unless smoothed.</param>
    /// <returns>[R], nats.</returns>
    public virtual Tensor Discriminator(Tensor onReal, Tensor onFake, Targets targets) => Loss.Discriminator(onReal, onFake, targets);

    /// <summary>The generator's cost.</summary>
    /// <param name="onFake">Logits on generated samples [R, B].</param>
    /// <returns>[R], nats.</returns>
    public abstract Tensor Generator(Tensor onFake);

    /// <inheritdoc/>
    public sealed override string ToString() => Name;

    private sealed record MinimaxObjective() : Objective("minimax")
    {
        public override Tensor Generator(Tensor onFake) => Loss.Minimax(onFake);
    }

    private sealed record NonSaturatingObjective() : Objective("non-saturating")
    {
        public override Tensor Generator(Tensor onFake) => Loss.NonSaturating(onFake);
    }
}
