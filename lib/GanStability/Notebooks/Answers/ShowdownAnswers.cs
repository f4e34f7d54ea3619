namespace GanStability;

/// <summary>What the exercises of notebook 20, The showdown, ask for.</summary>
internal static class ShowdownAnswers
{
    public static IReadOnlyList<ExerciseKey> Key { get; } = [];
}
