namespace GanStability;

/// <summary>What the exercises of notebook 05, Vanishing gradients, ask for.</summary>
internal static class VanishingGradientsAnswers
{
    public static IReadOnlyList<ExerciseKey> Key { get; } = [];
}
