using System.Buffers.Binary;
using TorchSharp;
using static TorchSharp.torch;

namespace GanStability.Engine;

/// <summary>
/// Where a generator of random numbers stands, as bytes. libtorch ends the process when it is given bytes that are no such state, so what
/// comes from a file is looked at first.
/// </summary>
internal static class GeneratorState
{
    // The Mersenne twister of ATen/core/MT19937RNGEngine.h, as CPUGeneratorImpl writes it: the seed (8 bytes), left (4), seeded (4),
    // next (8), 624 words of 8 bytes, and what is kept of normal numbers.
    private const int Words = 624;
    private const int Left = 8;
    private const int Seeded = 12;
    private const int Next = 16;
    private const int CpuBytes = 5056;

    /// <summary>Puts a generator where a file says that it stood.</summary>
    /// <exception cref="InvalidDataException">The bytes are no state of such a generator; the message is the reason.</exception>
    public static void Set(torch.Generator generator, Tensor state)
    {
        using var now = generator.get_state();
        if (state.dtype != now.dtype || state.numel() != now.numel())
            throw Damaged();
        if (now.numel() == CpuBytes)
            Check(state);
        generator.set_state(state);
    }

    /// <summary>Looks at the state of a generator of the CPU.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static void Check(Tensor state)
    {
        if (state.dtype != ScalarType.Byte || state.numel() != CpuBytes)
            throw Damaged();
        var bytes = state.cpu().contiguous().data<byte>().ToArray().AsSpan();
        var left = BinaryPrimitives.ReadInt32LittleEndian(bytes[Left..]);
        var seeded = BinaryPrimitives.ReadInt32LittleEndian(bytes[Seeded..]);
        var next = BinaryPrimitives.ReadUInt64LittleEndian(bytes[Next..]);
        if (left is < 1 or > Words || seeded != 1 || next > Words)
            throw Damaged();
    }

    private static InvalidDataException Damaged() => new("it is damaged: what it says of its random numbers cannot be");
}
