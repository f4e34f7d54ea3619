namespace GanStability;

/// <summary>What the exercises of notebook 06, Covariate shift, ask for.</summary>
internal static class CovariateShiftAnswers
{
    public static IReadOnlyList<ExerciseKey> Key { get; } = [];
}
