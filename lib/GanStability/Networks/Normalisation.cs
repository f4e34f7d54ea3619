using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace GanStability.Networks;

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
/// Batch normalisation of R replicas: y = γ (x − mean_B x)/√(var_B x + ε) + β, mean and (biased) variance over the batch, per replica and feature.
/// Input and output [R, B, F]; parameters γ, β [R, F], starting at 1 and 0. The statistics of the batch at hand are always used, in training and in sampling
/// (as the 2 500 samples of an evaluation are a batch), so there are no running buffers.
/// </summary>
public sealed class EnsembleBatchNorm : Module<Tensor, Tensor>
{
    private const double Epsilon = 1e-5;

    /// <summary>Scale γ [R, F].</summary>
    public Parameter gamma { get; }

    /// <summary>Shift β [R, F].</summary>
    public Parameter beta { get; }

    /// <summary>Makes the layer.</summary>
    /// <param name="name">The layer's name.</param>
    /// <param name="features">F.</param>
    /// <param name="streams">Replicas and device.</param>
    public EnsembleBatchNorm(string name, long features, InitialisationStreams streams) : base(name)
    {
        ArgumentNullException.ThrowIfNull(streams);
        gamma = new Parameter(ones([streams.Replicas, features], device: streams.Device).DetachFromDisposeScope());
        beta = new Parameter(zeros([streams.Replicas, features], device: streams.Device).DetachFromDisposeScope());
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => Among(input, input);

    /// <summary>Normalises with the statistics of another batch, as if the input stood in it.</summary>
    /// <param name="input">[R, N, F].</param>
    /// <param name="company">The batch [R, B, F] whose mean and variance are used.</param>
    /// <returns>[R, N, F].</returns>
    /// <exception cref="ArgumentException">A batch of one: its variance is zero and every output would be β.</exception>
    public Tensor Among(Tensor input, Tensor company)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(company);
        if (company.shape[1] < 2)
            throw new ArgumentException("Batch normalisation needs a batch of at least 2; got 1. Raise Batch, or leave batch normalisation out.", nameof(company));
        var mean = company.mean([1], keepdim: true);
        var variance = (company - mean).square().mean([1], keepdim: true);
        return (input - mean) * (variance + Constant.Of(Epsilon)).rsqrt() * gamma.unsqueeze(1) + beta.unsqueeze(1);
    }
}
