namespace GanStability.Scores;

/// <summary>An Inception Score with what is needed to compare it: N, K and the splits.</summary>
/// <param name="Mean">The mean of the scores of the splits.</param>
/// <param name="StandardDeviation">
/// Their standard deviation (dividing by S, as in published code); 0 for one split. It is the spread of scores of N/S images, not the
/// standard error of the mean, and does not show the bias: smaller splits score lower.
/// </param>
/// <param name="Splits">The score of each split.</param>
/// <param name="Count">N, images in all.</param>
/// <param name="Classes">K, the largest possible score.</param>
public sealed record InceptionScoreResult(double Mean, double StandardDeviation, IReadOnlyList<double> Splits, long Count, int Classes)
{
    /// <summary>Such as <c>IS 8.09 ± 0.07 of at most 10 (N = 50000 in 10 splits)</c>.</summary>
    /// <returns>Text in the invariant culture.</returns>
    public override string ToString() => FormattableString.Invariant(
        $"IS {Mean:0.####} ± {StandardDeviation:0.####} of at most {Classes} (N = {Count} in {Splits.Count} split{(Splits.Count == 1 ? "" : "s")})");
}
