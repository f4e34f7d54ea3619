namespace GanStability;

/// <summary>What the exercises of notebook 07, on scoring generators, ask for.</summary>
internal static class ScoringAnswers
{
    public static IReadOnlyList<ExerciseKey> Key { get; } =
    [
        new(
            "1",
            Unsure(
                "K = 10, ε = 0.1",
                10,
                .1,
                "What is H(y), and what is the entropy of one answer?",
                "H(y) is ln K; H(y|x) is the entropy of one answer."
            ),
            Unsure("K = 4, ε = 0.5", 4, .5, "The score is e^(H(y) − H(y|x))."),
            Unsure("K = 5, ε = 1", 5, 1, "What does an answer score that never changes?")
        ),
        new(
            "2",
            Scaled(
                "d = 3, a = 0.5",
                3,
                .5,
                "What is the covariance of a·x?",
                "It is a² I; the root of the product of the two covariances is a I."
            ),
            Scaled("d = 8, a = 1.5", 8, 1.5, "Each direction adds the same.")
        ),
        new(
            "3",
            new NumberAnswer("an exact case: 3 at N = 10 and 2 at N = 20", () => Exact(), 1e-9)
            {
                Slips =
                [
                    (2.5, "that is the average of the two scores"),
                    (20, "that is b, the size of the bias"),
                    (5, "the sign is wrong: the bias is too much, not too little"),
                ],
                Hints = ["Which of the two unknowns can be got rid of first?", "Multiply each equation by its N and subtract."],
            },
            new NumberAnswer("the generator whose mean is off by 1, over all seeds", () => 1, .25)
            {
                Hints = ["The true distance is 1, the square of the shift; the average over seeds should come close."],
            }
        ),
        new(
            "4",
            new PropertyAnswer("5000 samples, two different values") { Hints = ["Fill an array of 5000 numbers."] },
            new PropertyAnswer("Fréchet distance below 0.01")
            {
                Fault = "it is larger",
                Hints = ["What of the samples does the Fréchet distance look at?", "Only mean and variance: make them 0 and 1."],
            }
        ),
        new(
            "5",
            new WordAnswer(
                "what is wrong with the report",
                ["there are more than ten classes", "the mean answer is wrong", "bits under an e", "too few samples"],
                _ => "bits under an e"
            )
            {
                Means = new Dictionary<string, string>
                {
                    ["there are more than ten classes"] = "the classifier knows ten, and nothing else can be counted",
                    ["the mean answer is wrong"] = "try it on answers that are all the same: a wrong mean would show there, too",
                    ["too few samples"] = "too few samples make the score smaller or leave it, and never lift it above ten",
                },
                Hints =
                [
                    "Try the colleague's code on ten classes with sure answers. What must come out, what does?",
                    "Compare step by step with section 1: which two functions have to be inverse to each other?",
                ],
            },
            Broken("repaired: sure answers on ten classes", () => 10, "A score that counts classes must say ten here."),
            Broken(
                "repaired: the answers of section 1",
                given => InceptionScore.Of((double[,])given!).Mean,
                "Natural logarithm and e, or log₂ and 2 to the power."
            )
        ),
    ];

    private static NumberAnswer Unsure(string what, int k, double epsilon, params string[] hints) =>
        new(what, () => InceptionScore.Of(Answers(k, epsilon)).Mean, 1e-9)
        {
            Slips =
            [
                (Math.Log(InceptionScore.Of(Answers(k, epsilon)).Mean), "that is ln IS: take the exponential"),
                (k * (1 - epsilon), "not quite: an unsure answer is not a class lost"),
            ],
            Hints = hints,
        };

    private static NumberAnswer Scaled(string what, int d, double a, params string[] hints)
    {
        double[,] Diagonal(double v)
        {
            var m = new double[d, d];
            for (var i = 0; i < d; i++)
                m[i, i] = v;
            return m;
        }
        return new(what, () => FrechetDistance.Gaussian(new double[d], Diagonal(1), new double[d], Diagonal(a * a)).Value, 1e-9)
        {
            Slips =
            [
                ((1 - a) * (1 - a), "that is one direction of d"),
                (d * (1 - a * a), "the root of the product of the covariances is missing"),
                (d * (1 - a * a) * (1 - a * a), "that takes the difference of the variances; the deviations count"),
            ],
            Hints = hints,
        };
    }

    private static NumberAnswer Broken(string what, Func<double> right, string hint) => Broken(what, _ => right(), hint);

    private static NumberAnswer Broken(string what, Func<object?, double> right, string hint) => new(what, right, 1e-9) { Hints = [hint] };

    /// <summary>The two equations of the exact case as a linear system.</summary>
    private static double Exact() =>
        MathNet
            .Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfArray(
                new[,]
                {
                    { 1, 1 / 10.0 },
                    { 1, 1 / 20.0 },
                }
            )
            .Solve(MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense([3, 2]))[0];

    /// <summary>One answer for each class: 1 − ε + ε/K for it, ε/K for the others.</summary>
    private static double[,] Answers(int k, double epsilon)
    {
        var answers = new double[k, k];
        for (var i = 0; i < k; i++)
        for (var j = 0; j < k; j++)
            answers[i, j] = epsilon / k + (i == j ? 1 - epsilon : 0);
        return answers;
    }
}
