namespace GanStability;

/// <summary>A normalisation of hidden layers, switched on in one player or in both.</summary>
/// <param name="Generator">Normalises the generator.</param>
/// <param name="Discriminator">Normalises the discriminator.</param>
public abstract record HiddenNormalisation(bool Generator, bool Discriminator) : Stabilizer
{
    /// <summary>Which normalisation.</summary>
    private protected abstract Normalisation Kind { get; }

    /// <inheritdoc/>
    public override string Name =>
        (Generator, Discriminator) switch
        {
            (true, true) => $"{Kind.Name} normalisation in G and D",
            (true, false) => $"{Kind.Name} normalisation in G",
            (false, true) => $"{Kind.Name} normalisation in D",
            _ => $"{Kind.Name} normalisation in neither player",
        };

    /// <inheritdoc/>
    public override bool NeedsImages => Kind.NeedsImages;

    /// <inheritdoc/>
    /// <remarks>What the normalisation itself asks of a recipe is checked with the recipe, see <see cref="Normalisation.Check"/>.</remarks>
    public override void Check(Recipe recipe)
    {
        if (!Generator && !Discriminator)
            throw new ArgumentException(
                "Normalisation is switched on for neither player: choose the generator, the discriminator or both.",
                nameof(recipe)
            );
    }

    /// <inheritdoc/>
    public override Recipe Reshape(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return recipe with
        {
            Generator = Generator ? recipe.Generator with { Normalisation = Kind } : recipe.Generator,
            Discriminator = Discriminator ? recipe.Discriminator with { Normalisation = Kind } : recipe.Discriminator,
        };
    }
}
