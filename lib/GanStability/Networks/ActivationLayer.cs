using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace GanStability.Networks;

/// <summary>
/// The nonlinearity of one hidden layer, for R replicas: input and output [R, B, ·]. A layer of its own, because PReLU has a parameter and because
/// probes look at what goes in and what comes out.
/// </summary>
public sealed class ActivationLayer : Module<Tensor, Tensor>
{
    /// <summary>The learned slope [R] left of zero; null unless <see cref="Kind"/> is PReLU.</summary>
    public Parameter? slope { get; }

    /// <summary>Which nonlinearity.</summary>
    public Activation Kind { get; }

    /// <summary>Makes the layer.</summary>
    /// <param name="name">The layer's name.</param>
    /// <param name="kind">Which nonlinearity.</param>
    /// <param name="streams">Replicas and device.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not an activation.</exception>
    public ActivationLayer(string name, Activation kind, InitialisationStreams streams) : base(name)
    {
        ArgumentNullException.ThrowIfNull(streams);
        if (!Enum.IsDefined(kind)) throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown activation.");
        Kind = kind;
        if (kind == Activation.PReLU)
            slope = new Parameter(full([streams.Replicas], Activations.PReluStart, device: streams.Device).DetachFromDisposeScope());
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (slope is null) return Kind.Apply(input);
        var a = slope.view([slope.shape[0], .. Enumerable.Repeat(1L, (int)input.dim() - 1)]);
        return where(input > 0, input, a * input);
    }
}
