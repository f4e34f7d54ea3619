using MathNet.Numerics.Distributions;

namespace GanStability;

/// <summary>What the exercises of notebook 20, The showdown, ask for.</summary>
internal static class ShowdownAnswers
{
    public static IReadOnlyList<ExerciseKey> Key { get; } =
    [
        new(
            "1",
            // The upper end of a one-sided interval of Clopper and Pearson, as a quantile of a Beta distribution.
            new NumberAnswer("largest p for 0 of 20", () => Beta.InvCDF(1, 20, 0.95), 1e-4)
            {
                Slips =
                [
                    (Beta.InvCDF(1, 20, 0.975), "that leaves 2.5 % of surprise; 5 % are asked for"),
                    (3 / 20.0, "the rule of three, 3/N, is a good estimate; solve it exactly"),
                    (1 / 20.0, "with this p, none of 20 happens in more than a third of all cases"),
                ],
                Hints =
                [
                    "With which probability does a method of success p fail on all 20 seeds?",
                    "(1 − p)^20 falls as p grows; the largest p that is not excluded makes it .05.",
                ],
            }
        ),
        new(
            "2",
            // (1, −1) Σ (1, −1)ᵀ with the covariance matrix of the two methods.
            new NumberAnswer("standard deviation", () => Math.Sqrt(9 + 9 - 6.75 - 6.75), 1e-3)
            {
                Slips =
                [
                    (4.5, "that is the variance, not the deviation"),
                    (Math.Sqrt(18), "that is the deviation of two separate groups: here the seeds have luck in common"),
                    (Math.Sqrt(31.5), "a difference: the covariance is taken away, not added"),
                ],
                Hints =
                [
                    "What is the variance of x − y, with the covariance in it?",
                    "Var(x − y) = Var x + Var y − 2ρ·σ·σ; then the root.",
                ],
            },
            new NumberAnswer("ρ without gain", () => 0, 1e-9)
            {
                Slips =
                [
                    (1, "at ρ = 1 the seeds' luck drops out wholly: the largest gain"),
                    (0.5, "at ρ = ½ half of the variance is gained"),
                ],
                Hints = ["What is the variance of the difference of two independent groups?", "Set 2σ² − 2ρσ² equal to 2σ²."],
            }
        ),
        new(
            "3",
            new NumberAnswer("seeds of an example", given => Successes((IReadOnlyList<SeedResult>)given!), 0)
            {
                Slips = [(3, "one of these seeds holds every mode, but with no better quality than a thin ring, or lacks a mode")],
                Hints =
                [
                    "Which two things must hold at once? Go through the four seeds by hand.",
                    "Count the seeds with Held equal to Modes and HighQuality above the ring's.",
                ],
            }
        ),
        new(
            "4",
            new PropertyAnswer("trained as the baseline is")
            {
                Fault = "other seeds, steps, networks or rates than the baseline's: a row can win by those alone",
                Hints = ["Which settings may a challenger change?", "Start from mine with { Name = …, Stabilizers = [ … ] }."],
            },
            new PropertyAnswer("more modes than the baseline, by the sign test")
            {
                Fault = "p is .05 or more",
                Hints =
                [
                    "On how many of your seeds must it hold more modes than the baseline?",
                    "With six seeds only 6 : 0 is enough. Which stored rows hold more on all 20 seeds? Put two together.",
                ],
            },
            new PropertyAnswer("better than a thin ring on every seed")
            {
                Fault = "on at least one seed the quality is no better than that of a thin ring",
                Hints = ["Which rows touch all modes and stay below the dotted line?", "Methods that blur cannot be cured by more blur."],
            }
        ),
        new(
            "5",
            new PropertyAnswer("200 points or more, in the plane")
            {
                Fault = "too few rows, or not two columns",
                Hints = ["What is the shape of double[N, 2]?", "One row per point, two columns: new double[400, 2]."],
            },
            new PropertyAnswer("the samples come nearer to them")
            {
                Fault = "after 300 steps they are hardly nearer than at the start",
                Hints =
                [
                    "Is there noise on the points, or do they lie on a few spots?",
                    "Give each point a little noise, or bring more of them.",
                ],
            }
        ),
        new(
            "6",
            new NumberAnswer("seeds with more modes", given => Sign(given).More, 0)
            {
                Hints = ["Pair the seeds: which number minus which?", "Count the seeds on which the pair of methods holds more modes."],
            },
            new NumberAnswer("seeds with fewer modes", given => Sign(given).Fewer, 0)
            {
                Hints = ["What of seeds with equal numbers?", "Count the seeds on which it holds fewer; equal ones belong to neither."],
            },
            new WordAnswer("does the addition help?", Paired.Verdicts, given => Paired.Verdict(Sign(given)))
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
            "7",
            new NumberAnswer("changes that are no method", () => 3, 0)
            {
                Slips =
                [
                    (1, "there are more than one; the note under a table of it would name them all"),
                    (4, "the stabilizer is the method"),
                ],
                Hints =
                [
                    "Compare the recipe with the baseline, setting by setting.",
                    "Steps, batch, the shape of G: which of them differ?",
                ],
            },
            new PropertyAnswer("the repaired recipe differs in its method only")
            {
                Fault = "a setting besides the stabilizers still differs from the baseline's",
                Hints = ["Where would a fair recipe start from?", "Start from the baseline and keep the stabilizer alone."],
            },
            new PropertyAnswer("and keeps the method")
            {
                Fault = "the stabilizer is gone, or another one",
                Hints = ["What is the colleague's method?", "Stabilizers = boasted.Stabilizers."],
            }
        ),
    ];

    /// <summary>Every mode held, and a quality that a thin ring round σ = .05 cannot have.</summary>
    private static double Successes(IReadOnlyList<SeedResult> seeds) =>
        seeds
            .Where(r => r.Full == true)
            .Count(r => r.HighQuality > ModeCoverage.OfThinRing(GaussianMixture.Ring(8, 1, 0.05), 1).HighQuality);

    /// <summary>The second of two methods against the first, by modes held.</summary>
    private static PairedTest Sign(object? given)
    {
        var comparison = (Comparison)given!;
        return Paired.HeldModes(comparison.Others[1], comparison.Others[0]);
    }
}
