using GanStability;
using Xunit;

namespace GanStability.Tests.Figures;

public class SeedBandTests
{
    [Fact]
    public void MedianAndQuartilesOfFiveSeeds()
    {
        var series = SeedBand.Of(
            "loss",
            [0, 1],
            [
                [3, 10],
                [1, 10],
                [2, 10],
                [5, 10],
                [4, 10],
            ],
            2,
            Dash.Dotted
        );
        var (band, line) = (Assert.IsType<Band>(series[0]), Assert.IsType<Line>(series[1]));
        Assert.Equal([2.0, 10], band.Low);
        Assert.Equal([4.0, 10], band.High);
        Assert.Equal([3.0, 10], line.Y);
        Assert.Equal((2, Dash.Dotted, 2), (line.Color!.Value, line.Dash!.Value, band.Color!.Value));
    }

    [Fact]
    public void WhatIsNotFiniteIsLeftOut()
    {
        var line = (Line)
            SeedBand.Of(
                "",
                [0, 1],
                [
                    [1, double.NaN],
                    [3, double.PositiveInfinity],
                    [double.NaN, double.NaN],
                ],
                0
            )[1];
        Assert.Equal(2, line.Y[0]);
        Assert.True(double.IsNaN(line.Y[1]));
    }

    [Fact]
    public void OneSeedHasNoBand() =>
        Assert.IsType<Line>(
            Assert.Single(
                SeedBand.Of(
                    "",
                    [0],
                    [
                        [7.0],
                    ],
                    0
                )
            )
        );

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.25, 1.75)]
    [InlineData(0.5, 2.5)]
    [InlineData(1, 4)]
    public void QuantilesInterpolate(double q, double expected) => Assert.Equal(expected, SeedBand.Quantile([4, 1, 3, 2], q), 1e-12);

    [Fact]
    public void BadInputIsNamed()
    {
        Assert.Equal("seeds", Assert.Throws<ArgumentException>(() => SeedBand.Of("", [0], [], 0)).ParamName);
        Assert.Contains(
            "seed 1 has 1 values and x has 2",
            Assert
                .Throws<ArgumentException>(() =>
                    SeedBand.Of(
                        "",
                        [0, 1],
                        [
                            [1, 2],
                            [1],
                        ],
                        0
                    )
                )
                .Message,
            StringComparison.Ordinal
        );
        Assert.Equal("q", Assert.Throws<ArgumentOutOfRangeException>(() => SeedBand.Quantile([1], 1.1)).ParamName);
    }
}
