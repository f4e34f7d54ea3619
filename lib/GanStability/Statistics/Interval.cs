using System.Globalization;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace GanStability;

/// <summary>A mean over seeds with its 95 % confidence interval (Student's t).</summary>
/// <param name="Mean">The mean.</param>
/// <param name="HalfWidth">Half the width of the interval; NaN with fewer than two values.</param>
/// <param name="Count">Number of values.</param>
public sealed record Interval(double Mean, double HalfWidth, int Count)
{
    /// <summary>The interval of values over seeds. Values that are not numbers (such as a KL without any sample) are left out.</summary>
    /// <param name="values">One value per seed.</param>
    /// <returns>Mean ± t(0.975, n − 1) · s/√n.</returns>
    public static Interval Of(IEnumerable<double> values)
    {
        double[] numbers = [.. values.Where(double.IsFinite)];
        if (numbers.Length == 0)
            return new(double.NaN, double.NaN, 0);
        var half =
            numbers.Length < 2
                ? double.NaN
                : StudentT.InvCDF(0, 1, numbers.Length - 1, 0.975) * numbers.StandardDeviation() / Math.Sqrt(numbers.Length);
        return new(numbers.Mean(), half, numbers.Length);
    }

    /// <summary>The interval of the differences seed by seed: what a paired comparison says.</summary>
    /// <param name="values">One value per seed.</param>
    /// <param name="baseline">The baseline's value for the same seed, in the same order.</param>
    /// <returns>The interval of value − baseline.</returns>
    /// <exception cref="ArgumentException">Different numbers of seeds.</exception>
    public static Interval OfDifferences(IReadOnlyList<double> values, IReadOnlyList<double> baseline)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(baseline);
        if (values.Count != baseline.Count)
            throw new ArgumentException(
                $"A paired comparison needs the same seeds on both sides; got {values.Count} and {baseline.Count}.",
                nameof(baseline)
            );
        return Of(values.Zip(baseline, (v, b) => v - b));
    }

    /// <summary>The interval does not contain zero.</summary>
    public bool ExcludesZero => Math.Abs(Mean) > HalfWidth;

    /// <summary>The mean and half-width with a number format.</summary>
    /// <param name="format">A .NET number format.</param>
    /// <param name="plus">Writes a plus sign before positive means.</param>
    /// <returns>Such as <c>7.9 ± 0.2</c>.</returns>
    public string ToString(string format, bool plus = false)
    {
        if (double.IsNaN(Mean))
            return "–";
        var mean = (plus && Mean > 0 ? "+" : "") + Mean.ToString(format, CultureInfo.InvariantCulture);
        return double.IsNaN(HalfWidth) ? mean : $"{mean} ± {HalfWidth.ToString(format, CultureInfo.InvariantCulture)}";
    }

    /// <inheritdoc/>
    public override string ToString() => ToString("0.###");
}
