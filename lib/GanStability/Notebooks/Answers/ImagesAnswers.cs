using TorchSharp;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>What the exercises of notebook 21, Images, ask for.</summary>
internal static class ImagesAnswers
{
    public static IReadOnlyList<ExerciseKey> Key { get; } =
    [
        new("1", Size("n = 7, k = 4, s = 2, p = 1", 7, 4, 2, 1), Size("n = 5, k = 5, s = 3, p = 2", 5, 5, 3, 2)),
        new(
            "2",
            new NumberAnswer("w = 16", Parameters, 0)
            {
                Slips = [(8704, "those are the weights of the two convolutions alone")],
                Hints =
                [
                    "Which layers has it, and what does each of them map to what?",
                    "Two convolutions, 1 → w and w → 2w channels, and a dense layer on 2w·7·7 features; each output channel has a bias.",
                ],
            }
        ),
        new(
            "3",
            new PropertyAnswer("about half of the pictures have no real neighbourhood")
            {
                Fault = "the precision is not near the middle of the two samplers'",
                Hints =
                [
                    "How many of the pictures you hand out are true?",
                    "Half from source.Sample, half noise of the same shape, cut to [−1, 1].",
                ],
            },
            new PropertyAnswer("FID between that of true samples and that of noise")
            {
                Fault = "it is not between them",
                Hints = ["Did you hand out both halves?", "use(torch.cat([real, fake])) in each batch."],
            }
        ),
        new(
            "4",
            new WordAnswer("what is at fault", ["network", "range", "number", "reference"], _ => "range")
            {
                Means = new Dictionary<string, string>
                {
                    ["network"] = "it is the network that gives true samples their low distance in the other row",
                    ["number"] = "as many pictures are handed out as the scorer asks for",
                    ["reference"] = "the reference is the same for both rows",
                },
                Hints = ["Between which two numbers do the pixels lie that are handed out?", "The network knows pictures in [−1, 1]."],
            },
            new PropertyAnswer("repaired: true pictures score as true pictures")
            {
                Fault = "the distance is still more than twice that of true samples",
                Hints = ["What must be undone before the network looks?", "Hand the pictures out as source.Sample gives them."],
            }
        ),
        new(
            "5",
            new PropertyAnswer("both methods, the same seeds and steps")
            {
                Fault = "one of the two methods is missing, or seeds or steps differ",
                Hints =
                [
                    "What does with { … } keep of sick?",
                    "Kit.Train(sick with { Stabilizers = [new FeatureMatching(), new MinibatchDiscrimination()] })",
                ],
            },
            new NumberAnswer("seeds on which both together are nearer", given => Compared(given).Fewer, 0)
            {
                Hints =
                [
                    "What does Distances return, and is less better?",
                    "Count the seeds on which yours is smaller than that of alone.",
                ],
            },
            new WordAnswer("does the second method help?", ["helps", "harms", "undecided"], given => Compared(given) is { P: < .05 } test
                    ? test.Fewer > test.More
                        ? "helps"
                        : "harms"
                    : "undecided")
            {
                Means = new Dictionary<string, string>
                {
                    ["helps"] = "then the distance would be smaller on most seeds, with p < 0.05",
                    ["harms"] = "then the distance would be larger on most seeds, with p < 0.05",
                    ["undecided"] = "the paired test does exclude chance",
                },
                Hints = ["What is p of the paired test over the seeds?", "PairedTest.Permutation(Distances(both), Distances(alone))"],
            }
        ),
    ];

    private static NumberAnswer Size(string what, long n, long k, long s, long p) =>
        new(
            what,
            () =>
            {
                using var scope = NewDisposeScope();
                return nn.functional.conv_transpose2d(zeros(1, 1, n, n), zeros(1, 1, k, k), strides: [s, s], padding: [p, p]).shape[2];
            },
            0
        )
        {
            Slips =
            [
                (s * n + k - 2 * p, "the last of n pixels is number n − 1"),
                (s * (n - 1) + k, "the padding is not cut off yet"),
                (s * (n - 1) + k - p, "the padding is cut off at both ends"),
            ],
            Hints =
            [
                "Where does the last input pixel write its last output?",
                "It writes to s(n − 1), …, s(n − 1) + k − 1; p pixels are cut off at each end.",
            ],
        };

    private static double Parameters()
    {
        using var scope = NewDisposeScope();
        using var network = new ConvDiscriminator(16).Build([1, 28, 28], new InitialisationStreams(0, 1, CPU));
        return network.parameters().Sum(p => p.numel());
    }

    /// <summary>The distances with both methods against those with one.</summary>
    private static PairedTest Compared(object? given)
    {
        var distances = (double[][])given!;
        return PairedTest.Permutation(distances[1], distances[0]);
    }
}
