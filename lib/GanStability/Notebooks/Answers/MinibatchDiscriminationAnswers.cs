using TorchSharp;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>What the exercises of notebook 11, Minibatch discrimination, ask for.</summary>
internal static class MinibatchDiscriminationAnswers
{
    private static readonly string[] Better = ["helps", "does not help", "undecided"];
    private static readonly string[] Modes = ["more", "fewer", "undecided"];

    public static IReadOnlyList<ExerciseKey> Key { get; } =
    [
        new(
            "1",
            new NumberAnswer("o of one of the four", () => MeanSimilarity([0, 0, 0, double.PositiveInfinity]), 1e-4)
            {
                Slips =
                [
                    (.8, "that counts the sample itself as one of the others"),
                    (.6, "three are alike, but there are four others, not five"),
                    (3, "that is the sum; the library divides by n − 1"),
                    (1, "one of the others is very far away"),
                ],
                Hints =
                [
                    "How many others does one of the four have, and how far away is each?",
                    "exp(0) is 1, exp(−∞) is 0; divide by n − 1.",
                ],
            }
        ),
        new(
            "2",
            new NumberAnswer("σ", () => 1 / MeanDistance(256, 5), 2e-5)
            {
                Slips =
                [
                    (1 / MeanDistance(256, 1), "the distance is a sum over C dimensions"),
                    (Math.Sqrt(2) / MeanDistance(256, 5), "f_i − f_j has variance 2, not 1"),
                    (MeanDistance(256, 5), "that is the mean distance with σ = 1; which σ makes it 1?"),
                ],
                Hints = ["What is the mean distance for σ = 1?", "The mean distance is σ · 2C√(A/π)."],
            }
        ),
        new(
            "3",
            new PropertyAnswer("shape [n, B]")
            {
                Fault = "it has another shape",
                Hints = ["Which axes are summed away?", "Sum the squares over the last axis, then the similarities over the others."],
            },
            new PropertyAnswer("identical samples score 1")
            {
                Fault = "identical samples do not score 1",
                Hints = ["How many others are there, and is a sample one of them?", "Leave j = i out and divide by n − 1."],
            },
            new NumberAnswer("o of the first sample, kernel 0", given => Gaussian((Tensor[])given!), 1e-5)
            {
                Hints = ["What stands under the exponential?", "square() in place of abs(), summed over the last axis."],
            }
        ),
        new(
            "4",
            new WordAnswer("what is wrong", ["a collapsed batch", "a dead layer", "a cut gradient"], _ => "a dead layer")
            {
                Means = new Dictionary<string, string>
                {
                    ["a collapsed batch"] = "then the samples would be alike and the similarity near 1",
                    ["a cut gradient"] = "then the similarity itself would be an ordinary number",
                },
                Hints =
                [
                    "Is the mean similarity near 1, near 0, or in between?",
                    "How large is a typical distance with this T? See section 5.",
                ],
            },
            new PropertyAnswer("alive again")
            {
                Fault = "with that factor the mean similarity does not lie between 0.2 and 0.8",
                Hints = ["Must T become larger or smaller?", "Try factors that fall by tens and print MeanSimilarity."],
            }
        ),
        new(
            "5",
            new NumberAnswer("seeds with more classes than the slower generator", given => Paired.Sign(Classes(given)).More, .1)
            {
                Hints = ["Go through the columns of the table: in which does the second row stand above the last?"],
            },
            new WordAnswer("better than a slower generator?", Better, given => Paired.Verdict(Paired.Sign(Classes(given)), Better))
            {
                Means = new Dictionary<string, string> { ["undecided"] = "then so lopsided a count would not be rare by chance alone" },
                Hints =
                [
                    "How likely is it that n coins fall so unevenly, to either side?",
                    "All of n coins on one side: 2 · ½ⁿ; one on the other side: 2 · (n + 1) · ½ⁿ.",
                ],
            }
        ),
        new(
            "6",
            new PropertyAnswer("the plain sum is used")
            {
                Fault = "the run has no layer with the plain sum",
                Hints = ["Which property of the stabilizer chooses the sum?", "new MinibatchDiscrimination(8, 4) { Sum = true }."],
            },
            new PropertyAnswer("the same seeds as the baseline")
            {
                Fault = "a paired comparison needs the seeds of the baseline",
                Hints = ["Which recipe has the right seeds already?", "Start from baseline with { … }."],
            },
            new WordAnswer("modes that the sum holds", Modes, given => Paired.Verdict(Paired.Sign(Held((Run[])given!)), Modes))
            {
                Hints =
                [
                    "On how many seeds does the sum hold more, on how many fewer?",
                    "run.Coverage[r].Held is the number of modes that seed r holds.",
                ],
            }
        ),
    ];

    private static double MeanSimilarity(double[] distances) => distances.Average(d => Math.Exp(-d));

    /// <summary>The mean distance for σ = 1, summed up over quantiles of N(0, 1) instead of by its formula.</summary>
    private static double MeanDistance(int features, int dimensions)
    {
        const int Quantiles = 200_000;
        var size = Enumerable
            .Range(0, Quantiles)
            .Average(i => Math.Abs(MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, (i + .5) / Quantiles)));
        return dimensions * Math.Sqrt(2 * features) * size;
    }

    /// <summary>Sample by sample, in double precision.</summary>
    private static double Gaussian(Tensor[] given)
    {
        using var scope = NewDisposeScope();
        var (f, t) = (given[0].to(ScalarType.Float64), given[1][.., 0].to(ScalarType.Float64));
        var own = f[0].unsqueeze(0).matmul(t);
        return Enumerable
            .Range(1, (int)f.shape[0] - 1)
            .Average(j => Math.Exp(-(own - f[j].unsqueeze(0).matmul(t)).square().sum().item<double>()));
    }

    /// <summary>Classes touched by the layer and by the slower generator, the second and the last method, seed by seed.</summary>
    private static IEnumerable<(double, double)> Classes(object? given) =>
        (Method[])given! is var methods ? methods[1].Seeds.Zip(methods[^1].Seeds, (a, b) => ((double)a.Touched!, (double)b.Touched!)) : [];

    private static IEnumerable<(double, double)> Held(Run[] runs) =>
        runs is [var mean, var sum] ? sum.Coverage.Zip(mean.Coverage, (a, b) => ((double)a.Held, (double)b.Held)) : [];
}
