namespace GanStability.Scores;

/// <summary>A Fréchet distance, part by part.</summary>
/// <param name="MeanTerm">‖μ_r − μ_g‖².</param>
/// <param name="CovarianceTerm">Tr(Σ_r + Σ_g − 2(Σ_r Σ_g)^½); below zero only by rounding.</param>
/// <param name="Dimensions">d, features per sample.</param>
/// <param name="RealCount">N of the real samples; null when parameters were given instead of samples.</param>
/// <param name="GeneratedCount">N of the generated samples; null when parameters were given.</param>
/// <param name="ClampedEigenvalues">How many eigenvalues of Σ_r^½ Σ_g Σ_r^½ came out below zero and were set to zero.</param>
/// <param name="Warnings">What makes the number hard to compare or to trust; empty when nothing does.</param>
public sealed record FrechetResult(
    double MeanTerm,
    double CovarianceTerm,
    int Dimensions,
    long? RealCount,
    long? GeneratedCount,
    int ClampedEigenvalues,
    IReadOnlyList<string> Warnings)
{
    /// <summary>The distance: the sum of both terms, and zero where rounding takes it below.</summary>
    public double Value => Math.Max(0, MeanTerm + CovarianceTerm);

    /// <summary>Such as <c>Fréchet distance 2.19 = 0.13 (means) + 2.06 (covariances), d = 64, N = 1000</c>, and the warnings.</summary>
    /// <returns>Text in the invariant culture.</returns>
    public override string ToString()
    {
        var count = RealCount is null ? "exact parameters"
            : RealCount == GeneratedCount ? FormattableString.Invariant($"N = {RealCount}")
            : FormattableString.Invariant($"N = {RealCount} real, {GeneratedCount} generated");
        var line = FormattableString.Invariant(
            $"Fréchet distance {Value:0.######} = {MeanTerm:0.######} (means) + {CovarianceTerm:0.######} (covariances), d = {Dimensions}, {count}");
        return string.Join('\n', Warnings.Select(w => "warning: " + w).Prepend(line));
    }
}
