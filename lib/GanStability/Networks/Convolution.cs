using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace GanStability;

/// <summary>
/// R convolutions side by side with a kernel of 4×4, a stride of 2 and a padding of 1: height and width are halved, or, transposed, doubled
/// (the layer of Radford et al. 2016, arXiv 1511.06434). Input and output [B, R·channels, height, width], one group of channels per
/// replica;
/// parameters W [R, out, in, 4, 4] (transposed [R, in, out, 4, 4]) and b [R, out].
/// </summary>
public sealed class EnsembleConv : Module<Tensor, Tensor>, IReweightedLayer
{
    private const int Kernel = 4;
    private readonly bool transposed;

#pragma warning disable CA1051 // fields, not properties: a parameter is named after its field, in lists and in files
    /// <summary>Weights [R, out, in, 4, 4], transposed [R, in, out, 4, 4].</summary>
    public readonly Parameter weight;

    /// <summary>Biases [R, out]; null for a layer without.</summary>
    public readonly Parameter? bias;
#pragma warning restore CA1051

    Parameter IReweightedLayer.weight => weight;

    /// <summary>
    /// What the input is really convolved with, as a function of the weights; the weights themselves unless a stabilizer divides them by
    /// something.
    /// </summary>
    public Func<Tensor, Tensor> Reweight { get; set; } = weight => weight;

    /// <summary>Makes the layers.</summary>
    /// <param name="name">The layer's name; also names its random stream.</param>
    /// <param name="inputs">Channels in, per replica.</param>
    /// <param name="outputs">Channels out, per replica.</param>
    /// <param name="transposed">Doubles height and width instead of halving them.</param>
    /// <param name="initialisation">How the parameters start; fan-in is the number of inputs that one output pixel sums, 16 · in,
    /// transposed 4 · in.</param>
    /// <param name="streams">Where the random numbers come from.</param>
    /// <param name="hasBias">False to leave the bias out, as before a normalisation that would take it away.</param>
    public EnsembleConv(
        string name,
        long inputs,
        long outputs,
        bool transposed,
        Initialisation initialisation,
        InitialisationStreams streams,
        bool hasBias = true
    )
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(streams);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        this.transposed = transposed;
        long[] shape = [transposed ? inputs : outputs, transposed ? outputs : inputs, Kernel, Kernel];
        var (fanIn, fanOut) = (inputs * Kernel * Kernel / (transposed ? 4 : 1), outputs * Kernel * Kernel / (transposed ? 1 : 4));
        using var scope = NewDisposeScope();
        var w = initialisation switch
        {
            Initialisation.Uniform => streams.Draw(name, s => s.Uniform(1 / Math.Sqrt(fanIn), shape)),
            Initialisation.He => streams.Draw(name, s => s.Normal(shape).mul_(Math.Sqrt(2.0 / fanIn))),
            Initialisation.Xavier => streams.Draw(name, s => s.Uniform(Math.Sqrt(6.0 / (fanIn + fanOut)), shape)),
            _ => throw new ArgumentOutOfRangeException(nameof(initialisation), initialisation, "Unknown initialisation."),
        };
        weight = new Parameter(w.DetachFromDisposeScope());
        if (hasBias)
        {
            var b =
                initialisation == Initialisation.Uniform
                    ? streams.Draw($"{name}/bias", s => s.Uniform(1 / Math.Sqrt(fanIn), outputs))
                    : zeros([streams.Replicas, outputs], device: streams.Device);
            bias = new Parameter(b.DetachFromDisposeScope());
        }
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        var replicas = weight.shape[0];
        var (w, b) = (Reweight(weight), bias?.flatten());
        var alone = w.shape[2] == 1 && input.device_type == DeviceType.CPU;
        if (transposed)
            return alone
                ? FromPatches(input, w, b)
                : functional.conv_transpose2d(input, w.flatten(0, 1), b, strides: [2, 2], padding: [1, 1], groups: replicas);
        if (alone && input.requires_grad)
            return FromPixels(input, w, b);
        var kernels = w.flatten(0, 1);
        if (replicas == 1 && input.device_type == DeviceType.CPU)
            (input, kernels) = (WholeBlocks(input), WholeBlocks(kernels));
        return functional.conv2d(input, kernels, b, strides: [2, 2], padding: [1, 1], groups: replicas);
    }

    /// <summary>
    /// The channels filled up with zeros to whole blocks. libtorch 2.10 on a CPU convolves ungrouped channels in blocks as long as the
    /// machine's vectors (4, 8 or 16 numbers). Where the last block is not full it multiplies what the memory happens to hold behind the
    /// channels by 0, and that is NaN where the memory held NaN or infinity: a wrong result (for 2 or 3 channels a wrong gradient of the
    /// input) now and then, on some machines.
    /// </summary>
    private static Tensor WholeBlocks(Tensor x)
    {
        var channels = x.shape[1];
        var whole = channels switch
        {
            1 => 1,
            <= 4 => 4,
            <= 8 => 8,
            _ => (channels + 15) / 16 * 16,
        };
        return whole == channels ? x : functional.pad(x, [0, 0, 0, 0, 0, whole - channels]);
    }

    // What libtorch 2.10 does to a single channel on a CPU, one output pixel after the other, takes two to five times as long as the same
    // sums as a matrix product between pixels and their 4×4 patches (tests/Benchmarks/RESULTS.md, levers).

    /// <summary>The transposed convolution to one channel: every input pixel to its patch, and the sum of overlapping patches.</summary>
    private static Tensor FromPatches(Tensor input, Tensor w, Tensor? b)
    {
        var (replicas, inputs, shape) = (w.shape[0], w.shape[1], input.shape);
        var patches = w.view(1, replicas, inputs, Kernel * Kernel)
            .transpose(2, 3)
            .matmul(input.reshape(shape[0], replicas, inputs, shape[2] * shape[3]));
        var pixels = functional.fold(patches.flatten(1, 2), (2 * shape[2], 2 * shape[3]), (Kernel, Kernel), (1, 1), (1, 1), (2, 2));
        return b is null ? pixels : pixels + b.view(1, replicas, 1, 1);
    }

    /// <summary>
    /// The convolution of one channel, where the gradient of the picture will be wanted: every patch of the picture to its output pixel.
    /// </summary>
    private static Tensor FromPixels(Tensor input, Tensor w, Tensor? b)
    {
        var (replicas, outputs, shape) = (w.shape[0], w.shape[1], input.shape);
        var patches = functional.unfold(input, (Kernel, Kernel), (1, 1), (1, 1), (2, 2)).view(shape[0], replicas, Kernel * Kernel, -1);
        var pixels = w.view(1, replicas, outputs, Kernel * Kernel)
            .matmul(patches)
            .view(shape[0], replicas * outputs, shape[2] / 2, shape[3] / 2);
        return b is null ? pixels : pixels + b.view(1, replicas * outputs, 1, 1);
    }
}

/// <summary>
/// Pictures of R replicas in the layout that convolutions want: replica r owns the channels rC to (r + 1)C − 1 of one picture, so that a
/// grouped convolution with R groups treats each replica on its own.
/// </summary>
internal static class ChannelGroups
{
    /// <summary>[R, B, C, H, W] to [B, R·C, H, W].</summary>
    public static Tensor Join(Tensor replicas)
    {
        var s = replicas.shape;
        return replicas.transpose(0, 1).reshape(s[1], s[0] * s[2], s[3], s[4]);
    }

    /// <summary>[B, R·C, H, W] to [R, B, C, H, W].</summary>
    public static Tensor Split(Tensor joined, long replicas)
    {
        var s = joined.shape;
        return joined.reshape(s[0], replicas, s[1] / replicas, s[2], s[3]).transpose(0, 1);
    }
}
