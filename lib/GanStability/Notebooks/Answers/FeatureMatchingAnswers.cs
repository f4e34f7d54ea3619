namespace GanStability;

/// <summary>What the exercises of notebook 10, Feature matching, ask for.</summary>
internal static class FeatureMatchingAnswers
{
    public static IReadOnlyList<ExerciseKey> Key { get; } = [];
}
