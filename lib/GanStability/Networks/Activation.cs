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
}

/// <summary>Applies an <see cref="Activation"/>.</summary>
public static class Activations
{
    /// <summary>The slope of <see cref="Activation.LeakyReLU"/> left of zero.</summary>
    public const double LeakySlope = 0.2;

    /// <summary>Applies the nonlinearity, element by element.</summary>
    /// <param name="activation">Which.</param>
    /// <param name="x">Any shape.</param>
    /// <returns>The same shape.</returns>
    public static Tensor Apply(this Activation activation, Tensor x) => activation switch
    {
        Activation.ReLU => nn.functional.relu(x),
        Activation.LeakyReLU => nn.functional.leaky_relu(x, LeakySlope),
        Activation.Tanh => tanh(x),
        Activation.Sigmoid => sigmoid(x),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "Unknown activation."),
    };
}
