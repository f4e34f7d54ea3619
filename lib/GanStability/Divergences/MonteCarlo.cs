namespace GanStability.Divergences;

/// <summary>Averages over random draws, with the standard error of the average.</summary>
internal static class MonteCarlo
{
    /// <summary>E_p[f(x)] ≈ (1/n) Σ f(xᵢ), with the sample variance of f divided by n.</summary>
    internal static (double Mean, double VarianceOfMean) Average<T>(IDistribution<T> p, Func<T, double> f, int n, Random random)
    {
        var (mean, squares) = (0.0, 0.0); // Welford: stable where the mean is large against the spread
        for (var i = 1; i <= n; i++)
        {
            var value = f(p.Sample(random));
            if (double.IsPositiveInfinity(value)) return (value, 0);
            if (!double.IsFinite(value)) throw new ArithmeticException("A sample has no finite log-density under its own distribution.");
            var delta = value - mean;
            mean += delta / i;
            squares += delta * (value - mean);
        }
        return (mean, squares / (n - 1) / n);
    }

    internal static Estimate Unbiased((double Mean, double VarianceOfMean) average, int samples, string blindSpot)
    {
        if (double.IsPositiveInfinity(average.Mean))
            return new Estimate(average.Mean, 0, 0, samples, "a sample of p fell where q is zero, so the value is infinite");
        return new Estimate(average.Mean, Math.Sqrt(average.VarianceOfMean), 0, samples, $"Monte Carlo, unbiased; {blindSpot}");
    }
}
