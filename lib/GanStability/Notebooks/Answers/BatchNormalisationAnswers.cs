using static TorchSharp.torch;

namespace GanStability;

/// <summary>What the exercises of notebook 14, Batch normalisation, ask for.</summary>
internal static class BatchNormalisationAnswers
{
    private const double Narrow = .2;

    public static IReadOnlyList<ExerciseKey> Key { get; } =
    [
        new(
            "1",
            new NumberAnswer("learned numbers added", () => Learned(Normalisation.Batch, "gamma") + Learned(Normalisation.Batch, "beta"), 0)
            {
                Slips =
                [
                    (128, "one number for each hidden unit; there are two kinds of them"),
                    (260, "the layer stands before nonlinearities, and the output has none"),
                ],
                Hints = ["Which units have the layer? What does it learn for each?", "γ and β, for every unit of both hidden layers."],
            },
            new NumberAnswer(
                "biases that become useless",
                () => Learned(Normalisation.None, "bias") - Learned(Normalisation.Batch, "bias"),
                0
            )
            {
                Slips = [(130, "the output layer is not normalised: its biases do work")],
                Hints =
                [
                    "What does the layer do with a number that is added to all samples?",
                    "One for each unit that has the layer behind it.",
                ],
            }
        ),
        new(
            "2",
            new NumberAnswer("∂x̂₂/∂x₅ of the batch above", given => Slope((Tensor)given!), 1e-7)
            {
                Hints =
                [
                    "Which of the three terms of the box have an entry off the diagonal?",
                    "Row 2, column 5: the first term has 0 there, the second 1/B, the third the product of the two x̂, over B.",
                ],
            }
        ),
        new("3", Deviation("ε = 1e-5", 1e-5), Deviation("ε = 0.8", .8)),
        new(
            "4",
            new PropertyAnswer("the definition, one sample at a time")
            {
                Fault = "another number than the definition gives",
                Hints =
                [
                    "What do the sums over the reference batch and the sample have in common for all samples?",
                    "mean = (Σ reference + x)/(n + 1), the same for the squares; variance = mean of squares − mean².",
                ],
            },
            new PropertyAnswer("a sample does not depend on the others")
            {
                Fault = "the same sample comes out otherwise in other company",
                Hints = ["Over which axis do your sums run?", "No statistic may run over the first axis of x."],
            }
        ),
        new(
            "5",
            new WordAnswer("what is wrong", ["batch", "eps", "momentum", "place"], _ => "eps")
            {
                Means = new Dictionary<string, string>
                {
                    ["batch"] = "then other batches would cure it; try Behind(512, 0.9)",
                    ["momentum"] = "these are the batch's own statistics, no running averages take part",
                    ["place"] = "look at the line: first the layer, then relu",
                },
                Hints =
                [
                    "What does the layer do to a unit whose variance is far below ε?",
                    "Compare 0.9 with the variances that enter; section 7 has the same table.",
                ],
            },
            new PropertyAnswer("repaired: the last layer differs as the first does")
            {
                Fault = "the last layer still differs less than the first",
                Hints = ["Which of the two numbers did you change?", "ε must be small against every variance that enters."],
            }
        ),
        new(
            "6",
            new PropertyAnswer("the discriminator above, on the seeds of baseline")
            {
                Fault = "it is another discriminator, or other seeds or steps",
                Hints = ["What does with { … } keep of baseline?", "Kit.Train(baseline with { Discriminator = new HalfNormalised() })"],
            },
            new NumberAnswer("seeds on which it holds more modes", given => Compared(given).More, 0)
            {
                Hints = ["Which property of a run has one entry per seed?", "Compare run.Coverage[r].Held, seed by seed."],
            },
            new WordAnswer("does it help?", ["helps", "harms", "undecided"], given => Compared(given) is { P: < .05 } test
                    ? test.More > test.Fewer
                        ? "helps"
                        : "harms"
                    : "undecided")
            {
                Means = new Dictionary<string, string>
                {
                    ["helps"] = "then the paired test would exclude chance, with more modes on most seeds",
                    ["harms"] = "then the paired test would exclude chance, with fewer modes on most seeds",
                    ["undecided"] = "the paired test does exclude chance",
                },
                Hints = ["What is p of the paired test over the seeds?", "PairedTest.Permutation of the held modes, as in section 13."],
            }
        ),
    ];

    private static NumberAnswer Deviation(string what, double eps) =>
        new(what, () => Normalised(eps), 1e-3)
        {
            Slips =
            [
                (Narrow, "that is the standard deviation of what comes in"),
                // With a small ε these are not wrong enough to be told apart.
                .. eps < .1
                    ? Array.Empty<(double, string)>()
                    :
                    [
                        (Narrow * Narrow / ((Narrow * Narrow) + eps), "that is the variance"),
                        (Narrow / (Narrow + Math.Sqrt(eps)), "ε is added to the variance, not to the standard deviation"),
                    ],
            ],
            Hints = ["What is the variance of x divided by √(σ² + ε)?", "σ/√(σ² + ε)"],
        };

    /// <summary>Torch's own layer on two numbers with the standard deviation 0.2.</summary>
    private static double Normalised(double eps)
    {
        using var scope = NewDisposeScope();
        var two = tensor([Narrow, -Narrow], [2, 1]);
        return nn.functional.batch_norm(two, null, null, training: true, eps: eps).abs().max().item<double>();
    }

    /// <summary>Numbers of one kind in the generator of the ring.</summary>
    private static double Learned(Normalisation normalisation, string kind)
    {
        using var scope = NewDisposeScope();
        using var network = (Presets.Rotating.Generator with { Normalisation = normalisation }).Build(
            [2],
            new InitialisationStreams(0, 1, CPU)
        );
        return network.named_parameters().Where(p => p.name.EndsWith(kind, StringComparison.Ordinal)).Sum(p => p.parameter.numel());
    }

    /// <summary>By central differences, for the first unit.</summary>
    private static double Slope(Tensor batch)
    {
        using var scope = NewDisposeScope();
        var x = batch[0].select(1, 0).to(ScalarType.Float64).data<double>().ToArray();
        return (Hat(1e-6) - Hat(-1e-6)) / 2e-6;

        double Hat(double more)
        {
            double[] moved = [.. x];
            moved[5] += more;
            var mean = moved.Average();
            return (moved[2] - mean) / Math.Sqrt(moved.Average(v => (v - mean) * (v - mean)) + 1e-5);
        }
    }

    private static PairedTest Compared(object? given)
    {
        var runs = (Run[])given!;
        double[] Held(Run run) => [.. run.Coverage.Select(c => (double)c.Held)];
        return PairedTest.Permutation(Held(runs[1]), Held(runs[0]));
    }
}
