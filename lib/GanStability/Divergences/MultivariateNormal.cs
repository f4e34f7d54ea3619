using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace GanStability;

/// <summary>The normal (Gaussian) distribution in d dimensions, with a covariance that has an inverse.</summary>
public sealed class MultivariateNormal : IDistribution<double[]>
{
    private readonly Cholesky<double> cholesky;

    /// <summary>A normal distribution in d dimensions.</summary>
    /// <param name="mean">μ, d finite numbers.</param>
    /// <param name="covariance">Σ, d×d, symmetric and positive definite.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, a number is not finite, or Σ is not symmetric and positive
    /// definite.</exception>
    public MultivariateNormal(IReadOnlyList<double> mean, double[,] covariance)
        : this(mean, covariance, nameof(mean), nameof(covariance)) { }

    internal MultivariateNormal(IReadOnlyList<double> mean, double[,] covariance, string meanName, string covarianceName)
    {
        Covariance.Validate(mean, covariance, meanName, covarianceName);
        MeanVector = Vector<double>.Build.DenseOfEnumerable(mean);
        CovarianceMatrix = Matrix<double>.Build.DenseOfArray(covariance);
        try
        {
            cholesky = CovarianceMatrix.Cholesky();
        }
        catch (ArgumentException)
        {
            throw new ArgumentException(
                $"{covarianceName} is not positive definite, so this Gaussian has no density; a direction in which nothing varies must "
                    + $"be left out.",
                covarianceName
            );
        }
    }

    /// <summary>d.</summary>
    public int Dimensions => MeanVector.Count;

    /// <summary>μ.</summary>
    public IReadOnlyList<double> Mean => MeanVector.AsArray().AsReadOnly();

    /// <summary>ln det Σ.</summary>
    public double LogDeterminant => cholesky.DeterminantLn;

    internal Vector<double> MeanVector { get; }

    internal Matrix<double> CovarianceMatrix { get; }

    /// <summary>Σ⁻¹ · m.</summary>
    internal Matrix<double> Solve(Matrix<double> m) => cholesky.Solve(m);

    /// <summary>(x − μ)ᵀ Σ⁻¹ (x − μ), the squared Mahalanobis distance.</summary>
    internal double SquaredDistance(Vector<double> x)
    {
        var difference = x - MeanVector;
        return difference.DotProduct(cholesky.Solve(difference));
    }

    /// <inheritdoc/>
    public double LogDensity(double[] x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Length != Dimensions)
            throw new ArgumentException(
                FormattableString.Invariant($"x has {x.Length} numbers; this Gaussian has {Dimensions} dimensions."),
                nameof(x)
            );
        return -0.5 * (SquaredDistance(Vector<double>.Build.Dense(x)) + LogDeterminant + Dimensions * Math.Log(2 * Math.PI));
    }

    /// <inheritdoc/>
    /// <remarks>x = μ + L z with Σ = L Lᵀ (Cholesky) and z standard normal.</remarks>
    public double[] Sample(Random random)
    {
        var z = Vector<double>.Build.Dense(Dimensions, _ => MathNet.Numerics.Distributions.Normal.Sample(random, 0, 1));
        return (MeanVector + cholesky.Factor * z).AsArray();
    }

    /// <summary>Such as <c>MultivariateNormal in 3 dimensions</c>.</summary>
    /// <returns>Text in the invariant culture.</returns>
    public override string ToString() => FormattableString.Invariant($"MultivariateNormal in {Dimensions} dimensions");
}

/// <summary>Checks of a mean and a covariance matrix that belong together.</summary>
internal static class Covariance
{
    internal static void Validate(IReadOnlyList<double> mean, double[,] covariance, string meanName, string covarianceName)
    {
        ArgumentNullException.ThrowIfNull(mean, meanName);
        ArgumentNullException.ThrowIfNull(covariance, covarianceName);
        var d = mean.Count;
        if (d == 0)
            throw new ArgumentException($"{meanName} is empty; a Gaussian has at least one dimension.", meanName);
        if (covariance.GetLength(0) != d || covariance.GetLength(1) != d)
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{covarianceName} is {covariance.GetLength(0)}×{covariance.GetLength(1)} and {meanName} has {d} numbers; it must "
                        + $"be {d}×{d}."
                ),
                covarianceName
            );

        for (var i = 0; i < d; i++)
            if (!double.IsFinite(mean[i]))
                throw new ArgumentException(
                    FormattableString.Invariant($"{meanName}[{i}] is {mean[i]}; it must be a finite number."),
                    meanName
                );

        var largest = covariance.Cast<double>().Max(Math.Abs);
        for (var i = 0; i < d; i++)
        for (var j = 0; j < d; j++)
        {
            if (!double.IsFinite(covariance[i, j]))
                throw new ArgumentException(
                    FormattableString.Invariant($"{covarianceName}[{i}, {j}] is {covariance[i, j]}; it must be a finite number."),
                    covarianceName
                );
            if (Math.Abs(covariance[i, j] - covariance[j, i]) > 1e-9 * largest)
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{covarianceName}[{i}, {j}] is {covariance[i, j]} and {covarianceName}[{j}, {i}] is {covariance[j, i]}; it "
                            + $"must be symmetric."
                    ),
                    covarianceName
                );
        }
    }
}
