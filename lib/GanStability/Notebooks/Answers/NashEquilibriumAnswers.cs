namespace GanStability;

/// <summary>What the exercises of notebook 02, The Nash equilibrium, ask for.</summary>
internal static class NashEquilibriumAnswers
{
    public static IReadOnlyList<ExerciseKey> Key { get; } = [];
}
