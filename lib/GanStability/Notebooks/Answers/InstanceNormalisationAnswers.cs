using static TorchSharp.torch;

namespace GanStability;

/// <summary>What the exercises of notebook 15, Instance normalisation, ask for.</summary>
internal static class InstanceNormalisationAnswers
{
    private static readonly string[] Verdicts = ["helps", "harms", "undecided"];

    public static IReadOnlyList<ExerciseKey> Key { get; } =
    [
        new(
            "1",
            new NumberAnswer("x̂ of 5", HatOfFive, 1e-3)
            {
                Slips =
                [
                    (1.5, "the variance is divided by n, not by n − 1"),
                    (1, "that is divided by the variance; divide by its root"),
                    (3, "the mean is taken away; the standard deviation is still to be divided by"),
                ],
                Hints = ["What are mean and variance of the four numbers?", "The mean is 2; the variance has 1/n."],
            }
        ),
        new(
            "2",
            new NumberAnswer("standard deviation of the output at your factor", () => .5, 1e-3)
            {
                Hints = ["What is the standard deviation of a·x? What is it divided by?", "Solve aσ/√(a²σ² + ε) = ½ for a."],
            }
        ),
        new(
            "3",
            new PropertyAnswer("three groups of two: torch's group_norm")
            {
                Fault = "other numbers than torch's",
                Hints =
                [
                    "Which numbers share a mean: how many are they?",
                    "Reshape to [B, G, C/G·H·W], normalise over the last axis, reshape back.",
                ],
            },
            new PropertyAnswer("six groups of one: instance normalisation")
            {
                Fault = "other numbers than instance normalisation gives",
                Hints = ["How many channels has a group?", "A group of one channel: its mean runs over H·W places."],
            }
        ),
        new(
            "4",
            new PropertyAnswer("each channel has the mean of the other picture's")
            {
                Fault = "the means are others",
                Hints = ["What takes the place of β?", "β is the other's mean, per picture and channel."],
            },
            new PropertyAnswer("and its standard deviation")
            {
                Fault = "the standard deviations are others",
                Hints = ["What takes the place of γ?", "γ is the other's standard deviation, with 1/n."],
            },
            new PropertyAnswer("and its own shape")
            {
                Fault = "normalised, it is not the picture that came in",
                Hints = ["Which of the two pictures is normalised?", "What is normalised is x; the other gives two numbers per channel."],
            }
        ),
        new(
            "5",
            new WordAnswer("which layer it really is", ["batch", "layer", "instance", "none"], _ => "layer")
            {
                Means = new Dictionary<string, string>
                {
                    ["batch"] = "then a picture would come out otherwise in other company",
                    ["instance"] = "then one channel made brighter would come out as before",
                    ["none"] = "then a faint picture would come out faint",
                },
                Hints =
                [
                    "After the first line, which numbers stand in one row?",
                    "A row holds all channels and places of one picture: they share one mean.",
                ],
            },
            new PropertyAnswer("repaired: the layer of section 2")
            {
                Fault = "it differs from IN of section 4 (γ = 1, β = 0)",
                Hints = ["Over which axes must the mean run?", "Reshape to [B, C, H·W], or take the mean over the axes 2 and 3."],
            }
        ),
        new(
            "6",
            new PropertyAnswer("one painter for each seed")
            {
                Fault = "there are more or fewer painters than seeds",
                Hints = ["Which function of section 1 trains one painter per seed?", "Seeds(\"nothing\", lowest: 0.03)"],
            },
            new NumberAnswer("seeds on which it is read right more often than nothing", given => Paired(given, 0).More, 0)
            {
                Hints = ["What does OverSeeds return?", "Compare OverSeeds(…, 0.1, 0) of both, seed by seed."],
            },
            Verdict("against nothing", 0),
            Verdict("against instance normalisation", 1)
        ),
    ];

    private static WordAnswer Verdict(string what, int other) =>
        new(what, Verdicts, given => Paired(given, other) is { P: < .05 } test
                ? test.More > test.Fewer
                    ? "helps"
                    : "harms"
                : "undecided")
        {
            Means = new Dictionary<string, string>
            {
                ["helps"] = "then it would be read right more often on most seeds, with p < 0.05",
                ["harms"] = "then it would be read right less often on most seeds, with p < 0.05",
                ["undecided"] = "the paired test does exclude chance",
            },
            Hints =
            [
                "What is p of the paired test over the seeds?",
                "PairedTest.Permutation(yours, the other's), both from OverSeeds(…, 0.1, 0).",
            ],
        };

    private static double HatOfFive()
    {
        using var scope = NewDisposeScope();
        var channel = tensor([1.0, 1, 1, 5], [1, 1, 2, 2]);
        return nn.functional.instance_norm(channel, eps: 1e-12).max().item<double>();
    }

    /// <summary>Of three lists of shares over seeds the third against one of the others.</summary>
    private static PairedTest Paired(object? given, int other)
    {
        var read = (double[][])given!;
        return PairedTest.Permutation(read[2], read[other]);
    }
}
