namespace GanStability;

/// <summary>What the exercises of notebook 03, The objective, ask for.</summary>
internal static class ObjectiveAnswers
{
    public static IReadOnlyList<ExerciseKey> Key { get; } = [];
}
