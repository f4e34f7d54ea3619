namespace GanStability;

/// <summary>What the exercises of notebook 12, Historical averaging, ask for.</summary>
internal static class HistoricalAveragingAnswers
{
    public static IReadOnlyList<ExerciseKey> Key { get; } = [];
}
