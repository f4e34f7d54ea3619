using GanStability;
using Xunit;

namespace GanStability.Tests.Scores;

public class EnergyDistanceTests
{
    [Fact]
    public void FourPointsByHand()
    {
        // Across: 2, 4, 1, 3; within: 1 and 2.
        Assert.Equal(2 * 2.5 - 1 - 2, EnergyDistance.Between([0, 1], [2, 4], width: 1), 1e-12);
        // In the plane a 3-4-5 triangle: two heaps, each of one point, a distance of 5 apart.
        Assert.Equal(10, EnergyDistance.Between([0, 0, 0, 0], [3, 4, 3, 4]), 1e-12);
    }

    [Fact]
    public void ShiftedUniformNumbers()
    {
        // U(0, 1) and U(0, 1) + c with c ≥ 1: E|X − Y| = c and E|X − X′| = 1/3, so 2c − 2/3.
        var random = new Random(1);
        Agrees(2 * 1.5 - 2.0 / 3, Estimates(200, random.NextDouble, () => 1.5 + random.NextDouble(), 1));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 3)]
    [InlineData(0.5, 0.1)]
    public void GaussiansOfTwoWidthsInThePlane(double sigma, double other)
    {
        // ‖X − X′‖ has a Rayleigh distribution of scale σ√2, mean σ√π; ‖X − Y‖ one of scale √(σ² + τ²).
        var expected = 2 * Math.Sqrt(sigma * sigma + other * other) * Math.Sqrt(Math.PI / 2) - (sigma + other) * Math.Sqrt(Math.PI);
        var random = new Random(2);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var estimates = Estimates(400, () => sigma * Normal(), () => other * Normal(), 2);
        Agrees(expected, estimates);
        if (sigma == other)
            Assert.Contains(estimates, e => e < 0);
    }

    [Theory]
    [InlineData(2, 4, 2)]
    [InlineData(5, 4, 2)]
    [InlineData(4, 4, 0)]
    public void TooFewNumbersAreRefused(int first, int second, int width) =>
        Assert.ThrowsAny<ArgumentException>(() => EnergyDistance.Between(new float[first], new float[second], width));

    private static void Agrees(double expected, IReadOnlyList<double> estimates) =>
        Assert.Equal(expected, estimates.Average(), 2.5 * Interval.Of(estimates).HalfWidth);

    private static List<double> Estimates(int numbers, Func<double> x, Func<double> y, int width) =>
        [.. Enumerable.Range(0, 40).Select(_ => EnergyDistance.Between(Numbers(numbers, x), Numbers(numbers, y), width))];

    private static float[] Numbers(int count, Func<double> draw) => [.. Enumerable.Range(0, count).Select(_ => (float)draw())];
}
