using System.Numerics;
using CsCheck;
using GanStability;
using MathNet.Numerics.Integration;
using Xunit;

namespace GanStability.Tests.Games;

public class PlaneGameTests
{
    private static readonly PlaneGame[] Games =
    [
        new BilinearGame(),
        new SalimansGame(),
        new DiracGan(DiracObjective.Minimax),
        new DiracGan(DiracObjective.NonSaturating),
        new DiracGan(DiracObjective.Wasserstein),
        new DiracGan(DiracObjective.Minimax) { R1 = .3 },
        new DiracGan(DiracObjective.NonSaturating) { InstanceNoise = .8 },
        new DiracGan(DiracObjective.Minimax) { InstanceNoise = 1.2, R1 = .5 },
        new DiracGan(DiracObjective.Wasserstein) { InstanceNoise = .5, R1 = 2 },
        new ConsensusGame(new DiracGan(DiracObjective.Minimax), .7),
    ];

    public static TheoryData<int> Every => [.. Enumerable.Range(0, Games.Length)];

    /// <summary>Points off x = 0, where Salimans's f has a kink.</summary>
    private static readonly Gen<(double X, double Y)> Points = Gen.Select(Gen.Double[.05, 2.5], Gen.Bool, Gen.Double[-2.5, 2.5])
        .Select((x, left, y) => (left ? -x : x, y));

    [Theory, MemberData(nameof(Every))]
    public void GradientsAreTheDerivativesOfTheCosts(int index) =>
        Points.Sample(p =>
        {
            const double d = 1e-5;
            var (game, (x, y)) = (Games[index], p);
            Assert.Equal((game.FirstCost(x + d, y) - game.FirstCost(x - d, y)) / (2 * d), game.FirstGradient(x, y), 1e-8);
            Assert.Equal((game.SecondCost(x, y + d) - game.SecondCost(x, y - d)) / (2 * d), game.SecondGradient(x, y), 1e-8);
            Assert.Equal(new PlanePoint(-game.FirstGradient(x, y), -game.SecondGradient(x, y)), game.Field(p));
        });

    [Theory, MemberData(nameof(Every))]
    public void ClosedFormJacobiansAreThoseOfDifferences(int index) =>
        Points.Sample(p =>
        {
            var (closed, numerical) = (Games[index].Jacobian(p), Games[index].NumericalJacobian(p));
            Assert.Equal(numerical.XX, closed.XX, 1e-7);
            Assert.Equal(numerical.XY, closed.XY, 1e-7);
            Assert.Equal(numerical.YX, closed.YX, 1e-7);
            Assert.Equal(numerical.YY, closed.YY, 1e-7);
        });

    [Theory, MemberData(nameof(Every))]
    public void NobodyMovesAtTheEquilibrium(int index) => Assert.Equal(0, Games[index].Field(Games[index].Equilibrium).Length, 1e-14);

    [Theory]
    [InlineData(DiracObjective.Minimax, .5)]
    [InlineData(DiracObjective.NonSaturating, .5)]
    [InlineData(DiracObjective.Wasserstein, 1)]
    public void WithoutPenaltyTheEigenvaluesLieOnTheImaginaryAxis(DiracObjective objective, double slope)
    {
        var (plus, minus) = new DiracGan(objective).Jacobian((0, 0)).Eigenvalues;
        Assert.Equal(new Complex(0, slope), plus);
        Assert.Equal(new Complex(0, -slope), minus);
    }

    [Theory]
    [InlineData(DiracObjective.Minimax)]
    [InlineData(DiracObjective.NonSaturating)]
    public void R1MovesTheEigenvaluesLeftAndIsCriticalAtOne(DiracObjective objective)
    {
        foreach (var gamma in new[] { .1, .3, .9, 1, 1.5, 4 })
        {
            var (plus, minus) = new DiracGan(objective) { R1 = gamma }
                .Jacobian((0, 0))
                .Eigenvalues;
            var root = Complex.Sqrt(gamma * gamma / 4 - .25);
            AssertClose(-gamma / 2 + root, plus);
            AssertClose(-gamma / 2 - root, minus);
            Assert.Equal(gamma < 1, plus.Imaginary != 0);
        }
    }

    [Theory]
    [InlineData(DiracObjective.Minimax)]
    [InlineData(DiracObjective.NonSaturating)]
    public void InstanceNoiseMovesThemLeftToo(DiracObjective objective)
    {
        foreach (var sigma in new[] { .3, .8, 1.7 })
        {
            // f''(0)σ² ± √(f''(0)²σ⁴ − f'(0)²), Mescheder et al. 2018, lemma 3.2.
            var (plus, minus) = new DiracGan(objective) { InstanceNoise = sigma }
                .Jacobian((0, 0))
                .Eigenvalues;
            var root = Complex.Sqrt(Math.Pow(sigma, 4) / 16 - .25);
            AssertClose(-sigma * sigma / 4 + root, plus);
            AssertClose(-sigma * sigma / 4 - root, minus);
        }
    }

    [Fact]
    public void EigenvaluesSolveTheCharacteristicEquation() =>
        Gen.Double[-2, 2]
            .Array[4]
            .Sample(a =>
            {
                var (plus, minus) = new PlaneJacobian(a[0], a[1], a[2], a[3]).Eigenvalues;
                AssertClose(a[0] + a[3], plus + minus);
                AssertClose(a[0] * a[3] - a[1] * a[2], plus * minus);
            });

    [Fact]
    public void ASimultaneousStepAlwaysGrowsAnAlternatingOneKeeps()
    {
        var jacobian = new DiracGan(DiracObjective.Minimax).Jacobian((0, 0));
        foreach (var h in new[] { 1e-3, .01, .2, 1, 3 })
        {
            Assert.Equal(Math.Sqrt(1 + h * h / 4), jacobian.SimultaneousMultipliers(h).Plus.Magnitude, 14);
            Assert.True(jacobian.SimultaneousMultipliers(h).Plus.Magnitude > 1);
            Assert.Equal(1, jacobian.AlternatingMultipliers(h).Plus.Magnitude, 14);
        }
    }

    [Theory, MemberData(nameof(Every))]
    public void MultipliersAreWhatAStepDoesNearTheEquilibrium(int index)
    {
        // Trace and determinant of the map that one step applies to two small deviations.
        const double h = .2,
            d = 1e-6;
        var game = Games[index];
        foreach (var alternating in new[] { false, true })
        {
            PlanePoint Step(PlanePoint deviation)
            {
                var start = game.Equilibrium + deviation;
                return 1 / d * ((alternating ? game.Alternating(start, h, 1) : game.Simultaneous(start, h, 1)).Final - game.Equilibrium);
            }
            var (u, v) = (Step((d, 0)), Step((0, d)));
            var (plus, minus) = alternating
                ? game.Jacobian(game.Equilibrium).AlternatingMultipliers(h)
                : game.Jacobian(game.Equilibrium).SimultaneousMultipliers(h);
            Assert.Equal(u.X + v.Y, (plus + minus).Real, 1e-5);
            Assert.Equal(u.X * v.Y - u.Y * v.X, (plus * minus).Real, 1e-5);
        }
    }

    [Theory]
    [InlineData(.5, .5)]
    [InlineData(-1.5, 2)]
    [InlineData(3, 2.5)]
    public void NoiseIsAveragedAsByAnIndependentQuadrature(double x, double y)
    {
        const double sigma = 2;
        var game = new DiracGan(DiracObjective.NonSaturating) { InstanceNoise = sigma };
        double Average(Func<double, double> g) =>
            GaussKronrodRule.Integrate(n => g(sigma * n) * Math.Exp(-n * n / 2) / Math.Sqrt(2 * Math.PI), -12, 12, out _, out _, 1e-13, 30);
        Assert.Equal(Average(n => Math.Log(1 + Math.Exp(y * (x + n)))), game.FirstCost(x, y), 1e-11);
        Assert.Equal(Average(n => y / (1 + Math.Exp(-y * (x + n)))), game.FirstGradient(x, y), 1e-11);
    }

    [Fact]
    public void LargeArgumentsDoNotOverflow()
    {
        var game = new DiracGan(DiracObjective.Minimax);
        Assert.Equal(-1e6 - Math.Log(2), game.FirstCost(-1e3, 1e3), 1e-6);
        Assert.Equal(-Math.Log(2), game.FirstCost(1e3, 1e3), 1e-6);
        Assert.Equal(0, game.FirstGradient(1e3, 1e3));
        Assert.Equal(1e3, game.FirstGradient(-1e3, 1e3));
    }

    [Fact]
    public void TheWassersteinDiracGanIsTheBilinearGame() =>
        Points.Sample(p => Assert.Equal(new BilinearGame().Field(p), new DiracGan(DiracObjective.Wasserstein).Field(p)));

    [Fact]
    public void AGameOfOnesOwnNeedsNoJacobian()
    {
        var (plus, _) = new Saddle().Jacobian((0, 0)).Eigenvalues;
        AssertClose(new Complex(-.5, Math.Sqrt(.75)), plus);
    }

    [Theory]
    [InlineData(DiracObjective.Minimax, .5)]
    [InlineData(DiracObjective.Wasserstein, 1)]
    public void ConsensusMovesTheEigenvaluesLeft(DiracObjective objective, double slope)
    {
        var (plus, _) = new ConsensusGame(new DiracGan(objective), .4).Jacobian((0, 0)).Eigenvalues;
        Assert.Equal(-.4 * slope * slope, plus.Real, 1e-6);
        Assert.Equal(slope, plus.Imaginary, 1e-6);
    }

    [Fact]
    public void TheWganPenaltyWantsSlopeOneAndHasAKink()
    {
        var game = new DiracGan(DiracObjective.Wasserstein) { WganGp = .3, R1 = .1 };
        Points
            .Where(p => Math.Abs(p.Y) > .01)
            .Sample(p =>
            {
                const double d = 1e-5;
                var (x, y) = p;
                Assert.Equal((game.SecondCost(x, y + d) - game.SecondCost(x, y - d)) / (2 * d), game.SecondGradient(x, y), 1e-8);
                Assert.Equal(-.4, game.Jacobian(p).YY, 1e-12);
                // At x = 0, without R1, only slope one is at rest.
                var alone = new DiracGan(DiracObjective.Wasserstein) { WganGp = .3 };
                Assert.Equal(.3 * (y - Math.Sign(y)), alone.SecondGradient(0, y), 1e-12);
            });
        Assert.True(double.IsNaN(game.Jacobian((0, 0)).YY));
    }

    [Fact]
    public void NamesSayWhatIsSwitchedOn() => Assert.Equal("Dirac-GAN, minimax, R1 γ = 0.5, instance noise σ = 1.2", Games[7].ToString());

    [Fact]
    public void BadInputIsRefused()
    {
        BimatrixGameTests.Says("R1", () => new DiracGan(DiracObjective.Minimax) { R1 = -1 });
        BimatrixGameTests.Says("InstanceNoise", () => new DiracGan(DiracObjective.Minimax) { InstanceNoise = double.NaN });
        BimatrixGameTests.Says("WganGp", () => new DiracGan(DiracObjective.Minimax) { WganGp = -1 });
        BimatrixGameTests.Says("strength", () => new ConsensusGame(new BilinearGame(), -1));
        BimatrixGameTests.Says("Choose Minimax, NonSaturating or Wasserstein", () => new DiracGan((DiracObjective)9));
        BimatrixGameTests.Says("greater than 0", () => new PlaneJacobian(0, 1, -1, 0).SimultaneousMultipliers(-.1));
        BimatrixGameTests.Says("The grid runs from (1, 0) to (0, 1)", () => new BilinearGame().FieldOnGrid((1, 0), (0, 1)));
        BimatrixGameTests.Says("count", () => new BilinearGame().FieldOnGrid((0, 0), (1, 1), 1));
    }

    [Fact]
    public void TheGridRunsFromCornerToCorner()
    {
        var grid = new BilinearGame().FieldOnGrid((-1, -2), (1, 2), 3);
        Assert.Equal(9, grid.Count);
        Assert.Equal(((-1, -2), (2, -1)), grid[0]);
        Assert.Equal(((0, -2), (2, 0)), grid[1]);
        Assert.Equal(((1, 2), (-2, 1)), grid[8]);
    }

    private static void AssertClose(Complex expected, Complex actual) =>
        Assert.True((expected - actual).Magnitude < 1e-9, $"{expected} is not {actual}");

    /// <summary>c1 = xy + x²/2, c2 = −xy.</summary>
    private sealed class Saddle : PlaneGame
    {
        public override string Name => "own";
        public override PlanePoint Equilibrium => (0, 0);

        public override double FirstCost(double x, double y) => x * y + x * x / 2;

        public override double SecondCost(double x, double y) => -x * y;

        public override double FirstGradient(double x, double y) => y + x;

        public override double SecondGradient(double x, double y) => -x;
    }
}
