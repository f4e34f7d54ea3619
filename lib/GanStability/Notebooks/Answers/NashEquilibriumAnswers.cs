namespace GanStability;

/// <summary>What the exercises of notebook 02, on the Nash equilibrium, ask for.</summary>
internal static class NashEquilibriumAnswers
{
    private static readonly StrategyProfile Kick = BimatrixGame
        .ZeroSum(
            new double[,]
            {
                { .583, .950 },
                { .929, .699 },
            }
        )
        .Equilibria()
        .All.Single();

    public static IReadOnlyList<ExerciseKey> Key { get; } =
    [
        new(
            "1",
            new NumberAnswer("kicker shoots to the opposite side", () => Kick.Row[0], 1e-3)
            {
                Slips =
                [
                    (Kick.Row[1], "that is the probability of the natural side"),
                    (Kick.Column[0], "that makes the kicker indifferent; it is the keeper's probability"),
                ],
                Hints =
                [
                    "Whom must the kicker's probability make indifferent?",
                    "It makes the KEEPER indifferent: use the keeper's payoffs in both columns.",
                ],
            },
            new NumberAnswer("keeper jumps to the opposite side", () => Kick.Column[0], 1e-3)
            {
                Slips =
                [
                    (Kick.Column[1], "that is the probability of the natural side"),
                    (Kick.Row[0], "that makes the keeper indifferent; it is the kicker's probability"),
                ],
                Hints = ["And whom must the keeper's probability make indifferent?", "Set the kicker's two rows equal."],
            },
            new NumberAnswer("chance of a goal", () => Kick.Payoffs.Row, 1e-3)
            {
                Slips = [(1 - Kick.Payoffs.Row, "that is the chance of a miss"), (-Kick.Payoffs.Row, "that is what the keeper gets")],
                Hints = ["What does the kicker get if the keeper mixes like this?", "Put the keeper's probability into either row."],
            }
        ),
        new(
            "2",
            new PropertyAnswer("three equilibria, two of them pure")
            {
                Hints =
                [
                    "In which games is it best to do what the other does?",
                    "Both players must want to do the same thing, whichever it is.",
                ],
            },
            new PropertyAnswer("the mixed one is worse for both than each pure one")
            {
                Hints = ["What happens to both, and how often, while they mix?", "They miss each other: make missing each other costly."],
            }
        ),
        new(
            "3",
            new NumberAnswer("h = 0.5", () => LargestMultiplier(.5), 1e-6)
            {
                Slips =
                [
                    (Math.Sqrt(1.25), "that is the multiplier of simultaneous steps"),
                    (1 - .125, "that is its real part; take the absolute value of the complex number"),
                ],
                Hints =
                [
                    "The trace of M is 2 − h². What is its determinant, and when are the eigenvalues complex?",
                    "det M = 1: two conjugate eigenvalues of product 1 lie on the unit circle.",
                ],
            },
            new NumberAnswer("h = 2.5", () => LargestMultiplier(2.5), 1e-4)
            {
                Slips =
                [
                    (1, "that holds for h up to 2; beyond it the eigenvalues are real"),
                    (-LargestMultiplier(2.5), "the absolute value is asked for"),
                    (1 / LargestMultiplier(2.5), "that is the smaller one of the two"),
                ],
                Hints = ["What becomes of the eigenvalues when the trace is below −2?", "They are real, of trace 2 − h² and product 1."],
            }
        ),
        new(
            "4",
            new NumberAnswer("smallest γ without oscillation", SmallestGammaBySearch, 1e-2)
            {
                Slips = [(1, "that is right for f'(0) = ½; for the WGAN f'(0) is 1")],
                Hints =
                [
                    "When is an eigenvalue real? Look at what stands under the root.",
                    "f'(0) is 1 instead of ½: what stands under the root now?",
                ],
            }
        ),
        new(
            "5",
            Separates("γ = 0.3", "What is the squared absolute value of 1 + hλ?", "For γ < 1 it is 1 − hγ + h²/4."),
            Separates("γ = 0.8", "The same formula as for γ = 0.3."),
            Separates(
                "γ = 2",
                "Real eigenvalues: which of the two leaves the unit circle first?",
                "The more negative one must stay above −2/h."
            )
        ),
        new(
            "6",
            new PropertyAnswer("it is a WGAN with a remedy")
            {
                Hints = ["new DiracGan(DiracObjective.Wasserstein) { … }, or a ConsensusGame around it."],
            },
            new NumberAnswer("distance from the equilibrium after 500 simultaneous steps", () => 0, 1e-3)
            {
                Hints =
                [
                    "Which sign has the real part of the eigenvalues now? And is it large enough for steps of 0.2?",
                    "The real part must be negative; try a stronger remedy, but one that is not too strong for the step.",
                ],
            },
            new NumberAnswer(
                "what noise puts into the corner",
                () =>
                    new DiracGan(DiracObjective.Wasserstein) { InstanceNoise = .8 }
                        .NumericalJacobian((0, 0))
                        .YY,
                1e-6
            )
            {
                Hints = ["How does noise enter the Jacobian of section 5?", "It is 2σ²f''(0), and for the WGAN f(t) = t."],
            }
        ),
    ];

    private static PropertyAnswer Separates(string what, params string[] hints) =>
        new(what) { Fault = "a run shrinks or grows on both sides of your step size, or the wrong way round", Hints = hints };

    /// <summary>One alternating step from each unit vector gives the matrix; its largest eigenvalue in absolute value.</summary>
    private static double LargestMultiplier(double step)
    {
        var (a, b) = (new BilinearGame().Alternating((1, 0), step, 1).Final, new BilinearGame().Alternating((0, 1), step, 1).Final);
        var (half, det) = ((a.X + b.Y) / 2, a.X * b.Y - a.Y * b.X);
        var root = half * half - det;
        return root < 0 ? Math.Sqrt(det) : Math.Abs(half) + Math.Sqrt(root);
    }

    /// <summary>The first γ at which the eigenvalues of the finite-difference Jacobian are real.</summary>
    private static double SmallestGammaBySearch() =>
        Enumerable
            .Range(1, 4000)
            .Select(i => i / 1000.0)
            .First(gamma =>
                Math.Abs(
                    new DiracGan(DiracObjective.Wasserstein) { R1 = gamma }
                        .NumericalJacobian((0, 0))
                        .Eigenvalues.Plus.Imaginary
                ) < 1e-3
            );
}
