using System.Globalization;

namespace GanStability;

/// <summary>
/// What one part of an exercise asks for, and what is said of an answer. It stands here and not in the check cell, where a learner would
/// read it before the first attempt.
/// </summary>
/// <param name="What">The part, in the words with which the check cell asks for it.</param>
internal abstract record Answer(string What)
{
    /// <summary>How an answer that is still missing is called.</summary>
    public const string Missing = "not answered yet";

    /// <summary>Shown one by one, on request, and only under a wrong answer: the first asks a question, the last says the way.</summary>
    public IReadOnlyList<string> Hints { get; init; } = [];
}

/// <summary>
/// An answer is a number. What is right is computed by another way than the one that the exercise teaches, wherever there is one.
/// </summary>
/// <param name="What">The part, in the words of the check cell.</param>
/// <param name="Right">The right number, from what the check cell gives.</param>
/// <param name="Tolerance">The largest difference allowed.</param>
internal sealed record NumberAnswer(string What, Func<object?, double> Right, double Tolerance) : Answer(What)
{
    /// <summary>A number that depends on nothing in the notebook.</summary>
    /// <param name="what">The part, in the words of the check cell.</param>
    /// <param name="right">Computes the right number.</param>
    /// <param name="tolerance">The largest difference allowed.</param>
    public NumberAnswer(string what, Func<double> right, double tolerance)
        : this(what, _ => right(), tolerance) { }

    /// <summary>Numbers that wrong ways lead to, and what each way is.</summary>
    public IReadOnlyList<(double Wrong, string Means)> Slips { get; init; } = [];

    /// <summary>What is wrong with a number.</summary>
    /// <param name="value">The learner's answer.</param>
    /// <param name="given">What the check cell gives.</param>
    /// <returns>A diagnosis; null when it is right.</returns>
    public string? Fault(double value, object? given)
    {
        if (double.IsNaN(value))
            return Missing;
        var right = Right(given);
        if (Agree(value, right, Tolerance))
            return null;
        var slip = Slips.FirstOrDefault(s => Agree(value, s.Wrong, Math.Max(Tolerance, Math.Abs(s.Wrong) * .005))).Means;
        return string.Create(CultureInfo.InvariantCulture, $"{value:G6}: {slip ?? Distance(value, right)}");
    }

    // Equal first, so that infinity agrees with infinity.
    private static bool Agree(double value, double other, double tolerance) => value == other || Math.Abs(value - other) <= tolerance;

    /// <summary>Direction and rough size: enough to look for the mistake, too little to get the number from it.</summary>
    private static string Distance(double value, double right)
    {
        var (size, wanted) = (Math.Abs(value), Math.Abs(right));
        if (value * right < 0)
            return Agree(size, wanted, wanted * .02) ? "the sign is wrong" : "the sign is wrong, and so is the size";
        var (word, factor) = size > wanted ? ("large", size / wanted) : ("small", wanted / size);
        var much = factor switch
        {
            < 1.05 => "a little too",
            < 1.8 => "too",
            < 10 => string.Create(CultureInfo.InvariantCulture, $"about {factor:F0} times too"),
            < double.PositiveInfinity => "far too",
            _ => "too",
        };
        return $"{much} {word}{(right < 0 ? " in size" : "")}";
    }
}

/// <summary>An answer is one of a few words: a diagnosis, a verdict.</summary>
/// <param name="What">The part, in the words of the check cell.</param>
/// <param name="Words">What may be answered.</param>
/// <param name="Right">The right word, from what the check cell gives.</param>
internal sealed record WordAnswer(string What, IReadOnlyList<string> Words, Func<object?, string> Right) : Answer(What)
{
    /// <summary>What a word would mean, were it the right one: said of a wrong one.</summary>
    public IReadOnlyDictionary<string, string> Means { get; init; } = new Dictionary<string, string>();

    /// <summary>What is wrong with a word.</summary>
    /// <param name="word">The learner's answer.</param>
    /// <param name="given">What the check cell gives.</param>
    /// <returns>A diagnosis; null when it is right.</returns>
    /// <exception cref="InvalidOperationException">The key itself is wrong: no such word.</exception>
    public string? Fault(string? word, object? given)
    {
        if (string.IsNullOrWhiteSpace(word) || word.Trim() == "?")
            return Missing;
        var said = Words.FirstOrDefault(w => w.Equals(word.Trim(), StringComparison.OrdinalIgnoreCase));
        if (said is null)
            return $"“{word}” is none of: {string.Join(", ", Words)}";
        var right = Right(given);
        if (!Words.Contains(right))
            throw new InvalidOperationException($"The key of “{What}” says “{right}”, which is none of: {string.Join(", ", Words)}.");
        return said == right ? null : $"“{said}” is not it{(Means.TryGetValue(said, out var means) ? $": {means}" : "")}";
    }
}

/// <summary>An answer is code or an object, and has a property that the check cell tests in the open.</summary>
/// <param name="What">The part, in the words of the check cell.</param>
internal sealed record PropertyAnswer(string What) : Answer(What)
{
    /// <summary>What is said when it does not hold.</summary>
    public string Fault { get; init; } = "does not hold";
}

/// <summary>The parts of one exercise.</summary>
/// <param name="Number">Its number within the notebook.</param>
/// <param name="Parts">In the order of the check cell.</param>
internal sealed record ExerciseKey(string Number, params IReadOnlyList<Answer> Parts);
