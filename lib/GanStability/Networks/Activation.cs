using TorchSharp;
using static TorchSharp.torch;

namespace GanStability.Networks;

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

    /// <summary>x for x &gt; 0, else a x with a learned slope a, one per layer and replica, starting at .25 (He et al. 2015, arXiv 1502.01852, §2.1).</summary>
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
    public static Tensor Apply(this Activation activation, Tensor x) => activation switch
    {
        Activation.ReLU => nn.functional.relu(x),
        Activation.LeakyReLU => x.leaky_relu(Constant.Of(LeakySlope)),
        Activation.Tanh => tanh(x),
        Activation.Sigmoid => sigmoid(x),
        Activation.PReLU => throw new ArgumentException("PReLU learns its slope, so it needs a layer that keeps it: use ActivationLayer.", nameof(activation)),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "Unknown activation."),
    };

    /// <summary>The largest |φ'(x)| over all x, which bounds how much of a gradient one layer lets through; for PReLU as it starts.</summary>
    /// <param name="activation">φ.</param>
    /// <returns>1/4 for the sigmoid, 1 for all others.</returns>
    public static double LargestSlope(this Activation activation) => activation == Activation.Sigmoid ? 0.25 : 1;
}
