namespace GanStability;

/// <summary>
/// A verdict on a method from runs on the same seeds, for exercises that ask for one: on how many seeds it holds more modes than its
/// baseline, and whether the exact sign test would call that chance.
/// </summary>
internal static class Paired
{
    private const double Level = .05;

    /// <summary>What may be answered.</summary>
    public static IReadOnlyList<string> Verdicts { get; } = ["helps", "harms", "undecided"];

    /// <summary>What a verdict would mean, were it the right one.</summary>
    public static IReadOnlyDictionary<string, string> Means { get; } =
        new Dictionary<string, string>
        {
            ["helps"] = "then a fair coin would have to be surprised by so many seeds with more modes",
            ["harms"] = "then a fair coin would have to be surprised by so many seeds with fewer modes",
            ["undecided"] = "a fair coin would hardly ever fall so often on one side",
        };

    /// <summary>How to come to a verdict.</summary>
    public static IReadOnlyList<string> Hints { get; } =
    [
        "Of the seeds that differ, how many are on its side? Would a fair coin do that?",
        "PairedTest.Sign takes the modes held, seed by seed, of the method and of the baseline; compare its P with 5 %.",
    ];

    /// <summary>Compares the modes held.</summary>
    /// <param name="given">Two runs, the baseline first; lazy, because they are a learner's own.</param>
    /// <returns>The sign test.</returns>
    public static PairedTest HeldModes(object? given)
    {
        var runs = ((Lazy<Run[]>)given!).Value;
        return PairedTest.Sign(Held(runs[1]), Held(runs[0]));

        static double[] Held(Run run) => [.. run.Coverage.Select(c => (double)c.Held)];
    }

    /// <summary>Compares the modes held of two rows of a table; the seeds are in the same order.</summary>
    /// <param name="method">The method.</param>
    /// <param name="baseline">What it is compared with.</param>
    /// <returns>The sign test.</returns>
    public static PairedTest HeldModes(Method method, Method baseline)
    {
        return PairedTest.Sign(Held(method), Held(baseline));

        static double[] Held(Method method) => [.. method.Seeds.Select(r => (double)(r.Held ?? 0))];
    }

    /// <summary>The sign test of scores that are paired already, one pair per seed.</summary>
    /// <param name="pairs">The method's score and the one it is compared with.</param>
    /// <returns>The sign test; ties do not count.</returns>
    public static PairedTest Sign(IEnumerable<(double Method, double Other)> pairs)
    {
        var all = pairs.ToList();
        return PairedTest.Sign([.. all.Select(p => p.Method)], [.. all.Select(p => p.Other)]);
    }

    /// <summary>The verdict of two runs, by <see cref="HeldModes(object?)"/>.</summary>
    /// <param name="given">Two runs, the baseline first; lazy.</param>
    /// <returns>One of <see cref="Verdicts"/>.</returns>
    public static string Verdict(object? given) => Verdict(HeldModes(given));

    /// <summary>The verdict of a test at 5 %, two-sided.</summary>
    /// <param name="test">The test.</param>
    /// <returns>One of <see cref="Verdicts"/>.</returns>
    public static string Verdict(PairedTest test) => Verdict(test, Verdicts);

    /// <summary>The verdict of a test at 5 %, two-sided, in the words of its exercise.</summary>
    /// <param name="test">The test.</param>
    /// <param name="words">What to say where there are more seeds than chance would have it, where fewer, and where neither.</param>
    /// <returns>One of the words.</returns>
    public static string Verdict(PairedTest test, IReadOnlyList<string> words) =>
        test.P >= Level ? words[2]
        : test.More > test.Fewer ? words[0]
        : words[1];
}
