namespace GanStability;

/// <summary>What the exercises of notebook 15, Instance normalisation, ask for.</summary>
internal static class InstanceNormalisationAnswers
{
    public static IReadOnlyList<ExerciseKey> Key { get; } = [];
}
