namespace GanStability;

/// <summary>What the exercises of notebook 12, Historical averaging, ask for.</summary>
internal static class HistoricalAveragingAnswers
{
    private static readonly double[] Three = [2, 4, 9];

    public static IReadOnlyList<ExerciseKey> Key { get; } =
    [
        new(
            "1",
            new NumberAnswer("slope", SlopeAtTheLast, 1e-6)
            {
                Slips =
                [
                    (6, "that is measured from the mean of the past alone; the present state is part of the mean"),
                    (2, "a factor 2 is missing: a square is differentiated"),
                    (8 / 3.0, "the mean moves with the state there; it is to be a constant"),
                    (-4, "that is the way the spring pulls; the slope of the cost points the other way"),
                ],
                Hints = ["Which states does the mean contain?", "The mean of 2, 4 and 9; then 2λ(θ − θ̄)."],
            }
        ),
        new(
            "2",
            new NumberAnswer("mean square of five states, built one by one", given => MeanSquare((double[])given!), 1e-12)
            {
                Slips =
                [
                    (Math.Pow(1.9 / 5, 2), "that is the square of the mean, not the mean of the squares"),
                    (.16, "only the last state is left: what of the old value?"),
                ],
                Hints = ["What did the mean need to forget nothing, and what stands in the place of θ now?", "old + (θ² − old)/t."],
            }
        ),
        new(
            "3",
            new NumberAnswer("power on V = xy with your λ, measured", () => -.5, .02)
            {
                Hints = ["Is less memory faster or slower in the end?", "Solve ω²/(ω² + 4λ²) = 1/2 with ω = 1."],
            },
            new NumberAnswer("power in Salimans's game, against the path", () => PowerOnThePath(new SalimansGame(), .5), .03)
            {
                Slips = [(-.5, "that is the power of V = xy; this game turns twice as fast"), (-2 / 3.0, "ω is to be squared")],
                Hints = ["How fast does this game turn at its equilibrium?", "Put ω = 2 and your λ into −ω²/(ω² + 4λ²)."],
            }
        ),
        new(
            "4",
            new NumberAnswer("|c| at your decay", () => .1, 1e-3)
            {
                Hints =
                [
                    "Does a longer average swing more or less?",
                    "Bisect: the gain falls as d rises. For small 1 − d it is about (1 − d)/√((1 − d)² + φ²).",
                ],
            }
        ),
        new(
            "5",
            new NumberAnswer("the λ of the table that it plays like", () => 0, 1e-12)
            {
                Slips = [(.01, "near, but worse than that row: its distance is more than one")],
                Hints =
                [
                    "Run it on a few seeds. Which row of the table of section 1 has such distances?",
                    "Follow the mean for two steps: where is it after each?",
                ],
            },
            new PropertyAnswer("repaired: every seed ends within 0.1")
            {
                Fault = "some seed still ends farther away",
                Hints = ["What must the newest state be divided by before it goes into a mean of t + 1 states?"],
            }
        ),
        new(
            "6",
            new PropertyAnswer("historical averaging is on")
            {
                Fault = "the run was trained without it",
                Hints = ["Add new HistoricalAveraging(…) to the stabilizers."],
            },
            new PropertyAnswer("the same data and seeds")
            {
                Fault = "another GAN, or other seeds: nothing is paired",
                Hints = ["Start from shaking, and change the stabilizers only."],
            },
            new NumberAnswer("seeds on which it holds more modes", given => Paired.HeldModes(given).More, 0)
            {
                Hints = ["Compare seed by seed; a tie is no win.", "Count the r with tried.Coverage[r].Held > shaken.Coverage[r].Held."],
            },
            new WordAnswer("does it help?", Paired.Verdicts, Paired.Verdict) { Means = Paired.Means, Hints = Paired.Hints }
        ),
    ];

    // By differences, the mean held fast.
    private static double SlopeAtTheLast()
    {
        const double h = 1e-5;
        double Cost(double x) => .5 * Math.Pow(x - Three.Average(), 2);
        return (Cost(Three[^1] + h) - Cost(Three[^1] - h)) / (2 * h);
    }

    private static double MeanSquare(double[] states) => states.Length == 0 ? 0 : states.Average(v => v * v);

    private static double PowerOnThePath(PlaneGame game, double lambda)
    {
        var radii = game.Simultaneous(game.Equilibrium + (.3, .3), .01, 200_000, lambda).Radii;
        return Math.Log10(radii[200_000] / radii[20_000]);
    }
}
