namespace GanStability;

/// <summary>What the exercises of notebook 06, on covariate shift and batch normalisation, ask for.</summary>
internal static class CovariateShiftAnswers
{
    public static IReadOnlyList<ExerciseKey> Key { get; } =
    [
        new(
            "1",
            new NumberAnswer("largest difference between y and x", () => 0, 1e-9)
            {
                Hints = ["What has the layer done to x, in which order?", "γ must undo the division, β the subtraction."],
            }
        ),
        new(
            "2",
            new NumberAnswer("x̂₁", () => Normalised([3, 1])[0], 1e-9)
            {
                Slips = [(Math.Sqrt(.5), "that has 1/(B − 1) in the variance; batch normalisation has 1/B"), (-1, "that is x̂₂")],
                Hints = ["Where does μ lie between two numbers?", "μ lies in the middle; σ is half the distance."],
            },
            new NumberAnswer("∂C/∂x₁", () => (Normalised([3.01, 1])[0] - Normalised([2.99, 1])[0]) / .02, 1e-9)
            {
                Hints = ["What becomes of x̂₁ when x₁ grows?", "The layer is deaf to shift and stretch; what else can two numbers do?"],
            }
        ),
        new(
            "3",
            new NumberAnswer("the gradient's factor", () => Gradient(2) / Gradient(1), 1e-3)
            {
                Slips =
                [
                    (2, "the cost is flatter where the weights are large"),
                    (1, "the output is the same; its slope in W is not"),
                    (.25, "that is the factor of the relative update"),
                ],
                Hints = ["C(aW) = C(W) for every W. What follows for the slopes?", "Differentiate both sides with respect to W."],
            },
            new NumberAnswer("the relative update's factor", () => Gradient(2) / 2 / Gradient(1), 1e-3)
            {
                Slips = [(Gradient(2) / Gradient(1), "the update has become smaller by that; the weights have grown as well")],
                Hints = ["Relative to what?", "The update shrinks and the weights have grown."],
            }
        ),
        new(
            "4",
            new PropertyAnswer("it agrees with torch's layer_norm")
            {
                Fault = "it differs from it",
                Hints =
                [
                    "Along which axis lie the units of one sample?",
                    "Mean and variance along the last axis, keepdim: true; the variance is the biased one, and ε stands under the root.",
                ],
            },
            new PropertyAnswer("a sample's output does not depend on the others")
            {
                Fault = "a sample alone has another output than in company",
                Hints = ["No statistic may run over the batch."],
            }
        ),
        new(
            "5",
            new WordAnswer(
                "why the network answers every single point alike",
                ["γ and β are missing", "statistics of the batch at hand", "the running averages are wrong", "ε is too large"],
                _ => "statistics of the batch at hand"
            )
            {
                Means = new Dictionary<string, string>
                {
                    ["γ and β are missing"] = "then a batch of 64 would be answered wrongly, too",
                    ["the running averages are wrong"] = "the layer would have to look at them",
                    ["ε is too large"] = "then the outputs would be small, but different from each other",
                },
                Hints =
                [
                    "Follow one point alone through the layer: what is its mean over the batch, and what is left of it?",
                    "Compare the layer's line with the two arguments that it never uses.",
                ],
            },
            new NumberAnswer("repaired: largest difference from torch's batch norm at use", () => 0, 1e-9)
            {
                Hints =
                [
                    "Which mean and variance does the layer know before it sees the point?",
                    "(x − running mean)/√(running variance + ε), then γ and β.",
                ],
            },
            new PropertyAnswer("repaired: a point alone is answered as in company")
            {
                Fault = "its output still depends on the others",
                Hints = ["No statistic may run over the batch at hand."],
            }
        ),
    ];

    /// <summary>Batch normalisation of a few numbers, ε = 0.</summary>
    private static double[] Normalised(double[] x)
    {
        var mean = x.Average();
        var deviation = Math.Sqrt(x.Average(a => (a - mean) * (a - mean)));
        return [.. x.Select(a => (a - mean) / deviation)];
    }

    /// <summary>Length of ∂C/∂W at a·W for a unit of two inputs and a cost of its normalised output, by finite differences.</summary>
    private static double Gradient(double a)
    {
        double[][] x =
        [
            [.3, -1],
            [1.2, .4],
            [-.7, .9],
            [.1, -.2],
            [-1.5, .6],
            [.8, 1.1],
        ];
        double Cost(double w, double v) =>
            Normalised([.. x.Select(p => p[0] * w + p[1] * v)]).Select((y, i) => Math.Sin(y * (i + 1))).Sum();
        const double h = 1e-5;
        var (w, v) = (.7 * a, -.4 * a);
        var (first, second) = ((Cost(w + h, v) - Cost(w - h, v)) / (2 * h), (Cost(w, v + h) - Cost(w, v - h)) / (2 * h));
        return Math.Sqrt(first * first + second * second);
    }
}
