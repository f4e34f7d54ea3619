using GanStability;
using Xunit;

namespace GanStability.Tests.Divergences;

public class SampleEstimateTests
{
    private static readonly Normal P = new(0, 1);
    private static readonly Mixture Q = new([0.3, 0.7], [new Normal(-1, 1.5), new Normal(1, 1)]);

    [Fact]
    public void MonteCarloAgreesWithQuadratureWithinItsStandardError()
    {
        Near(Kl.Density(P, Q), Kl.MonteCarlo(P, Q, 20_000, seed: 1));
        Near(Js.Density(P, Q), Js.MonteCarlo(P, Q, 20_000, seed: 2));
        Near(Entropy.Density(Q), Entropy.MonteCarlo(Q, 20_000, seed: 3));
        Near(CrossEntropy.Density(P, Q), CrossEntropy.MonteCarlo(P, Q, 20_000, seed: 4));

        static void Near(double truth, Estimate estimate)
        {
            Assert.Equal(0, estimate.Bias);
            Assert.InRange(estimate.StandardError, 1e-4, 0.02);
            Assert.Equal(truth, estimate.Value, 5 * estimate.StandardError);
        }
    }

    [Fact]
    public void MonteCarloStandardErrorIsTheSpreadOverSeeds()
    {
        // KL(N(0,1)‖N(1,1)): ln p/q = ½ − x has standard deviation 1, so the standard error is 1/√n exactly.
        var runs = Enumerable.Range(0, 200).Select(seed => Kl.MonteCarlo(new Normal(), new Normal(1), 400, seed)).ToArray();
        var mean = runs.Average(r => r.Value);
        var spread = Math.Sqrt(runs.Average(r => (r.Value - mean) * (r.Value - mean)));
        Assert.Equal(0.05, spread, 4 * 0.05 / Math.Sqrt(2 * 200)); // a standard deviation of 200 values is known to 1/√400
        Assert.Equal(0.05, runs.Average(r => r.StandardError), 0.002);
        Assert.Equal(0.5, mean, 4 * 0.05 / Math.Sqrt(200));
    }

    [Fact]
    public void TheStandardErrorOfJsIsItsSpreadOverSeeds()
    {
        var runs = Enumerable.Range(0, 400).Select(seed => Js.MonteCarlo(P, Q, 400, seed)).ToArray();
        var mean = runs.Average(r => r.Value);
        var spread = Math.Sqrt(runs.Average(r => (r.Value - mean) * (r.Value - mean)));
        Assert.Equal(spread, runs.Average(r => r.StandardError), 4 * spread / Math.Sqrt(2 * runs.Length));
        // By hand: of each half only half counts, so the variance is ¼ (Var_p[ln p/m] + Var_q[ln q/m])/n.
        var (ofP, ofQ) = (Variance(P, Q), Variance(Q, P));
        Assert.Equal(Math.Sqrt((ofP + ofQ) / 4 / 400), runs.Average(r => r.StandardError), 0.02 * spread);

        static double Variance(Distribution p, Distribution q)
        {
            var x = p.Samples(100_000, 9).Select(v => p.LogDensity(v) - Math.Log((p.Density(v) + q.Density(v)) / 2)).ToArray();
            var average = x.Average();
            return x.Average(v => (v - average) * (v - average));
        }
    }

    [Fact]
    public void TheBiasOfAnEntropyCountsTheFilledBinsLessOne()
    {
        // Miller 1955: −(K − 1)/2n. Four samples in three of four bins; one bin alone has no bias.
        Assert.Equal(-2.0 / 8, Entropy.Samples([0, 0.1, 0.3, 1], 4).Bias, 12);
        Assert.Equal(0, Entropy.Samples([0, 0.1, 0.3, 1], 1).Bias);
        // The same K − 1 in the divergences: (K_p − 1)/2n of p̂ and (Σ p/q − 1)/2m of q̂; p̂ = (½, ½), q̂ = (¾, ¼).
        Assert.Equal(1.0 / 4 + (0.5 / 0.75 + 0.5 / 0.25 - 1) / 8, Kl.Samples([0, 1], [0, 0.1, 0.2, 1], 2).Bias, 12);
    }

    [Fact]
    public void MonteCarloIsSeededAndSeesInfinity()
    {
        Assert.Equal(Kl.MonteCarlo(P, Q, 100, 7), Kl.MonteCarlo(P, Q, 100, 7));
        Assert.NotEqual(Kl.MonteCarlo(P, Q, 100, 7).Value, Kl.MonteCarlo(P, Q, 100, 8).Value);
        Assert.Equal(double.PositiveInfinity, Kl.MonteCarlo(new Normal(), new Exponential(), 100).Value);
        Assert.Equal(Math.Log(2), Js.MonteCarlo(new Uniform(0, 1), new Uniform(2, 3), 100).Value, 12);
        Assert.Throws<ArgumentOutOfRangeException>(() => Kl.MonteCarlo(P, Q, 1));
    }

    /// <summary>
    /// Many small sets of samples of densities that are constant on tenths: binning loses nothing, the binned truth is known, and all
    /// error comes from the number of samples. The mean error must be the stated bias, the spread the stated standard error.
    /// </summary>
    [Fact]
    public void HistogramEstimatesErrAsStated()
    {
        var p = new Mixture([0.6, 0.4], [new Uniform(0, 1), new Uniform(0, 0.5)]);
        var q = new Mixture([0.6, 0.4], [new Uniform(0, 1), new Uniform(0.3, 1)]);
        var (js, entropy) = (new List<Estimate>(), new List<Estimate>());
        var (klFewOfP, klFewOfQ) = (new List<Estimate>(), new List<Estimate>());
        for (var run = 0; run < 1000; run++)
        {
            var (x, y) = (Pinned(p, 800, run), Pinned(q, 800, run + 1000));
            js.Add(Js.Samples(x, y, 10));
            entropy.Add(Entropy.Samples(x, 10));
            klFewOfP.Add(Kl.Samples(x, Pinned(new Uniform(), 3000, run + 2000), 10));
            klFewOfQ.Add(Kl.Samples(Pinned(p, 3000, run + 3000), Pinned(new Uniform(), 300, run + 4000), 10));
        }
        Matches(Js.Density(p, q), js);
        Matches(Entropy.Density(p), entropy);
        Matches(Kl.Density(p, new Uniform()), klFewOfP);
        Matches(Kl.Density(p, new Uniform()), klFewOfQ);

        // The two ends are put in by hand, so that the range of the bins is the same every time.
        static double[] Pinned(Distribution d, int n, int seed)
        {
            var samples = d.Samples(n, seed);
            (samples[0], samples[1]) = (0, 1);
            return samples;
        }

        static void Matches(double truth, List<Estimate> estimates)
        {
            var error = estimates.Average(e => e.Value) - truth;
            var spread = Math.Sqrt(estimates.Average(e => Math.Pow(e.Value - truth - error, 2)));
            var (bias, standardError) = (estimates.Average(e => e.Bias), estimates.Average(e => e.StandardError));
            var tolerance = 4 * spread / Math.Sqrt(estimates.Count) + 0.1 * Math.Abs(bias); // second order: about a tenth of the first
            Assert.True(tolerance < 0.5 * Math.Abs(bias), $"{estimates.Count} runs cannot tell the bias {bias} from half of it");
            Assert.Equal(bias, error, tolerance);
            Assert.Equal(spread, standardError, 0.2 * spread);
        }
    }

    [Fact]
    public void HistogramOfEqualDistributionsIsTooHighByKMinusOneOver4N()
    {
        var mean = Enumerable
            .Range(0, 200)
            .Average(s => Js.Samples(new Uniform().Samples(1000, s), new Uniform().Samples(1000, s + 500), 20).Value);
        Assert.Equal(19.0 / 4000, mean, 0.1 * 19.0 / 4000); // χ² with 19 degrees: sd of the mean is √(2/19/200) = 2.3 %
    }

    [Fact]
    public void WideBinsHideTheDivergence()
    {
        var (x, y) = (new Normal(0, 1).Samples(5000, 1), new Normal(1, 1).Samples(5000, 2));
        var truth = Js.Density(new Normal(0, 1), new Normal(1, 1));
        Assert.True(Js.Samples(x, y, 3).Value < 0.8 * truth);
        Assert.Equal(truth, Js.Samples(x, y, 30).Corrected, 0.01);
        Assert.Equal(0, Js.Samples(x, y, 1).Value);
    }

    [Fact]
    public void AnEmptyBinMakesKlInfiniteUnlessCountsAreAdded()
    {
        var (x, y) = (new Normal(0, 1).Samples(1000, 1), new Normal(3, 1).Samples(1000, 2));
        Assert.Equal(double.PositiveInfinity, Kl.Samples(x, y).Value);
        Assert.InRange(Kl.Samples(x, y, pseudoCount: 0.5).Value, 1, 4.5);
        Assert.Contains(
            "pseudoCount is -1",
            Assert.Throws<ArgumentOutOfRangeException>(() => Kl.Samples(x, y, pseudoCount: -1)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void HistogramCountsEverySampleOnce()
    {
        var histogram = Histogram.Of([0, 0.5, 1, 1, 2], 2);
        Assert.Equal([0, 1, 2], histogram.Edges);
        Assert.Equal([2, 3], histogram.Counts);
        Assert.Equal([0.5, 1.5], histogram.Centers);
        Assert.Equal([0.4, 0.6], histogram.Densities);
        Assert.Contains(
            "all samples of samples equal 1",
            Assert.Throws<ArgumentException>(() => Histogram.Of([1, 1])).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "p[1] is NaN",
            Assert.Throws<ArgumentException>(() => Js.Samples([1, double.NaN], [1, 2])).Message,
            StringComparison.Ordinal
        );
        Assert.Contains("holds 1 samples", Assert.Throws<ArgumentException>(() => Entropy.Samples([1])).Message, StringComparison.Ordinal);
        Assert.Contains(
            "bins must be at least 1; it is 0",
            Assert.Throws<ArgumentOutOfRangeException>(() => Histogram.Of([1, 2], 0)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void BitsAreNatsOverLn2()
    {
        var nats = Kl.MonteCarlo(P, Q, 1000, 1);
        var bits = nats.InBits();
        Assert.Equal(nats.Value / Math.Log(2), bits.Value, 12);
        Assert.Equal(nats.StandardError / Math.Log(2), bits.StandardError, 12);
        Assert.Contains(" bits", bits.ToString(), StringComparison.Ordinal);
        Assert.Equal(bits, bits.InBits());
    }
}
