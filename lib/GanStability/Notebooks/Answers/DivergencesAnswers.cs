namespace GanStability;

/// <summary>What the exercises of notebook 01, on measuring how far apart two distributions are, ask for.</summary>
internal static class DivergencesAnswers
{
    private static readonly double FairAgainstNineInTen = Kl.Discrete([.5, .5], [.9, .1]);

    public static IReadOnlyList<ExerciseKey> Key { get; } =
    [
        new(
            "1",
            new NumberAnswer("fair against 9 in 10", () => FairAgainstNineInTen.InBits(), 1e-9)
            {
                Slips =
                [
                    (FairAgainstNineInTen, "that is in nats; bits are asked for"),
                    (Kl.Discrete([.9, .1], [.5, .5]).InBits(), "that is the divergence the other way round: average over a"),
                    (.5 * Math.Log2(.5 / .9), "that is the term of heads alone"),
                ],
                Hints =
                [
                    "How many things can happen, and what does each of them add?",
                    "Sum p·log₂(p/q) over heads and tails; p is what is true, q what is believed.",
                ],
            },
            new NumberAnswer("always heads against fair", () => Kl.Discrete([1, 0], [.5, .5]).InBits(), 1e-9)
            {
                Hints = ["What does something add that never happens?", "0·log 0 counts as 0; here only heads happens."],
            },
            new PropertyAnswer("fair against always heads is infinite")
            {
                Fault = "it is a finite number",
                Hints = ["What does the believer pay for a tail?", "Tails comes half of the time and has no probability in the belief."],
            }
        ),
        new(
            "2",
            new NumberAnswer("rates 1 and 2", () => Kl.Density(new Exponential(1), new Exponential(2)), 1e-8)
            {
                Slips =
                [
                    (Kl.Density(new Exponential(2), new Exponential(1)), "that is right for the rates in the other order"),
                    (Math.Log(.5) - 1 * 2 + 1 + 1, "ln(λ/μ) is there; the average of x over p is 1/λ, not λ"),
                ],
                Hints =
                [
                    "What is ln(p/q) at a place x, and which part of it depends on x?",
                    "ln(p/q) = ln(λ/μ) − (λ − μ)x; average x over p.",
                ],
            },
            new NumberAnswer("rates 2 and 1", () => Kl.Density(new Exponential(2), new Exponential(1)), 1e-8)
            {
                Slips = [(Kl.Density(new Exponential(1), new Exponential(2)), "that is right for the rates in the other order")],
                Hints = ["Over which of the two is averaged?", "The mean 1/λ is that of p, the first one."],
            },
            new NumberAnswer("equal rates", () => Kl.Density(new Exponential(3), new Exponential(3)), 1e-12)
            {
                Hints = ["What is the divergence of a distribution from itself?"],
            }
        ),
        new(
            "3",
            new PropertyAnswer("an optimum that is neither mode")
            {
                Fault = "your fit sits on a mode, or near one",
                Hints =
                [
                    "Which place between the modes is a step to the left as good as a step to the right from?",
                    "By symmetry it sits half way between the modes; start wide there.",
                ],
            },
            new PropertyAnswer("its divergence is more than seven times ln 2")
            {
                Fault = "your start led to a better optimum",
                Hints = ["Print the result: what divergence did your start lead to?"],
            },
            new PropertyAnswer("no small step improves it")
            {
                Fault = "a small step improves it: it is no optimum",
                Hints = ["You may have stopped on a slope: let the fit finish."],
            }
        ),
        new(
            "4",
            new NumberAnswer("JS with your noise, over ln 2", () => .5, 1e-4)
            {
                Hints =
                [
                    "More noise: more overlap, or less? Is JS larger or smaller then?",
                    "Bisect between σ = 1 and σ = 20: JS falls as σ grows.",
                ],
            }
        ),
        new(
            "5",
            new NumberAnswer("how far off theirs is", () => Js.Discrete([1], [1]) - Math.Log(2), 1e-6)
            {
                Slips =
                [
                    (Math.Log(2), "the size is right; it is too small, not too large"),
                    (-1, "that is the difference in bits"),
                    (-.5 * Math.Log(2), "half of it: both of its two sums are off"),
                ],
                Hints =
                [
                    "Try it on two equal distributions: what comes out, and what must?",
                    "Write p/(p + q) as ½ · p/m: what does the ½ add under the logarithm?",
                ],
            },
            new NumberAnswer("the repaired one on [.2, .8] and [.6, .4]", () => Js.Discrete([.2, .8], [.6, .4]), 1e-12)
            {
                Slips = [(Js.Discrete([.2, .8], [.6, .4]) - Math.Log(2), "it still compares with p + q")],
                Hints = ["With what are both compared in section 4?", "m is the mixture, half of each."],
            },
            new NumberAnswer("the repaired one on [1, 0] and [0, 1]", () => Js.Discrete([1, 0], [0, 1]), 1e-12)
            {
                Hints = ["What does an outcome add that cannot happen?", "The largest value is ln 2; where p is 0, add 0."],
            }
        ),
    ];
}
