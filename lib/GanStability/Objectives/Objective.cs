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

    /// <summary>The discriminator is a critic that estimates the Wasserstein distance; it needs <see cref="Stabilizers.WganGp"/> to stay Lipschitz.</summary>
    public static Objective Wasserstein { get; } = new WassersteinObjective();

    /// <summary>The discriminator plays as before, and the generator does not listen to its verdict: what the generator minimises comes from elsewhere.</summary>
    /// <param name="discriminators">The discriminator's game.</param>
    /// <returns>The objective.</returns>
    public static Objective WithoutGenerator(Objective discriminators) => new DiscriminatorOnly(discriminators);

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

    private sealed record WassersteinObjective() : Objective("Wasserstein")
    {
        public override Tensor Discriminator(Tensor onReal, Tensor onFake, Targets targets) => Loss.Critic(onReal, onFake);

        public override Tensor Generator(Tensor onFake) => -onFake.mean([1]);
    }

    private sealed record DiscriminatorOnly(Objective Inner) : Objective($"{Inner.Name}, discriminator only")
    {
        public override Tensor Discriminator(Tensor onReal, Tensor onFake, Targets targets) => Inner.Discriminator(onReal, onFake, targets);

        public override Tensor Generator(Tensor onFake) => zeros([onFake.shape[0]], dtype: onFake.dtype, device: onFake.device);
    }
}
