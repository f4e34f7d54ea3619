using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// Feature matching (Salimans et al. 2016, arXiv 1606.03498, §3.1): the generator is told to match what the discriminator finds telling on
/// average, λ‖E f(x) − E f(G(z))‖² with f the discriminator's last hidden layer [R, B, A] and E the mean over the batch; see
/// <see cref="Loss.FeatureMatching"/>.
/// The discriminator keeps its own cost and gets no gradient from this one.
/// </summary>
/// <param name="Weight">λ, greater than 0.</param>
/// <param name="Only">Replaces the generator's own objective, as the paper does, instead of adding to it.</param>
public sealed record FeatureMatching(double Weight = 1, bool Only = false) : Stabilizer
{
    /// <inheritdoc/>
    public override string Name =>
        FormattableString.Invariant($"feature matching{(Weight == 1 ? "" : $" {Weight}")}{(Only ? " only" : "")}");

    /// <inheritdoc/>
    public override void Check(Recipe recipe) => Require.Positive(Weight);

    /// <inheritdoc/>
    public override Recipe Reshape(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return Only ? recipe with { Objective = Objective.WithoutGenerator(recipe.Objective) } : recipe;
    }

    /// <inheritdoc/>
    public override StabilizerHooks Attach(Recipe recipe, Players players) => new Hooks(Weight);

    private sealed class Hooks(double weight) : StabilizerHooks
    {
        public override Tensor GeneratorCost(Tensor cost, Turn turn) =>
            cost + weight * Loss.FeatureMatching(turn.OnReal.Features, turn.OnFake.Features);
    }
}
