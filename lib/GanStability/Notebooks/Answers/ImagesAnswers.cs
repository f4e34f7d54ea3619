namespace GanStability;

/// <summary>What the exercises of notebook 21, Images, ask for.</summary>
internal static class ImagesAnswers
{
    public static IReadOnlyList<ExerciseKey> Key { get; } = [];
}
