using System.Numerics;
using Xunit;

namespace GanStability.Tests.Engine;

/// <summary>Each kernel beside the plain operations that it stands for: the same bits, so that a training is the same with both.</summary>
public class KernelTests
{
    [Fact]
    public void TheExponentialIsThatOfTheRuntimeBitForBit()
    {
        // Every sign, exponent and a sample of the fractions at and below 0, and what is not a number.
        for (ulong bits = 0x8000_0000; bits <= 0xFFFF_FFFF; bits += 7919UL * (ulong)Vector<float>.Count)
        {
            var x = new Vector<float>(
                [.. Enumerable.Range(0, Vector<float>.Count).Select(i => BitConverter.UInt32BitsToSingle((uint)(bits + 7919UL * (ulong)i)))]
            );
            Assert.Equal(Vector.AsVectorInt32(Vector.Exp(x)), Vector.AsVectorInt32(InlineExponential.OfNegative(x)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public void EveryPieceIsDoneOnce(int count)
    {
        var done = new int[count];
        AllCores.Do(count, i => Interlocked.Increment(ref done[i]));
        Assert.All(done, times => Assert.Equal(1, times));
    }
}
