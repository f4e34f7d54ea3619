using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// R2 (Mescheder et al. 2018, arXiv 1801.04406, eq. 10): as <see cref="R1"/>, on generated samples: the discriminator pays (γ/2) E‖∇_x
/// l(x)‖² at x = G(z). Together with R1 it is what makes <see cref="RelativisticPairing"/> converge (R3GAN, arXiv 2501.05441).
/// </summary>
/// <param name="Gamma">γ, greater than 0.</param>
public sealed record R2(double Gamma = 1) : Stabilizer
{
    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"R2 {Gamma}");

    /// <inheritdoc/>
    public override void Check(Recipe recipe)
    {
        Require.Positive(Gamma);
        InputGradient.RefuseBatchNormalisation(recipe, "R2");
    }

    /// <inheritdoc/>
    public override StabilizerHooks Attach(Recipe recipe, Players players) => new Hooks(Gamma);

    private sealed class Hooks(double gamma) : StabilizerHooks
    {
        public override Tensor DiscriminatorCost(Tensor cost, Turn turn) => cost + gamma / 2 * R1.Penalty(turn.OnFake.Logits, turn.Fake);
    }
}
