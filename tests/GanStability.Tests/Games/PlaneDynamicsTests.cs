using System.Globalization;
using GanStability;
using Xunit;

namespace GanStability.Tests.Games;

public class PlaneDynamicsTests
{
    /// <summary>Syllabus 02: h = .2, 500 steps from (1, 1); compared to the digits printed there.</summary>
    [Theory]
    [InlineData(DiracObjective.Minimax, 0, "3.0969", "1.4210")]
    [InlineData(DiracObjective.NonSaturating, 0, "0.64021", "0.28392")]
    [InlineData(DiracObjective.Minimax, .3, "2.6E-006", "2.3E-007")]
    public void TheGoldenRunOfTheDiracGan(DiracObjective objective, double gamma, string simultaneous, string alternating)
    {
        var game = new DiracGan(objective) { R1 = gamma };
        Assert.Equal("1.41421", game.Simultaneous((1, 1), .2, 500).Radii[0].ToString("F5", CultureInfo.InvariantCulture));
        AssertPrints(simultaneous, game.Simultaneous((1, 1), .2, 500).FinalRadius);
        AssertPrints(alternating, game.Alternating((1, 1), .2, 500).FinalRadius);
    }

    [Fact]
    public void InTheBilinearGameSimultaneousStepsSpiralOutAlternatingOnesOrbitAndContinuousTimeCircles()
    {
        var game = new BilinearGame();
        var (simultaneous, alternating, flow) = (
            game.Simultaneous((1, 1), .1, 1000),
            game.Alternating((1, 1), .1, 1000),
            game.Flow((1, 1), .1, 1000)
        );
        for (var t = 0; t <= 1000; t++)
        {
            Assert.Equal(Math.Sqrt(2) * Math.Pow(1.01, t / 2.0), simultaneous.Radii[t], 1e-9 * simultaneous.Radii[t]);
            // Alternating steps keep x² + y² − hxy, an ellipse (here of the value 1.9).
            var z = alternating.Points[t];
            Assert.Equal(1.9, z.X * z.X + z.Y * z.Y - .1 * z.X * z.Y, 1e-9);
            // The exact solution turns by the time h·t.
            Assert.Equal(Math.Cos(.1 * t) - Math.Sin(.1 * t), flow.Points[t].X, 2e-4);
            Assert.Equal(Math.Sin(.1 * t) + Math.Cos(.1 * t), flow.Points[t].Y, 2e-4);
            Assert.Equal(Math.Sqrt(2), flow.Radii[t], 1e-4);
        }
    }

    [Fact]
    public void TheErrorOfTheFlowShrinksWithTheFourthPowerOfTheStep()
    {
        double Error(int steps) => new BilinearGame().Flow((1, 0), 2 * Math.PI / steps, steps).Final.DistanceTo((1, 0));
        Assert.InRange(Error(100) / Error(200), 15, 17);
    }

    [Fact]
    public void AlternatingIsFirstPlayerThenSecond()
    {
        Assert.Equal(new PlanePoint(.5, 1.25), new BilinearGame().Alternating((1, 1), .5, 1).Final);
        Assert.Equal(new PlanePoint(.5, 1.5), new BilinearGame().Simultaneous((1, 1), .5, 1).Final);
    }

    [Fact]
    public void HistoricalAveragingPullsBothPlayersToTheMeanOfTheirIterates()
    {
        // By hand, V = xy, h = .5, λ = 1: the first step starts at the mean; then v = (.5, 1.5), mean = (.75, 1.25).
        var run = new BilinearGame().Simultaneous((1, 1), .5, 2, historicalAveraging: 1);
        Assert.Equal(new PlanePoint(.5, 1.5), run.Points[1]);
        Assert.Equal(.5 - .5 * (1.5 + 2 * (.5 - .75)), run.Final.X, 15);
        Assert.Equal(1.5 - .5 * (-.5 + 2 * (1.5 - 1.25)), run.Final.Y, 15);
    }

    [Fact]
    public void HistoricalAveragingInSalimanssGame()
    {
        var game = new SalimansGame();
        // λ = 0: alternating steps orbit for ever, simultaneous ones spiral out until x is caught at the kink of f.
        var orbit = game.Alternating((-1, 2), .01, 20_000);
        Assert.InRange(orbit.Radii.Min(), .5, 1.5);
        Assert.InRange(orbit.Radii.Max(), 2, 4);
        var spiral = game.Simultaneous((-1, 2), .01, 20_000);
        Assert.True(spiral.Radii.Max() > 5 * spiral.Radii[0], spiral.ToString());

        // λ = .1: both ways within 5.3e-3.
        Assert.InRange(game.Simultaneous((-1, 2), .01, 20_000, .1).FinalRadius, 0, 5.3e-3);
        Assert.InRange(game.Alternating((-1, 2), .01, 20_000, .1).FinalRadius, 0, 5.3e-3);

        // λ = 1: too stiff, the players are held back by their own past and far away still.
        Assert.InRange(game.Simultaneous((-1, 2), .01, 20_000, 1).FinalRadius, .5, .8);
    }

    [Fact]
    public void HistoricalAveragingEndsNearEquilibriumFromEveryStartInABoxButTheTrapAtZero()
    {
        var game = new SalimansGame();
        for (var x = -1.0; x <= 2; x += .5)
        for (var y = -1.0; y <= 2; y += .5)
            if (x != 0)
                Assert.InRange(game.Simultaneous((x, y), .01, 20_000, .1).FinalRadius, 0, 5.3e-3);
        // At x = 0 the first player's gradient is zero, so it stays, and the second is driven away.
        Assert.Equal(0, game.Simultaneous((0, .5), .01, 20_000, .1).Final.X);
        Assert.True(game.Simultaneous((0, .5), .01, 20_000, .1).FinalRadius > 10);
    }

    [Fact]
    public void DivergenceStopsTheRunAndKeepsTheLastFiniteState()
    {
        var run = new BilinearGame().Simultaneous((1, 1), 1e10, 100);
        Assert.NotNull(run.DivergedAt);
        Assert.Equal(run.DivergedAt, run.Points.Count);
        Assert.True(run.Final.IsFinite);
        Assert.EndsWith($"diverged at step {run.DivergedAt}", run.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ARunSaysWhatItWas() =>
        Assert.Equal(
            "Dirac-GAN, minimax, simultaneous, historical averaging λ = 0.1: radius 1.4142 → 1.4163 in 1 steps of 0.2",
            new DiracGan(DiracObjective.Minimax).Simultaneous((1, 1), .2, 1, .1).ToString()
        );

    [Fact]
    public void BadInputIsRefused()
    {
        var game = new BilinearGame();
        BimatrixGameTests.Says("stepSize", () => game.Simultaneous((1, 1), -.1, 10));
        BimatrixGameTests.Says("greater than 0", () => game.Alternating((1, 1), double.NaN, 10));
        BimatrixGameTests.Says("stepSize", () => game.Flow((1, 1), 0, 10));
        BimatrixGameTests.Says("steps", () => game.Flow((1, 1), .1, 0));
        BimatrixGameTests.Says("Both coordinates must be finite", () => game.Simultaneous((double.NaN, 1), .1, 10));
        BimatrixGameTests.Says("historicalAveraging", () => game.Simultaneous((1, 1), .1, 10, -1));
    }

    /// <summary>Equal when printed with as many digits as the expected text has.</summary>
    private static void AssertPrints(string expected, double actual)
    {
        var decimals = expected.Length - expected.IndexOf('.', StringComparison.Ordinal) - 1;
        var format = expected.Contains('E', StringComparison.Ordinal) ? "0.0E+000" : $"F{decimals}";
        Assert.Equal(expected, actual.ToString(format, CultureInfo.InvariantCulture));
    }
}
