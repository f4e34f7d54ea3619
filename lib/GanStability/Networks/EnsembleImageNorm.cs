using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace GanStability.Networks;

/// <summary>
/// Normalisation of pictures of R replicas: y = γ (x − mean)/√(var + ε) + β per replica and channel. Mean and (biased) variance are taken over batch, height and
/// width (batch normalisation, arXiv 1502.03167) or over height and width of each picture (instance normalisation, arXiv 1607.08022).
/// Input and output [B, R·C, H, W]; parameters γ, β [R, C], starting at 1 and 0. The batch at hand is always used, in training and in sampling, as in
/// <see cref="EnsembleBatchNorm"/>.
/// </summary>
public sealed class EnsembleImageNorm : Module<Tensor, Tensor>
{
    private const double Epsilon = 1e-5;
    private readonly bool instance;

    /// <summary>Scale γ [R, C].</summary>
    public Parameter gamma { get; }

    /// <summary>Shift β [R, C].</summary>
    public Parameter beta { get; }

    /// <summary>Makes the layer.</summary>
    /// <param name="name">The layer's name.</param>
    /// <param name="kind">Batch or instance.</param>
    /// <param name="channels">C.</param>
    /// <param name="streams">Replicas and device.</param>
    /// <exception cref="ArgumentException">Neither batch nor instance normalisation.</exception>
    public EnsembleImageNorm(string name, Normalisation kind, long channels, InitialisationStreams streams) : base(name)
    {
        ArgumentNullException.ThrowIfNull(streams);
        if (kind is not (Normalisation.Batch or Normalisation.Instance))
            throw new ArgumentOutOfRangeException(nameof(kind), kind, "A normalisation of pictures is Batch or Instance.");
        instance = kind == Normalisation.Instance;
        gamma = new Parameter(ones([streams.Replicas, channels], device: streams.Device).DetachFromDisposeScope());
        beta = new Parameter(zeros([streams.Replicas, channels], device: streams.Device).DetachFromDisposeScope());
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => Among(input, input);

    /// <summary>Normalises with the statistics of another batch, as if the input stood in it. Instance normalisation has no batch to look at.</summary>
    /// <param name="input">[N, R·C, H, W].</param>
    /// <param name="company">The batch [B, R·C, H, W] whose mean and variance are used.</param>
    /// <returns>[N, R·C, H, W].</returns>
    /// <exception cref="ArgumentException">A single number per mean: its variance is zero and every output would be β.</exception>
    public Tensor Among(Tensor input, Tensor company)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(company);
        var pixels = company.shape[2] * company.shape[3];
        if (instance && pixels < 2)
            throw new ArgumentException("Instance normalisation averages over height and width; a picture of 1×1 has one number, whose variance is zero.", nameof(company));
        if (!instance && company.shape[0] < 2)
            throw new ArgumentException("Batch normalisation needs a batch of at least 2; got 1. Raise Batch, or leave batch normalisation out.", nameof(company));
        var (scale, shift) = (gamma.flatten(), beta.flatten());
        if (instance) return functional.instance_norm(input, null, null, scale, shift, use_input_stats: true, momentum: 0, eps: Epsilon);
        if (ReferenceEquals(input, company)) return functional.batch_norm(input, null, null, scale, shift, training: true, momentum: 0, eps: Epsilon);
        var mean = company.mean([0, 2, 3], keepdim: true);
        var variance = (company - mean).square().mean([0, 2, 3], keepdim: true);
        return (input - mean) * (variance + Epsilon).rsqrt() * scale.view(1, -1, 1, 1) + shift.view(1, -1, 1, 1);
    }
}
