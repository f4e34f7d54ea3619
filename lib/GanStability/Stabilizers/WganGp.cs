using TorchSharp;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// WGAN-GP (Gulrajani et al. 2017, arXiv 1704.00028, eq. 3): a critic f without sigmoid estimates the Wasserstein distance, and is kept
/// 1-Lipschitz by λ E(‖∇_x̂ f(x̂)‖ − 1)² on x̂ = ε x + (1 − ε) G(z), one ε ~ U[0, 1] per pair. The critic moves five times per generator
/// step, as in the paper: the distance means something only near its maximum. A critic has no probabilities: read D(x) of such a run as
/// sigmoid(f(x)), an order, not a share. The optimizer stays the recipe's: the paper trains with Adam at rate 1e-4, β₁ = 0 and β₂ = 0.9
/// (Algorithm 1), and a recipe that shall do the same says so, <c>new(1e-4, Beta1: 0, Beta2: 0.9)</c> for both players.
/// </summary>
/// <param name="Weight">λ, greater than 0; 10 in the paper.</param>
/// <param name="CriticSteps">Moves of the critic per move of the generator, at least 1; 5 in the paper.</param>
public sealed record WganGp(double Weight = 10, int CriticSteps = 5) : Stabilizer
{
    /// <inheritdoc/>
    public override string Name =>
        FormattableString.Invariant($"WGAN-GP{(Weight == 10 ? "" : $" {Weight}")}{(CriticSteps == 5 ? "" : $", critic {CriticSteps}×")}");

    /// <inheritdoc/>
    public override void Check(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        Require.Positive(Weight);
        ArgumentOutOfRangeException.ThrowIfLessThan(CriticSteps, 1);
        InputGradient.RefuseBatchNormalisation(recipe, "WGAN-GP");
    }

    /// <inheritdoc/>
    public override Recipe Reshape(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return recipe with { Objective = Objective.Wasserstein, DiscriminatorSteps = CriticSteps };
    }

    /// <inheritdoc/>
    public override StabilizerHooks Attach(Recipe recipe, Players players)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(players);
        return new GradientPenalty.Hooks(
            Weight,
            1,
            players,
            new ReplicaStream(recipe.Seed, recipe.Replicas, "interpolates", players.Generator.Parameters.device)
        );
    }

    /// <summary>E(‖∇_x f(x)‖ − 1)², the mean over the batch.</summary>
    /// <param name="logits">f [R, n].</param>
    /// <param name="samples">x [R, B, ·], with B = n, or k n where a pack of k is judged as one.</param>
    /// <returns>[R], differentiable again.</returns>
    /// <exception cref="ArgumentException">Samples by which the logits were not made differentiable.</exception>
    public static Tensor Penalty(Tensor logits, Tensor samples) => GradientPenalty.Penalty(logits, samples, centre: 1);
}
