using CsCheck;
using GanStability;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace GanStability.Tests.Games;

public class EquilibriaTests
{
    [Fact]
    public void ThePrisonersDilemmaHasOneEquilibriumAndItIsPure()
    {
        var found = BimatrixGame.PrisonersDilemma.Equilibria();
        Assert.Equal((-2, -2), Assert.Single(found.All).Payoffs);
        Assert.True(found.All[0].IsPure);
        Assert.False(found.IsDegenerate);
        Assert.Equal("1 equilibrium:\n  betray | betray, payoffs (-2, -2)", found.ToString());
    }

    [Fact]
    public void MatchingPenniesAndRockPaperScissorsAreMixedEvenly()
    {
        var pennies = Assert.Single(BimatrixGame.MatchingPennies.Equilibria().All);
        AssertClose([.5, .5], pennies.Row);
        AssertClose([.5, .5], pennies.Column);
        var rps = Assert.Single(BimatrixGame.RockPaperScissors.Equilibria().All);
        AssertClose([1 / 3.0, 1 / 3.0, 1 / 3.0], rps.Row);
        AssertClose([1 / 3.0, 1 / 3.0, 1 / 3.0], rps.Column);
        Assert.Equal(0, rps.Payoffs.Row, 12);
    }

    [Fact]
    public void BattleOfTheSexesAndStagHuntHaveTwoPureAndOneMixedEquilibrium()
    {
        var battle = BimatrixGame.BattleOfTheSexes.Equilibria();
        Assert.Equal(2, battle.Pure.Count);
        AssertClose([2 / 3.0, 1 / 3.0], Assert.Single(battle.Mixed).Row);
        AssertClose([1 / 3.0, 2 / 3.0], battle.Mixed[0].Column);
        var hunt = BimatrixGame.StagHunt.Equilibria();
        Assert.Equal(2, hunt.Pure.Count);
        AssertClose([.75, .25], Assert.Single(hunt.Mixed).Row);
    }

    [Fact]
    public void TheExampleOfVonStengelHasItsThreeEquilibria()
    {
        // Algorithmic Game Theory, 2007, chapter 3, game (3.1).
        var found = BimatrixGame
            .FromMatrices(
                new double[,]
                {
                    { 3, 3 },
                    { 2, 5 },
                    { 0, 6 },
                },
                new double[,]
                {
                    { 3, 2 },
                    { 2, 6 },
                    { 3, 1 },
                }
            )
            .Equilibria();
        Assert.False(found.IsDegenerate);
        Assert.False(found.IsContinuum);
        Assert.Equal(3, found.All.Count);
        AssertContains(found, [1, 0, 0], [1, 0]);
        AssertContains(found, [.8, .2, 0], [2 / 3.0, 1 / 3.0]);
        AssertContains(found, [0, 1 / 3.0, 2 / 3.0], [1 / 3.0, 2 / 3.0]);
    }

    [Fact]
    public void ADegenerateGameHasEquilibriaOfUnequalSupportAndSaysWhy()
    {
        // The same with a tie for the column player in the first row: y may be anything from (1, 0) to (2/3, 1/3) there.
        var found = BimatrixGame
            .FromMatrices(
                new double[,]
                {
                    { 3, 3 },
                    { 2, 5 },
                    { 0, 6 },
                },
                new double[,]
                {
                    { 3, 3 },
                    { 2, 6 },
                    { 3, 1 },
                }
            )
            .Equilibria();
        Assert.Equal(
            "against r1 the column player has 2 best responses (c1, c2), more than the 1 that the mixture uses.",
            found.Degenerate
        );
        Assert.True(found.IsContinuum);
        Assert.Equal(3, found.All.Count);
        AssertContains(found, [1, 0, 0], [1, 0]);
        AssertContains(found, [1, 0, 0], [2 / 3.0, 1 / 3.0]);
        AssertContains(found, [0, 1 / 3.0, 2 / 3.0], [1 / 3.0, 2 / 3.0]);
        Assert.Contains("Infinitely many equilibria, mixtures of these 3", found.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void WhereNothingMattersEveryProfileIsAnEquilibrium()
    {
        var found = BimatrixGame.FromMatrices(new double[2, 3], new double[2, 3]).Equilibria();
        Assert.Equal(6, found.All.Count);
        Assert.True(found.IsDegenerate && found.IsContinuum);
    }

    [Fact]
    public void ADegenerateGameCanHaveFinitelyManyEquilibria()
    {
        // Against r2 both columns tie, but r2 is never played.
        var found = BimatrixGame
            .FromMatrices(
                new double[,]
                {
                    { 1, 1 },
                    { 0, 0 },
                },
                new double[,]
                {
                    { 1, 0 },
                    { 0, 0 },
                }
            )
            .Equilibria();
        Assert.True(found.IsDegenerate);
        Assert.False(found.IsContinuum);
        Assert.Single(found.All);
    }

    [Fact]
    public void EveryEquilibriumFoundIsOneByDefinition() =>
        RandomGames
            .Generic(4)
            .Sample(
                g =>
                {
                    foreach (var p in BimatrixGame.FromMatrices(g.A, g.B).Equilibria().All)
                    {
                        // No pure deviation gains: payoffs summed here, not by the library.
                        var (x, y) = (p.Row.Probabilities, p.Column.Probabilities);
                        double Gain(double[,] u, Func<int, double> xs, Func<int, double> ys) =>
                            (
                                from i in Enumerable.Range(0, x.Count)
                                from j in Enumerable.Range(0, y.Count)
                                select xs(i) * ys(j) * u[i, j]
                            ).Sum();
                        for (var i = 0; i < x.Count; i++)
                            Assert.True(Gain(g.A, k => k == i ? 1 : 0, j => y[j]) <= Gain(g.A, k => x[k], j => y[j]) + 1e-7);
                        for (var j = 0; j < y.Count; j++)
                            Assert.True(Gain(g.B, k => x[k], k => k == j ? 1 : 0) <= Gain(g.B, k => x[k], k => y[k]) + 1e-7);
                    }
                },
                iter: 300
            );

    [Fact]
    public void SupportEnumerationAgreesWithVertexEnumeration() =>
        RandomGames.Generic(4).Sample(g => AssertSameAsVertices(g.A, g.B), iter: 300);

    [Fact]
    public void SupportEnumerationAgreesWithVertexEnumerationWherePayoffsTie() =>
        RandomGames.WithTies(3).Sample(g => AssertSameAsVertices(g.A, g.B), iter: 600);

    [Fact]
    public void TwoByTwoGamesHaveTheMixedEquilibriumOfTheFormula() =>
        Gen.Select(RandomGames.Payoff.Array[4], RandomGames.Payoff.Array[4])
            .Sample(
                (a, b) =>
                {
                    var found = BimatrixGame.FromMatrices(RandomGames.Matrix(2, 2, a), RandomGames.Matrix(2, 2, b)).Equilibria();
                    // The row player's p makes the column player indifferent, and the other way round.
                    var p = (b[3] - b[2]) / (b[0] - b[1] - b[2] + b[3]);
                    var q = (a[3] - a[1]) / (a[0] - a[1] - a[2] + a[3]);
                    if (p is > 1e-6 and < 1 - 1e-6 && q is > 1e-6 and < 1 - 1e-6)
                        AssertContains(found, [p, 1 - p], [q, 1 - q]);
                    else if (p is < -1e-6 or > 1 + 1e-6 || q is < -1e-6 or > 1 + 1e-6)
                        Assert.Empty(found.Mixed);
                }
            );

    [Fact]
    public void ANondegenerateGameHasAnOddNumberOfEquilibriaWithIndicesThatSumToOne() =>
        RandomGames
            .Generic(4)
            .Sample(
                g =>
                {
                    var found = BimatrixGame.FromMatrices(g.A, g.B).Equilibria();
                    if (found.IsDegenerate)
                        return;
                    Assert.Equal(1, found.All.Count % 2);
                    // Shapley, A note on the Lemke-Howson algorithm, 1974: (-1)^(k+1) sign(det A' det B') on the supports, payoffs
                    // positive.
                    Assert.Equal(
                        1,
                        found.All.Sum(p =>
                        {
                            var (i, j) = (p.Row.Support, p.Column.Support);
                            double Determinant(double[,] u) =>
                                Matrix<double>.Build.Dense(i.Count, i.Count, (r, c) => u[i[r], j[c]] + 11).Determinant();
                            return Math.Sign(Determinant(g.A) * Determinant(g.B)) * (i.Count % 2 == 1 ? 1 : -1);
                        })
                    );
                },
                iter: 300
            );

    [Fact]
    public void EquilibriaDoNotDependOnTheScaleOfPayoffs() =>
        RandomGames
            .Generic(3)
            .Sample(
                g =>
                {
                    var scaled = BimatrixGame.FromMatrices(Map(g.A, u => 1e-6 * u + 3e-4), Map(g.B, u => 1e6 * u - 7e6)).Equilibria();
                    var plain = BimatrixGame.FromMatrices(g.A, g.B).Equilibria();
                    Assert.Equal(plain.All.Count, scaled.All.Count);
                    foreach (var p in plain.All)
                        AssertContains(scaled, [.. p.Row.Probabilities], [.. p.Column.Probabilities]);
                },
                iter: 100
            );

    [Fact]
    public void ALargeGameIsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => BimatrixGame.FromMatrices(new double[10, 10], new double[10, 10]).Equilibria());
        Assert.Contains("support enumeration is for small games", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => BimatrixGame.FromMatrices(new double[1, 40], new double[1, 40]).Equilibria());
    }

    private static void AssertSameAsVertices(double[,] a, double[,] b)
    {
        var found = BimatrixGame.FromMatrices(a, b).Equilibria();
        var expected = VertexEnumeration.ExtremeEquilibria(a, b);
        Assert.Equal(expected.Count, found.All.Count);
        foreach (var (x, y) in expected)
            AssertContains(found, x, y);
    }

    private static void AssertContains(Equilibria found, double[] x, double[] y) =>
        Assert.Contains(found.All, p => Close(x, p.Row) && Close(y, p.Column));

    private static void AssertClose(double[] expected, MixedStrategy actual) => Assert.True(Close(expected, actual), actual.ToString());

    private static bool Close(double[] expected, MixedStrategy actual) =>
        expected.Length == actual.Count && expected.Zip(actual.Probabilities, (p, q) => Math.Abs(p - q)).Max() < 1e-6;

    private static double[,] Map(double[,] u, Func<double, double> f) =>
        RandomGames.Matrix(u.GetLength(0), u.GetLength(1), [.. u.Cast<double>().Select(f)]);
}
