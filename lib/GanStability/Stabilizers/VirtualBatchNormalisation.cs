namespace GanStability;

/// <summary>
/// Virtual batch normalisation (Salimans et al. 2016, arXiv 1606.03498, §3.5) of hidden layers: batch normalisation in which every sample
/// stands in the company of a reference batch that never changes, and of itself, instead of its own batch; see <see
/// cref="VirtualBatchNorm"/>. The generator's reference batch are latent vectors, the discriminator's are real samples.
/// </summary>
/// <remarks>
/// A generated sample no longer depends on those generated beside it, as it does under batch normalisation. The reference batch goes
/// through the network with every batch, which costs as much as so many further samples: the paper uses it in the generator only, for that
/// reason.
/// </remarks>
/// <param name="Generator">Normalises the generator.</param>
/// <param name="Discriminator">Normalises the discriminator.</param>
/// <param name="Reference">Samples of the reference batch, at least 2.</param>
public sealed record VirtualBatchNormalisation(bool Generator = true, bool Discriminator = false, int Reference = VirtualBatchNorm.Usual)
    : HiddenNormalisation(Generator, Discriminator)
{
    /// <inheritdoc/>
    public override string Name => Reference == VirtualBatchNorm.Usual ? base.Name : $"{base.Name}, reference {Reference}";

    private protected override Normalisation Kind => new VirtualBatchNorm(Reference);
}
