using TorchSharp;
using static TorchSharp.torch;

namespace GanStability.Engine;

/// <summary>
/// The memory of a contiguous float32 tensor on the CPU, in equal parts: what a kernel reads and writes. The tensor must outlive it.
/// </summary>
internal readonly unsafe struct Slices
{
    private readonly float* start;
    private readonly int size;

    public Slices(Tensor tensor, int count)
    {
        fixed (byte* bytes = tensor.bytes)
            start = (float*)bytes;
        size = (int)(tensor.numel() / count);
    }

    public Span<float> this[int slice] => new(start + (long)slice * size, size);
}
