namespace GanStability;

/// <summary>What the exercises of notebook 13, Label smoothing, ask for.</summary>
internal static class LabelSmoothingAnswers
{
    private static readonly double[] Weights = [3, -1, 2, 0];
    private static readonly double SmoothedLogit = BestLogit(.8);

    public static IReadOnlyList<ExerciseKey> Key { get; } =
    [
        new(
            "1",
            new NumberAnswer("8/255 in our unit", () => 8 / 255.0 / (1 - 0) * (1 - -1), 1e-4)
            {
                Slips = [(8 / 255.0, "that is the unit of the paper"), (4 / 255.0, "the wrong way: our range is longer, not shorter")],
                Hints = ["How long is each range of pixels?", "[−1, 1] is twice as long as [0, 1]."],
            },
            new NumberAnswer("change of w·x", () => .05 * Corners(Weights).Max(), 1e-6)
            {
                Slips =
                [
                    (.05 * Weights.Sum(), "that is a step of +ε in every entry; the signs are to be chosen"),
                    (.05 * Math.Sqrt(Weights.Sum(w => w * w)), "that is the change by coin tosses"),
                ],
                Hints = ["Which sign of the step suits the weight −1?", "ε times the sum of the absolute weights."],
            }
        ),
        new(
            "2",
            new NumberAnswer("logit", () => SmoothedLogit, 1e-4)
            {
                Slips =
                [
                    (0, "that is the equilibrium without smoothing"),
                    (Math.Log(.8 / .2), "that is D = α; but half of the samples are generated"),
                    (-SmoothedLogit, "the sign is wrong: D is below one half"),
                ],
                Hints = ["What is D* where p = q?", "D = α/2; the logit is log D/(1 − D)."],
            },
            new NumberAnswer("loss of D", () => Paid(.8, SmoothedLogit), 1e-4)
            {
                Slips =
                [
                    (2 * Math.Log(2), "that is the equilibrium without smoothing"),
                    (Paid(.8, SmoothedLogit) / 2, "that is one of its two terms on average: both batches are paid for"),
                ],
                Hints = ["Which two batches does D pay for?", "Put α = 0.8 into −α log α/2 − (2 − α) log(1 − α/2)."],
            }
        ),
        new(
            "3",
            new PropertyAnswer("no pixel moves by more than ε")
            {
                Fault = "some pixel moves farther",
                Hints = ["How long is a step along the sign of a slope?", "epsilon times the sign of the slope."],
            },
            new PropertyAnswer("none leaves [−1, 1]") { Fault = "some pixel is outside", Hints = ["clamp(-1, 1) comes last."] },
            new PropertyAnswer("the mean probability of an eight rises")
            {
                Fault = "it does not rise enough",
                Hints = ["Which cost must fall, and which way is down?", "Minus the sign of the slope of −log p(8 | x)."],
            }
        ),
        new(
            "4",
            new NumberAnswer("share of the pull that is left with your β", () => .01, 1e-4)
            {
                Hints =
                [
                    "Is it more or less than one in a thousand?",
                    "For r far below β the share is (α − β) r/β, here with r = σ(−18); and β is far below α.",
                ],
            }
        ),
        new(
            "5",
            new WordAnswer("what is wrong with the claim", ["the network is robust", "its slope is hidden", "ε is too small"], _ =>
                "its slope is hidden"
            )
            {
                Means = new Dictionary<string, string>
                {
                    ["the network is robust"] = "it makes the very decisions of the network that section 3 misled",
                    ["ε is too small"] = "the same ε misled most pictures in section 3",
                },
                Hints =
                [
                    "Multiplying all logits by 1000 changes no decision. What does it do to p and to −log p?",
                    "Look at the slope of the cost on one picture: of how many pixels is it exactly zero?",
                ],
            },
            new PropertyAnswer("with your cost more than half are misread")
            {
                Fault = "half or more are still read right",
                Hints = ["Which function of the logits has a slope where p is 1?", "Raise the largest wrong logit minus the right one."],
            }
        ),
        new(
            "6",
            new PropertyAnswer("smoothing is on in the second run only")
            {
                Fault = "it is on in both, or in none",
                Hints = ["Smoothed(frozen, new LabelSmoothing(…)) is the second."],
            },
            new PropertyAnswer("the same seeds and all steps of the preset")
            {
                Fault = "other seeds, or too few steps to freeze",
                Hints = ["Start both from one recipe, with the preset's steps."],
            },
            new NumberAnswer("seeds on which smoothing holds more modes", given => Paired.HeldModes(given).More, 0)
            {
                Hints = ["Compare seed by seed; a tie is no win.", "Count the r with pair[1].Coverage[r].Held > pair[0].Coverage[r].Held."],
            },
            new WordAnswer("does it help?", Paired.Verdicts, Paired.Verdict) { Means = Paired.Means, Hints = Paired.Hints }
        ),
    ];

    /// <summary>w·δ at every corner of the cube |δᵢ| ≤ 1.</summary>
    private static IEnumerable<double> Corners(double[] w) =>
        Enumerable.Range(0, 1 << w.Length).Select(k => w.Select((x, i) => (k >> i & 1) == 1 ? x : -x).Sum());

    /// <summary>What D pays for one logit everywhere, where data and samples are the same.</summary>
    private static double Paid(double alpha, double logit)
    {
        double CrossEntropy(double t) => t * Math.Log(1 + Math.Exp(-logit)) + (1 - t) * Math.Log(1 + Math.Exp(logit));
        return CrossEntropy(alpha) + CrossEntropy(0);
    }

    /// <summary>Where that is least, by trisection.</summary>
    private static double BestLogit(double alpha)
    {
        var (low, high) = (-10.0, 10.0);
        for (var i = 0; i < 200; i++)
        {
            var (a, b) = (low + (high - low) / 3, high - (high - low) / 3);
            if (Paid(alpha, a) < Paid(alpha, b))
                high = b;
            else
                low = a;
        }
        return (low + high) / 2;
    }
}
