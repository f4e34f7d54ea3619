namespace GanStability;

/// <summary>The verdict of exercises that ask whether one method is above another on more seeds than chance would have it.</summary>
internal static class Verdicts
{
    private const double Rare = 0.05;

    /// <summary>The sign test of pairs, one per seed; ties do not count.</summary>
    public static PairedTest Sign(IEnumerable<(double First, double Second)> pairs)
    {
        var all = pairs.ToList();
        return PairedTest.Sign([.. all.Select(p => p.First)], [.. all.Select(p => p.Second)]);
    }

    /// <summary>
    /// The first of three words where the first of a pair is the larger one too often for chance, the second where it is so too seldom,
    /// else the third.
    /// </summary>
    public static string Of(IEnumerable<(double First, double Second)> pairs, IReadOnlyList<string> words)
    {
        var test = Sign(pairs);
        return test.P >= Rare ? words[2]
            : test.More > test.Fewer ? words[0]
            : words[1];
    }
}
