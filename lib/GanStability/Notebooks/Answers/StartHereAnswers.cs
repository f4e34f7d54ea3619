namespace GanStability;

/// <summary>What the exercises of notebook 00, the first GAN, ask for.</summary>
internal static class StartHereAnswers
{
    public static IReadOnlyList<ExerciseKey> Key { get; } =
    [
        new(
            "1",
            new NumberAnswer("seeds that hold every mode", given => SeedsThatHoldAll((Run)given!), 0)
            {
                Hints =
                [
                    "When does a seed count? Look at what an entry of run.Coverage offers.",
                    "An entry of run.Coverage has Held and Modes, and Full for both at once.",
                ],
            }
        ),
        new(
            "2",
            new NumberAnswer("share within 2σ", () => ShareWithin(2), 5e-4)
            {
                Slips =
                [
                    (1 - ShareWithin(2), "that is the share outside"),
                    (.9545, "that is right on a line; these clouds lie in the plane"),
                    (1 - Math.Exp(-4), "the ½ in the exponent is missing"),
                    (1 - Math.Exp(-1), "the square of k is missing"),
                    (ShareWithin(1), "that is the share within one σ"),
                    (ShareWithin(3), "that is the share within three σ"),
                ],
                Hints = ["Which k is asked for?", "Put k = 2 into the formula."],
            }
        ),
        new(
            "3",
            new PropertyAnswer("the data has four modes")
            {
                Hints = ["Which of the recipe's settings is the data?", "recipe with { Data = …, … }"],
            },
            new PropertyAnswer("three seeds, at most 1500 steps") { Hints = ["Set Replicas and Steps in the same braces."] },
            new PropertyAnswer("every seed holds all four")
            {
                Fault = "on some seed a mode is not held",
                Hints =
                [
                    "four.Value.SeedsFigure() shows what is missing: are the points still on their way?",
                    "If they are, more steps help; the number allowed is generous.",
                ],
            }
        ),
        new(
            "4",
            new WordAnswer(
                "what is wrong with it",
                ["nothing", "D is too strong", "the modes have collapsed", "neither player learns"],
                _ => "neither player learns"
            )
            {
                Means = new Dictionary<string, string>
                {
                    ["nothing"] = "then the points would lie on the islands",
                    ["D is too strong"] = "then D would pay much less than 2 ln 2, and G much more than ln 2",
                    ["the modes have collapsed"] = "then the points would lie on one island, or on a few",
                },
                Hints =
                [
                    "Where were the points at step 0, and where are they now?",
                    "Losses at the equilibrium's values: a D that knows everything cannot have them, nor one that has been fooled. "
                        + "Who else pays 2 ln 2?",
                ],
            },
            new PropertyAnswer("the same players, data and seeds, at most 3500 steps")
            {
                Hints = ["sick with { … }: only the two optimizers and the steps may change."],
            },
            new PropertyAnswer("repaired: every seed holds all eight")
            {
                Fault = "on some seed a mode is not held",
                Hints =
                [
                    "How far can a weight move in 500 steps of Adam with this learning rate?",
                    "Compare GeneratorAdam and DiscriminatorAdam with those of Presets.Healthy.",
                ],
            }
        ),
    ];

    /// <summary>Counted from the points themselves: a mode is held with half of its fair share within 3σ.</summary>
    private static int SeedsThatHoldAll(Run run)
    {
        var ring = (GaussianMixture)run.Recipe.Data;
        bool Near(float[] p, (double X, double Y) c) =>
            (p[0] - c.X) * (p[0] - c.X) + (p[1] - c.Y) * (p[1] - c.Y) <= 9 * ring.Sigma * ring.Sigma;
        return Enumerable
            .Range(0, run.Recipe.Replicas)
            .Select(r => run.Samples(r).Chunk(2).ToList())
            .Count(points => ring.Centres.All(c => points.Count(p => Near(p, c)) >= points.Count / (2.0 * ring.Centres.Count)));
    }

    /// <summary>Share of a round Gaussian cloud within k standard deviations: the density of the distance, added up.</summary>
    private static double ShareWithin(double k) =>
        Enumerable.Range(0, 2000).Select(i => (i + .5) * k / 2000).Sum(r => r * Math.Exp(-r * r / 2) * k / 2000);
}
