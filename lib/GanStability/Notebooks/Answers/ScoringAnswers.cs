namespace GanStability;

/// <summary>What the exercises of notebook 07, Scoring generators, ask for.</summary>
internal static class ScoringAnswers
{
    public static IReadOnlyList<ExerciseKey> Key { get; } = [];
}
