using System.Globalization;

namespace GanStability;

/// <summary>
/// What two lists of scores of the same seeds say about each other, without any assumption on how scores are distributed: an exact test
/// holds for scores with two values as well as for any others. The hypothesis that is tested: the method changes nothing, so for each seed
/// the two scores could as well have been exchanged.
/// </summary>
/// <param name="P">The probability, under that hypothesis, of a difference at least as large, in either direction.</param>
/// <param name="More">Seeds with a greater score than the other list has.</param>
/// <param name="Fewer">Seeds with a smaller one.</param>
/// <param name="Equal">Seeds with the same score in both.</param>
public sealed record PairedTest(double P, int More, int Fewer, int Equal)
{
    /// <summary>Up to this many unequal pairs all 2^n exchanges are counted; beyond, <see cref="Drawn"/> of them are drawn.</summary>
    private const int MostEnumerated = 20;
    private const int Drawn = 200_000;

    /// <summary>
    /// <see cref="P"/> counts every possible exchange; false where they are too many (a permutation test of more than 20 unequal pairs):
    /// then 200 000 are drawn, always the same, and P is right to ±.002.
    /// </summary>
    public bool Exact { get; init; } = true;

    /// <summary>
    /// The sign test: are there more seeds up than down? P = P(X ≤ min(more, fewer)) · 2 with X ~ Binomial(more + fewer, ½). For scores of
    /// two values, such as success and failure, it is McNemar's exact test.
    /// </summary>
    /// <param name="values">One score per seed.</param>
    /// <param name="baseline">The other score of the same seed, in the same order. A pair with a NaN is left out.</param>
    /// <returns>The counts and P.</returns>
    /// <exception cref="ArgumentException">Different numbers of seeds.</exception>
    public static PairedTest Sign(IReadOnlyList<double> values, IReadOnlyList<double> baseline)
    {
        var differences = Differences(values, baseline);
        var (more, fewer) = (differences.Count(d => d > 0), differences.Count(d => d < 0));
        var (n, smaller) = (more + fewer, Math.Min(more, fewer));
        // Σ C(n, k) / 2^n for k up to the smaller count, from the first term 2^−n on.
        double term = Math.Pow(0.5, n),
            tail = term;
        for (var k = 1; k <= smaller; k++)
            tail += term *= (n - k + 1) / (double)k;
        return new(Math.Min(1, 2 * tail), more, fewer, differences.Count - n);
    }

    /// <summary>
    /// The permutation test of the mean difference (Fisher 1935, The Design of Experiments, §21): the share of the 2^n ways to exchange
    /// scores within seeds whose mean difference is at least as far from 0 as the one that was seen.
    /// </summary>
    /// <param name="values">One score per seed.</param>
    /// <param name="baseline">The other score of the same seed, in the same order. A pair with a NaN is left out.</param>
    /// <returns>The counts and P.</returns>
    /// <exception cref="ArgumentException">Different numbers of seeds.</exception>
    public static PairedTest Permutation(IReadOnlyList<double> values, IReadOnlyList<double> baseline)
    {
        var differences = Differences(values, baseline);
        double[] sizes = [.. differences.Where(d => d != 0).Select(Math.Abs)];
        // Sums that are equal but for rounding count as equal.
        var seen = Math.Abs(differences.Sum()) - 1e-9 * sizes.Sum();
        return new(
            sizes.Length <= MostEnumerated ? Enumerated(sizes, seen) : Estimated(sizes, seen),
            differences.Count(d => d > 0),
            differences.Count(d => d < 0),
            differences.Count - sizes.Length
        )
        {
            Exact = sizes.Length <= MostEnumerated,
        };
    }

    /// <summary>
    /// Holm's correction (1979, Scand. J. Statist. 6, 65–70) for m tests of one table: the smallest P is multiplied by m, the next by
    /// m − 1, and so on, none made smaller than the one before. Where nothing helps, the chance that any corrected P falls below .05 is at
    /// most 5 %, however the tests depend on each other.
    /// </summary>
    /// <param name="p">The P of every test; NaN for a cell without one, which is not counted.</param>
    /// <returns>The corrected P, in the same order.</returns>
    public static IReadOnlyList<double> Holm(IReadOnlyList<double> p)
    {
        ArgumentNullException.ThrowIfNull(p);
        var corrected = p.ToArray();
        int[] ordered = [.. Enumerable.Range(0, p.Count).Where(i => !double.IsNaN(p[i])).OrderBy(i => p[i])];
        var least = 0.0;
        for (var rank = 0; rank < ordered.Length; rank++)
            corrected[ordered[rank]] = least = Math.Max(least, Math.Min(1, p[ordered[rank]] * (ordered.Length - rank)));
        return corrected;
    }

    /// <summary>Such as <c>7 more, 1 fewer, 2 equal: p = 0.07</c>.</summary>
    /// <returns>The counts and P.</returns>
    public override string ToString() =>
        $"{More} more, {Fewer} fewer, {Equal} equal: p "
        + (P < 0.001 ? "< 0.001" : $"= {P.ToString(P < 0.1 ? "0.000" : "0.00", CultureInfo.InvariantCulture)}");

    /// <summary>Value less baseline, seed by seed; NaN where either is.</summary>
    /// <exception cref="ArgumentException">Different numbers of seeds.</exception>
    internal static IEnumerable<double> SeedBySeed(IReadOnlyList<double> values, IReadOnlyList<double> baseline)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(baseline);
        if (values.Count != baseline.Count)
            throw new ArgumentException(
                $"A paired comparison needs the same seeds on both sides; got {values.Count} and {baseline.Count}.",
                nameof(baseline)
            );
        return values.Zip(baseline, (v, b) => v - b);
    }

    private static List<double> Differences(IReadOnlyList<double> values, IReadOnlyList<double> baseline) =>
        [.. SeedBySeed(values, baseline).Where(d => !double.IsNaN(d))];

    /// <summary>All signs, each reached from the one before by turning a single difference round (a Gray code).</summary>
    private static double Enumerated(double[] sizes, double seen)
    {
        var (all, atLeast, sum) = (1L << sizes.Length, 0L, sizes.Sum());
        for (var i = 1L; i <= all; i++)
        {
            if (Math.Abs(sum) >= seen)
                atLeast++;
            if (i == all)
                break;
            var turned = System.Numerics.BitOperations.TrailingZeroCount(i);
            sum += (i >> (turned + 1) & 1) == 0 ? -2 * sizes[turned] : 2 * sizes[turned];
        }
        return (double)atLeast / all;
    }

    /// <summary>The exchange that was seen is one of those drawn, so that P is never 0.</summary>
    private static double Estimated(double[] sizes, double seen)
    {
        var (random, atLeast) = (new Random(1), 1L);
        for (var i = 0; i < Drawn; i++)
            if (Math.Abs(sizes.Sum(d => random.Next(2) == 0 ? d : -d)) >= seen)
                atLeast++;
        return (double)atLeast / (Drawn + 1);
    }
}
