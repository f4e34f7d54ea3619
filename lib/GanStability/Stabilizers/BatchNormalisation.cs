namespace GanStability;

/// <summary>
/// Batch normalisation (Ioffe and Szegedy 2015, arXiv 1502.03167; in GANs since Radford et al. 2016, arXiv 1511.06434) of hidden layers: y
/// = γ (x − mean_B x)/√(var_B x + ε) + β per replica and feature, before the nonlinearity; see <see cref="BatchNorm"/>. The discriminator
/// judges real and generated samples in batches of their own.
/// </summary>
/// <remarks>
/// In the discriminator it hides what it takes away: with every hidden layer normalised, a batch that is shifted or scaled as a whole is
/// judged the same, so nothing tells the generator where its samples should lie. Their shape it does learn: on the rotating ring all eight
/// modes, in the wrong place and size (notebook 14). Radford et al. leave it out of the discriminator's first layer.
/// </remarks>
/// <param name="Generator">Normalises the generator.</param>
/// <param name="Discriminator">Normalises the discriminator.</param>
public sealed record BatchNormalisation(bool Generator = true, bool Discriminator = false) : HiddenNormalisation(Generator, Discriminator)
{
    private protected override Normalisation Kind => Normalisation.Batch;
}
