namespace GanStability;

/// <summary>
/// Two time-scale updates (Heusel et al. 2017, arXiv 1706.08500): the discriminator learns faster (or slower) than the generator, lr_D =
/// factor · lr of the recipe, so that it stays near its best response. A factor of 1 is the recipe itself.
/// </summary>
/// <param name="Factor">What the discriminator's learning rate is multiplied by, greater than 0 and not 1.</param>
public sealed record TwoTimeScale(double Factor = 4) : Stabilizer
{
    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"two time scales ×{Factor}");

    /// <inheritdoc/>
    public override void Check(Recipe recipe)
    {
        Require.Positive(Factor);
        if (Factor == 1)
            throw new ArgumentOutOfRangeException(nameof(Factor), Factor, "A factor of 1 changes nothing.");
    }

    /// <inheritdoc/>
    public override Recipe Reshape(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        var adam = recipe.DiscriminatorAdam;
        return recipe with { DiscriminatorAdam = adam with { LearningRate = Factor * adam.LearningRate } };
    }
}
