namespace GanStability;

/// <summary>The keys of all exercises, by the number of the notebook as in its file's name.</summary>
internal static class AnswerKeys
{
    /// <summary>The notebooks that have exercises.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<ExerciseKey>> All { get; } =
        new SortedDictionary<string, IReadOnlyList<ExerciseKey>>(StringComparer.Ordinal)
        {
            ["00"] = StartHereAnswers.Key,
            ["01"] = DivergencesAnswers.Key,
            ["02"] = NashEquilibriumAnswers.Key,
            ["03"] = ObjectiveAnswers.Key,
            ["04"] = ModeCollapseAnswers.Key,
            ["05"] = VanishingGradientsAnswers.Key,
            ["06"] = CovariateShiftAnswers.Key,
            ["07"] = ScoringAnswers.Key,
            ["10"] = FeatureMatchingAnswers.Key,
            ["11"] = MinibatchDiscriminationAnswers.Key,
            ["12"] = HistoricalAveragingAnswers.Key,
            ["13"] = LabelSmoothingAnswers.Key,
            ["14"] = BatchNormalisationAnswers.Key,
            ["15"] = InstanceNormalisationAnswers.Key,
            ["20"] = ShowdownAnswers.Key,
            ["21"] = ImagesAnswers.Key,
            ["22"] = BeyondAnswers.Key,
        };

    /// <summary>The key of an exercise.</summary>
    /// <param name="number">Notebook and exercise: "04.2".</param>
    /// <returns>The parts of the exercise.</returns>
    /// <exception cref="ArgumentException">There is no such exercise; the message lists what there is.</exception>
    public static ExerciseKey Find(string number)
    {
        ArgumentNullException.ThrowIfNull(number);
        var dot = number.IndexOf('.', StringComparison.Ordinal);
        var notebook = dot < 0 ? number : number[..dot];
        if (!All.TryGetValue(notebook, out var exercises))
            throw new ArgumentException(
                $"There is no exercise “{number}”. A number is that of the notebook, a point, and that of the exercise, such as 04.2; "
                    + $"the notebooks are {string.Join(", ", All.Keys)}.",
                nameof(number)
            );
        return exercises.FirstOrDefault(e => dot >= 0 && e.Number == number[(dot + 1)..])
            ?? throw new ArgumentException(
                $"There is no exercise “{number}”. Notebook {notebook} has "
                    + $"{(exercises.Count == 0 ? "none" : string.Join(", ", exercises.Select(e => $"{notebook}.{e.Number}")))}.",
                nameof(number)
            );
    }
}
