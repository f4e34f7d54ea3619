using System.Globalization;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace GanStability;

/// <summary>
/// A mean over seeds with its 95 % confidence interval (Student's t), and how many of the seeds it rests on: a seed without a value, such
/// as the KL of samples that all miss, is not there by chance, so it is never left out in silence.
/// </summary>
/// <param name="Mean">The mean of the values that are there; ±∞ where one of them is; NaN where there is none.</param>
/// <param name="HalfWidth">Half the width of the interval; NaN with fewer than two values, or an infinite one.</param>
/// <param name="Count">n, values that are there.</param>
public sealed record Interval(double Mean, double HalfWidth, int Count)
{
    /// <summary>Values that are not there (NaN): the interval rests on <see cref="Count"/> of Count + Missing.</summary>
    public int Missing { get; init; }

    /// <summary>The interval of values over seeds. NaN stands for a seed without a value; an infinite value is one.</summary>
    /// <param name="values">One value per seed.</param>
    /// <returns>Mean ± t(0.975, n − 1) · s/√n over the n values that are there.</returns>
    public static Interval Of(IEnumerable<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        double[] all = [.. values];
        double[] numbers = [.. all.Where(v => !double.IsNaN(v))];
        var (mean, half) = (numbers.Length == 0 ? double.NaN : numbers.Mean(), double.NaN);
        // Equal values have their own mean and no spread, to the last digit.
        if (numbers.Length > 0 && numbers.All(v => v == numbers[0]))
            (mean, half) = (numbers[0], double.IsFinite(numbers[0]) && numbers.Length > 1 ? 0 : double.NaN);
        else if (numbers.All(double.IsFinite) && numbers.Length > 1)
            half = StudentT.InvCDF(0, 1, numbers.Length - 1, 0.975) * numbers.StandardDeviation() / Math.Sqrt(numbers.Length);
        else if (numbers.Length > 0)
            mean = numbers.Sum(); // ±∞, or NaN where both occur
        return new(mean, half, numbers.Length) { Missing = all.Length - numbers.Length };
    }

    /// <summary>The interval of the differences seed by seed: what a paired comparison says.</summary>
    /// <param name="values">One value per seed.</param>
    /// <param name="baseline">The baseline's value for the same seed, in the same order.</param>
    /// <returns>The interval of value − baseline.</returns>
    /// <exception cref="ArgumentException">Different numbers of seeds.</exception>
    public static Interval OfDifferences(IReadOnlyList<double> values, IReadOnlyList<double> baseline) =>
        Of(PairedTest.SeedBySeed(values, baseline));

    /// <summary>The interval does not contain zero.</summary>
    public bool ExcludesZero => Math.Abs(Mean) > HalfWidth;

    /// <summary>The mean and half-width with a number format, and n where it is not that of all seeds.</summary>
    /// <param name="format">A .NET number format.</param>
    /// <param name="plus">Writes a plus sign before positive means.</param>
    /// <returns>
    /// Such as <c>7.9 ± 0.2</c>; <c>2.08 ± 0.10 (7 of 10)</c> where seeds have no value; <c>8.0 (all 10)</c> where all values are equal,
    /// which is no interval of width zero; <c>–</c> where no seed has a value.
    /// </returns>
    public string ToString(string format, bool plus = false)
    {
        if (Count == 0)
            return "–";
        var mean =
            (plus && Mean > 0 ? "+" : "")
            + (
                // Zero has no sign, also where it is only rounded to zero.
                double.IsFinite(Mean)
                    ? (
                        Mean.ToString(format, CultureInfo.InvariantCulture) is var text && text.Trim('-', '0', '.').Length == 0
                            ? text.TrimStart('-')
                            : text
                    )
                : double.IsPositiveInfinity(Mean) ? "∞"
                : double.IsNegativeInfinity(Mean) ? "−∞"
                : "–"
            );
        var (equal, all) = (HalfWidth == 0 && Count > 1, Text(Count + Missing));
        return (equal || double.IsNaN(HalfWidth) ? mean : $"{mean} ± {HalfWidth.ToString(format, CultureInfo.InvariantCulture)}")
            + (
                equal && Missing > 0 ? $" (all {Text(Count)}, of {all})"
                : equal ? $" (all {all})"
                : Missing > 0 ? $" ({Text(Count)} of {all})"
                : ""
            );

        static string Text(int n) => n.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// The mean and half-width to the digits that the interval allows: two of the half-width, and never more decimals than asked for.
    /// </summary>
    /// <param name="decimals">The most decimals.</param>
    /// <param name="plus">Writes a plus sign before positive means.</param>
    /// <returns>Such as <c>370 ± 210</c> for 368.65 ± 210.55, <c>7.9 ± 0.2</c> for 7.94 ± 0.21 with one decimal.</returns>
    public string ToString(int decimals, bool plus = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(decimals);
        var most = HalfWidth > 0 && double.IsFinite(HalfWidth) ? 1 - (int)Math.Floor(Math.Log10(HalfWidth)) : decimals;
        var (shown, rounded) = (Math.Min(decimals, most), this);
        if (shown < 0)
        {
            var unit = Math.Pow(10, -shown);
            rounded = this with { Mean = Math.Round(Mean / unit) * unit, HalfWidth = Math.Round(HalfWidth / unit) * unit };
        }
        return rounded.ToString(shown <= 0 ? "0" : "0." + new string('0', shown), plus);
    }

    /// <inheritdoc/>
    public override string ToString() => ToString("0.###");
}
