using GanStability.Networks;
using GanStability.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace GanStability.Stabilizers;

/// <summary>
/// Unrolled GAN (Metz et al. 2017, arXiv 1611.02163, eq. 7–9): the generator minimises its cost against the discriminator as it would be k steps later,
/// θ_{i+1} = θ_i − η g_i/(√v + ε) with g_i = ∇_θ L_D(θ_i), and its gradient also runs through these steps: it feels how the discriminator would answer. η, ε
/// and the decay of v, the running mean of g_0², are those of the discriminator's Adam; v is a constant for the gradient. The steps are taken on this turn's
/// batch, without momentum and other stabilizers' penalties; the discriminator itself does not move by them.
/// </summary>
/// <param name="Steps">k, at least 1. A step costs about as much as both players' turns.</param>
public sealed record UnrolledDiscriminator(int Steps = 5) : Stabilizer
{
    /// <inheritdoc/>
    public override string Name => $"unrolled discriminator {Steps}";

    /// <inheritdoc/>
    public override void Check(Recipe recipe) => ArgumentOutOfRangeException.ThrowIfLessThan(Steps, 1);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A discriminator with parameters outside the kit's linear layers, which cannot be looked at some steps ahead.</exception>
    public override StabilizerHooks Attach(Recipe recipe, Players players)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(players);
        var network = players.Discriminator.Network;
        var layers = network.modules().OfType<EnsembleLinear>().ToArray();
        if (layers.Sum(l => l.parameters().Count()) != network.parameters().Count())
            throw new ArgumentException("Unrolling needs a discriminator all of whose parameters belong to the kit's linear layers: leave out its batch normalisation, minibatch discrimination or own modules.", nameof(players));
        return new Hooks(Steps, recipe, network, layers);
    }

    private sealed class Hooks : StabilizerHooks
    {
        private readonly int steps;
        private readonly Recipe recipe;
        private readonly DiscriminatorNetwork network;
        private readonly EnsembleLinear[] layers;

        /// <summary>v, one per parameter in the order of <see cref="Flat"/>.</summary>
        private readonly Tensor[] squares;
        private Tensor[] first = [];
        private int turns;

        public Hooks(int steps, Recipe recipe, DiscriminatorNetwork network, EnsembleLinear[] layers)
        {
            (this.steps, this.recipe, this.network, this.layers) = (steps, recipe, network, layers);
            squares = [.. Flat().Select(p => zeros_like(p).DetachFromDisposeScope())];
        }

        public override void BeforeGenerator(Lazy<Tensor> real, Tensor fake)
        {
            var slopes = Slopes(real.Value, fake);
            first = [.. slopes.Select(g => g.detach())];
            // In the very first turn there is no v yet.
            if (turns == 0) return;
            var adam = recipe.DiscriminatorAdam;
            using Scalar unbiased = 1 / (1 - Math.Pow(adam.Beta2, turns));
            var scale = squares.Select(v => ((v * unbiased).sqrt() + Constant.Of(adam.Epsilon)).reciprocal() * Constant.Of(adam.LearningRate)).ToArray();
            for (var i = 0; i < steps; i++)
            {
                if (i > 0) slopes = Slopes(real.Value, fake);
                var moved = new Queue<Tensor>(Flat().Select((p, n) => p - scale[n] * slopes[n]).ToArray());
                foreach (var layer in layers) layer.Substitute = (moved.Dequeue(), layer.bias is null ? null : moved.Dequeue());
            }
        }

        public override void AfterStep()
        {
            using var _ = no_grad();
            var decay = recipe.DiscriminatorAdam.Beta2;
            for (var n = 0; n < first.Length; n++) squares[n].mul_(Constant.Of(decay)).addcmul_(first[n], first[n], Constant.Of(1 - decay));
            if (first.Length > 0) turns++;
            first = [];
            foreach (var layer in layers) layer.Substitute = null;
        }

        /// <summary>The discriminator's parameters as they stand, layer by layer.</summary>
        private IEnumerable<Tensor> Flat()
        {
            foreach (var layer in layers)
            {
                var (weight, bias) = layer.Substitute ?? (layer.weight, layer.bias);
                yield return weight;
                if (bias is not null) yield return bias;
            }
        }

        private Tensor[] Slopes(Tensor real, Tensor fake)
        {
            var cost = recipe.Objective.Discriminator(network.call(real).Logits, network.call(fake).Logits, recipe.Targets);
            return [.. autograd.grad([cost.sum()], [.. Flat()], retain_graph: true, create_graph: true)];
        }

        public override void Dispose()
        {
            foreach (var layer in layers) layer.Substitute = null;
            foreach (var v in squares) v.Dispose();
            base.Dispose();
        }
    }
}
