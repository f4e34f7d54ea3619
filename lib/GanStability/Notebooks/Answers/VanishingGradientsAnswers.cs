namespace GanStability;

/// <summary>What the exercises of notebook 05, on vanishing gradients, ask for.</summary>
internal static class VanishingGradientsAnswers
{
    private const string Depth = "depth",
        Cost = "the cost",
        Healthy = "nothing";

    public static IReadOnlyList<ExerciseKey> Key { get; } =
    [
        new(
            "1",
            new NumberAnswer("factor per layer", FactorOfLeakyUnits, 1e-6)
            {
                Slips =
                [
                    (1.04, "that is the factor of the squares"),
                    (1, "that is the factor of ReLU"),
                    (Math.Sqrt(2) * .6, "average the squares of the slopes, not the slopes"),
                    (Math.Sqrt(.52), "n v = 2 is missing"),
                ],
                Hints =
                [
                    "Which slope has a unit, and how often?",
                    "Half of the units have slope 1, half have slope 0.2: average the squares, then the formula of section 3.",
                ],
            }
        ),
        new(
            "2",
            Kept("factor measured with your variance, ReLU (s = 0)", "Set the factor of section 3 to 1 and solve for n v."),
            Kept("factor measured with your variance, s = 0.2", "What is E[φ'²] with two slopes?", "It is the average of 1 and s²."),
            Kept("factor measured with your variance, s = 1, a straight line", "A straight line needs no compensation for closed units.")
        ),
        new(
            "3",
            new PropertyAnswer("the signal agrees with autograd")
            {
                Fault = "it differs from what autograd computes",
                Hints =
                [
                    "On how many paths does h_{k−1} reach h_k?",
                    "Two: add what comes back along each; tanh' = 1 − tanh², and a_k = h_{k−1} W_k.",
                ],
            }
        ),
        new(
            "4",
            new NumberAnswer("minimax slope over non-saturating slope at your logit", () => .01, 1e-5)
            {
                Slips = [(100, "at your logit the minimax gradient is the larger one: mind the sign")],
                Hints = ["What is the ratio of the two slopes, as a function of ℓ?", "The ratio is e^ℓ."],
            },
            new NumberAnswer("odds D/(1 − D) of your D", () => .01, 1e-4)
            {
                Hints = ["Which D belongs to your ℓ?", "The ratio of the gradients is D/(1 − D) as well."],
            }
        ),
        new(
            "5",
            Patient("patient A", Depth),
            Patient("patient B", Cost),
            Patient("patient C", Healthy),
            new PropertyAnswer("patient A repaired: still ten hidden layers of 64") { Hints = ["sickA with { … }: keep the layers."] },
            new PropertyAnswer("patient A repaired: the first layer gets at least a tenth of the last one's signal")
            {
                Fault = "the median seed gets less",
                Hints =
                [
                    "Which of the table's rows keep the signal over ten layers?",
                    "Two settings belong together: a nonlinearity and the initialisation made for it.",
                ],
            }
        ),
    ];

    private static NumberAnswer Kept(string what, params string[] hints) => new(what, () => 1, .03) { Hints = hints };

    private static WordAnswer Patient(string name, string right) =>
        new(name, [Depth, Cost, Healthy], _ => right)
        {
            Means = new Dictionary<string, string>
            {
                [Depth] = "then the curve would fall by orders of magnitude from its last layer to its first",
                [Cost] = "then the curve would start low in the last layer already, and fall little",
                [Healthy] = "then the signal would be of a usual size in the last layer, and not much smaller in the first",
            },
            Hints =
            [
                "Read the curve from right to left: where is signal lost, on the way or before it starts?",
                "Compare the last layers with each other first, then each patient's first layer with its last.",
            ],
        };

    /// <summary>√(n v E[φ'²]) with the average of the squared slope over many evenly spaced quantiles of the input.</summary>
    private static double FactorOfLeakyUnits()
    {
        const int count = 10_000;
        var meanSquare = Enumerable
            .Range(0, count)
            .Average(i =>
            {
                var input = MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, (i + .5) / count);
                double Unit(double a) => Math.Max(a, .2 * a);
                var slope = (Unit(input * (1 + 1e-7)) - Unit(input)) / (input * 1e-7);
                return slope * slope;
            });
        return Math.Sqrt(2 * meanSquare);
    }
}
