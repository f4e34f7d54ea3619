using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// A gradient penalty between the data and the samples: the discriminator pays λ E(‖∇_x̂ l(x̂)‖ − c)² on x̂ = ε x + (1 − ε) G(z), one ε ~
/// U[0, 1] per pair, whatever its objective. <b>Zero-centred</b> (c = 0; Thanh-Tung et al. 2019, arXiv 1902.03984) it makes D flat where
/// the two meet; <b>one-centred</b> (c = 1; Gulrajani et al. 2017, arXiv 1704.00028) it keeps a critic 1-Lipschitz, and a slope of 1 at the
/// equilibrium keeps the players moving. <see cref="WganGp"/> is the one-centred penalty with the objective and the critic steps of its
/// paper.
/// </summary>
/// <param name="Weight">λ, greater than 0.</param>
/// <param name="Centre">c, the slope that costs nothing, at least 0.</param>
public sealed record GradientPenalty(double Weight = 1, double Centre = 0) : Stabilizer
{
    /// <inheritdoc/>
    public override string Name =>
        FormattableString.Invariant(
            $"{(Centre switch { 0 => "zero-centred", 1 => "one-centred", _ => $"{Centre}-centred" })} gradient penalty {Weight}"
        );

    /// <inheritdoc/>
    public override void Check(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        Require.Positive(Weight);
        if (!(Centre >= 0 && double.IsFinite(Centre)))
            throw new ArgumentOutOfRangeException(nameof(Centre), Centre, "Centre is a slope, a number of at least 0.");
        InputGradient.RefuseBatchNormalisation(recipe, "A gradient penalty");
        if (recipe.Stabilizers.Any(s => s is WganGp))
            throw new ArgumentException("WGAN-GP has a gradient penalty between data and samples: use one of the two.", nameof(recipe));
    }

    /// <inheritdoc/>
    public override StabilizerHooks Attach(Recipe recipe, Players players)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(players);
        return new Hooks(
            Weight,
            Centre,
            players,
            new ReplicaStream(recipe.Seed, recipe.Replicas, "interpolates", players.Generator.Parameters.device)
        );
    }

    /// <summary>E(‖∇_x l(x)‖ − c)², the mean over the batch.</summary>
    /// <param name="logits">l [R, n].</param>
    /// <param name="samples">x [R, B, ·], with B = n, or k n where a pack of k is judged as one.</param>
    /// <param name="centre">c.</param>
    /// <returns>[R], differentiable again.</returns>
    /// <exception cref="ArgumentException">Samples by which the logits were not made differentiable.</exception>
    public static Tensor Penalty(Tensor logits, Tensor samples, double centre)
    {
        var squared = InputGradient.Of(logits, samples).square().sum(2);
        if (centre == 0)
            return squared.mean([1]);
        // The root has no slope at 0: a number far below rounding of the norm keeps its gradient finite.
        return ((squared + 1e-12).sqrt() - centre).square().mean([1]);
    }

    internal sealed class Hooks(double weight, double centre, Players players, ReplicaStream random) : StabilizerHooks
    {
        public override Tensor DiscriminatorCost(Tensor cost, Turn turn)
        {
            var (real, fake) = (turn.Real.detach(), turn.Fake.detach());
            var share = random.Draw(g => rand([real.shape[1]], device: random.Device, generator: g)).to_type(real.dtype);
            share = share.view([share.shape[0], share.shape[1], .. real.shape[2..].Select(_ => 1L)]);
            var between = (fake + share * (real - fake)).requires_grad_(true);
            return cost + weight * Penalty(players.Discriminator.Network.call(between).Logits, between, centre);
        }

        public override void SaveOrRestore(RunState state) => state.Stream(random);

        public override void Dispose()
        {
            random.Dispose();
            base.Dispose();
        }
    }
}
