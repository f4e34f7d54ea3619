using GanStability;
using Xunit;

namespace GanStability.Tests.Showdowns;

public class StillMovingTests
{
    [Theory]
    [InlineData(new[] { 0, 2, 5, 6 }, true)] // at 80 % of 100 steps: 5
    [InlineData(new[] { 0, 2, 6, 6 }, false)]
    [InlineData(new[] { 8, 8, 8, 7 }, true)]
    public void ModesThatChangeInTheLastFifthAreMarked(int[] held, bool moving) =>
        Assert.Equal(moving, StillMoving.Is(new("m", [Of(1, held)])));

    [Fact]
    public void SeedsThatGoUpAndDownAreNotAnImprovement()
    {
        Assert.False(StillMoving.Is(new("m", [Of(1, [0, 0, 3, 4]), Of(2, [0, 0, 4, 3])])));
        Assert.True(StillMoving.Is(new("m", [Of(1, [0, 0, 3, 4]), Of(2, [0, 0, 4, 4])])));
    }

    [Fact]
    public void ADistanceMovesByATenthOfItself()
    {
        Assert.True(StillMoving.Is(new("m", [Far(0.9, 0.5, 0.4)])));
        Assert.False(StillMoving.Is(new("m", [Far(0.9, 0.41, 0.4)])));
        // Nothing is known of a file without measurements.
        Assert.False(StillMoving.Is(new("m", [Of(1, [])])));
    }

    [Fact]
    public void TheTableSaysSo()
    {
        var data = GaussianMixture.Ring(8, 1, 0.05);
        var comparison = new Comparison(new("settled", [Of(1, [1, 1, 1, 1])]), new Method("on its way", [Of(1, [0, 1, 2, 5])]));
        var text = CoverageTable.Compare(data, comparison).ToText();
        Assert.Contains("on its way (still moving)", text, StringComparison.Ordinal);
        Assert.Contains(StillMoving.Explanation, text, StringComparison.Ordinal);
        Assert.DoesNotContain("settled (still", text, StringComparison.Ordinal);
    }

    private static SeedResult Of(long seed, int[] held) =>
        new()
        {
            Recipe = "m",
            Settings = "s",
            Data = GaussianMixture.Ring(8, 1, 0.05).Name,
            Seed = seed,
            Steps = 100,
            Modes = 8,
            Captured = 8,
            Held = held.LastOrDefault(),
            Touched = 8,
            HighQuality = 0.5,
            Seconds = 1,
            MeasuredAt = held.Length == 0 ? [] : [0, 50, 80, 100],
            HeldOverTraining = held,
        };

    private static SeedResult Far(params double[] distances) =>
        Of(1, []) with
        {
            EnergyDistance = distances[^1],
            MeasuredAt = [40, 79, 100],
            DistanceOverTraining = [.. distances.Select(d => (double?)d)],
        };
}
