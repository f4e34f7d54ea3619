using GanStability;
using Xunit;

namespace GanStability.Tests.Teaching;

public class ChecksTests
{
    [Fact]
    public void ACheckFailsLoudly()
    {
        Assert.Contains(
            "1 against 2",
            Assert.Throws<CheckFailedException>(() => new Checks().Close("one", 1, 2, 0.5)).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<CheckFailedException>(() => new Checks().Close("nan", double.NaN, 1, 1e9));
        Assert.Throws<CheckFailedException>(() => new Checks().That("false", false));
    }

    [Fact]
    public void ACheckThatHoldsSaysSo()
    {
        var checks = new Checks().Close("half", 0.5, 0.5001, 1e-3).Close("infinite", double.PositiveInfinity, double.PositiveInfinity, 0);
        Assert.StartsWith("✓ half", checks.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void AnExerciseSaysWhatIsWrongAndNeverThrows()
    {
        var exercise = new Exercise("1")
            .Close("a", () => double.NaN, 1, 0.1, "start")
            .Close("b", () => 3, 1, 0.1, "smaller")
            .That("c", () => throw new InvalidOperationException("oops"), "look")
            .That("d", () => null, "begin")
            .Close("e", () => throw new NotImplementedException(), 1, 0.1, "open");
        Assert.False(exercise.Solved);
        // Before an attempt there is no hint, and nothing that looks like a failure.
        Assert.Equal(3, exercise.ToText().Split("○").Length - 1);
        Assert.All(
            ["start", "begin", "open"],
            hint => Assert.DoesNotContain(hint, exercise.ToText() + exercise.ToHtml(), StringComparison.Ordinal)
        );
        Assert.Contains("○ a: not answered yet", exercise.ToText(), StringComparison.Ordinal);
        Assert.Contains("too large. Hint: smaller", exercise.ToText(), StringComparison.Ordinal);
        Assert.Contains("oops", exercise.ToText(), StringComparison.Ordinal);
        Assert.True(new Exercise("2").Close("a", () => 1.05, 1, 0.1, "").Solved);
    }
}
