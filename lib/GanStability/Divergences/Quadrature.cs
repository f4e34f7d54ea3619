using MathNet.Numerics.Integration;

namespace GanStability;

/// <summary>
/// Integrals over the real line by adaptive Gauss–Kronrod quadrature (MathNet.Numerics), piece by piece between the landmarks
/// of the distributions involved.
/// </summary>
public static class Quadrature
{
    private const double RelativeTolerance = 1e-11;
    private const int MaximumDepth = 12;
    private const int Points = 31;

    /// <summary>
    /// ∫ f(x) dx over the union of the supports of the given distributions, to about ten digits of ∫|f|. A peak of width w at a
    /// distance D from zero loses log₁₀(D/w) of the sixteen digits that x has.
    /// </summary>
    /// <param name="f">The integrand: any function that is smooth between the landmarks, such as <c>x => p.Density(x) * x</c>.</param>
    /// <param name="around">The distributions that f is made of; their landmarks tell where f changes.</param>
    /// <returns>The integral.</returns>
    /// <exception cref="ArgumentException">No distribution is given.</exception>
    /// <exception cref="ArithmeticException">f is not finite somewhere, or the integral does not converge (it may be infinite).</exception>
    public static double Integrate(Func<double, double> f, params IReadOnlyList<Distribution> around) => Integrate(f, 0, around);

    /// <summary>
    /// The same, content with an absolute error of <paramref name="absoluteTolerance"/> in each piece. Without it, an integrand
    /// that is zero but for rounding would be refined to the last depth, in vain.
    /// </summary>
    internal static double Integrate(Func<double, double> f, double absoluteTolerance, IReadOnlyList<Distribution> around)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(around);
        if (around.Count == 0)
            throw new ArgumentException("around is empty; give the distributions that the integrand is made of.", nameof(around));

        var (total, size, error) = (0.0, 0.0, 0.0);
        foreach (var (integrand, from, to) in Pieces(Finite, around))
        {
            var value = GaussKronrodRule.Integrate(
                integrand,
                from,
                to,
                out var pieceError,
                out var pieceSize,
                RelativeTolerance,
                0,
                Points
            );
            if (pieceError > Math.Max(absoluteTolerance, RelativeTolerance * pieceSize))
            {
                var refined = GaussKronrodRule.Integrate(
                    integrand,
                    from,
                    to,
                    out var refinedError,
                    out var refinedSize,
                    RelativeTolerance,
                    MaximumDepth,
                    Points
                );
                if (refinedError < pieceError) // not so where the rest is rounding, which refining only adds up
                    (value, pieceError, pieceSize) = (refined, refinedError, refinedSize);
            }
            total += value;
            error += pieceError;
            size += pieceSize;
        }
        if (error > Math.Max(absoluteTolerance, 1e-6 * size))
            throw new ArithmeticException(
                FormattableString.Invariant(
                    $"The integral did not converge: {total:g6} with an error of {error:g2}. It may be infinite, a landmark may be "
                ) + "missing, or a peak may be too narrow for double precision at its distance from zero."
            );
        return total;

        double Finite(double x)
        {
            var y = f(x);
            return double.IsFinite(y) ? y : throw new ArithmeticException(FormattableString.Invariant($"The integrand is {y} at x = {x}."));
        }
    }

    // The rule's own map of an infinite range has its scale near 1. Tails are therefore measured in units of the spread of the
    // landmarks, so that a distribution of any width keeps its tails in view.
    private static IEnumerable<(Func<double, double> F, double From, double To)> Pieces(
        Func<double, double> f,
        IReadOnlyList<Distribution> around
    )
    {
        var (low, high) = (around.Min(d => d.Low), around.Max(d => d.High));
        var cuts = around
            .SelectMany(d => d.Landmarks.Append(d.Low).Append(d.High))
            .Where(x => double.IsFinite(x) && x >= low && x <= high)
            .Distinct()
            .Order()
            .ToArray();
        var (first, last) = (cuts[0], cuts[^1]);
        var scale = last > first ? last - first : 1;

        if (low < first)
            yield return (u => scale * f(first - scale * u), 0, double.PositiveInfinity);
        for (var i = 1; i < cuts.Length; i++)
            yield return (f, cuts[i - 1], cuts[i]);
        if (high > last)
            yield return (u => scale * f(last + scale * u), 0, double.PositiveInfinity);
    }
}
