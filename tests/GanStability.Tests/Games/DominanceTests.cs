using CsCheck;
using GanStability;
using Xunit;

namespace GanStability.Tests.Games;

public class DominanceTests
{
    [Fact]
    public void SilenceIsStrictlyDominatedInThePrisonersDilemma()
    {
        var game = BimatrixGame.PrisonersDilemma;
        Assert.Equal(
            [new Dominated(Side.Row, "stay silent", "betray"), new Dominated(Side.Column, "stay silent", "betray")],
            game.DominatedActions()
        );
        var left = game.EliminateDominated();
        Assert.True(left.IsSolved);
        Assert.Equal(
            "1. row player's stay silent is dominated by betray; column player's stay silent is dominated by betray\nLeft: betray | betray",
            left.ToString()
        );
    }

    [Fact]
    public void EliminationGoesOnUntilNothingIsDominated()
    {
        // right falls to middle, then down to up, then left to middle.
        var game = new BimatrixGame(
            "rounds",
            ["up", "down"],
            ["left", "middle", "right"],
            [
                [(1, 0), (1, 2), (0, 1)],
                [(0, 3), (0, 1), (2, 0)],
            ]
        );
        var left = game.EliminateDominated();
        Assert.Equal(["right", "down", "left"], left.Rounds.Select(r => Assert.Single(r).Action));
        Assert.Equal((1, 2), left.Remaining[0, 0]);
        Assert.True(left.IsSolved);
    }

    [Fact]
    public void WeakDominanceNeedsOneGainAndNoLoss()
    {
        var game = BimatrixGame.FromMatrices(
            new double[,]
            {
                { 1, 1 },
                { 1, 0 },
                { 1, 1 },
            },
            new double[3, 2]
        );
        Assert.Empty(game.DominatedActions(DominanceKind.Strict));
        // The twin rows r1 and r3 do not dominate one another.
        Assert.Equal([new Dominated(Side.Row, "r2", "r1")], game.DominatedActions(DominanceKind.Weak));
    }

    [Fact]
    public void AMixtureCanDominateWhatNoActionDominates()
    {
        var game = BimatrixGame.FromMatrices(
            new double[,]
            {
                { 3, 0 },
                { 0, 3 },
                { 1, 1 },
            },
            new double[3, 2]
        );
        Assert.Empty(game.DominatedActions());
        Assert.Equal([new Dominated(Side.Row, "r3", null)], game.DominatedActions(DominanceKind.StrictByMixture));
        // At (1.5, 1.5) the mixture gains no more, so nothing is strictly dominated.
        Assert.Empty(
            BimatrixGame
                .FromMatrices(
                    new double[,]
                    {
                        { 3, 0 },
                        { 0, 3 },
                        { 1.5, 1.5 },
                    },
                    new double[3, 2]
                )
                .DominatedActions(DominanceKind.StrictByMixture)
        );
    }

    [Fact]
    public void DominanceByMixtureAgreesWithAFineGridOfTheMixture() =>
        RandomGames
            .Payoff.Array[9]
            .Sample(
                a =>
                {
                    var game = BimatrixGame.FromMatrices(RandomGames.Matrix(3, 3, a), new double[3, 3]);
                    var fallen = game.DominatedActions(DominanceKind.StrictByMixture).Select(d => d.Action).ToArray();
                    for (var i = 0; i < 3; i++)
                    {
                        // The best mixture of the two other actions, by how much it gains in the worst column.
                        var (j, k) = ((i + 1) % 3, (i + 2) % 3);
                        var margin = Enumerable
                            .Range(0, 2001)
                            .Max(s =>
                                Enumerable.Range(0, 3).Min(c => s / 2000.0 * a[3 * j + c] + (1 - s / 2000.0) * a[3 * k + c] - a[3 * i + c])
                            );
                        if (margin > 1e-6)
                            Assert.Contains($"r{i + 1}", fallen);
                        if (margin < -2e-2)
                            Assert.DoesNotContain($"r{i + 1}", fallen);
                    }
                },
                iter: 100
            );

    [Fact]
    public void StrictEliminationLosesNoEquilibriumAndMakesNone() =>
        RandomGames
            .Generic(4)
            .Sample(
                g =>
                {
                    var game = BimatrixGame.FromMatrices(g.A, g.B);
                    foreach (var kind in new[] { DominanceKind.Strict, DominanceKind.StrictByMixture })
                        Assert.Equal(
                            game.Equilibria().All.Select(p => p.ToString()).Order(),
                            game.EliminateDominated(kind).Remaining.Equilibria().All.Select(p => p.ToString()).Order()
                        );
                },
                iter: 100
            );

    [Fact]
    public void WeakEliminationCanLoseAnEquilibrium()
    {
        var game = BimatrixGame.FromMatrices(
            new double[,]
            {
                { 1, 0 },
                { 0, 0 },
            },
            new double[,]
            {
                { 1, 0 },
                { 0, 0 },
            }
        );
        Assert.Equal(2, game.PureEquilibria().Count);
        Assert.Single(game.EliminateDominated(DominanceKind.Weak).Remaining.PureEquilibria());
    }
}
