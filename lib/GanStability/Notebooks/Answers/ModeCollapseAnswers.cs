namespace GanStability;

/// <summary>What the exercises of notebook 04, Mode collapse, ask for.</summary>
internal static class ModeCollapseAnswers
{
    public static IReadOnlyList<ExerciseKey> Key { get; } = [];
}
