using TorchSharp;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// Instance noise (Sønderby et al. 2017, arXiv 1610.04490; Arjovsky and Bottou 2017, arXiv 1701.04862): everything the discriminator sees
/// in training gets Gaussian noise N(0, σ_t²), so that the two distributions overlap and it cannot separate them perfectly. σ_t = Start ·
/// (1 − t/T) falls linearly to 0 at the last of the T steps. Samples for measuring get no noise.
/// </summary>
/// <param name="Start">σ at the beginning, in the data's units, greater than 0.</param>
public sealed record InstanceNoise(double Start = 0.3) : Stabilizer
{
    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"instance noise {Start}→0");

    /// <inheritdoc/>
    public override void Check(Recipe recipe) => Require.Positive(Start);

    /// <inheritdoc/>
    public override StabilizerHooks Attach(Recipe recipe, Players players)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(players);
        return new Hooks(this, recipe, players.Generator.Parameters);
    }

    /// <summary>σ_t.</summary>
    /// <param name="step">t, from 1.</param>
    /// <param name="steps">T.</param>
    /// <returns>The standard deviation of the noise.</returns>
    public double Sigma(int step, int steps) => Start * (1 - (double)step / steps);

    private sealed class Hooks(InstanceNoise settings, Recipe recipe, Tensor like) : StabilizerHooks
    {
        private readonly BatchStream noise = new(
            new ReplicaStream(recipe.Seed, recipe.Replicas, "instance noise", like.device),
            recipe.Batch,
            (count, g) => randn([count, .. recipe.Data.SampleShape], like.dtype, like.device, generator: g)
        );

        public override Tensor BeforeDiscriminator(Tensor samples, int step) => samples + settings.Sigma(step, recipe.Steps) * noise.Next();

        public override void SaveOrRestore(RunState state) => noise.SaveOrRestore(state);

        public override void Dispose()
        {
            noise.Dispose();
            base.Dispose();
        }
    }
}
