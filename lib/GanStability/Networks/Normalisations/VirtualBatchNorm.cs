using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace GanStability;

/// <summary>
/// Virtual batch normalisation (Salimans et al. 2016, arXiv 1606.03498, §3.5): every sample is normalised in the company of the n samples
/// of a reference batch that is drawn once, before training, so that it does not depend on the others of its batch. The sample itself
/// counts as one of n + 1, per replica and feature: mean = (x + n mean_ref)/(n + 1), and likewise the mean square; the numbers of a
/// picture's channel together count as much as those of one picture of the reference batch. The reference batch goes through the same
/// layers as the samples, before them, with its own mean and variance; a <see cref="LayerProbe"/> sees both.
/// </summary>
/// <param name="Reference">n, at least 2. Every pass through the network takes n samples more.</param>
public sealed record VirtualBatchNorm(int Reference = VirtualBatchNorm.Usual) : Normalisation
{
    /// <summary>The reference batch unless told otherwise.</summary>
    internal const int Usual = 64;

    /// <inheritdoc/>
    public override Tensor Normalise(Tensor x, Tensor gamma, Tensor beta, long company)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(gamma);
        ArgumentNullException.ThrowIfNull(beta);
        var numbers = x.reshape(x.shape[0], x.shape[1], -1); // a point has one number per feature
        var (mean, variance) = Moments(numbers.narrow(0, 0, company), 0, 2);
        var (own, within) = Moments(numbers, 2);
        // How much a sample counts itself: as one of n + 1; the reference batch is complete without.
        var weight = zeros([x.shape[0], 1, 1], dtype: x.dtype, device: x.device);
        weight.narrow(0, company, x.shape[0] - company).fill_(1.0 / (company + 1));
        var rest = 1 - weight;
        // Mean and variance of both groups together. Mean square less squared mean is the same, but loses digits where the mean is large.
        var gap = own - mean;
        var together = rest * variance + weight * within + rest * weight * gap.square();
        var y = (numbers - (mean + weight * gap)) * (together + Epsilon).rsqrt();
        return (y * gamma.reshape(1, -1, 1) + beta.reshape(1, -1, 1)).view_as(x);

        static (Tensor Mean, Tensor Variance) Moments(Tensor numbers, params long[] axes)
        {
            var mean = numbers.mean(axes, keepdim: true);
            return (mean, (numbers - mean).square().mean(axes, keepdim: true));
        }
    }

    /// <inheritdoc/>
    public override string Name => "virtual batch";

    /// <inheritdoc/>
    public override int Reference { get; } =
        Reference >= 2
            ? Reference
            : throw new ArgumentOutOfRangeException(
                nameof(Reference),
                Reference,
                "A reference batch has at least 2 samples: the variance of one is zero."
            );

    /// <inheritdoc/>
    public override bool CancelsBias => true;
}

/// <summary>The reference batch of a network: laid before every batch on its way through the layers, and cut off behind them.</summary>
internal sealed class ReferenceBatch : Module
{
    // A buffer: it changes device and number type with the network, and goes into checkpoints.
    private readonly Tensor samples;

    private ReferenceBatch(Tensor samples)
        : base("reference")
    {
        this.samples = samples.DetachFromDisposeScope();
        RegisterComponents();
    }

    /// <summary>The latent vectors of a generator, [R, n, latent]; null where its normalisation needs none.</summary>
    public static ReferenceBatch? Of(GeneratorSpec spec, InitialisationStreams streams) =>
        spec.Normalisation.Reference is > 0 and var n ? new(streams.Draw("generator/reference", s => s.Normal(n, spec.Latent))) : null;

    /// <summary>The real samples of a discriminator, [R, n, ·]; null where its normalisation needs none.</summary>
    public static ReferenceBatch? Of(DiscriminatorSpec spec, InitialisationStreams streams) =>
        spec.Normalisation.Reference is > 0 and var n ? new(streams.Real("discriminator/reference", n)) : null;

    /// <summary>Takes a batch [R, B, ·] through layers with the reference batch before it.</summary>
    public Tensor Before(Tensor batch, Func<Tensor, Tensor> layers) =>
        layers(cat([samples, batch], 1)).narrow(1, samples.shape[1], batch.shape[1]);
}
