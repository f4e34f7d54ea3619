using CsCheck;
using GanStability;
using Xunit;

namespace GanStability.Tests.Divergences;

public class DensityTests
{
    private static readonly double Ln2 = Math.Log(2);

    [Theory]
    [InlineData(0.5, 0.030311)]
    [InlineData(1, 0.111421)]
    [InlineData(2, 0.336831)]
    [InlineData(3, 0.526777)]
    [InlineData(5, 0.675943)]
    [InlineData(10, 0.693146)]
    public void TwoUnitGaussiansAtDistanceM(double m, double js)
    {
        var (p, q) = (new Normal(0, 1), new Normal(m, 1));
        Assert.Equal(m * m / 2, Kl.Gaussian(p, q), 12);
        Assert.Equal(m * m / 2, Kl.Density(p, q), 9);
        Assert.Equal(js, Js.Density(p, q), 0.5e-6);
        Assert.Equal(Math.Sqrt(Js.Density(p, q)), JsDistance.Density(p, q), 15);
    }

    [Fact]
    public void JsSaturatesAtLn2()
    {
        Assert.Equal(0.693147, Js.Density(new Normal(0, 1), new Normal(100, 1)), 0.5e-6);
        Assert.Equal(0.832555, JsDistance.Density(new Normal(0, 1), new Normal(100, 1)), 0.5e-6);
        Assert.Equal(Ln2, Js.Density(new Uniform(0, 1), new Uniform(2, 3)), 12);
    }

    [Fact]
    public void QuadratureAgreesWithTheClosedFormForAnyTwoGaussians() =>
        Gen.Select(Gens.Normal, Gens.Normal)
            .Sample(
                (p, q) =>
                {
                    var closed = Kl.Gaussian(p, q);
                    return Math.Abs(Kl.Density(p, q) - closed) <= 1e-9 * (1 + closed);
                },
                iter: 100
            );

    [Fact]
    public void QuadratureAgreesWithTheClosedFormWithoutUnderflow()
    {
        // At the distance of 1000 σ every density of q under p is zero in double precision; its logarithm is not.
        Assert.Equal(500_000, Kl.Density(new Normal(0, 1), new Normal(1000, 1)), 1e-4);
        // A peak of width 1e-6 far from the origin, beside a wide one: found, because the landmarks name it.
        var (sharp, wide) = (new Normal(123.456, 1e-6), new Normal(-50, 30));
        Assert.Equal(1, Kl.Density(sharp, wide) / Kl.Gaussian(sharp, wide), 7);
        Assert.Equal(1, Kl.Density(wide, sharp) / Kl.Gaussian(wide, sharp), 7);
        Assert.Equal(Ln2, Js.Density(sharp, wide), 6);
        // Beyond what 16 digits of x can resolve there is an error, not a number.
        Assert.Contains(
            "too narrow",
            Assert.Throws<ArithmeticException>(() => Kl.Density(new Normal(123.456, 1e-13), wide)).Message,
            StringComparison.Ordinal
        );
        // A divergence of 5e-13 keeps its digits: nothing cancels in the integrand.
        Assert.Equal(1, Kl.Density(new Normal(0, 1), new Normal(1e-6, 1)) / 5e-13, 4);
    }

    [Fact]
    public void OtherClosedForms()
    {
        // Exponentials: ln(λ/μ) + μ/λ − 1. Laplace, equal scale b and distance d: d/b + exp(−d/b) − 1. Uniforms, nested: ln of the ratio.
        Assert.Equal(Math.Log(2 / 0.5) + 0.5 / 2 - 1, Kl.Density(new Exponential(2), new Exponential(0.5)), 10);
        Assert.Equal(1.5 + Math.Exp(-1.5) - 1, Kl.Density(new Laplace(0, 2), new Laplace(3, 2)), 10);
        Assert.Equal(Math.Log(4), Kl.Density(new Uniform(0, 1), new Uniform(-1, 3)), 12);
        Assert.Equal(double.PositiveInfinity, Kl.Density(new Uniform(-1, 3), new Uniform(0, 1)));
        Assert.Equal(double.PositiveInfinity, Kl.Density(new Uniform(0, 1), new Uniform(2, 3)));
        Assert.Equal(double.PositiveInfinity, Kl.Density(new Normal(), new Exponential()));
        // A hole inside the support counts as well as an end.
        Assert.Equal(double.PositiveInfinity, Kl.Density(new Uniform(0, 3), new Mixture(new Uniform(0, 1), new Uniform(2, 3))));
        Assert.Equal(Math.Log(1.5), Kl.Density(new Mixture(new Uniform(0, 1), new Uniform(2, 3)), new Uniform(0, 3)), 12);
        // Half of [0, 2] shared with [1, 3]: JS = ½ ln 2.
        Assert.Equal(Ln2 / 2, Js.Density(new Uniform(0, 2), new Uniform(1, 3)), 12);
    }

    [Fact]
    public void EntropiesInClosedForm()
    {
        Assert.Equal(Entropy.Gaussian(new Normal(3, 0.1)), Entropy.Density(new Normal(3, 0.1)), 10);
        Assert.Equal(Math.Log(5), Entropy.Density(new Uniform(-2, 3)), 12);
        Assert.Equal(0, Entropy.Density(new Uniform(0, 1)), 12);
        Assert.Equal(1 - Math.Log(3), Entropy.Density(new Exponential(3)), 10);
        Assert.Equal(1 + Math.Log(2 * 0.7), Entropy.Density(new Laplace(1, 0.7)), 10);
        Assert.Equal(CrossEntropy.Gaussian(new Normal(), new Normal(1, 2)), CrossEntropy.Density(new Normal(), new Normal(1, 2)), 10);
        Assert.Equal(double.PositiveInfinity, CrossEntropy.Density(new Uniform(0, 3), new Uniform(0, 1)));
    }

    [Fact]
    public void PropertiesHoldForRandomDensities() =>
        Gen.Select(Gens.Distribution, Gens.Distribution, Gens.Distribution)
            .Sample(
                (p, q, r) =>
                {
                    var js = Js.Density(p, q);
                    Assert.InRange(js, 0, Ln2);
                    Assert.Equal(js, Js.Density(q, p), 1e-12);
                    Assert.Equal(0, Js.Density(p, p));
                    Assert.Equal(0, Kl.Density(p, p));
                    if (p.Landmarks.Concat(q.Landmarks).Any(x => Math.Abs(p.Density(x) - q.Density(x)) > 1e-3))
                        Assert.True(js > 1e-8);
                    // JS is bounded by ln 2 times half the L1 distance, and KL(p‖m) from above by ln 2.
                    var middle = new Mixture(p, q);
                    Assert.Equal(js, (Kl.Density(p, middle) + Kl.Density(q, middle)) / 2, 1e-9);
                    Assert.True(JsDistance.Density(p, r) <= JsDistance.Density(p, q) + JsDistance.Density(q, r) + 1e-9);
                },
                iter: 60
            );

    [Fact]
    public void EveryDensityIntegratesToOneAndItsSamplesFollowIt() =>
        Gens.Distribution.Sample(
            p =>
            {
                Assert.Equal(1, Quadrature.Integrate(p.Density, p), 1e-9);
                var mean = Quadrature.Integrate(x => x * p.Density(x), p);
                Assert.Equal(p.Mean, mean, 1e-8);
                Assert.Equal(p.StandardDeviation, Math.Sqrt(Quadrature.Integrate(x => (x - mean) * (x - mean) * p.Density(x), p)), 1e-8);
                // 5 standard errors: one false alarm in 10⁶.
                Assert.Equal(p.Mean, p.Samples(2000, 1).Average(), 5 * p.StandardDeviation / Math.Sqrt(2000));
            },
            iter: 60
        );

    private sealed record Cauchy(double Scale, double Mass = 1) : Distribution
    {
        public override IReadOnlyList<double> Landmarks => Around(0, Scale, 3, 30);

        public override double LogDensity(double x) => Math.Log(Mass / (Math.PI * Scale)) - Math.Log(1 + x / Scale * (x / Scale));

        public override double Sample(System.Random random) => Scale * Math.Tan(Math.PI * (random.NextDouble() - 0.5));
    }

    [Fact]
    public void ADistributionOfTheReaderWithHeavyTails()
    {
        // Chyzak and Nielsen 2019 (arXiv:1905.10965): KL of Cauchy distributions of scales a, b at one place is ln((a + b)²/4ab).
        Assert.Equal(Math.Log(25.0 / 16), Kl.Density(new Cauchy(1), new Cauchy(4)), 8);
        Assert.Equal(Math.Log(25.0 / 16), Kl.Density(new Cauchy(1e6), new Cauchy(4e6)), 8);
        Assert.Contains(
            "may be infinite",
            Assert.Throws<ArithmeticException>(() => Kl.Density(new Cauchy(1), new Normal())).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArithmeticException>(() => new Cauchy(1).StandardDeviation);
    }

    [Fact]
    public void ADensityThatIsNotNormalisedIsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => Js.Density(new Normal(), new Cauchy(1, Mass: 0.9)));
        Assert.Contains("integrates to 0.9", error.Message, StringComparison.Ordinal);
        Assert.Equal("q", error.ParamName);
    }

    [Fact]
    public void BadParametersAreNamed()
    {
        Assert.Contains(
            "standardDeviation must be a number greater than 0; it is 0",
            Assert.Throws<ArgumentOutOfRangeException>(() => new Normal(0, 0)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "mean must be a finite number; it is NaN",
            Assert.Throws<ArgumentOutOfRangeException>(() => new Normal(double.NaN)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "high is 1 and low is 2",
            Assert.Throws<ArgumentException>(() => new Uniform(2, 1)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "weights has 1 entries and components 2",
            Assert.Throws<ArgumentException>(() => new Mixture([1.0], [new Normal(), new Normal()])).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "weights sums to 0.9",
            Assert.Throws<ArgumentException>(() => new Mixture([0.9], [new Normal()])).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() => new Mixture());
        Assert.Contains(
            "count must be at least 1; it is 0",
            Assert.Throws<ArgumentOutOfRangeException>(() => new Normal().Samples(0, 1)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void DistributionsAreValuesAndPrintInvariantly()
    {
        var culture = System.Globalization.CultureInfo.CurrentCulture;
        System.Globalization.CultureInfo.CurrentCulture = new("de-DE");
        try
        {
            Assert.Equal(
                "0.25 Normal(-1.5, 1) + 0.75 Laplace(0, 2)",
                new Mixture([0.25, 0.75], [new Normal(-1.5), new Laplace(0, 2)]).ToString()
            );
            Assert.Equal("0.5 ± 0.25 nats (stated bias +0.125, N = 10; note)", new Estimate(0.5, 0.25, 0.125, 10, "note").ToString());
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = culture;
        }
        Assert.Equal(new Normal(1, 2), new Normal(1, 2));
        Assert.Equal(new Mixture(new Normal(), new Normal(1)), new Mixture(new Normal(), new Normal(1)));
        Assert.NotEqual(new Mixture(new Normal(), new Normal(1)), new Mixture(new Normal(), new Normal(2)));
    }
}
