namespace GanStability;

/// <summary>What the exercises of notebook 10, Feature matching, ask for.</summary>
internal static class FeatureMatchingAnswers
{
    private static readonly string[] Better = ["helps", "does not help", "undecided"];
    private static readonly string[] Quality = ["raises it", "lowers it", "undecided"];

    public static IReadOnlyList<ExerciseKey> Key { get; } =
    [
        new(
            "1",
            new NumberAnswer("cost of means", () => CostOfMeans(.5), 1e-3)
            {
                Slips =
                [
                    (.5, "that is the distance of the means; the cost squares it"),
                    (.25 + 1 + .25, "that is what the other cost expects"),
                    (.25 - .75, "a cost is never negative"),
                ],
                Hints = ["What is left of each batch once its mean is taken?", "The means are 0 and m; the spread does not enter."],
            },
            new NumberAnswer("paired cost", () => PairedCost(.5, .5), .02)
            {
                Slips =
                [
                    (1 + .25, "the two spreads are there; the means differ as well"),
                    (.25, "that is what the other cost expects"),
                    (.25 + 1 + .5, "the spread enters as a variance, s², not as s"),
                ],
                Hints = ["Which three terms did the derivation leave?", "The squared distance of the means, plus both variances."],
            }
        ),
        new(
            "2",
            new NumberAnswer("cost of a perfect generator at B = 128", () => Floor(64, 128), .005)
            {
                Slips =
                [
                    (.5, "both batches are noisy, the real one and the generated one"),
                    (2.0 / 128, "that is for one feature"),
                    (128, "that is at B = 1"),
                ],
                Hints = ["What is the trace of Σ when each of 64 features has variance 1?", "2 tr Σ / B with tr Σ = 64."],
            },
            new NumberAnswer("B for a cost of 0.1", () => BatchFor(64, .1), .5)
            {
                Slips = [(640, "both batches are noisy, the real one and the generated one"), (20, "that is for one feature")],
                Hints = ["How does the floor change when B doubles?", "Solve 2 tr Σ / B = 0.1 for B."],
            }
        ),
        new(
            "3",
            new NumberAnswer("spread right, s = 1", () => 0, 2e-3)
            {
                Hints = ["Which moments differ when both are N(0, 1)?", "Neither: the cost is that of two nearly equal means, twice."],
            },
            new NumberAnswer("spread wrong, s = 0.5", () => SecondMomentCost(.5), .04)
            {
                Slips =
                [
                    (0, "it does not see the spread: are the squares taken before the mean?"),
                    (.75, "that is the difference of the second moments; the cost squares it"),
                ],
                Hints = ["What are E r² and E g² here?", "The same cost once more, with r.square() and g.square() in place of r and g."],
            },
            new PropertyAnswer("the real side gets no gradient")
            {
                Fault = "a gradient reaches the real side, in one of the two terms",
                Hints = ["What makes a tensor a constant?", "detach() the real side in both terms."],
            }
        ),
        new(
            "4",
            new NumberAnswer("numbers compared per replica", () => 1, 1e-9)
            {
                Hints = ["Over which axes does mean([1, 2]) go?", "Batch and features are both averaged away: what is left?"],
            },
            new PropertyAnswer("the repaired cost is the library's")
            {
                Fault = "it gives another cost, or another shape, than Loss.FeatureMatching on random features",
                Hints =
                [
                    "Over which axis is the mean of the formula, and over which the sum?",
                    "Average over the batch, axis 1; then square, and sum over the features.",
                ],
            }
        ),
        new(
            "5",
            new NumberAnswer("seeds on which NS + FM paints more classes", given => Paired.Sign(Classes(given)).More, .1)
            {
                Hints = ["Go through the columns of the table: in which does the second row stand above the last?"],
            },
            new WordAnswer("better than a slower generator?", Better, given => Paired.Verdict(Paired.Sign(Classes(given)), Better))
            {
                Means = new Dictionary<string, string> { ["undecided"] = "then so lopsided a count would not be rare by chance alone" },
                Hints =
                [
                    "How likely is it that n coins fall so unevenly, to either side?",
                    "All of n coins on one side: 2 · ½ⁿ. With n = 8 that is below 1 %.",
                ],
            }
        ),
        new(
            "6",
            new PropertyAnswer("weight 20, beside the verdict")
            {
                Fault = "the run has no feature matching of weight 20 beside the verdict",
                Hints = ["Start from baseline with { … } and give it one stabilizer.", "Stabilizers = [new FeatureMatching(Weight: 20)]."],
            },
            new PropertyAnswer("the same seeds as the baseline")
            {
                Fault = "a paired comparison needs the seeds of the baseline",
                Hints = ["Which recipe has the right seeds already?", "Start from baseline with { … }."],
            },
            new WordAnswer(
                "what the weight does to the quality",
                Quality,
                given => Paired.Verdict(Paired.Sign(HighQuality(given)), Quality)
            )
            {
                Hints =
                [
                    "Compare the column HQ of both runs, seed by seed: CoverageTable.Compare(matched, heavier.Value).",
                    "run.Coverage[r].HighQuality is the share of seed r.",
                ],
            }
        ),
    ];

    // Quantiles of N(0, 1) stand for infinitely many samples: sums instead of the formulas that the exercise derives.
    private static readonly double[] Normal =
    [
        .. Enumerable.Range(0, 2000).Select(i => MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, (i + .5) / 2000)),
    ];

    private static double CostOfMeans(double mean) => Math.Pow(Normal.Average() - Normal.Average(g => mean + g), 2);

    private static double PairedCost(double mean, double spread) =>
        Normal.Average(r => Normal.Average(g => Math.Pow(r - (mean + (spread * g)), 2)));

    private static double SecondMomentCost(double spread) =>
        Math.Pow(Normal.Average(r => r * r) - Normal.Average(g => spread * g * spread * g), 2);

    /// <summary>The variance of a mean of B is 1/B; both sides, every feature.</summary>
    private static double Floor(int features, int batch) => Enumerable.Range(0, features).Sum(_ => 1.0 / batch + 1.0 / batch);

    private static double BatchFor(int features, double cost) =>
        Enumerable.Range(1, 100_000).First(b => Floor(features, b) <= cost + 1e-12);

    /// <summary>Classes touched by NS + FM and by the slower generator, the second and the last method, seed by seed.</summary>
    private static IEnumerable<(double, double)> Classes(object? given) =>
        (Method[])given! is var methods ? methods[1].Seeds.Zip(methods[^1].Seeds, (a, b) => ((double)a.Touched!, (double)b.Touched!)) : [];

    private static IEnumerable<(double, double)> HighQuality(object? given) =>
        (Run[])given! is [var usual, var heavier] ? heavier.Coverage.Zip(usual.Coverage, (a, b) => (a.HighQuality, b.HighQuality)) : [];
}
