using TorchSharp.Modules;
using static TorchSharp.torch.nn;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>What is done to a hidden layer's input before the nonlinearity.</summary>
public enum Normalisation
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Batch normalisation (Ioffe and Szegedy 2015, arXiv 1502.03167).</summary>
    Batch,

    /// <summary>Instance normalisation (Ulyanov et al. 2016, arXiv 1607.08022); for networks on pictures only.</summary>
    Instance,
}

/// <summary>
/// What the normalisations of R replicas share: y = γ (x − mean)/√(var + ε) + β with ε = 1e-5 and the biased variance, and the learned γ and β [R, channels],
/// starting at 1 and 0. The statistics of the batch at hand are always used, in training and in sampling (as the 2 500 samples of an evaluation are a
/// batch), so there are no running buffers.
/// </summary>
public abstract class EnsembleNorm : Module<Tensor, Tensor>
{
    private protected const double Epsilon = 1e-5;

    // Not private: torch looks for the fields of the class that was made, to register them and to replace them when a module changes its number type.
    private protected readonly Parameter scale;
    private protected readonly Parameter shift;

    private protected EnsembleNorm(string name, long channels, InitialisationStreams streams) : base(name)
    {
        ArgumentNullException.ThrowIfNull(streams);
        scale = new Parameter(ones([streams.Replicas, channels], device: streams.Device).DetachFromDisposeScope());
        shift = new Parameter(zeros([streams.Replicas, channels], device: streams.Device).DetachFromDisposeScope());
        RegisterComponents();
    }

    /// <summary>Scale γ [R, channels].</summary>
    public Parameter gamma => scale;

    /// <summary>Shift β [R, channels].</summary>
    public Parameter beta => shift;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => Among(input, input);

    /// <summary>Normalises with the statistics of another batch, as if the input stood in it.</summary>
    /// <param name="input">Samples in the layout of the layer, any number of them.</param>
    /// <param name="company">The batch whose mean and variance are used.</param>
    /// <returns>The samples, normalised.</returns>
    /// <exception cref="ArgumentException">A single number per mean: its variance is zero and every output would be β.</exception>
    public abstract Tensor Among(Tensor input, Tensor company);

    /// <summary>Batch normalisation of [N, R·C] or [N, R·C, H, W]: mean and variance over all axes but the second.</summary>
    private protected Tensor OverBatch(Tensor input, Tensor company)
    {
        if (company.shape[0] < 2)
            throw new ArgumentException("Batch normalisation needs a batch of at least 2; got 1. Raise Batch, or leave batch normalisation out.", nameof(company));
        // One native operation where there are ten below: training with it takes half the time.
        if (ReferenceEquals(input, company)) return functional.batch_norm(input, null, null, gamma.flatten(), beta.flatten(), training: true, momentum: 0, eps: Epsilon);
        long[] axes = input.dim() == 2 ? [0] : [0, 2, 3], channels = input.dim() == 2 ? [1, -1] : [1, -1, 1, 1];
        var mean = company.mean(axes, keepdim: true);
        var variance = (company - mean).square().mean(axes, keepdim: true);
        return (input - mean) * (variance + Epsilon).rsqrt() * gamma.reshape(channels) + beta.reshape(channels);
    }
}

/// <summary>
/// Batch normalisation of R replicas (Ioffe and Szegedy 2015, arXiv 1502.03167): mean and variance over the batch, per replica and feature.
/// Input and output [R, B, F]; γ and β [R, F].
/// </summary>
public sealed class EnsembleBatchNorm : EnsembleNorm
{
    /// <summary>Makes the layer.</summary>
    /// <param name="name">The layer's name.</param>
    /// <param name="features">F.</param>
    /// <param name="streams">Replicas and device.</param>
    public EnsembleBatchNorm(string name, long features, InitialisationStreams streams) : base(name, features, streams) { }

    /// <inheritdoc/>
    public override Tensor Among(Tensor input, Tensor company)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(company);
        var x = Join(input);
        var normalised = OverBatch(x, ReferenceEquals(input, company) ? x : Join(company));
        return normalised.reshape(normalised.shape[0], input.shape[0], -1).transpose(0, 1);
    }

    // [R, B, F] to [B, R·F].
    private static Tensor Join(Tensor x) => x.transpose(0, 1).flatten(1);
}

/// <summary>
/// Normalisation of pictures of R replicas, per replica and channel. Mean and variance are taken over batch, height and width (batch normalisation, arXiv 1502.03167)
/// or over height and width of each picture (instance normalisation, arXiv 1607.08022). Input and output [B, R·C, H, W]; γ and β [R, C].
/// </summary>
public sealed class EnsembleImageNorm : EnsembleNorm
{
    private readonly bool instance;

    /// <summary>Makes the layer.</summary>
    /// <param name="name">The layer's name.</param>
    /// <param name="kind">Batch or instance.</param>
    /// <param name="channels">C.</param>
    /// <param name="streams">Replicas and device.</param>
    /// <exception cref="ArgumentException">Neither batch nor instance normalisation.</exception>
    public EnsembleImageNorm(string name, Normalisation kind, long channels, InitialisationStreams streams) : base(name, channels, streams)
    {
        if (kind is not (Normalisation.Batch or Normalisation.Instance))
            throw new ArgumentOutOfRangeException(nameof(kind), kind, "A normalisation of pictures is Batch or Instance.");
        instance = kind == Normalisation.Instance;
    }

    /// <inheritdoc/>
    public override Tensor Among(Tensor input, Tensor company)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(company);
        if (!instance) return OverBatch(input, company);
        // A picture is normalised by itself: there is no company to look at.
        if (input.shape[2] * input.shape[3] < 2)
            throw new ArgumentException("Instance normalisation averages over height and width; a picture of 1×1 has one number, whose variance is zero.", nameof(input));
        return functional.instance_norm(input, null, null, gamma.flatten(), beta.flatten(), use_input_stats: true, momentum: 0, eps: Epsilon);
    }
}
