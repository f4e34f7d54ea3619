namespace GanStability;

/// <summary>
/// What two runs on the same seeds say of a method, for exercises that ask for a verdict: on how many seeds it did better and worse, and
/// whether a fair coin would do as much. The coin is the exact sign test: seeds with equal results say nothing.
/// </summary>
/// <param name="More">Seeds on which the second run did better.</param>
/// <param name="Fewer">Seeds on which it did worse.</param>
internal sealed record Paired(int More, int Fewer)
{
    private const double Level = .05;

    /// <summary>What may be answered.</summary>
    public static IReadOnlyList<string> Verdicts { get; } = ["helps", "harms", "undecided"];

    /// <summary>What a verdict would mean.</summary>
    public static IReadOnlyDictionary<string, string> Means { get; } =
        new Dictionary<string, string>
        {
            ["helps"] = "then a fair coin would have to be surprised by so many seeds on its side",
            ["harms"] = "then it would have to be worse on more seeds than a fair coin allows",
            ["undecided"] = "a fair coin would hardly ever fall so often on one side",
        };

    /// <summary>How to come to a verdict.</summary>
    public static IReadOnlyList<string> Hints { get; } =
    [
        "Of the seeds that differ, how many are on its side? Would a fair coin do that?",
        "With n seeds that differ and k on one side: twice the probability of k or more heads in n tosses, against 5 %.",
    ];

    /// <summary>helps, harms or undecided, at 5 % and two-sided.</summary>
    public string Verdict =>
        Probability > Level ? "undecided"
        : More > Fewer ? "helps"
        : "harms";

    /// <summary>How often a fair coin falls on one side at least so often.</summary>
    public double Probability
    {
        get
        {
            var (n, k) = (More + Fewer, Math.Max(More, Fewer));
            var (term, sum) = (Math.Pow(.5, n), 0.0);
            // From n heads down to k, each binomial coefficient from the one before.
            for (var heads = n; heads >= k; heads--)
            {
                sum += term;
                term *= heads / (n - heads + 1.0);
            }
            return Math.Min(1, 2 * sum);
        }
    }

    /// <summary>Compares two runs.</summary>
    /// <param name="given">The runs, the baseline first, as a lazy array: they are a learner's own.</param>
    /// <param name="score">What is compared, of one seed; more is better.</param>
    /// <returns>The counts.</returns>
    public static Paired Of(object? given, Func<ModeCoverage, double> score)
    {
        var runs = ((Lazy<Run[]>)given!).Value;
        var differences = runs[1].Coverage.Zip(runs[0].Coverage, (method, baseline) => score(method) - score(baseline)).ToList();
        return new(differences.Count(d => d > 0), differences.Count(d => d < 0));
    }
}
