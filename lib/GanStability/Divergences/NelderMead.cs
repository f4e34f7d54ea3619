namespace GanStability;

/// <summary>
/// Minimises a function of two numbers without derivatives (Nelder and Mead 1965), and always comes back with the best point it saw: a
/// function with rounding of its own, such as an integral of size 10⁵, never settles to the last digit.
/// </summary>
internal static class NelderMead
{
    private const int MostSteps = 500;

    /// <summary>Walks downhill.</summary>
    /// <param name="function">The function; +∞ where it has no value.</param>
    /// <param name="start">Where to start.</param>
    /// <param name="step">How far the other two corners lie from there.</param>
    /// <param name="tolerance">The corners' values may differ by this share of max(1, |value|) at the end.</param>
    /// <returns>The lowest corner, and its value.</returns>
    public static ((double X, double Y) Point, double Value) Minimise(
        Func<double, double, double> function,
        (double X, double Y) start,
        double step,
        double tolerance
    )
    {
        var corners = new[] { At(start), At((start.X + step, start.Y)), At((start.X, start.Y + step)) };
        for (var i = 0; i < MostSteps; i++)
        {
            Array.Sort(corners, (a, b) => a.Value.CompareTo(b.Value));
            var (best, middle, worst) = (corners[0], corners[1], corners[2]);
            if (worst.Value - best.Value <= tolerance * Math.Max(1, Math.Abs(best.Value)))
                break;
            var centre = Between(best.Point, middle.Point, 0.5);
            var reflected = At(Between(worst.Point, centre, 2));
            if (reflected.Value < best.Value)
            {
                var expanded = At(Between(worst.Point, centre, 3));
                corners[2] = expanded.Value < reflected.Value ? expanded : reflected;
            }
            else if (reflected.Value < middle.Value)
                corners[2] = reflected;
            else
            {
                var contracted = At(reflected.Value < worst.Value ? Between(worst.Point, centre, 1.5) : Between(worst.Point, centre, 0.5));
                if (contracted.Value < Math.Min(reflected.Value, worst.Value))
                    corners[2] = contracted;
                else
                    (corners[1], corners[2]) = (At(Between(best.Point, middle.Point, 0.5)), At(Between(best.Point, worst.Point, 0.5)));
            }
        }
        return corners.MinBy(c => c.Value);

        ((double X, double Y) Point, double Value) At((double X, double Y) point)
        {
            var value = function(point.X, point.Y);
            return (point, double.IsNaN(value) ? double.PositiveInfinity : value);
        }

        static (double X, double Y) Between((double X, double Y) from, (double X, double Y) to, double share) =>
            (from.X + share * (to.X - from.X), from.Y + share * (to.Y - from.Y));
    }
}
