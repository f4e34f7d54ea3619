using System.Globalization;
using MathNet.Numerics.Distributions;

namespace GanStability;

/// <summary>
/// k successes of n, with the exact 95 % interval of Clopper and Pearson (1934, Biometrika 26, 404–413) for their probability: all p for
/// which k is no surprise on either side, P(X ≥ k) &gt; .025 and P(X ≤ k) &gt; .025 with X ~ Binomial(n, p). It contains the true p in at
/// least 95 of 100 repetitions whatever p and n are, also where all seeds or none succeed, and there Student's interval has no width.
/// </summary>
/// <param name="Count">k, from 0 to <paramref name="Of"/>.</param>
/// <param name="Of">n, at least 1.</param>
public sealed record Proportion(int Count, int Of)
{
    private const double Tail = 0.025;

    /// <summary>n, at least 1.</summary>
    public int Of { get; } = Of >= 1 ? Of : throw new ArgumentOutOfRangeException(nameof(Of), Of, "n is at least 1.");

    /// <summary>k, from 0 to <see cref="Of"/>.</summary>
    public int Count { get; } =
        Count >= 0 && Count <= Of ? Count : throw new ArgumentOutOfRangeException(nameof(Count), Count, "k is 0 to n.");

    /// <summary>The lower end of the interval: 0 where k = 0.</summary>
    public double Low => Count == 0 ? 0 : Beta.InvCDF(Count, Of - Count + 1, Tail);

    /// <summary>The upper end of the interval: 1 where k = n.</summary>
    public double High => Count == Of ? 1 : Beta.InvCDF(Count + 1, Of - Count, 1 - Tail);

    /// <summary>Such as <c>3 of 20 (3–38 %)</c>.</summary>
    /// <returns>The count and its interval.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count} of {Of} ({100 * Low:0}–{100 * High:0} %)");
}
