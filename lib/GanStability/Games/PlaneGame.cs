using MathNet.Numerics.Differentiation;

namespace GanStability.Games;

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

    /// <summary>The Jacobian of the field v; here by central differences, replaced by the closed form in the games of this library.</summary>
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
            throw new ArgumentException($"The grid runs from {low} to {high}; both must be finite, the first left of and below the second.", nameof(high));
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        double At(double a, double b, int i) => a + (b - a) * i / (count - 1);
        var points = from j in Enumerable.Range(0, count)
                     from i in Enumerable.Range(0, count)
                     select new PlanePoint(At(low.X, high.X, i), At(low.Y, high.Y, j));
        return [.. points.Select(p => (p, Field(p)))];
    }

    /// <summary>The name of the game.</summary>
    /// <returns>Invariant text.</returns>
    public override string ToString() => Name;
}
