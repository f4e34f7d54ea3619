using GanStability;
using Xunit;

namespace GanStability.Tests.Figures;

public class SeedPanelTests
{
    private static readonly Axis Groups = new("λ") { Categories = ["0", "0.1"] };

    [Fact]
    public void EverySeedIsADotInTheRoomOfItsGroup()
    {
        var panel = SeedPanel.Dots("t", Groups, new("distance", Log: true), [[5, 6, 7], [1, 2]]);
        var dots = Assert.IsType<Points>(Assert.Single(panel.Series));
        Assert.Equal([5.0, 6, 7, 1, 2], dots.Y);
        Assert.All(dots.X.Take(3), x => Assert.InRange(x, -0.25, 0.25));
        Assert.All(dots.X.Skip(3), x => Assert.InRange(x, 0.75, 1.25));
        Assert.Equal(dots.X.Count, dots.X.Distinct().Count());
        Assert.False(panel.Legend);
        Assert.Equal(Groups, panel.X);
    }

    [Fact]
    public void WhatIsNotFiniteIsNotDrawn()
    {
        var dots = (Points)SeedPanel.Dots("", Groups, new("y"), [[1, double.NaN], [double.PositiveInfinity, 4]]).Series[0];
        Assert.Equal([1.0, 4], dots.Y);
    }

    [Fact]
    public void GroupsAndNamesMustAgree()
    {
        Assert.Equal("groups", Assert.Throws<ArgumentException>(() => SeedPanel.Dots("", new("λ"), new("y"), [[1]])).ParamName);
        var wrong = Assert.Throws<ArgumentException>(() => SeedPanel.Dots("", Groups, new("y"), [[1]]));
        Assert.Equal("seeds", wrong.ParamName);
        Assert.Contains("1 groups of seeds and 2 names", wrong.Message);
    }

    [Fact]
    public void EveryMethodHasItsBandItsColourAndItsDash()
    {
        var panel = SeedPanel.Bands("t", new("step"), new("y"), [0, 1], ("a", [[1, 2], [3, 4]]), ("b", [[5, 6], [7, 8]]));
        Assert.Equal(4, panel.Series.Count);
        var lines = panel.Series.OfType<Line>().ToList();
        Assert.Equal(["a", "b"], lines.Select(l => l.Name));
        Assert.Equal([2.0, 3], lines[0].Y);
        Assert.Equal([0, 1], lines.Select(l => l.Color!.Value));
        Assert.Equal([Dash.Solid, Dash.Dashed], lines.Select(l => l.Dash!.Value));
        Assert.All(panel.Series.OfType<Band>(), band => Assert.NotEqual(band.Low, band.High));
    }
}
