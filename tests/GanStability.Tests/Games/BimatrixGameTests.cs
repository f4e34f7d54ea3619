using CsCheck;
using GanStability;
using Xunit;

namespace GanStability.Tests.Games;

public class BimatrixGameTests
{
    [Fact]
    public void BestResponsesToAnActionAndToAMixture()
    {
        var game = BimatrixGame.RockPaperScissors;
        Assert.Equal([1], game.BestResponses(Side.Row, 0));
        Assert.Equal([0, 1, 2], game.BestResponses(Side.Column, MixedStrategy.Uniform(3)));
        // Rock half of the time, scissors the other half: rock gains .5, paper 0, scissors -.5.
        Assert.Equal([0], game.BestResponses(Side.Row, new MixedStrategy(.5, 0, .5)));
    }

    [Fact]
    public void AMixtureOfBestResponsesGainsAsMuchAsTheBestAction() =>
        RandomGames
            .Generic(4)
            .Sample(
                g =>
                {
                    var game = BimatrixGame.FromMatrices(g.A, g.B);
                    var column = MixedStrategy.Uniform(game.Columns);
                    var best = game.BestResponses(Side.Row, column);
                    var values = Enumerable
                        .Range(0, game.Rows)
                        .Select(i => Enumerable.Range(0, game.Columns).Average(j => g.A[i, j]))
                        .ToArray();
                    Assert.Equal(Array.IndexOf(values, values.Max()), best[0]);
                    Assert.Equal(values.Max(), game.Expected(MixedStrategy.Pure(best[0], game.Rows), column).Row, 9);
                },
                iter: 200
            );

    [Fact]
    public void PureEquilibriaAreTheCellsWithoutAGainfulDeviation() =>
        RandomGames
            .WithTies(4)
            .Sample(
                g =>
                {
                    var game = BimatrixGame.FromMatrices(g.A, g.B);
                    var expected =
                        from i in Enumerable.Range(0, game.Rows)
                        from j in Enumerable.Range(0, game.Columns)
                        where
                            Enumerable.Range(0, game.Rows).All(k => g.A[k, j] <= g.A[i, j])
                            && Enumerable.Range(0, game.Columns).All(k => g.B[i, k] <= g.B[i, j])
                        select (i, j);
                    Assert.Equal(expected, game.PureEquilibria().Select(c => (c.Row, c.Column)));
                },
                iter: 300
            );

    [Fact]
    public void TheTableMarksBestResponsesAndEquilibria()
    {
        var table = BimatrixGame.PrisonersDilemma.ToTable();
        Assert.Equal(["", "stay silent", "betray"], table.Headings);
        Assert.Equal(["stay silent", "(-1, -1)", "(-3, 0*)"], table.Rows[0]);
        Assert.Equal(["betray", "(0*, -3)", "(-2*, -2*)"], table.Rows[1]);
        Assert.Equal([(1, 2)], table.Marked);
    }

    [Fact]
    public void NoCellShowsANegativeZero() =>
        Assert.DoesNotContain(BimatrixGame.RockPaperScissors.ToTable().Rows.SelectMany(r => r), cell =>
            cell.Contains("-0", StringComparison.Ordinal)
        );

    [Fact]
    public void TheEquilibriumOfThePrisonersDilemmaIsTheOnlyOutcomeOffTheParetoFront()
    {
        var game = BimatrixGame.PrisonersDilemma;
        Assert.Equal([(0, 0), (0, 1), (1, 0)], game.ParetoFront().Select(c => (c.Row, c.Column)));
        var better = Assert.Single(Assert.Single(game.Equilibria().ParetoDominated()).ParetoBetter());
        Assert.Equal((0, 0), (better.Row, better.Column));
    }

    [Fact]
    public void ParetoDominatedEquilibriaOfTheOtherGames()
    {
        Assert.Equal(
            "hare | hare, payoffs (3, 3)|0.75 stag + 0.25 hare | 0.75 stag + 0.25 hare, payoffs (3, 3)",
            string.Join('|', BimatrixGame.StagHunt.Equilibria().ParetoDominated())
        );
        Assert.Equal(2 / 3.0, Assert.Single(BimatrixGame.BattleOfTheSexes.Equilibria().ParetoDominated()).Payoffs.Row, 9);
        Assert.Empty(BimatrixGame.MatchingPennies.Equilibria().ParetoDominated());
    }

    [Fact]
    public void EveryCellIsOnTheParetoFrontOrDominatedByOneThatIs() =>
        RandomGames
            .WithTies(4)
            .Sample(
                g =>
                {
                    var game = BimatrixGame.FromMatrices(g.A, g.B);
                    var front = game.ParetoFront();
                    Assert.NotEmpty(front);
                    foreach (var c in game.Cells().Except(front))
                        Assert.Contains(front, f =>
                            f.RowPayoff >= c.RowPayoff
                            && f.ColumnPayoff >= c.ColumnPayoff
                            && (f.RowPayoff > c.RowPayoff || f.ColumnPayoff > c.ColumnPayoff)
                        );
                },
                iter: 200
            );

    [Fact]
    public void ZeroSumIsRecognised()
    {
        Assert.True(BimatrixGame.MatchingPennies.IsZeroSum);
        Assert.True(
            BimatrixGame
                .FromMatrices(
                    new double[,]
                    {
                        { .1, .7 },
                    },
                    new double[,]
                    {
                        { .9, .3 },
                    }
                )
                .IsZeroSum
        );
        Assert.False(BimatrixGame.PrisonersDilemma.IsZeroSum);
    }

    [Fact]
    public void BadTablesAreRefusedWithTheReason()
    {
        Says("ragged: row 0 has 2 cells, row 1 has 1", () => new BimatrixGame(
                "g",
                ["a", "b"],
                ["c", "d"],
                [
                    [(1, 1), (2, 2)],
                    [(3, 3)],
                ]
            ));
        Says("empty", () => new BimatrixGame("g", [], [], []));
        Says("empty", () => BimatrixGame.FromMatrices(new double[0, 2], new double[0, 2]));
        Says("row 0, column 1 are (NaN, 2)", () => new BimatrixGame(
                "g",
                ["a"],
                ["c", "d"],
                [
                    [(1, 1), (double.NaN, 2)],
                ]
            ));
        Says("both must be finite", () => BimatrixGame.ZeroSum(
                new[,]
                {
                    { double.PositiveInfinity },
                }
            ));
        Says("1 names were given for 2 actions", () => new BimatrixGame(
                "g",
                ["a"],
                ["c"],
                [
                    [(1, 1)],
                    [(1, 1)],
                ]
            ));
        Says("must be non-empty and different", () => new BimatrixGame(
                "g",
                ["a", "a"],
                ["c"],
                [
                    [(1, 1)],
                    [(1, 1)],
                ]
            ));
        Says("is 1 × 2, the row player's 2 × 1", () => BimatrixGame.FromMatrices(new double[2, 1], new double[1, 2]));
    }

    [Fact]
    public void BadStrategiesAreRefusedWithTheReason()
    {
        Says("sum to 0.9", () => new MixedStrategy(.5, .4));
        Says("Probability 1 of the strategy is NaN", () => new MixedStrategy(.5, double.NaN));
        Says("Probability 0 of the strategy is -0.5", () => new MixedStrategy(-.5, 1.5));
        Says("at least one action", () => new MixedStrategy());
        Says("an index of one of 2 actions: 0 to 1", () => MixedStrategy.Pure(2, 2));
        Says("has 3 probabilities, but the player has 2 actions", () =>
            BimatrixGame.StagHunt.BestResponses(Side.Row, MixedStrategy.Uniform(3))
        );
        Says("an index of one of 2 actions: 0 to 1", () => BimatrixGame.StagHunt.BestResponses(Side.Row, -1));
    }

    [Fact]
    public void AMixedStrategyIsNormalisedAndTellsItsSupport()
    {
        var strategy = new MixedStrategy(.333333, .333333, .333333, 0);
        Assert.Equal(1, strategy.Probabilities.Sum(), 15);
        Assert.Equal([0, 1, 2], strategy.Support);
        Assert.Equal("(0.33333, 0.33333, 0.33333, 0)", strategy.ToString());
    }

    internal static void Says(string part, Func<object> make) =>
        Assert.Contains(part, Assert.ThrowsAny<ArgumentException>(make).Message, StringComparison.Ordinal);
}
