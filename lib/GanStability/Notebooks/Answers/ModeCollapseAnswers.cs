namespace GanStability;

/// <summary>What the exercises of notebook 04, on mode collapse, ask for.</summary>
internal static class ModeCollapseAnswers
{
    private const string Harms = "harms",
        Helps = "helps",
        Undecided = "undecided";

    public static IReadOnlyList<ExerciseKey> Key { get; } =
    [
        new(
            "1",
            new NumberAnswer(
                "KL",
                () => Kl.Discrete([.. Enumerable.Range(0, 25).Select(k => k < 5 ? .2 : 0)], [.. Enumerable.Repeat(.04, 25)]),
                1e-6
            )
            {
                Slips =
                [
                    (Math.Log2(5), "that is in bits"),
                    (Math.Log(25), "that is the KL of a single mode"),
                    (Math.Log(5) / 5, "that is one of the five equal terms"),
                ],
                Hints =
                [
                    "How many terms of the sum are not zero, and what is each of them?",
                    "m equal terms; each is its share times the ln of its share over the true one.",
                ],
            }
        ),
        new(
            "2",
            new NumberAnswer(
                "share",
                () => Enumerable.Range(0, 40).Average(s => ModeCoverage.OfDisc(GaussianMixture.Ring(8, 1, .02), s).HighQuality),
                .002
            )
            {
                Slips =
                [
                    (Math.Pow(.06, 2) / Math.Pow(1.06, 2), "that is the share of one mode"),
                    (8 * Math.Pow(.06, 2), "the disc is a little larger than the ring: its radius is 1 + 3σ"),
                    (8 * .06 / 1.06, "areas go with the square of the radius"),
                ],
                Hints = ["What is spread evenly over the disc?", "The disc is filled evenly: a share of samples is a share of area."],
            }
        ),
        new(
            "3",
            new PropertyAnswer("a latent vector of length 2, the rest as it was")
            {
                Hints = ["Start from Class(Presets.Rotating, every: 5) and give a new MlpGenerator(64, 64) { Latent = … }."],
            },
            new PropertyAnswer("do most seeds still circle?")
            {
                Fault = "the angles of your run say otherwise",
                Hints = ["Draw the angles of your run as in section 3: straight lines, or not? Count the seeds."],
            }
        ),
        new(
            "4",
            new PropertyAnswer("exactly one of the four settings is undone")
            {
                Hints = ["Latent vector, D's activation, β1 of both players, DecayFrom: change one."],
            },
            new PropertyAnswer("everything else is as it was")
            {
                Hints = ["Start from Class(Presets.Healthy), with the seeds as they are."],
            },
            new NumberAnswer("seeds that hold all modes without it", given => ((Lazy<Run>)given!).Value.Coverage.Count(c => c.Full), 0)
            {
                Hints = ["undone.Value.Coverage has one entry per seed."],
            },
            new WordAnswer("what undoing it does to the seeds that hold all modes", [Harms, Helps, Undecided], given =>
                Verdict(((Run, Lazy<Run>))given!)
            )
            {
                Means = new Dictionary<string, string>
                {
                    [Harms] = "of the seeds on which only one of the two holds all modes, (nearly) all would have to be healthy's",
                    [Helps] = "of the seeds on which only one of the two holds all modes, (nearly) all would have to be the other's",
                    [Undecided] = "the seeds on which the two differ all point one way, and are too many for chance",
                },
                Hints =
                [
                    "On how many seeds does only one of the two hold all modes? The others say nothing.",
                    "If undoing it did nothing, each of those seeds would be a coin. How likely is a result as one-sided as yours? "
                        + "Below 5 % is a verdict: five of five are not enough, six of six are.",
                ],
            }
        ),
        new(
            "5",
            new PropertyAnswer("same data, same seeds, no more steps")
            {
                Hints = ["Change the players, their optimizers or the stabilizers, not the task."],
            },
            new PropertyAnswer("every seed holds all modes")
            {
                Fault = "on some seed a mode is not held",
                Hints =
                [
                    "Look at D's loss first: who is ahead?",
                    "Then at the four settings of exercise 4, and at how large the weights start.",
                ],
            },
            new PropertyAnswer("more than 85 % of the samples are of high quality")
            {
                Fault = "on some seed they are fewer",
                Hints = ["When do samples become sharp in the healthy run?", "They need time at a low learning rate."],
            }
        ),
    ];

    /// <summary>McNemar at 5 %: a sign test on the seeds on which only one of the two runs holds all modes.</summary>
    private static string Verdict((Run Healthy, Lazy<Run> Undone) runs)
    {
        double[] Full(Run run) => [.. run.Coverage.Select(c => c.Full ? 1.0 : 0)];
        var test = PairedTest.Sign(Full(runs.Undone.Value), Full(runs.Healthy));
        return test.P >= .05 ? Undecided
            : test.More > test.Fewer ? Helps
            : Harms;
    }
}
