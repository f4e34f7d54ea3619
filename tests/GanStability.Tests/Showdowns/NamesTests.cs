using GanStability;
using Xunit;

namespace GanStability.Tests.Showdowns;

public class NamesTests
{
    [Fact]
    public void EveryPresetAndStabilizerCanBeNamed()
    {
        Assert.Equal(Presets.Frozen, Names.Preset("frozen"));
        Assert.Equal(new MinibatchDiscrimination(), Names.Stabilizer("minibatch-discrimination"));
        Assert.Equal(new MinibatchDiscrimination(4, 2), Names.Stabilizer("minibatch-discrimination:4:2"));
        Assert.All(Names.Presets, n => Names.Preset(n).Prepare());
    }

    [Theory]
    [InlineData("nonsense", "There is no stabilizer 'nonsense'")]
    [InlineData("minibatch-discrimination:x", "'x'")]
    [InlineData("minibatch-discrimination:1:2:3:4:5", "at most 2 values")]
    public void AMistakeIsNamed(string text, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => Names.Stabilizer(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void AnUnknownPresetIsAnsweredWithThoseThatExist() =>
        Assert.Contains("rotating", Assert.Throws<ArgumentException>(() => Names.Preset("spiral")).Message, StringComparison.Ordinal);
}
