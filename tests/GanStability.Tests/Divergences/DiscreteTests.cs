using CsCheck;
using GanStability;
using Xunit;

namespace GanStability.Tests.Divergences;

public class DiscreteTests
{
    private static readonly double Ln2 = Math.Log(2);

    private static readonly Gen<(double[], double[])> Pairs = Gen.Int[1, 6].SelectMany(k => Gen.Select(Gens.Simplex(k), Gens.Simplex(k)));

    private static readonly Gen<(double[], double[], double[])> Triples = Gen.Int[2, 5]
        .SelectMany(k => Gen.Select(Gens.Simplex(k), Gens.Simplex(k), Gens.Simplex(k)));

    [Fact]
    public void ValuesWorkedByHand()
    {
        // KL([½,½]‖[¼,¾]) = ½ ln 2 + ½ ln ⅔ = ½ ln 4/3; the other way ¼ ln ½ + ¾ ln 3/2.
        Assert.Equal(0.5 * Math.Log(4.0 / 3), Kl.Discrete([0.5, 0.5], [0.25, 0.75]), 15);
        Assert.Equal(0.75 * Math.Log(3) - Ln2, Kl.Discrete([0.25, 0.75], [0.5, 0.5]), 15);
        Assert.Equal(Math.Log(6), Entropy.Discrete([.. Enumerable.Repeat(1 / 6.0, 6)]), 13);
        Assert.Equal(2, Entropy.Discrete([0.25, 0.25, 0.25, 0.25]).InBits(), 14);
        Assert.Equal(Ln2, 1.0.InNats(), 15);
        // JS of a sure outcome and a fair coin: ½ ln 4/3 + ½ (½ ln ⅔ + ½ ln 2).
        Assert.Equal(0.5 * Math.Log(4.0 / 3) + 0.25 * Math.Log(4.0 / 3), Js.Discrete([1, 0], [0.5, 0.5]), 15);
    }

    [Fact]
    public void ZerosAndDisjointSupports()
    {
        Assert.Equal(Ln2, Kl.Discrete([1, 0], [0.5, 0.5]), 15);
        Assert.Equal(double.PositiveInfinity, Kl.Discrete([0.5, 0.5], [1, 0]));
        Assert.Equal(double.PositiveInfinity, CrossEntropy.Discrete([0.5, 0.5], [1, 0]));
        Assert.Equal(Ln2, Js.Discrete([1, 0], [0, 1]), 15);
        Assert.Equal(Math.Sqrt(Ln2), JsDistance.Discrete([1, 0], [0, 1]), 15);
        Assert.Equal(0, Kl.Discrete([1, 0], [1, 0]));
        Assert.Equal(0, Entropy.Discrete([0, 1, 0]));
        // A ratio p/q that overflows is still a finite number of nats.
        Assert.Equal(-Math.Log(1e-310), Kl.Discrete([1, 0], [1e-310, 1]), 9);
        Assert.Equal(Ln2, Js.Discrete([1, 0], [1e-310, 1]), 12);
    }

    [Fact]
    public void JsItselfBreaksTheTriangleInequality()
    {
        double[] p = [1, 0],
            coin = [0.5, 0.5],
            q = [0, 1];
        Assert.True(Js.Discrete(p, q) > Js.Discrete(p, coin) + Js.Discrete(coin, q) + 0.26); // .6931 against 2 × .2158
        Assert.True(JsDistance.Discrete(p, q) < JsDistance.Discrete(p, coin) + JsDistance.Discrete(coin, q));
    }

    [Fact]
    public void KlIsNeverNegativeAndZeroOnlyForEquals() =>
        Pairs.Sample(
            (p, q) =>
            {
                var kl = Kl.Discrete(p, q);
                // Pinsker: KL ≥ ½ ‖p − q‖₁², so different distributions cannot have KL 0.
                var total = p.Zip(q, (a, b) => Math.Abs(a - b)).Sum();
                return kl >= 0.5 * total * total - 1e-12 && Kl.Discrete(p, p) == 0 && kl >= 0;
            },
            iter: 3000
        );

    [Fact]
    public void JsIsSymmetricAndBounded() =>
        Pairs.Sample(
            (p, q) =>
            {
                var js = Js.Discrete(p, q);
                var total = p.Zip(q, (a, b) => Math.Abs(a - b)).Sum() / 2;
                // Lin 1991: JS ≤ ln 2 · TV; and JS ≥ TV²/2 by Pinsker to the middle.
                return js == Js.Discrete(q, p) && js >= total * total / 2 - 1e-12 && js <= Ln2 * total + 1e-12 && Js.Discrete(p, p) == 0;
            },
            iter: 3000
        );

    [Fact]
    public void JsIsTheAverageOfTwoDivergencesToTheMiddle() =>
        Pairs.Sample(
            (p, q) =>
            {
                var m = p.Zip(q, (a, b) => (a + b) / 2).ToArray();
                return Math.Abs(Js.Discrete(p, q) - (Kl.Discrete(p, m) + Kl.Discrete(q, m)) / 2) < 1e-13;
            },
            iter: 1000
        );

    [Fact]
    public void JsDistanceObeysTheTriangleInequality() =>
        Triples.Sample(
            (p, q, r) => JsDistance.Discrete(p, r) <= JsDistance.Discrete(p, q) + JsDistance.Discrete(q, r) + 1e-12,
            iter: 10_000
        );

    [Fact]
    public void CrossEntropyIsEntropyPlusDivergence() =>
        Pairs.Sample(
            (p, q) =>
            {
                var (h, kl) = (CrossEntropy.Discrete(p, q), Kl.Discrete(p, q));
                return double.IsPositiveInfinity(kl) ? double.IsPositiveInfinity(h) : Math.Abs(h - Entropy.Discrete(p) - kl) < 1e-12;
            },
            iter: 1000
        );

    /// <summary>p and p + εd with Σd = 0: KL = ½ ε² Σ d²/p to first order, and JS a quarter of it, down to where ε² is no number.</summary>
    [Theory]
    [InlineData(1e-3)]
    [InlineData(1e-6)]
    [InlineData(1e-9)]
    [InlineData(1e-12)]
    public void NearlyEqualDistributionsKeepTheirDigits(double epsilon)
    {
        double[] p = [0.5, 0.25, 0.125, 0.125];
        // Powers of two, so that ε d and the sums are exact.
        var e = Math.ScaleB(1, Math.ILogB(epsilon));
        double[] d = [0.5, -0.25, -0.5, 0.25];
        double[] q = [.. p.Zip(d, (a, b) => a + e * b)];
        var expected = p.Zip(d, (a, b) => b * b / a).Sum() * e * e / 2;
        Assert.Equal(1, Kl.Discrete(p, q) / expected, 4 * epsilon + 1e-12);
        Assert.Equal(1, Js.Discrete(p, q) / (expected / 4), 4 * epsilon + 1e-12);
        Assert.Equal(Math.Sqrt(expected / 4), JsDistance.Discrete(p, q), 1e-2 * Math.Sqrt(expected));
    }

    [Fact]
    public void SinglePrecisionRowsAreTakenAndRescaled()
    {
        var random = new Random(3);
        foreach (var classes in new[] { 2, 10, 1000 })
        {
            double[] logits = [.. Enumerable.Range(0, classes).Select(_ => 6 * random.NextDouble())];
            float[] exponentials = [.. logits.Select(x => MathF.Exp((float)x))];
            var sum = exponentials.Aggregate(0f, (a, b) => a + b);
            double[] row = [.. exponentials.Select(x => (double)(x / sum))];
            double[] exact = [.. logits.Select(x => Math.Exp(x) / logits.Sum(Math.Exp))];
            Assert.InRange(Kl.Discrete(row, exact), 0, 1e-11);
            Assert.Equal(0, Kl.Discrete(row, row));
            Assert.InRange(Js.Discrete(row, exact), 0, 1e-11);
            Assert.Equal(Entropy.Discrete(exact), Entropy.Discrete(row), 1e-5);
            Assert.Equal(Entropy.Discrete(exact), CrossEntropy.Discrete(exact, row), 1e-5);
        }
        // A forgotten class or a rounded thirds list is no rounding.
        Assert.Contains(
            "p sums to 0.999",
            Assert.Throws<ArgumentException>(() => Kl.Discrete([0.333, 0.333, 0.333], [0.3, 0.3, 0.4])).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "p sums to 0.9999",
            Assert.Throws<ArgumentException>(() => Entropy.Discrete([0.5, 0.4999])).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(new[] { 0.5, 0.6 }, new[] { 0.5, 0.5 }, "p sums to 1.1")]
    [InlineData(new[] { 1.5, -0.5 }, new[] { 0.5, 0.5 }, "p[1] is -0.5")]
    [InlineData(new[] { 0.5, 0.5 }, new[] { double.NaN, 0.5 }, "q[0] is NaN")]
    [InlineData(new[] { 0.5, 0.5 }, new[] { 0.5, double.PositiveInfinity }, "q[1] is Infinity")]
    [InlineData(new[] { 0.5, 0.5 }, new[] { 0.2, 0.3, 0.5 }, "q has 3 outcomes and p has 2")]
    [InlineData(new double[0], new[] { 1.0 }, "p is empty")]
    public void BadInputIsNamed(double[] p, double[] q, string message)
    {
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => Kl.Discrete(p, q)).Message, StringComparison.Ordinal);
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => Js.Discrete(p, q)).Message, StringComparison.Ordinal);
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => CrossEntropy.Discrete(p, q)).Message, StringComparison.Ordinal);
    }
}
