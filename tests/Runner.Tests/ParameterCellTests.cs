using GanStability.Runner.Notebooks;
using Xunit;

namespace GanStability.Runner.Tests;

public class ParameterCellTests
{
    private const string Source = """
        // What a run may change.
        var size = "class";   // smoke, class or full
        var seed = -1;  /* any */
        var rate = 2e-4; float small = 1f;
        long steps = 10; bool live = true;
        var widths = new[] { 64, 64 };
        int undefined;
        """;

    [Fact]
    public void NamesWhatHasADefault() =>
        Assert.Equal(["size", "seed", "rate", "small", "steps", "live", "widths"], ParameterCell.Parse(Source).Names);

    [Theory]
    [InlineData("size", "smoke", "var size = \"smoke\";   // smoke, class or full")]
    [InlineData("size", "a \"b\" \\", "var size = \"a \\\"b\\\" \\\\\";   // smoke, class or full")]
    [InlineData("seed", "7", "var seed = 7;  /* any */")]
    [InlineData("seed", "-7", "var seed = -7;  /* any */")]
    [InlineData("rate", "2", "var rate = 2d; float small = 1f;")]
    [InlineData("small", "0.5", "var rate = 2e-4; float small = 0.5f;")]
    [InlineData("steps", "5000000000", "long steps = 5000000000L; bool live = true;")]
    [InlineData("live", "False", "long steps = 10; bool live = false;")]
    [InlineData("widths", "new[] { 8 }", "var widths = new[] { 8 };")]
    public void ExchangesOnlyTheDefault(string name, string value, string line)
    {
        var changed = ParameterCell.Parse(Source).With(name, value).Source.Split('\n');
        var original = Source.Split('\n');
        Assert.Contains(line, changed);
        Assert.Equal(original.Length - 1, original.Intersect(changed).Count());
    }

    [Theory]
    [InlineData("seed", "a", "of type int")]
    [InlineData("seed", "1.5", "of type int")]
    [InlineData("rate", "0,5", "of type double")]
    [InlineData("rate", "NaN", "of type double")]
    [InlineData("live", "1", "of type bool")]
    [InlineData("steps", "9999999999999999999", "of type long")]
    [InlineData("widths", "new[] {", "not a C# expression")]
    [InlineData("widths", "null; Evil()", "not a C# expression")]
    public void RefusesAnotherKindOfValue(string name, string value, string expected)
    {
        var error = Assert.Throws<NotebookException>(() => ParameterCell.Parse(Source).With(name, value));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ListsTheParametersWhenAskedForAnother()
    {
        var error = Assert.Throws<NotebookException>(() => ParameterCell.Parse(Source).With("sed", "1"));
        Assert.Contains("size, seed, rate, small, steps, live, widths", error.Message, StringComparison.Ordinal);
    }
}
