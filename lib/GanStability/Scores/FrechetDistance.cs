using System.Globalization;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace GanStability;

/// <summary>
/// The Fréchet distance of two Gaussians, ‖μ_r − μ_g‖² + Tr(Σ_r + Σ_g − 2(Σ_r Σ_g)^½): the squared 2-Wasserstein distance
/// between them. On the features of an Inception network it is the FID. Zero for equal means and covariances, in squared units of a
/// feature.
/// </summary>
/// <remarks>
/// Dowson and Landau 1982; Heusel et al. 2017, arXiv:1706.08500. The product Σ_r Σ_g is not symmetric, but it has the eigenvalues of
/// the symmetric matrix Σ_r^½ Σ_g Σ_r^½, so Tr (Σ_r Σ_g)^½ is the sum of their square roots: no matrix square root of a
/// matrix that may have none, and no imaginary parts to throw away.
/// </remarks>
public static class FrechetDistance
{
    /// <summary>The distance between two sets of samples, from their statistics.</summary>
    /// <param name="real">Statistics of the real samples, at least 2.</param>
    /// <param name="generated">Statistics of the generated samples, at least 2, of the same dimensions.</param>
    /// <returns>The distance, its two terms, N, and warnings: unequal N, singular covariances, clamped eigenvalues.</returns>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    /// <exception cref="InvalidOperationException">Fewer than 2 samples were added to one of them.</exception>
    public static FrechetResult Between(FeatureStatistics real, FeatureStatistics generated)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(generated);
        if (real.Dimensions != generated.Dimensions)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"generated has {generated.Dimensions} features and real has {real.Dimensions}; both must come from one network."
                ),
                nameof(generated)
            );
        var (meanReal, covarianceReal) = real.MeanAndCovariance();
        var (meanGenerated, covarianceGenerated) = generated.MeanAndCovariance();
        return Interrupt.Leaving(
            () => Distance(meanReal, covarianceReal, meanGenerated, covarianceGenerated, real.Count, generated.Count),
            "the Fréchet distance was not finished"
        );
    }

    /// <summary>The distance between two matrices of features.</summary>
    /// <param name="real">One row per real sample, one column per feature.</param>
    /// <param name="generated">One row per generated sample, the same features.</param>
    /// <returns>See <see cref="Between(FeatureStatistics, FeatureStatistics)"/>.</returns>
    /// <exception cref="ArgumentException">The numbers of columns differ, or a feature is not finite.</exception>
    /// <exception cref="InvalidOperationException">A matrix has fewer than 2 rows.</exception>
    public static FrechetResult Between(double[,] real, double[,] generated) =>
        Between(FeatureStatistics.Of(real), FeatureStatistics.Of(generated));

    /// <summary>The distance of two Gaussians whose parameters are known, so that there is no N and no bias.</summary>
    /// <param name="mean0">μ_r, d numbers.</param>
    /// <param name="covariance0">Σ_r, d×d, symmetric, no negative eigenvalue.</param>
    /// <param name="mean1">μ_g, d numbers.</param>
    /// <param name="covariance1">Σ_g, d×d, symmetric, no negative eigenvalue.</param>
    /// <returns>The distance and its two terms.</returns>
    /// <exception cref="ArgumentException">Sizes do not fit, a number is not finite, or a covariance is not symmetric or has a negative
    /// eigenvalue.</exception>
    public static FrechetResult Gaussian(
        IReadOnlyList<double> mean0,
        double[,] covariance0,
        IReadOnlyList<double> mean1,
        double[,] covariance1
    )
    {
        Covariance.Validate(mean0, covariance0, nameof(mean0), nameof(covariance0));
        Covariance.Validate(mean1, covariance1, nameof(mean1), nameof(covariance1));
        if (mean0.Count != mean1.Count)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"mean1 has {mean1.Count} numbers and mean0 has {mean0.Count}; both must live in the same space."
                ),
                nameof(mean1)
            );
        return Distance([.. mean0], covariance0, [.. mean1], covariance1, null, null);
    }

    /// <summary>
    /// What two N-sample draws of one and the same Gaussian N(0, I_d) score on average, to first order in 1/N: (2d + d(d + 1)/2)/N.
    /// </summary>
    /// <remarks>
    /// The means differ by 2d/N. With covariances I + A and I + B the trace term is ¼‖A − B‖² to second order, and each of A and
    /// B has E‖·‖² = d(d + 1)/N. Hence FIDs of different N must not be compared; see Chong and Forsyth 2020, arXiv:1911.07023.
    /// </remarks>
    /// <param name="dimensions">d, at least 1.</param>
    /// <param name="samples">N of each draw, at least 2.</param>
    /// <returns>The expected distance, which should be zero; trust it for N well above d.</returns>
    /// <exception cref="ArgumentOutOfRangeException">d or N is too small.</exception>
    public static double ExpectedBias(int dimensions, long samples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 2);
        return (2.0 * dimensions + dimensions * (dimensions + 1.0) / 2) / samples;
    }

    private static FrechetResult Distance(
        double[] meanReal,
        double[,] covarianceReal,
        double[] meanGenerated,
        double[,] covarianceGenerated,
        long? realCount,
        long? generatedCount
    )
    {
        var warnings = new List<string>();
        if (realCount != generatedCount)
            warnings.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"N differs ({realCount} real, {generatedCount} generated): the bias depends on N, so compare only scores with "
                        + $"these two numbers."
                )
            );

        var apart = meanReal.Zip(meanGenerated, (a, b) => a - b).ToArray();
        var unit = Unit(apart, covarianceReal, covarianceGenerated);
        var (real, generated) = (Scaled(covarianceReal), Scaled(covarianceGenerated));
        var factorReal = Factor(real, "covariance0", unit * unit);
        var factorGenerated = Factor(generated, "covariance1", unit * unit);
        Warn(factorReal, "real", realCount);
        Warn(factorGenerated, "generated", generatedCount);

        // The smaller factor leaves out the directions in which nothing varies, where rounding would be mistaken for a spread.
        var product =
            factorReal.ColumnCount <= factorGenerated.ColumnCount
                ? factorReal.TransposeThisAndMultiply(generated * factorReal)
                : factorGenerated.TransposeThisAndMultiply(real * factorGenerated);
        double[] eigenvalues =
            product.ColumnCount == 0 // one side is a point
                ? []
                : [.. ((product + product.Transpose()) / 2).Evd(Symmetricity.Symmetric).EigenValues.Select(e => e.Real)];
        var clamped = eigenvalues.Count(e => e < 0);
        if (clamped > 0)
            warnings.Add(
                FormattableString.Invariant($"{clamped} eigenvalues below zero by rounding (down to {eigenvalues.Min():g2} of ")
                    + FormattableString.Invariant($"{eigenvalues.Max():g2}) were set to zero.")
            );

        var meanTerm = apart.Sum(x => x / unit * (x / unit)) * unit * unit;
        var covarianceTerm = (real.Trace() + generated.Trace() - 2 * eigenvalues.Sum(e => Math.Sqrt(Math.Max(0, e)))) * unit * unit;
        if (!double.IsFinite(meanTerm + covarianceTerm))
            throw new ArithmeticException(
                FormattableString.Invariant(
                    $"The Fréchet distance is larger than a number can be: means or spreads reach {unit:g2}. Divide the features of both "
                ) + "sides by one factor first; the distance is then divided by its square."
            );
        return new FrechetResult(meanTerm, covarianceTerm, meanReal.Length, realCount, generatedCount, clamped, warnings);

        Matrix<double> Scaled(double[,] covariance) =>
            Matrix<double>.Build.Dense(covariance.GetLength(0), covariance.GetLength(1), (i, j) => covariance[i, j] / unit / unit);

        void Warn(Matrix<double> factor, string which, long? count)
        {
            var d = factor.RowCount;
            if (factor.ColumnCount < d)
                warnings.Add(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The covariance of the {which} samples is singular (rank {factor.ColumnCount} of "
                            + $"{d}{(count <= d ? $", N = {count} is not above d" : "")})."
                    ) + (count <= d ? " The score says little; use more samples or fewer features." : "")
                );
        }
    }

    /// <summary>
    /// A power of two near the largest mean difference or standard deviation: in this unit products of covariances neither overflow nor
    /// vanish, and dividing by it costs no digit.
    /// </summary>
    private static double Unit(double[] apart, double[,] covarianceReal, double[,] covarianceGenerated)
    {
        var largest = 0.0;
        for (var i = 0; i < apart.Length; i++)
        {
            var spread = Math.Sqrt(Math.Max(Math.Abs(covarianceReal[i, i]), Math.Abs(covarianceGenerated[i, i])));
            largest = Math.Max(largest, Math.Max(Math.Abs(apart[i]), spread));
        }
        return largest > 0 && double.IsFinite(largest) ? Math.ScaleB(1, Math.Clamp(Math.ILogB(largest), -500, 500)) : 1;
    }

    /// <summary>
    /// F with Σ = F Fᵀ. Σ^½ and F differ by a rotation only, so Fᵀ S F has the eigenvalues of Σ^½ S Σ^½. Where Σ is far
    /// from singular, F is the triangle of Cholesky (d × d), much cheaper than eigenvectors; otherwise F = V Λ^½ (d × rank) from
    /// Σ = V Λ Vᵀ, without the eigenvalues that are zero to rounding.
    /// </summary>
    private static Matrix<double> Factor(Matrix<double> covariance, string name, double square)
    {
        var noise = covariance.RowCount * Precision.PositiveDoublePrecision;
        if (Triangle(covariance) is { } triangle && triangle.Diagonal().Minimum() > Math.Sqrt(1e3 * noise) * triangle.Diagonal().Maximum())
            return triangle;

        var evd = covariance.Evd(Symmetricity.Symmetric);
        var values = evd.EigenValues.Select(e => e.Real).ToArray();
        noise *= values.Max(x => Math.Abs(x));
        if (values.Min() < -1e3 * noise)
            throw new ArgumentException(
                FormattableString.Invariant($"{name} has the negative eigenvalue {values.Min() * square:g6}; a covariance has none."),
                name
            );
        var kept = Enumerable.Range(0, values.Length).Where(i => values[i] > noise).ToArray();
        return kept.Length == 0
            ? Matrix<double>.Build.Dense(covariance.RowCount, 0)
            : Matrix<double>.Build.DenseOfColumnVectors(kept.Select(i => evd.EigenVectors.Column(i) * Math.Sqrt(values[i])));
    }

    private static Matrix<double>? Triangle(Matrix<double> covariance)
    {
        try
        {
            return covariance.Cholesky().Factor;
        }
        catch (ArgumentException)
        {
            return null; // not positive definite
        }
    }
}

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
    IReadOnlyList<string> Warnings
)
{
    /// <summary>The distance: the sum of both terms, and zero where rounding takes it below.</summary>
    public double Value => Math.Max(0, MeanTerm + CovarianceTerm);

    /// <summary>Such as <c>Fréchet distance 2.19 = 0.13 (means) + 2.06 (covariances), d = 64, N = 1000</c>, and the warnings.</summary>
    /// <returns>Text in the invariant culture.</returns>
    public override string ToString()
    {
        var count =
            RealCount is null ? "exact parameters"
            : RealCount == GeneratedCount ? FormattableString.Invariant($"N = {RealCount}")
            : FormattableString.Invariant($"N = {RealCount} real, {GeneratedCount} generated");
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"Fréchet distance {Value:0.######} = {MeanTerm:0.######} (means) + {CovarianceTerm:0.######} (covariances), d = "
                + $"{Dimensions}, {count}"
        );
        return string.Join('\n', Warnings.Select(w => "warning: " + w).Prepend(line));
    }
}
