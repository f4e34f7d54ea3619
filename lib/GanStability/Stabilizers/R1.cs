using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// R1 (Mescheder et al. 2018, arXiv 1801.04406, eq. 9): the discriminator pays (γ/2) E‖∇_x l(x)‖² on real samples x, with l its logit. At
/// the equilibrium nothing is left to tell apart, and a discriminator that is steep on the data would push the generator away from it
/// again.
/// </summary>
/// <param name="Gamma">γ, greater than 0.</param>
public sealed record R1(double Gamma = 1) : Stabilizer
{
    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"R1 {Gamma}");

    /// <inheritdoc/>
    public override void Check(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        Require.Positive(Gamma);
        InputGradient.RefuseBatchNormalisation(recipe, "R1");
    }

    /// <inheritdoc/>
    public override StabilizerHooks Attach(Recipe recipe, Players players) => new Hooks(Gamma);

    /// <summary>E‖∇_x l(x)‖², the mean over the batch.</summary>
    /// <param name="logits">l [R, n].</param>
    /// <param name="samples">x [R, B, ·], with B = n, or k n where a pack of k is judged as one.</param>
    /// <returns>[R], differentiable again.</returns>
    /// <exception cref="ArgumentException">Samples by which the logits were not made differentiable.</exception>
    public static Tensor Penalty(Tensor logits, Tensor samples) => InputGradient.Of(logits, samples).square().sum(2).mean([1]);

    private sealed class Hooks(double gamma) : StabilizerHooks
    {
        public override Tensor DiscriminatorCost(Tensor cost, Turn turn) => cost + gamma / 2 * Penalty(turn.OnReal.Logits, turn.Real);
    }
}
