using GanStability;
using Xunit;

namespace GanStability.Tests.Divergences;

public class GaussianFitTests
{
    private static readonly Mixture TwoModes = new([0.4, 0.6], [new Normal(-3, 0.6), new Normal(3, 0.8)]);

    [Fact]
    public void CoveringFitMatchesTheMoments()
    {
        var moments = GaussianFit.MatchMoments(TwoModes);
        var fit = GaussianFit.ModeCovering(TwoModes);
        Assert.Single(fit.Optima);
        Assert.Equal(14, fit.Optima[0].Starts);
        Assert.Equal(moments.Mean, fit.Best.Mean, 1e-4);
        Assert.Equal(moments.StandardDeviation, fit.Best.StandardDeviation, 1e-4);
        // By hand: mean .6·3 − .4·3 = .6; variance .4·.36 + .6·.64 + .4·3.6² + .6·2.4² = 9.168.
        Assert.Equal(0.6, moments.Mean, 12);
        Assert.Equal(Math.Sqrt(9.168), moments.StandardDeviation, 12);
    }

    [Fact]
    public void SeekingFitFindsEachModeAndNothingElse()
    {
        var fit = GaussianFit.ModeSeeking(TwoModes);
        Assert.Equal(2, fit.Optima.Count);
        // On one mode of weight w the others do not matter: KL(q‖p) ≈ −ln w.
        Assert.Equal(-Math.Log(0.6), fit.Optima[0].Divergence, 1e-3);
        Assert.Equal(-Math.Log(0.4), fit.Optima[1].Divergence, 1e-3);
        Assert.Equal(3, fit.Best.Mean, 0.01);
        Assert.Equal(0.8, fit.Best.StandardDeviation, 0.01);
        Assert.Equal(-3, fit.Optima[1].Q.Mean, 0.01);
        Assert.Equal(14, fit.Optima.Sum(o => o.Starts));
        Assert.StartsWith("KL(q‖p) = 0.51", fit.ToString(), StringComparison.Ordinal);
    }

    /// <summary>
    /// Between two equal modes there is a third, bad optimum: where ∂/∂σ of E_q[−ln p] − ln σ vanishes, E_q[(−ln p)''] = 1/σ² is
    /// positive, and that is the curvature in μ as well (Bonnet, Price). So a symmetric start stays in the middle, rightly.
    /// </summary>
    [Fact]
    public void EqualModesHaveAThirdOptimumInTheMiddle()
    {
        var symmetric = new Mixture(new Normal(-3, 0.5), new Normal(3, 0.5));
        var fit = GaussianFit.ModeSeeking(symmetric);
        Assert.Equal(3, fit.Optima.Count);
        Assert.Equal([Math.Log(2), Math.Log(2)], fit.Optima.Take(2).Select(o => o.Divergence), (a, b) => Math.Abs(a - b) < 1e-4);
        Assert.Equal(0, fit.Optima[2].Q.Mean, 1e-3);
        Assert.True(fit.Optima[2].Divergence > 1);
        // Each is an optimum: no neighbour is better.
        foreach (var q in fit.Optima.Select(o => o.Q))
            for (var angle = 0.0; angle < 2 * Math.PI; angle += Math.PI / 8)
            {
                var neighbour = new Normal(q.Mean + 0.01 * Math.Cos(angle), q.StandardDeviation * Math.Exp(0.01 * Math.Sin(angle)));
                Assert.True(Kl.Density(neighbour, symmetric) > Kl.Density(q, symmetric), $"{neighbour} is better than {q}");
            }
    }

    [Theory]
    [InlineData(50, 0.1)]
    [InlineData(3, 0.5)]
    [InlineData(8, 0.05)]
    [InlineData(1000, 1)]
    [InlineData(1, 0.9)]
    public void EverySeparationIsFitted(double distance, double sigma)
    {
        var p = new Mixture(new Normal(-distance, sigma), new Normal(distance, sigma));
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var seeking = GaussianFit.ModeSeeking(p);
        var covering = GaussianFit.ModeCovering(p);
        // A second on a quiet machine; a loaded one is slower.
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 10);
        Assert.Equal(0, covering.Best.Mean, 1e-3 * distance);
        Assert.Equal(Math.Sqrt(distance * distance + sigma * sigma), covering.Best.StandardDeviation, 1e-3 * distance);
        if (distance / sigma < 3)
        {
            // The modes are one hump: one Gaussian over both is best.
            Assert.Equal(0, seeking.Best.Mean, 1e-2);
            return;
        }
        Assert.Equal(Math.Log(2), seeking.Divergence, 1e-3);
        Assert.Equal(sigma, seeking.Best.StandardDeviation, 0.01 * sigma);
        Assert.Equal([-distance, distance], seeking.Optima.Take(2).Select(o => o.Q.Mean).Order(), (a, b) => Math.Abs(a - b) < 0.01 * sigma);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(9)]
    public void EachOfSeveralModesIsFound(int modes)
    {
        var at = Enumerable.Range(0, modes).Select(k => 7.0 * k * k).ToArray();
        double[] weights = [.. at.Select((_, k) => (k + 1) * 2.0 / (modes * (modes + 1)))];
        var p = new Mixture(weights, [.. at.Select(m => new Normal(m, 0.3))]);
        var fit = GaussianFit.ModeSeeking(p);
        // On one mode of weight w the others do not matter: KL(q‖p) = −ln w.
        foreach (var (mean, weight) in at.Zip(weights))
        {
            var found = Assert.Single(fit.Optima, o => Math.Abs(o.Q.Mean - mean) < 0.01 && o.Q.StandardDeviation < 1);
            Assert.Equal(-Math.Log(weight), found.Divergence, 1e-3);
        }
        Assert.Equal(at[^1], fit.Best.Mean, 0.01);
    }

    [Fact]
    public void AGaussianIsItsOwnFitBothWays()
    {
        var p = new Normal(7, 0.2);
        Assert.Equal(7, GaussianFit.ModeCovering(p).Best.Mean, 1e-5);
        Assert.Equal(0.2, GaussianFit.ModeSeeking(p).Best.StandardDeviation, 1e-5);
        Assert.Equal(0, GaussianFit.ModeSeeking(p).Divergence, 1e-9);
    }

    [Fact]
    public void SeekingNeedsADensityThatIsPositiveEverywhere()
    {
        Assert.Contains(
            "infinite for all q",
            Assert.Throws<ArgumentException>(() => GaussianFit.ModeSeeking(new Uniform(0, 1))).Message,
            StringComparison.Ordinal
        );
        var fit = GaussianFit.ModeCovering(new Uniform(0, 1));
        Assert.Equal(1 / Math.Sqrt(12), fit.Best.StandardDeviation, 1e-4);
        Assert.Throws<ArgumentException>(() => GaussianFit.ModeCovering(TwoModes, []));
    }
}
