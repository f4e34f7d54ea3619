namespace GanStability;

/// <summary>What the exercises of notebook 22, Beyond, ask for.</summary>
internal static class BeyondAnswers
{
    public static IReadOnlyList<ExerciseKey> Key { get; } = [];
}
