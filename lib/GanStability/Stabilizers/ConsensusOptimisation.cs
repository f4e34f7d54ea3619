using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// Consensus optimisation (Mescheder et al. 2017, arXiv 1705.10461, §4): both players also minimise (γ/2)‖v‖², where v = (∇_θ L_G, ∇_ψ L_D)
/// is the field along which they move. It turns a circling field into one that points inwards. L_G and L_D are the objective's costs on
/// this turn's batch, without other stabilizers' penalties.
/// </summary>
/// <param name="Gamma">γ, greater than 0. A step costs about three times a plain one: it differentiates gradients.</param>
public sealed record ConsensusOptimisation(double Gamma = 0.1) : Stabilizer
{
    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"consensus optimisation {Gamma}");

    /// <inheritdoc/>
    public override void Check(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        Require.Positive(Gamma);
        if (!recipe.Objective.TrainsGenerator)
            throw new ArgumentException(
                $"Consensus needs both players' costs, and '{recipe.Objective}' gives the generator none: use another objective, or "
                    + $"leave consensus out.",
                nameof(recipe)
            );
    }

    /// <inheritdoc/>
    public override StabilizerHooks Attach(Recipe recipe, Players players) => new Hooks(Gamma, recipe, players);

    private sealed class Hooks(double gamma, Recipe recipe, Players players) : StabilizerHooks
    {
        private readonly Tensor[] generator = [.. players.Generator.Network.parameters()],
            discriminator = [.. players.Discriminator.Network.parameters()];

        public override Tensor DiscriminatorCost(Tensor cost, Turn turn)
        {
            var ofDiscriminator = Slopes(DCost(turn.OnReal.Logits, turn.OnFake.Logits), discriminator);
            // ∇_θ L_G = (∂G/∂θ)' ∂L_G/∂G(z): D's slope at the samples, known from this turn, carried back through G; no second pass of D.
            var atSamples = Slopes(GCost(turn.OnFake.Logits, turn.OnReal.Logits), [turn.Fake])[0];
            var ofGenerator = Slopes(players.Generator.Network.call(turn.Z) * atSamples, generator);
            return cost + Half(ofDiscriminator, ofGenerator);
        }

        public override Tensor GeneratorCost(Tensor cost, Turn turn)
        {
            var ofGenerator = Slopes(GCost(turn.OnFake.Logits, turn.OnReal.Logits), generator);
            // The turn's judgement of the real samples has no graph; here it must lead to D's parameters.
            var ofDiscriminator = Slopes(DCost(players.Discriminator.Network.call(turn.Real).Logits, turn.OnFake.Logits), discriminator);
            return cost + Half(ofDiscriminator, ofGenerator);
        }

        private Tensor DCost(Tensor onReal, Tensor onFake) => recipe.Objective.Discriminator(onReal, onFake, recipe.Targets);

        private Tensor GCost(Tensor onFake, Tensor onReal) => recipe.Objective.Generator(onFake, new Lazy<Tensor>(onReal));

        private static Tensor[] Slopes(Tensor cost, Tensor[] by) =>
            Derivative.Differentiable(cost, by, "Consensus found a part of the players that has no influence on their costs.");

        private Tensor Half(params ReadOnlySpan<Tensor[]> fields)
        {
            Tensor? sum = null;
            foreach (var field in fields)
            foreach (var slope in field)
            {
                var squared = slope.reshape(recipe.Replicas, -1).square().sum(1);
                sum = sum is null ? squared : sum + squared;
            }
            return gamma / 2 * sum!;
        }
    }
}
