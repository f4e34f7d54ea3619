using System.Numerics;
using MathNet.Numerics.Differentiation;

namespace GanStability;

/// <summary>
/// A game of two players with one parameter each. The first player (of a GAN, the generator) chooses x and pays <see cref="FirstCost"/>,
/// the second (the discriminator) chooses y and pays <see cref="SecondCost"/>; each descends the gradient of its <i>own</i> cost
/// in its <i>own</i> parameter.
/// </summary>
/// <remarks>
/// Both gradients together are the vector field v(x, y) = (−∂c₁/∂x, −∂c₂/∂y). It is in general not the gradient of anything, so it can
/// turn: that is why a game may circle where a minimisation would settle (Mescheder, Nowozin and Geiger, The numerics of GANs, 2017,
/// arXiv:1705.10461). Games do not change; a subclass in a notebook cell is enough to study a game of your own.
/// </remarks>
public abstract class PlaneGame
{
    /// <summary>What the game is called.</summary>
    public abstract string Name { get; }

    /// <summary>The equilibrium whose neighbourhood is studied: the point from which radii are measured.</summary>
    public abstract PlanePoint Equilibrium { get; }

    /// <summary>What the first player pays, c₁(x, y); it wants little.</summary>
    /// <param name="x">The first player's parameter.</param>
    /// <param name="y">The second player's parameter.</param>
    /// <returns>The cost.</returns>
    public abstract double FirstCost(double x, double y);

    /// <summary>What the second player pays, c₂(x, y); it wants little. In a zero-sum game −c₁.</summary>
    /// <param name="x">The first player's parameter.</param>
    /// <param name="y">The second player's parameter.</param>
    /// <returns>The cost.</returns>
    public abstract double SecondCost(double x, double y);

    /// <summary>The first player's gradient, ∂c₁/∂x.</summary>
    /// <param name="x">The first player's parameter.</param>
    /// <param name="y">The second player's parameter.</param>
    /// <returns>The derivative.</returns>
    public abstract double FirstGradient(double x, double y);

    /// <summary>The second player's gradient, ∂c₂/∂y.</summary>
    /// <param name="x">The first player's parameter.</param>
    /// <param name="y">The second player's parameter.</param>
    /// <returns>The derivative.</returns>
    public abstract double SecondGradient(double x, double y);

    /// <summary>
    /// The Jacobian of the field v; here by central differences, replaced by the closed form in the games of this library.
    /// </summary>
    /// <param name="point">Where.</param>
    /// <returns>The four derivatives of v.</returns>
    public virtual PlaneJacobian Jacobian(PlanePoint point) => NumericalJacobian(point);

    /// <summary>The direction in which both players move, v = (−∂c₁/∂x, −∂c₂/∂y).</summary>
    /// <param name="point">Where.</param>
    /// <returns>The direction.</returns>
    public PlanePoint Field(PlanePoint point) => new(-FirstGradient(point.X, point.Y), -SecondGradient(point.X, point.Y));

    /// <summary>The Jacobian of the field v by five-point central differences: the check of a closed form.</summary>
    /// <param name="point">Where; the field must be smooth there.</param>
    /// <returns>The four derivatives of v, to about 1e-8.</returns>
    public PlaneJacobian NumericalJacobian(PlanePoint point)
    {
        var difference = new NumericalDerivative(5, 2);
        double[] at = [point.X, point.Y];
        double Derivative(Func<PlanePoint, double> component, int parameter) =>
            difference.EvaluatePartialDerivative(p => component(Field((p[0], p[1]))), at, parameter, 1);
        return new PlaneJacobian(Derivative(v => v.X, 0), Derivative(v => v.X, 1), Derivative(v => v.Y, 0), Derivative(v => v.Y, 1));
    }

    /// <summary>The field on a regular grid, for a figure.</summary>
    /// <param name="low">Lower left corner.</param>
    /// <param name="high">Upper right corner.</param>
    /// <param name="count">Points in each direction; at least two.</param>
    /// <returns>Points and directions, row by row from below.</returns>
    /// <exception cref="ArgumentException">Corners that are not finite or not below one another, or fewer than two points.</exception>
    public IReadOnlyList<(PlanePoint At, PlanePoint Direction)> FieldOnGrid(PlanePoint low, PlanePoint high, int count = 15)
    {
        if (!low.IsFinite || !high.IsFinite || low.X >= high.X || low.Y >= high.Y)
            throw new ArgumentException(
                $"The grid runs from {low} to {high}; both must be finite, the first left of and below the second.",
                nameof(high)
            );
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        double At(double a, double b, int i) => a + (b - a) * i / (count - 1);
        var points =
            from j in Enumerable.Range(0, count)
            from i in Enumerable.Range(0, count)
            select new PlanePoint(At(low.X, high.X, i), At(low.Y, high.Y, j));
        return [.. points.Select(p => (p, Field(p)))];
    }

    /// <summary>The name of the game.</summary>
    /// <returns>Invariant text.</returns>
    public override string ToString() => Name;
}

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

/// <summary>The derivatives of a field v in the plane at one point, and what they say about steps near an equilibrium.</summary>
/// <remarks>
/// Near an equilibrium z*, v(z) ≈ J (z − z*). An eigenvalue λ of J shrinks or grows a deviation by e^{λt} in continuous time and by 1 + hλ
/// in a simultaneous step of size h; so eigenvalues on the imaginary axis circle in continuous time and always grow in
/// steps, |1 + ihω| = √(1 + h²ω²) &gt; 1 (Mescheder, Geiger and Nowozin, Which training methods for GANs do actually converge?, 2018,
/// arXiv:1801.04406, section 2).
/// </remarks>
/// <param name="XX">∂vₓ/∂x.</param>
/// <param name="XY">∂vₓ/∂y.</param>
/// <param name="YX">∂v_y/∂x.</param>
/// <param name="YY">∂v_y/∂y.</param>
public readonly record struct PlaneJacobian(double XX, double XY, double YX, double YY)
{
    /// <summary>The two eigenvalues, tr/2 ± √(tr²/4 − det), the one with + first.</summary>
    public (Complex Plus, Complex Minus) Eigenvalues
    {
        get
        {
            var half = (XX + YY) / 2;
            // tr²/4 − det, written without the cancellation of the textbook form.
            var discriminant = (XX - YY) * (XX - YY) / 4 + XY * YX;
            var root = discriminant >= 0 ? new Complex(Math.Sqrt(discriminant), 0) : new Complex(0, Math.Sqrt(-discriminant));
            return (half + root, half - root);
        }
    }

    /// <summary>By what one simultaneous step multiplies a deviation: the eigenvalues of I + hJ, 1 + hλ.</summary>
    /// <param name="stepSize">h &gt; 0.</param>
    /// <returns>The two multipliers; the equilibrium attracts if both are below one in absolute value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The step size is not a positive number.</exception>
    public (Complex Plus, Complex Minus) SimultaneousMultipliers(double stepSize)
    {
        Require.Positive(stepSize);
        return new PlaneJacobian(1 + stepSize * XX, stepSize * XY, stepSize * YX, 1 + stepSize * YY).Eigenvalues;
    }

    /// <summary>
    /// By what one alternating step (first player, then second) multiplies a deviation: the eigenvalues of
    /// [1 0; hJ_yx 1 + hJ_yy] · [1 + hJ_xx hJ_xy; 0 1].
    /// </summary>
    /// <param name="stepSize">h &gt; 0.</param>
    /// <returns>The two multipliers; the equilibrium attracts if both are below one in absolute value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The step size is not a positive number.</exception>
    public (Complex Plus, Complex Minus) AlternatingMultipliers(double stepSize)
    {
        Require.Positive(stepSize);
        var (a, b, c, d) = (1 + stepSize * XX, stepSize * XY, stepSize * YX, 1 + stepSize * YY);
        return new PlaneJacobian(a, b, c * a, c * b + d).Eigenvalues;
    }

    /// <summary>The matrix, such as "[0 -0.5; 0.5 0]".</summary>
    /// <returns>Invariant text.</returns>
    public override string ToString() => $"[{Say.Number(XX)} {Say.Number(XY)}; {Say.Number(YX)} {Say.Number(YY)}]";
}
