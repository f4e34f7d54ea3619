using GanStability;
using Xunit;

namespace GanStability.Tests.Figures;

public class SharedAxesTests
{
    [Fact]
    public void LimitsShowWhatIsOnAnyPanel()
    {
        var panels = new[] { With(false, [1, 3], [1e-4, 1]), With(false, [1, 30], [.5, 8]) }.OnSharedAxes();
        Assert.Equal(["", ""], panels.Select(p => p.Title));
        foreach (var panel in panels)
        {
            Assert.Equal((1, 30), (panel.X.Min, panel.X.Max));
            Assert.InRange(panel.Y.Min!.Value, .5e-4, 1e-4);
            Assert.InRange(panel.Y.Max!.Value, 8, 16);
        }
        Assert.Equal(panels[0].Y, panels[1].Y);
    }

    [Fact]
    public void AFixedLimitOfTheFirstPanelHolds()
    {
        var first = With(false, [1, 3], [1e-30, 1]);
        var panels = new[] { first with { Y = first.Y with { Min = 1e-8 } }, With(false, [1, 2], [1e-12, 1]) }.OnSharedAxes();
        Assert.All(panels, p => Assert.Equal(1e-8, p.Y.Min));
    }

    [Fact]
    public void NothingAndMixedScalesAreRefused()
    {
        Assert.Contains(
            "at least one",
            Assert.Throws<ArgumentException>(() => Array.Empty<Panel>().OnSharedAxes()).Message,
            StringComparison.Ordinal
        );
        var mixed = new[] { With(false, [1], [1]), With(true, [1], [1]) };
        Assert.Contains("logarithmic", Assert.Throws<ArgumentException>(() => mixed.OnSharedAxes()).Message, StringComparison.Ordinal);
    }

    private static Panel With(bool linear, double[] x, double[] y) =>
        new("", new("layer"), new("signal", Log: !linear), [new Line("a", x, y)]);
}
