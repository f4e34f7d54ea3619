using GanStability;
using Xunit;

namespace GanStability.Tests.Figures;

public class PhasePlaneTests
{
    [Fact]
    public void ArrowsPointWhereTheFieldPointsAndNeverReachTheNextOne()
    {
        var game = new BilinearGame();
        var arrows = game.ToArrows((-2, -2), (2, 2), 5);
        // One point of the grid is the equilibrium: no arrow there.
        Assert.Equal(24, arrows.X.Count);
        for (var i = 0; i < arrows.X.Count; i++)
        {
            var at = new PlanePoint(arrows.X[i] + arrows.DX[i] / 2, arrows.Y[i] + arrows.DY[i] / 2);
            var v = game.Field(at);
            Assert.Equal(0, v.X * arrows.DY[i] - v.Y * arrows.DX[i], 12);
            Assert.True(v.X * arrows.DX[i] + v.Y * arrows.DY[i] > 0);
            // The corners are fastest, |v| = √8, and get .85 of the unit grid; every other arrow by the root of its speed.
            Assert.Equal(.85 * Math.Sqrt(v.Length / Math.Sqrt(8)), new PlanePoint(arrows.DX[i], arrows.DY[i]).Length, 12);
        }
    }

    [Theory]
    [InlineData(10, 500, 11)]
    [InlineData(1000, 11, 11)]
    [InlineData(1001, 11, 11)]
    [InlineData(7, 2, 2)]
    public void ALineKeepsBothEndsAndNoMorePointsThanAskedFor(int steps, int points, int expected)
    {
        var path = new BilinearGame().Alternating((1, 1), .1, steps);
        var line = path.ToLine("alternating", points);
        Assert.Equal(expected, line.X.Count);
        Assert.Equal((1, 1), (line.X[0], line.Y[0]));
        Assert.Equal(path.Final, new PlanePoint(line.X[^1], line.Y[^1]));
    }

    [Fact]
    public void APhasePlaneShowsFieldPathAndEquilibriumAndDraws()
    {
        var game = new SalimansGame();
        var panel = game.ToPhasePlane("toy", (-2, -1), (3, 4), game.Alternating((-1, 2), .1, 50).ToLine("alternating"));
        Assert.IsType<Arrows>(panel.Series[0]);
        Assert.Equal("alternating", panel.Series[1].Name);
        var equilibrium = Assert.IsType<Points>(panel.Series[2]);
        Assert.Equal((1, 1), (equilibrium.X[0], equilibrium.Y[0]));
        Assert.Equal((-2, 3, -1, 4), (panel.X.Min, panel.X.Max, panel.Y.Min, panel.Y.Max));
        Assert.NotEmpty(
            new Figure
            {
                Title = "t",
                Caption = "c",
                Alt = "a",
                Panels = [panel],
            }.ToPng()
        );
    }

    [Fact]
    public void TheAxesOfADiracGanNameItsPlayers() =>
        Assert.Equal("x (generator)", new DiracGan(DiracObjective.Minimax).ToPhasePlane("", (-1, -1), (1, 1)).X.Label);

    [Fact]
    public void BadInputIsRefused()
    {
        var game = new BilinearGame();
        Assert.Throws<ArgumentException>(() => game.ToPhasePlane("", (1, 1), (-1, 2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => game.ToArrows((-1, -1), (1, 1), 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => game.Flow((1, 1), .1, 5).ToLine("", 1));
    }
}
