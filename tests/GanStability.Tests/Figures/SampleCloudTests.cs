using GanStability;
using Xunit;

namespace GanStability.Tests.Figures;

public class SampleCloudTests
{
    private static readonly GaussianMixture Ring = GaussianMixture.Ring(3, 1, 0.1);

    [Fact]
    public void TheFirstPointsUnderTheCentresInASquareFrame()
    {
        var panel = SampleCloud.Panel("t", [0, 1, 2, 3, 4, 5], Ring, edge: 2.5, count: 2);
        var (points, centres) = (Assert.IsType<Points>(panel.Series[0]), Assert.IsType<Points>(panel.Series[1]));
        Assert.Equal([0.0, 2], points.X);
        Assert.Equal([1.0, 3], points.Y);
        Assert.Equal(3, centres.X.Count);
        Assert.Equal((-2.5, 2.5, -2.5, 2.5), (panel.X.Min!.Value, panel.X.Max!.Value, panel.Y.Min!.Value, panel.Y.Max!.Value));
        Assert.True(panel.EqualAspect);
    }

    [Fact]
    public void WhatCannotBeDrawnIsRefused()
    {
        var odd = Assert.Throws<ArgumentException>(() => SampleCloud.Panel("", [1, 2, 3], Ring, 1));
        Assert.Equal("points", odd.ParamName);
        Assert.Contains("3 coordinates", odd.Message);
        Assert.Equal("edge", Assert.Throws<ArgumentOutOfRangeException>(() => SampleCloud.Panel("", [], Ring, 0)).ParamName);
        Assert.Equal("count", Assert.Throws<ArgumentOutOfRangeException>(() => SampleCloud.Panel("", [], Ring, 1, 0)).ParamName);
    }
}
