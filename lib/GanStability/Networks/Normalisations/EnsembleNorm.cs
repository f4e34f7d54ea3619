using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace GanStability;

/// <summary>
/// A <see cref="Normalisation"/> of R replicas as a layer with the learned γ and β [R, C], starting at 1 and 0. Input and output are points
/// [R, B, C] or pictures in channel groups [B, R·C, H, W]. The statistics of the batch at hand are always used, in training and in sampling
/// (as the 2 500 samples of an evaluation are a batch), so there are no running buffers. Under <see cref="Normalisation.Reference"/> the
/// first samples of every batch are the reference batch.
/// </summary>
public sealed class EnsembleNorm : Module<Tensor, Tensor>
{
#pragma warning disable CA1051 // fields, not properties: a parameter is named after its field, in lists and in files
    /// <summary>Scale γ [R, C].</summary>
    public readonly Parameter gamma;

    /// <summary>Shift β [R, C].</summary>
    public readonly Parameter beta;
#pragma warning restore CA1051

    /// <summary>What the layer does.</summary>
    public Normalisation Kind { get; }

    /// <summary>Makes the layer.</summary>
    /// <param name="name">The layer's name.</param>
    /// <param name="kind">What it does.</param>
    /// <param name="channels">C, features or channels per replica.</param>
    /// <param name="streams">Replicas and device.</param>
    public EnsembleNorm(string name, Normalisation kind, long channels, InitialisationStreams streams)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(streams);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        Kind = kind;
        gamma = new Parameter(ones([streams.Replicas, channels], device: streams.Device).DetachFromDisposeScope());
        beta = new Parameter(zeros([streams.Replicas, channels], device: streams.Device).DetachFromDisposeScope());
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Among(input, input.shape[input.dim() == 3 ? 1 : 0]);
    }

    /// <summary>Normalises samples as if they stood in another batch, given before them; a reference batch takes its place.</summary>
    /// <param name="input">That batch and the samples, in the layout of the layer.</param>
    /// <param name="company">How many samples that batch has.</param>
    /// <returns>Both, normalised.</returns>
    /// <exception cref="ArgumentException">A single number per mean, or fewer samples than the reference batch has.</exception>
    public Tensor Among(Tensor input, long company)
    {
        ArgumentNullException.ThrowIfNull(input);
        var points = input.dim() == 3;
        // [R, B, C] to [B, R·C], which is the layout of pictures.
        var x = points ? input.transpose(0, 1).flatten(1) : input;
        if (x.shape[0] < Kind.Reference)
            throw new ArgumentException(
                $"{Kind.Title} takes the first {Kind.Reference} samples of a batch as its reference; " + $"this one has {x.shape[0]}.",
                nameof(input)
            );
        var y = Kind.Normalise(x, gamma, beta, Kind.Reference > 0 ? Kind.Reference : company);
        return points ? y.reshape(y.shape[0], input.shape[0], -1).transpose(0, 1) : y;
    }
}
