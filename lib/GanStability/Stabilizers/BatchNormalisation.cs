namespace GanStability;

/// <summary>
/// Batch normalisation (Ioffe and Szegedy 2015, arXiv 1502.03167; in GANs since Radford et al. 2016, arXiv 1511.06434) of hidden layers:
/// y = γ (x − mean_B x)/√(var_B x + ε) + β per replica and feature, before the nonlinearity; see <see cref="EnsembleBatchNorm"/>. The discriminator judges
/// real and generated samples in batches of their own.
/// </summary>
/// <remarks>
/// In the discriminator it hides what it takes away: with every hidden layer normalised, a batch that is shifted or scaled as a whole is judged the same,
/// so nothing tells the generator where its samples should lie. Their shape it does learn: on the rotating ring all eight modes, in the wrong place and size
/// (notebook 14). Radford et al. leave it out of the discriminator's first layer.
/// </remarks>
/// <param name="Generator">Normalises the generator.</param>
/// <param name="Discriminator">Normalises the discriminator.</param>
public sealed record BatchNormalisation(bool Generator = true, bool Discriminator = false) : Stabilizer
{
    /// <inheritdoc/>
    public override string Name => $"batch normalisation in {Where(Generator, Discriminator)}";

    /// <inheritdoc/>
    public override void Check(Recipe recipe) => RequirePlayer(Generator, Discriminator);

    /// <inheritdoc/>
    public override Recipe Reshape(Recipe recipe) => Normalise(recipe, Normalisation.Batch, Generator, Discriminator);

    internal static string Where(bool generator, bool discriminator) => (generator, discriminator) switch
    {
        (true, true) => "G and D",
        (true, false) => "G",
        (false, true) => "D",
        _ => "neither player",
    };

    internal static void RequirePlayer(bool generator, bool discriminator)
    {
        if (!generator && !discriminator) throw new ArgumentException("Normalisation is switched on for neither player: choose the generator, the discriminator or both.", nameof(generator));
    }

    internal static Recipe Normalise(Recipe recipe, Normalisation normalisation, bool generator, bool discriminator)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return recipe with
        {
            Generator = generator ? recipe.Generator with { Normalisation = normalisation } : recipe.Generator,
            Discriminator = discriminator ? recipe.Discriminator with { Normalisation = normalisation } : recipe.Discriminator,
        };
    }
}
