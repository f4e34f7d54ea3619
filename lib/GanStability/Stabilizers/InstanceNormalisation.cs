namespace GanStability;

/// <summary>
/// Instance normalisation (Ulyanov et al. 2016, arXiv 1607.08022) of hidden layers: like batch normalisation, with mean and variance over
/// height and width of one picture's channel instead of the batch, so a picture does not depend on its company, and its contrast is lost;
/// see <see cref="InstanceNorm"/>. For pictures only.
/// </summary>
/// <param name="Generator">Normalises the generator.</param>
/// <param name="Discriminator">Normalises the discriminator.</param>
public sealed record InstanceNormalisation(bool Generator = true, bool Discriminator = false)
    : HiddenNormalisation(Generator, Discriminator)
{
    private protected override Normalisation Kind => Normalisation.Instance;
}
