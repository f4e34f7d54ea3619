using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// Unrolled GAN (Metz et al. 2017, arXiv 1611.02163, eq. 7–9): the generator pays what it would have to pay k steps of the discriminator
/// later, at θ_k with θ_{i+1} = θ_i − η√P g_i/‖g_i‖ and g_i = ∇_θ L_D(θ_i). Its gradient also runs through these steps, so it feels how the
/// discriminator would answer: with k → ∞ the answer is the best one, and the game the minimisation of a divergence. η is the
/// discriminator's learning rate and P its number of parameters: the steps go downhill, as far as Adam's would. They are taken on this
/// turn's batch and without other stabilizers' penalties; the discriminator itself does not move by them.
/// </summary>
/// <param name="Steps">k, at least 1. A step costs about as much as both players' turns.</param>
/// <param name="ZeroSum">
/// The generator minimises −L_D(θ_k), as in the paper's formula. That is the saturating game: where the discriminator wins early (the
/// frozen ring) nothing is left to follow, and the samples drift off. Otherwise the generator minimises its own cost, by default the
/// non-saturating one, against the discriminator at θ_k. </param>
public sealed record UnrolledDiscriminator(int Steps = 5, bool ZeroSum = false) : Stabilizer
{
    /// <inheritdoc/>
    public override string Name => $"unrolled discriminator {Steps}{(ZeroSum ? ", zero-sum" : "")}";

    /// <inheritdoc/>
    public override bool NeedsLinearLayers => true;

    /// <inheritdoc/>
    public override void Check(Recipe recipe) => ArgumentOutOfRangeException.ThrowIfLessThan(Steps, 1);

    /// <inheritdoc/>
    public override Recipe Reshape(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return recipe with { Objective = Objective.WithoutGenerator(recipe.Objective) };
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A discriminator with parameters outside the kit's linear layers, which cannot be looked at some
    /// steps ahead.</exception>
    public override StabilizerHooks Attach(Recipe recipe, Players players)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(players);
        var network = players.Discriminator.Network;
        var layers = network.modules().OfType<EnsembleLinear>().ToArray();
        if (layers.Sum(l => l.parameters().Count()) != network.parameters().Count())
            throw new ArgumentException(
                "Unrolling needs a discriminator all of whose parameters belong to the kit's linear layers: leave out its "
                    + "normalisation, minibatch discrimination or own modules.",
                nameof(players)
            );
        return new Hooks(this, recipe, network, layers);
    }

    private sealed class Hooks(UnrolledDiscriminator settings, Recipe recipe, DiscriminatorNetwork network, EnsembleLinear[] layers)
        : StabilizerHooks
    {
        private readonly double length =
            recipe.DiscriminatorAdam.LearningRate * Math.Sqrt(layers.SelectMany(l => l.parameters()).Sum(p => p.numel()) / recipe.Replicas);

        public override Tensor GeneratorCost(Tensor cost, Turn turn)
        {
            for (var i = 0; i < settings.Steps; i++)
                Move(DiscriminatorCost(turn));
            cost = cost + (settings.ZeroSum ? -DiscriminatorCost(turn) : OwnCost(turn));
            foreach (var layer in layers)
                layer.Substitute = null;
            return cost;
        }

        private Tensor DiscriminatorCost(Turn turn) =>
            recipe.Objective.Discriminator(network.call(turn.Real).Logits, network.call(turn.Fake).Logits, recipe.Targets);

        private Tensor OwnCost(Turn turn) =>
            recipe.Objective.Whole.Generator(network.call(turn.Fake).Logits, new Lazy<Tensor>(() => network.call(turn.Real).Logits));

        private void Move(Tensor cost)
        {
            var parameters = layers.SelectMany(Parameters).ToArray();
            var slopes = Derivative.Differentiable(
                cost,
                parameters,
                "A parameter of the discriminator has no influence on its cost: it cannot be unrolled."
            );
            var norm = (slopes.Select(g => g.square().flatten(1).sum(1)).Aggregate((a, b) => a + b) + 1e-12).sqrt();
            var scale = (norm.reciprocal() * length).view(-1, 1);
            var moved = new Queue<Tensor>(parameters.Zip(slopes, (p, g) => p - (scale * g.flatten(1)).view_as(p)));
            foreach (var layer in layers)
                layer.Substitute = (moved.Dequeue(), layer.bias is null ? null : moved.Dequeue());
        }

        /// <summary>A layer's parameters as they stand.</summary>
        private static IEnumerable<Tensor> Parameters(EnsembleLinear layer)
        {
            var (weight, bias) = layer.Substitute ?? (layer.weight, layer.bias);
            return bias is null ? [weight] : [weight, bias];
        }
    }
}
