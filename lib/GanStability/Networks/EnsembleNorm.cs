using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace GanStability.Networks;

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
        return (input - mean) * (variance + Constant.Of(Epsilon)).rsqrt() * gamma.reshape(channels) + beta.reshape(channels);
    }
}
