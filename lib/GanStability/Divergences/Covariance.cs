namespace GanStability.Divergences;

/// <summary>Checks of a mean and a covariance matrix that belong together.</summary>
internal static class Covariance
{
    internal static void Validate(IReadOnlyList<double> mean, double[,] covariance, string meanName, string covarianceName)
    {
        ArgumentNullException.ThrowIfNull(mean, meanName);
        ArgumentNullException.ThrowIfNull(covariance, covarianceName);
        var d = mean.Count;
        if (d == 0) throw new ArgumentException($"{meanName} is empty; a Gaussian has at least one dimension.", meanName);
        if (covariance.GetLength(0) != d || covariance.GetLength(1) != d)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"{covarianceName} is {covariance.GetLength(0)}×{covariance.GetLength(1)} and {meanName} has {d} numbers; it must be {d}×{d}."),
                covarianceName);

        for (var i = 0; i < d; i++)
            if (!double.IsFinite(mean[i]))
                throw new ArgumentException(FormattableString.Invariant($"{meanName}[{i}] is {mean[i]}; it must be a finite number."), meanName);

        var largest = covariance.Cast<double>().Max(Math.Abs);
        for (var i = 0; i < d; i++)
            for (var j = 0; j < d; j++)
            {
                if (!double.IsFinite(covariance[i, j]))
                    throw new ArgumentException(
                        FormattableString.Invariant($"{covarianceName}[{i}, {j}] is {covariance[i, j]}; it must be a finite number."), covarianceName);
                if (Math.Abs(covariance[i, j] - covariance[j, i]) > 1e-9 * largest)
                    throw new ArgumentException(
                        FormattableString.Invariant(
                            $"{covarianceName}[{i}, {j}] is {covariance[i, j]} and {covarianceName}[{j}, {i}] is {covariance[j, i]}; it must be symmetric."),
                        covarianceName);
            }
    }
}
