using static TorchSharp.torch;

namespace GanStability;

/// <summary>What the exercises of notebook 03, on the objective, ask for.</summary>
internal static class ObjectiveAnswers
{
    /// <summary>The four mistakes, and what each would show.</summary>
    private static readonly Dictionary<string, string> Symptoms = new()
    {
        ["no detach"] = "with that one, the losses stop short of 2 ln 2 and ln 2",
        ["wrong target"] = "with that one, neither player pays anything in the end",
        ["never cleared"] = "with that one, the losses leap, and the samples come near no mode",
        ["moves D"] = "with that one, D pays more than one that knows nothing",
    };

    public static IReadOnlyList<ExerciseKey> Key { get; } =
    [
        new("1", Patient("patient A"), Patient("patient B"), Patient("patient C"), Patient("patient D")),
        new(
            "2",
            Difference(
                "the losses of D are the trainer's, over 8 steps",
                "Compare with section 6, line by line.",
                "Whose gradients does D's backward pass fill?"
            ),
            Difference(
                "the losses of G are the trainer's, over 8 steps",
                "What has D's backward pass left in G when G's own begins?",
                "Detach G's samples where D learns, or clear G's gradients before its own backward pass."
            )
        ),
        new(
            "3",
            Best("equal shares", .3, .1, .5, "For π = ½ it must be the D* of section 3."),
            Best("three real per fake", .3, .1, .75, "Repeat section 3: what stands before ln y now, and what before ln(1 − y)?") with
            {
                Slips = [(.75, "π has no effect in it"), (.5, "π and 1 − π are the wrong way round")],
            },
            Best("where p = q", .2, .2, .9, "D knows that nine of ten samples are real, whatever it sees.") with
            {
                Slips = [(.5, "that is right for equal shares only"), (.1, "π and 1 − π are the wrong way round")],
            }
        ),
        new(
            "4",
            Js("q = p", () => 0, "What is the loss when p = q, and what must JS be there?", "A loss of ln 4 must give zero."),
            Js(
                "q = Normal(2, 1)",
                () => GanStability.Js.Density(new Normal(0, 1), new Normal(2, 1)),
                "Solve C(G) = −ln 4 + 2 JS for JS.",
                "L = −C."
            ),
            Js("a loss of zero", () => Math.Log(2), "A perfect discriminator: p and q share no place, and JS has its largest value.") with
            {
                Slips = [(Math.Log(4), "that is 2 JS"), (-Math.Log(2), "the sign of the loss is that of −V")],
            }
        ),
        new(
            "5",
            new NumberAnswer("loss at ℓ = 1.5", () => -Math.Log(1 / (1 + Math.Exp(-1.5))), 1e-12)
            {
                Slips =
                [
                    (-Math.Log(1 / (1 + Math.Exp(1.5))), "that is the loss at ℓ = −1.5: check the sign in the exponent"),
                    (Math.Log(1 / (1 + Math.Exp(-1.5))), "that is ln σ: the loss is minus it"),
                ],
                Hints = ["Write σ as a quotient: what does the minus before ln do to it?", "−ln σ(ℓ) = ln(1 + e^−ℓ)."],
            },
            new NumberAnswer("loss at ℓ = −800", () => 800, 1e-9)
            {
                Slips = [(double.PositiveInfinity, "e^800 is more than a double can hold")],
                Hints =
                [
                    "Which of the two terms under ln is the large one here?",
                    "Take the large part out of the logarithm: ln(1 + e^u) = max(u, 0) + ln(1 + e^−|u|).",
                ],
            },
            new NumberAnswer("slope at ℓ = 1.5", () => SlopeByAutograd(1.5), 1e-9)
            {
                Slips =
                [
                    (-1 / (1 + Math.Exp(-1.5)), "that is −D; the slope is −(1 − D)"),
                    (-(1 + Math.Exp(-1.5)), "that is the slope in D"),
                ],
                Hints = ["Section 5 derives the slope."],
            },
            new NumberAnswer("slope at ℓ = −800", () => -1, 1e-12) { Hints = ["What is D far below zero?"] },
            new NumberAnswer("slope at ℓ = 800", () => 0, 1e-12) { Hints = ["What is D far above zero?"] }
        ),
        new(
            "6",
            new PropertyAnswer("the gradient is smaller on both sides")
            {
                Fault = "0.2 to one side of it the gradient is larger",
                Hints =
                [
                    "How could you find the largest of many values?",
                    "Try t on a fine grid between 0 and 8 and keep the largest t·A(t).",
                ],
            },
            new NumberAnswer("there the slope of 2 JS stops growing (change of slope)", () => 0, .003)
            {
                Hints = ["t·A(t) is the slope of 2 JS. How fine is your grid?", "Refine it to steps of 0.01."],
            }
        ),
    ];

    private static WordAnswer Patient(string name) =>
        new(name, [.. Symptoms.Keys], given => (string)given!)
        {
            Means = Symptoms,
            Hints =
            [
                "Look at the two losses first: where do they end, and where should they?",
                "2 ln 2 is what a D pays that knows nothing. Who pays more, who less, who nothing at all?",
            ],
        };

    private static NumberAnswer Difference(string what, params string[] hints) => new(what, () => 0, 1e-5) { Hints = hints };

    private static NumberAnswer Js(string what, Func<double> right, params string[] hints) => new(what, right, 1e-8) { Hints = hints };

    /// <summary>The best answer by search, not by the formula.</summary>
    private static NumberAnswer Best(string what, double p, double q, double pi, string hint) =>
        new(
            what,
            () => Enumerable.Range(1, 99_999).Select(i => i / 100_000.0).MaxBy(y => pi * p * Math.Log(y) + (1 - pi) * q * Math.Log(1 - y)),
            2e-5
        )
        {
            Hints = [hint],
        };

    private static double SlopeByAutograd(double logit)
    {
        using var scope = NewDisposeScope();
        var l = tensor(logit, ScalarType.Float64, requires_grad: true);
        (-l.sigmoid().log()).backward();
        return l.grad!.item<double>();
    }
}
