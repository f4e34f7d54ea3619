namespace GanStability;

/// <summary>What the exercises of notebook 13, Label smoothing, ask for.</summary>
internal static class LabelSmoothingAnswers
{
    public static IReadOnlyList<ExerciseKey> Key { get; } = [];
}
