namespace GanStability;

/// <summary>What the exercises of notebook 14, Batch normalisation, ask for.</summary>
internal static class BatchNormalisationAnswers
{
    public static IReadOnlyList<ExerciseKey> Key { get; } = [];
}
