using System.Text.RegularExpressions;
using GanStability;
using Xunit;

namespace GanStability.Tests.Figures;

/// <summary>Data of one, three or more columns has figures too, and its cards offer no figure that it has not.</summary>
public class ColumnFiguresTests
{
    private static PointSet Rows(int columns)
    {
        var rows = new double[60, columns];
        for (var i = 0; i < 60; i++)
        for (var c = 0; c < columns; c++)
            rows[i, c] = Math.Sin(i * (c + 1));
        return PointSet.FromArray(rows, "waves");
    }

    private static Run Trained(int columns) =>
        Trainer.Train(Presets.Rotating with { Data = Rows(columns), Steps = 4, Replicas = 2, Device = "cpu" });

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    [InlineData(9, 6)]
    public void EachColumnIsAHistogramOverThatOfTheData(int columns, int panels)
    {
        using var run = Trained(columns);
        var figure = run.SampleFigure(1);
        Assert.Equal(panels, figure.Panels.Count);
        foreach (var panel in figure.Panels)
        {
            var (data, generated) = (Assert.IsType<Band>(panel.Series[0]), Assert.IsType<Line>(panel.Series[1]));
            // Every bin has two corners; together all bins hold all samples.
            Assert.Equal(200, data.High.Sum(), 6);
            Assert.Equal(200, generated.Y.Sum(), 6);
            Assert.Equal(data.X, generated.X);
        }
        Assert.Contains($"{panels} columns", figure.Alt, StringComparison.Ordinal);
        Assert.NotEmpty(figure.ToPng(1));
        Assert.Equal(panels, SampleFigures.DataFigure(Rows(columns)).Panels.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void ACardOffersOnlyWhatThereIs(int columns)
    {
        using var run = Trained(columns);
        var offered = Regex.Matches(((IShown)run).ToText(), @"run\.(\w+Figure)\(\)").Select(m => m.Groups[1].Value).ToList();
        Assert.Contains("SampleFigure", offered);
        var figures = new Dictionary<string, Func<Figure>>
        {
            ["SampleFigure"] = () => run.SampleFigure(),
            ["ReplayFigure"] = () => run.ReplayFigure(),
            ["SeedsFigure"] = () => run.SeedsFigure(),
            ["LossFigure"] = () => run.LossFigure(),
        };
        Assert.All(offered, name => Assert.NotNull(figures[name]()));
    }
}
