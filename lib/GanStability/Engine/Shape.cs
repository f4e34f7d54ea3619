using static TorchSharp.torch;

namespace GanStability.Engine;

/// <summary>Shapes in messages.</summary>
internal static class Shape
{
    public static string Of(Tensor tensor) => Of(tensor.shape.AsSpan());

    public static string Of(params ReadOnlySpan<long> shape) => $"[{string.Join(", ", shape.ToArray())}]";
}
