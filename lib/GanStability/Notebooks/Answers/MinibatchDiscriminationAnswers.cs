namespace GanStability;

/// <summary>What the exercises of notebook 11, Minibatch discrimination, ask for.</summary>
internal static class MinibatchDiscriminationAnswers
{
    public static IReadOnlyList<ExerciseKey> Key { get; } = [];
}
