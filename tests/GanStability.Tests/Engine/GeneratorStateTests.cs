using GanStability.Engine;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Engine;

/// <summary>libtorch ends the process at a state that is none (an exception crosses a frame that must not throw).</summary>
public sealed class GeneratorStateTests
{
    [Theory]
    [InlineData(8, 0)]
    [InlineData(9, 77)]
    [InlineData(12, 0)]
    [InlineData(17, 200)]
    [InlineData(23, 255)]
    public void BytesThatAreNoStateAreRefused(int at, byte value)
    {
        using var generator = new torch.Generator(5, CPU);
        using var state = generator.get_state();
        state[at] = value;
        Assert.Throws<InvalidDataException>(() => GeneratorState.Set(generator, state));
        Assert.Throws<InvalidDataException>(() => GlobalStream.From(state, () => 1));
        Assert.Throws<InvalidDataException>(() => GeneratorState.Set(generator, state[..5000]));
        Assert.Throws<InvalidDataException>(() => GeneratorState.Set(generator, state.to_type(ScalarType.Int32)));
    }

    [Fact]
    public void AStateGivesTheSameNumbersAgain()
    {
        using var generator = new torch.Generator(5, CPU);
        using var state = generator.get_state();
        var first = randn(3, generator: generator).data<float>().ToArray();
        GeneratorState.Set(generator, state);
        Assert.Equal(first, randn(3, generator: generator).data<float>().ToArray());
    }
}
