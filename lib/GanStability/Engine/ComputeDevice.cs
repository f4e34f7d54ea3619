using TorchSharp;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>Chooses where tensors live.</summary>
public static class ComputeDevice
{
    /// <summary>Resolves the name of a device.</summary>
    /// <param name="name"><c>auto</c> (a GPU where there is one), <c>cpu</c> or <c>cuda</c>.</param>
    /// <returns>The device.</returns>
    /// <exception cref="ArgumentException">Another name, or <c>cuda</c> where there is none.</exception>
    public static Device Resolve(string name) =>
        name switch
        {
            "cpu" => CPU,
            "auto" => cuda.is_available() ? CUDA : CPU,
            "cuda" when cuda.is_available() => CUDA,
            "cuda" => throw new ArgumentException(
                "Device 'cuda' was asked for, but this kit sees no GPU: see what Kit.Start() reports, or use 'auto' or 'cpu'.",
                nameof(name)
            ),
            _ => throw new ArgumentException($"Device is '{name}'; allowed are 'auto', 'cpu' and 'cuda'.", nameof(name)),
        };
}
