using MathNet.Numerics.Distributions;

namespace GanStability;

/// <summary>A count of pairs, as the exercises that ask for a verdict make it: on how many seeds the one is above the other.</summary>
/// <param name="More">Pairs whose first number is the larger.</param>
/// <param name="Fewer">Pairs whose first number is the smaller; ties do not count.</param>
internal sealed record Lopsided(int More, int Fewer)
{
    private const double Rare = 0.05;

    /// <summary>Counts the pairs.</summary>
    public static Lopsided Of(IEnumerable<(double First, double Second)> pairs)
    {
        var all = pairs.ToList();
        return new(all.Count(p => p.First > p.Second), all.Count(p => p.First < p.Second));
    }

    /// <summary>
    /// The first word where the first is above the other too often for chance, the second where it is below too often, else the third: the
    /// sign test, two-sided, at 5 %.
    /// </summary>
    public string Verdict(IReadOnlyList<string> words)
    {
        var n = More + Fewer;
        var probability = n == 0 ? 1 : Math.Min(1, 2 * Binomial.CDF(0.5, n, Math.Min(More, Fewer)));
        return probability >= Rare ? words[2]
            : More > Fewer ? words[0]
            : words[1];
    }
}
