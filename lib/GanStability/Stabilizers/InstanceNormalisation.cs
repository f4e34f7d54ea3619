namespace GanStability;

/// <summary>
/// Instance normalisation (Ulyanov et al. 2016, arXiv 1607.08022): like batch normalisation, with mean and variance over height and width of one picture's
/// channel instead of the batch, so a picture does not depend on its company, and its contrast is lost.
/// </summary>
/// <param name="Generator">Normalises the generator.</param>
/// <param name="Discriminator">Normalises the discriminator.</param>
public sealed record InstanceNormalisation(bool Generator = true, bool Discriminator = false) : Stabilizer
{
    /// <inheritdoc/>
    public override string Name => $"instance normalisation in {BatchNormalisation.Where(Generator, Discriminator)}";

    /// <inheritdoc/>
    public override void Check(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        BatchNormalisation.RequirePlayer(Generator, Discriminator);
        if (recipe.Data.SampleShape.Count < 3)
            throw new ArgumentException("Instance normalisation averages over the height and width of a picture. " +
                $"A sample of shape [{string.Join(", ", recipe.Data.SampleShape)}] has one number per channel: less its own mean, every one would be 0. Use pictures, or batch normalisation.", nameof(recipe));
    }

    /// <inheritdoc/>
    public override Recipe Reshape(Recipe recipe) => BatchNormalisation.Normalise(recipe, Normalisation.Instance, Generator, Discriminator);
}
