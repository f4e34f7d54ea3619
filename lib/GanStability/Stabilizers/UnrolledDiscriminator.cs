using GanStability.Networks;
using GanStability.Training;
using static TorchSharp.torch;

namespace GanStability.Stabilizers;

/// <summary>
/// Unrolled GAN (Metz et al. 2017, arXiv 1611.02163, eq. 7–9): the generator minimises its cost against the discriminator as it would be k steps later,
/// θ_{i+1} = θ_i − η ∇_θ L_D(θ_i), and its gradient also runs through these steps: it feels how the discriminator would answer. The steps are plain gradient
/// steps on this turn's batch, without other stabilizers' penalties; the discriminator itself does not move by them.
/// </summary>
/// <param name="Steps">k, at least 1. A step costs about as much as both players' turns.</param>
/// <param name="Rate">η, greater than 0.</param>
public sealed record UnrolledDiscriminator(int Steps = 5, double Rate = 1) : Stabilizer
{
    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"unrolled discriminator {Steps}{(Rate == 1 ? "" : $", rate {Rate}")}");

    /// <inheritdoc/>
    public override void Check(Recipe recipe)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Steps, 1);
        Positive(Rate, nameof(Rate));
    }

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
        return new Hooks(this, recipe, network, layers);
    }

    private sealed class Hooks(UnrolledDiscriminator settings, Recipe recipe, DiscriminatorNetwork network, EnsembleLinear[] layers) : StabilizerHooks
    {
        public override void BeforeGenerator(Lazy<Tensor> real, Tensor fake)
        {
            for (var i = 0; i < settings.Steps; i++)
            {
                var cost = recipe.Objective.Discriminator(network.call(real.Value).Logits, network.call(fake).Logits, recipe.Targets);
                (Tensor Weight, Tensor? Bias)[] before = [.. layers.Select(l => l.Substitute ?? (l.weight, l.bias))];
                var slopes = new Queue<Tensor>(autograd.grad([cost.sum()], [.. before.SelectMany(b => b.Bias is null ? [b.Weight] : new[] { b.Weight, b.Bias })],
                    retain_graph: true, create_graph: true));
                foreach (var (layer, (weight, bias)) in layers.Zip(before))
                    layer.Substitute = (Moved(weight, slopes), bias is null ? null : Moved(bias, slopes));
            }
        }

        private Tensor Moved(Tensor parameter, Queue<Tensor> slopes) => parameter - Constant.Of(settings.Rate) * slopes.Dequeue();

        public override void AfterStep()
        {
            foreach (var layer in layers) layer.Substitute = null;
        }

        public override void Dispose()
        {
            AfterStep();
            base.Dispose();
        }
    }
}
