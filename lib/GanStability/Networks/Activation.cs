using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace GanStability;

/// <summary>The nonlinearity of hidden layers.</summary>
public enum Activation
{
    /// <summary>max(0, x).</summary>
    ReLU,

    /// <summary>x for x &gt; 0, else 0.2 x (the slope usual for GANs).</summary>
    LeakyReLU,

    /// <summary>tanh x, derivative at most 1.</summary>
    Tanh,

    /// <summary>1/(1 + e^−x), derivative at most 1/4.</summary>
    Sigmoid,

    /// <summary>
    /// x for x &gt; 0, else a x with a learned slope a, one per layer and replica, starting at .25 (He et al. 2015, arXiv 1502.01852,
    /// §2.1).
    /// </summary>
    PReLU,
}

/// <summary>The functions behind an <see cref="Activation"/>; <see cref="ActivationLayer"/> is the layer made of it.</summary>
public static class Activations
{
    /// <summary>The slope of <see cref="Activation.LeakyReLU"/> left of zero.</summary>
    public const double LeakySlope = 0.2;

    /// <summary>The slope of <see cref="Activation.PReLU"/> left of zero before training.</summary>
    public const double PReluStart = 0.25;

    /// <summary>Applies a nonlinearity that has nothing to learn, element by element.</summary>
    /// <param name="activation">Which; not <see cref="Activation.PReLU"/>.</param>
    /// <param name="x">Any shape.</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="ArgumentException"><see cref="Activation.PReLU"/>: its slope lives in an <see cref="ActivationLayer"/>.</exception>
    public static Tensor Apply(this Activation activation, Tensor x) =>
        activation switch
        {
            Activation.ReLU => nn.functional.relu(x),
            Activation.LeakyReLU => x.leaky_relu(LeakySlope),
            Activation.Tanh => tanh(x),
            Activation.Sigmoid => sigmoid(x),
            Activation.PReLU => throw new ArgumentException(
                "PReLU learns its slope, so it needs a layer that keeps it: use ActivationLayer.",
                nameof(activation)
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "Unknown activation."),
        };

    /// <summary>
    /// The same in the memory of x, which the caller gives up; a tenth of a step of ten replicas (RESULTS.md of the benchmarks). A
    /// rectifier's derivative needs its output only, so gradients of any order stay right.
    /// </summary>
    internal static Tensor Overwrite(this Activation activation, Tensor x) =>
        activation switch
        {
            Activation.ReLU => x.relu_(),
            Activation.LeakyReLU => x.leaky_relu_(LeakySlope),
            _ => activation.Apply(x),
        };

    /// <summary>
    /// The largest |φ'(x)| over all x, which bounds how much of a gradient one layer lets through; for PReLU as it starts.
    /// </summary>
    /// <param name="activation">φ.</param>
    /// <returns>1/4 for the sigmoid, 1 for all others.</returns>
    public static double LargestSlope(this Activation activation) => activation == Activation.Sigmoid ? 0.25 : 1;
}

/// <summary>
/// The nonlinearity of one hidden layer, for R replicas: input and output [R, B, ·]. A layer of its own, because PReLU has a parameter and
/// because probes look at what goes in and what comes out.
/// </summary>
internal sealed class ActivationLayer : Module<Tensor, Tensor>
{
    /// <summary>The learned slope [R] left of zero; null unless <see cref="Kind"/> is PReLU.</summary>
    public readonly Parameter? slope;

    /// <summary>Which nonlinearity.</summary>
    public Activation Kind { get; }

    /// <summary>How many keep what goes in, so that it must not be overwritten.</summary>
    public int Watchers { get; set; }

    /// <summary>Makes the layer.</summary>
    /// <param name="name">The layer's name.</param>
    /// <param name="kind">Which nonlinearity.</param>
    /// <param name="streams">Replicas and device.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not an activation.</exception>
    public ActivationLayer(string name, Activation kind, InitialisationStreams streams)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(streams);
        if (!Enum.IsDefined(kind))
            throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown activation.");
        Kind = kind;
        if (kind == Activation.PReLU)
            slope = new Parameter(full([streams.Replicas], Activations.PReluStart, device: streams.Device).DetachFromDisposeScope());
        RegisterComponents();
    }

    /// <summary>The nonlinearity of what the layer before has made; overwrites it unless somebody watches.</summary>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (slope is null)
            return Watchers == 0 ? Kind.Overwrite(input) : Kind.Apply(input);
        var a = slope.view([slope.shape[0], .. Enumerable.Repeat(1L, (int)input.dim() - 1)]);
        return where(input > 0, input, a * input);
    }
}
