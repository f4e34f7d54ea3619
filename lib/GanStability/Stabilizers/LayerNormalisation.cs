namespace GanStability;

/// <summary>
/// Layer normalisation (Ba et al. 2016, arXiv 1607.06450) of hidden layers: mean and variance over all features of one sample, which so
/// does not depend on its company; see <see cref="LayerNorm"/>. In the discriminator it goes together with gradient penalties, which batch
/// normalisation does not (Gulrajani et al. 2017, arXiv 1704.00028, §4).
/// </summary>
/// <param name="Generator">Normalises the generator.</param>
/// <param name="Discriminator">Normalises the discriminator.</param>
public sealed record LayerNormalisation(bool Generator = true, bool Discriminator = false) : HiddenNormalisation(Generator, Discriminator)
{
    private protected override Normalisation Kind => Normalisation.Layer;
}
