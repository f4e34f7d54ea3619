using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// DRAGAN (Kodali et al. 2017, arXiv 1705.07215, §2.3): the discriminator pays λ E(‖∇_x̂ l(x̂)‖ − 1)² near the data only, at x̂ = x + c s
/// u, with u ~ U[0, 1] for every number of x and s the standard deviation of all numbers of the batch (so in the authors' code; the paper
/// writes Gaussian noise). l is the logit. Unlike WGAN-GP it leaves the objective alone.
/// </summary>
/// <param name="Weight">λ, greater than 0; 10 in the paper.</param>
/// <param name="Spread">c, greater than 0; 0.5 in the authors' code.</param>
public sealed record Dragan(double Weight = 10, double Spread = 0.5) : Stabilizer
{
    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"DRAGAN{(Weight == 10 ? "" : $" {Weight}")}");

    /// <inheritdoc/>
    public override void Check(Recipe recipe)
    {
        Require.Positive(Weight);
        Require.Positive(Spread);
        InputGradient.RefuseBatchNormalisation(recipe, "DRAGAN");
    }

    /// <inheritdoc/>
    public override StabilizerHooks Attach(Recipe recipe, Players players)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(players);
        return new Hooks(
            this,
            players,
            new ReplicaStream(recipe.Seed, recipe.Replicas, "neighbourhood", players.Generator.Parameters.device)
        );
    }

    private sealed class Hooks(Dragan settings, Players players, ReplicaStream random) : StabilizerHooks
    {
        public override Tensor DiscriminatorCost(Tensor cost, Turn turn)
        {
            var real = turn.Real.detach();
            var noise = random.Draw(g => rand([.. real.shape[1..]], device: random.Device, generator: g)).to_type(real.dtype);
            var spread = real.flatten(1).std(1, unbiased: false).view([real.shape[0], .. real.shape[1..].Select(_ => 1L)]);
            var near = (real + settings.Spread * spread * noise).requires_grad_(true);
            return cost + settings.Weight * GradientPenalty.Penalty(players.Discriminator.Network.call(near).Logits, near, centre: 1);
        }

        public override void SaveOrRestore(RunState state) => state.Stream(random);

        public override void Dispose()
        {
            random.Dispose();
            base.Dispose();
        }
    }
}
