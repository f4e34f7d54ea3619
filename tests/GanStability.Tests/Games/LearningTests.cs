using CsCheck;
using GanStability;
using Xunit;

namespace GanStability.Tests.Games;

public class LearningTests
{
    [Fact]
    public void BestResponsesSettleInThePrisonersDilemmaAndChaseEachOtherInMatchingPennies()
    {
        var dilemma = BimatrixGame.PrisonersDilemma.PlayBestResponses();
        Assert.True(dilemma.Converged);
        Assert.Equal("(stay silent, stay silent) → (betray, betray) → (betray, betray): at rest in a pure equilibrium", dilemma.ToString());
        var pennies = BimatrixGame.MatchingPennies.PlayBestResponses();
        Assert.Equal([(0, 0), (0, 1), (1, 0), (0, 1)], pennies.Profiles);
        Assert.Equal(2, pennies.CycleLength);
        Assert.Equal(4, BimatrixGame.MatchingPennies.PlayBestResponses(simultaneous: true).CycleLength);
    }

    [Fact]
    public void WhereSimultaneousMovesMissEachOtherAlternatingOnesMeet()
    {
        var game = BimatrixGame.BattleOfTheSexes;
        Assert.Equal(2, game.PlayBestResponses(0, 1, simultaneous: true).CycleLength);
        Assert.True(game.PlayBestResponses(0, 1).Converged);
    }

    [Fact]
    public void WhereBestResponsesRestIsAPureEquilibrium() =>
        Gen.Select(RandomGames.WithTies(4), Gen.Bool)
            .Sample(
                (g, simultaneous) =>
                {
                    var game = BimatrixGame.FromMatrices(g.A, g.B);
                    var path = game.PlayBestResponses(game.Rows - 1, 0, simultaneous);
                    if (path.Converged)
                        Assert.Contains(game.PureEquilibria(), c => (c.Row, c.Column) == path.Profiles[^1]);
                    else
                        Assert.NotEqual(path.Profiles[^1], path.Profiles[^2]);
                },
                iter: 200
            );

    [Fact]
    public void FictitiousPlayStartsAsByHand()
    {
        // Ties go to the first action. Round 1: both heads. Then the column player prefers tails until heads are rarer.
        var play = BimatrixGame.MatchingPennies.PlayFictitiously(6);
        Assert.Equal([(0, 0), (0, 1), (0, 1), (1, 1), (1, 1), (1, 1)], play.Plays);
        Assert.Equal(1 / 3.0, play.Frequency(Side.Row, 0)[^1] - 1 / 6.0, 12);
    }

    [Fact]
    public void InFictitiousPlayTiesGoToTheFirstAction()
    {
        var indifferent = BimatrixGame.FromMatrices(new double[2, 3], new double[2, 3]).PlayFictitiously(3, row: 1, column: 2);
        Assert.Equal([(1, 2), (0, 0), (0, 0)], indifferent.Plays);
        // Rows two and three are as good as each other, and better than the first.
        var two = BimatrixGame
            .FromMatrices(
                new double[,]
                {
                    { 0 },
                    { 1 },
                    { 1 },
                },
                new double[3, 1]
            )
            .PlayFictitiously(3);
        Assert.Equal([(0, 0), (1, 0), (1, 0)], two.Plays);
    }

    [Fact]
    public void FictitiousPlayFindsTheValueOfZeroSumGames()
    {
        foreach (var game in new[] { BimatrixGame.MatchingPennies, BimatrixGame.RockPaperScissors })
        {
            var play = game.PlayFictitiously(10_000);
            Assert.InRange(play.Gap[^1], 0, .05);
            Assert.InRange(0, play.ValueBounds.Low, play.ValueBounds.High);
            Assert.InRange(play.Final.Row.DistanceTo(MixedStrategy.Uniform(game.Rows)), 0, .02);
        }
    }

    [Fact]
    public void TheValueBoundsHoldTheValueAndClose() =>
        RandomGames
            .Payoff.Array[9]
            .Sample(
                a =>
                {
                    var game = BimatrixGame.ZeroSum(RandomGames.Matrix(3, 3, a));
                    var play = game.PlayFictitiously(1000);
                    var value = game.Equilibria().All[0].Payoffs.Row;
                    Assert.InRange(value, play.ValueBounds.Low - 1e-9, play.ValueBounds.High + 1e-9);
                    Assert.InRange(play.Gap[^1], 0, 2);
                    Assert.Equal(play.Gap[^1], play.ValueBounds.High - play.ValueBounds.Low, 9);
                    Assert.All(play.Gap, gap => Assert.True(gap >= 0));
                },
                iter: 15
            );

    [Fact]
    public void FictitiousPlayDoesNotConvergeInShapleysGame()
    {
        var play = BimatrixGame
            .FromMatrices(
                new double[,]
                {
                    { 0, 0, 1 },
                    { 1, 0, 0 },
                    { 0, 1, 0 },
                },
                new double[,]
                {
                    { 0, 1, 0 },
                    { 0, 0, 1 },
                    { 1, 0, 0 },
                }
            )
            .PlayFictitiously(2000, 0, 1);
        Assert.True(play.Gap.Skip(100).Min() > .05, $"The gap fell to {play.Gap.Skip(100).Min()}.");
        Assert.Throws<InvalidOperationException>(() => play.ValueBounds);
    }

    [Fact]
    public void BadInputIsRefused()
    {
        BimatrixGameTests.Says("rounds", () => BimatrixGame.StagHunt.PlayFictitiously(0));
        BimatrixGameTests.Says("an index of one of 2 actions: 0 to 1", () => BimatrixGame.StagHunt.PlayFictitiously(5, row: 2));
        BimatrixGameTests.Says("an index of one of 2 actions: 0 to 1", () => BimatrixGame.StagHunt.PlayBestResponses(0, 7));
    }
}
