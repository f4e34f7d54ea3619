namespace GanStability.Games;

/// <summary>A point or a direction in the plane of two players with one parameter each.</summary>
/// <param name="X">The first player's parameter; of a GAN, the generator's.</param>
/// <param name="Y">The second player's parameter; of a GAN, the discriminator's.</param>
public readonly record struct PlanePoint(double X, double Y)
{
    /// <summary>Distance from the origin, √(x² + y²).</summary>
    public double Length => Math.Sqrt(X * X + Y * Y);

    /// <summary>Whether both coordinates are numbers, neither NaN nor infinite.</summary>
    public bool IsFinite => double.IsFinite(X) && double.IsFinite(Y);

    /// <summary>Distance from another point.</summary>
    /// <param name="other">The other point.</param>
    /// <returns>The Euclidean distance.</returns>
    public double DistanceTo(PlanePoint other) => (this - other).Length;

    /// <summary>A point from a pair, so that a cell can write (1, 1).</summary>
    /// <param name="pair">x and y.</param>
    public static implicit operator PlanePoint((double X, double Y) pair) => new(pair.X, pair.Y);

    /// <summary>Sum.</summary>
    /// <param name="a">A point.</param>
    /// <param name="b">A direction.</param>
    public static PlanePoint operator +(PlanePoint a, PlanePoint b) => new(a.X + b.X, a.Y + b.Y);

    /// <summary>Difference.</summary>
    /// <param name="a">A point.</param>
    /// <param name="b">Another point.</param>
    public static PlanePoint operator -(PlanePoint a, PlanePoint b) => new(a.X - b.X, a.Y - b.Y);

    /// <summary>Multiple.</summary>
    /// <param name="factor">A number.</param>
    /// <param name="a">A direction.</param>
    public static PlanePoint operator *(double factor, PlanePoint a) => new(factor * a.X, factor * a.Y);

    /// <summary>The pair, such as "(1, 0.5)".</summary>
    /// <returns>Invariant text.</returns>
    public override string ToString() => $"({Say.Number(X)}, {Say.Number(Y)})";
}
