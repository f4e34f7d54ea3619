namespace GanStability;

/// <summary>What centres and widths of modes must be, for the kit's mixtures and for a learner's own data alike.</summary>
internal static class Modes
{
    /// <summary>Centres nearer than this share of σ are one mode to every sample, and to everybody who looks.</summary>
    private const double Apart = 0.1;

    /// <summary>Modes that cannot be measured are refused before anything is trained on them.</summary>
    /// <param name="data">The data.</param>
    /// <exception cref="ArgumentException">No centre, one that is no point, two that coincide, no width, or shares that do not
    /// fit.</exception>
    public static void Check(IHasModes data)
    {
        ArgumentNullException.ThrowIfNull(data);
        Check(data.Centres, data.Sigma, nameof(data));
        var weights = Require.Given(data.Weights, "one weight for each centre");
        if (weights.Count != data.Centres.Count || weights.Any(w => !(w >= 0)) || Math.Abs(weights.Sum() - 1) > 1e-9)
            throw new ArgumentException(
                FormattableString.Invariant($"{data.Name} has {data.Centres.Count} centres and {weights.Count} weights with sum ")
                    + FormattableString.Invariant($"{weights.Sum():0.####}; give one weight ≥ 0 for each centre, summing to 1."),
                nameof(data)
            );
    }

    /// <summary>The same for centres and a width.</summary>
    /// <exception cref="ArgumentException">No centre, one that is no point, two that coincide, or no width.</exception>
    public static void Check(IReadOnlyList<(double X, double Y)> centres, double sigma, string name)
    {
        ArgumentNullException.ThrowIfNull(centres);
        if (centres.Count == 0)
            throw new ArgumentException("A mixture needs at least one centre.", name);
        foreach (var (x, y) in centres)
            if (!double.IsFinite(x) || !double.IsFinite(y))
                throw new ArgumentException(
                    FormattableString.Invariant($"A centre lies at ({x}, {y}); both must be finite numbers."),
                    name
                );
        Require.Positive(sigma);
        for (var i = 0; i < centres.Count; i++)
        for (var j = i + 1; j < centres.Count; j++)
            if (Math.Sqrt(Square(centres[i].X - centres[j].X) + Square(centres[i].Y - centres[j].Y)) < Apart * sigma)
                throw new ArgumentException(
                    FormattableString.Invariant($"Centres {i} and {j} coincide at ({centres[i].X:0.####}, {centres[i].Y:0.####}): they ")
                        + "are one mode, and no count of modes could be right. On a ring, angles from 0 to 2π with both ends place the "
                        + "last mode on the first: use 2πk/K for k = 0 … K − 1.",
                    name
                );

        static double Square(double x) => x * x;
    }
}
