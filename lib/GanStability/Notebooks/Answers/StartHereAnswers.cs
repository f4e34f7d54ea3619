namespace GanStability;

/// <summary>What the exercises of notebook 00, Start here, ask for.</summary>
internal static class StartHereAnswers
{
    public static IReadOnlyList<ExerciseKey> Key { get; } = [];
}
