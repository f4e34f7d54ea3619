namespace GanStability.Divergences;

/// <summary>What every quadrature of densities shares: the check that they are densities, and infinity where it is due.</summary>
internal static class Densities
{
    /// <summary>An absolute error far below every digit that is printed; see <see cref="Quadrature"/>.</summary>
    private const double AbsoluteTolerance = 1e-15;

    /// <summary>∫ term(ln p(x), ln q(x)) dx, where a term of +∞ makes the whole integral +∞.</summary>
    internal static double Integrate(Distribution p, Distribution q, Func<double, double, double> term)
    {
        var infinite = false;
        var integral = Quadrature.Integrate(
            x =>
            {
                var value = term(p.LogDensity(x), q.LogDensity(x));
                if (!double.IsPositiveInfinity(value)) return value;
                infinite = true;
                return 0;
            },
            AbsoluteTolerance,
            [p, q]);
        return infinite ? double.PositiveInfinity : integral;
    }

    /// <summary>Refuses what does not integrate to one: a density that was not normalised, or a peak that no landmark names.</summary>
    internal static void RequireNormalised(Distribution p, string name)
    {
        ArgumentNullException.ThrowIfNull(p, name);
        var mass = Quadrature.Integrate(p.Density, p);
        if (Math.Abs(mass - 1) > 1e-6)
            throw new ArgumentException(
                FormattableString.Invariant($"{name} = {p} integrates to {mass:g9}; a density integrates to 1. Normalise it, or name its peaks in Landmarks."),
                name);
    }

    internal static void RequireNormalised(Distribution p, Distribution q)
    {
        RequireNormalised(p, nameof(p));
        RequireNormalised(q, nameof(q));
    }
}
