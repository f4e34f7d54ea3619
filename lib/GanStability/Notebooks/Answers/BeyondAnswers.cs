namespace GanStability;

/// <summary>What the exercises of notebook 22, Beyond, ask for.</summary>
internal static class BeyondAnswers
{
    public static IReadOnlyList<ExerciseKey> Key { get; } =
    [
        new(
            "1",
            new NumberAnswer("σ(W)", () => LargestStretch(3, 0, 4, 5), 1e-6)
            {
                Slips =
                [
                    (45, "that is the eigenvalue of WᵀW: σ is its root"),
                    (Math.Sqrt(50), "that is the Frobenius norm, the root of the sum of all squares"),
                    (5, "that is the largest eigenvalue of W; a triangular matrix can stretch more than its eigenvalues say"),
                    (Math.Sqrt(5), "that is the smallest singular value"),
                ],
                Hints = ["Which matrix has the squares of the singular values as eigenvalues?", "WᵀW has the rows (25, 20) and (20, 25)."],
            }
        ),
        new(
            "2",
            new NumberAnswer("m", () => Enumerable.Range(1, 100).First(m => 1 - Math.Pow(7 / 8.0, m) > 0.9), 0)
            {
                Slips = [(17, "at 17 the tester wins just under .9"), (7, "that is enough for .6: the missing share is an eighth, ε = ⅛")],
                Hints =
                [
                    "What does the tester win with packs of m when a share ε is missing?",
                    "1 − (7/8)^m > 0.9; take logarithms, and mind the sign.",
                ],
            }
        ),
        new(
            "3",
            // The decay whose weights, added up one by one, leave 5 % beyond 500 steps.
            new NumberAnswer("d", () => Root(d => Enumerable.Range(0, 500).Sum(i => (1 - d) * Math.Pow(d, i)) - 0.95, 0.9, 0.9999), 1e-5)
            {
                Slips =
                [
                    (1 - 1 / 500.0, "that is a memory of 500 steps, in which 37 % of the weight is older"),
                    (Math.Pow(0.95, 1 / 500.0), "that leaves 95 % of the weight to older states"),
                ],
                Hints = ["How much weight do the states have that are older than k steps?", "It is d^k; set it equal to .05 at k = 500."],
            }
        ),
        new(
            "4",
            new PropertyAnswer("trained as the baseline is")
            {
                Fault = "other seeds, steps, networks or rates than the baseline's: a generator can be freed by those alone",
                Hints = ["Which settings may change?", "Start from frozen with { Name = …, Stabilizers = [ … ] }."],
            },
            new PropertyAnswer("more modes than the baseline, by the sign test")
            {
                Fault = "p is .05 or more",
                Hints =
                [
                    "On how many of your seeds must it hold more modes?",
                    "With six seeds only 6 : 0 is enough. What makes the two overlap, and what sees a missing mode? Try both.",
                ],
            }
        ),
        new(
            "5",
            new NumberAnswer("seeds with more modes", given => Sign(given).More, 0)
            {
                Hints =
                [
                    "Pair the seeds: which number minus which?",
                    "Count the seeds on which the method holds more modes than the baseline.",
                ],
            },
            new NumberAnswer("seeds with fewer modes", given => Sign(given).Fewer, 0)
            {
                Hints = ["What of seeds with equal numbers?", "Count the seeds on which it holds fewer; equal ones belong to neither."],
            },
            new WordAnswer("the verdict", Paired.Verdicts, given => Paired.Verdict(Sign(given)))
            {
                Means = new Dictionary<string, string>
                {
                    ["helps"] = "that would need many more seeds up than down, p below .05",
                    ["harms"] = "that would need many more seeds down than up, p below .05",
                    ["undecided"] = "p of the sign test is below .05 here",
                },
                Hints =
                [
                    "What is p of the sign test for your two counts?",
                    "PairedTest.Sign(values, baseline).P; below .05 the larger count decides.",
                ],
            }
        ),
        new(
            "6",
            new NumberAnswer("what the broken one says of slopes w and −w, ‖w‖ = 2", () => 0, 1e-9)
            {
                Slips =
                [
                    (2, "½ · 2² would be right; what does the broken one average first?"),
                    (4, "look at what is averaged before the square"),
                ],
                Hints = ["What is the mean of w and −w?", "It averages the slopes first, and squares the mean."],
            },
            new NumberAnswer("the repaired one there", () => Enumerable.Repeat(2.0, 2).Select(slope => slope * slope / 2).Average(), 1e-9)
            {
                Slips = [(4, "the factor γ/2 is missing, γ = 1"), (0, "it still averages the slopes")],
                Hints =
                [
                    "In which order come square and mean in E‖∇l‖²?",
                    "Square and add over coordinates first, then average over samples.",
                ],
            }
        ),
    ];

    /// <summary>The longest image of a vector of length 1, by trying all directions in the plane.</summary>
    private static double LargestStretch(double a, double b, double c, double d)
    {
        double Stretch(double angle)
        {
            var (x, y) = (Math.Cos(angle), Math.Sin(angle));
            return Math.Sqrt((a * x + b * y) * (a * x + b * y) + (c * x + d * y) * (c * x + d * y));
        }
        return Enumerable.Range(0, 20_000).Max(i => Stretch(Math.PI * i / 20_000));
    }

    private static double Root(Func<double, double> falling, double low, double high)
    {
        for (var i = 0; i < 60; i++)
            (low, high) = falling((low + high) / 2) > 0 ? ((low + high) / 2, high) : (low, (low + high) / 2);
        return low;
    }

    /// <summary>The one method against the baseline, by modes held.</summary>
    private static PairedTest Sign(object? given)
    {
        var comparison = (Comparison)given!;
        return Paired.HeldModes(comparison.Others[0], comparison.Baseline);
    }
}
