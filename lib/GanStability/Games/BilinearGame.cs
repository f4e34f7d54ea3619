namespace GanStability.Games;

/// <summary>
/// The simplest game that does not settle: V = xy, the first player minimises it, the second maximises it. The field (−y, x) turns round
/// the equilibrium (0, 0), eigenvalues ±i: continuous time keeps the radius, a simultaneous step of size h multiplies it by √(1 + h²).
/// </summary>
public sealed class BilinearGame : PlaneGame
{
    /// <inheritdoc/>
    public override string Name => "V = xy";

    /// <inheritdoc/>
    public override PlanePoint Equilibrium => (0, 0);

    /// <inheritdoc/>
    public override double FirstCost(double x, double y) => x * y;

    /// <inheritdoc/>
    public override double SecondCost(double x, double y) => -x * y;

    /// <inheritdoc/>
    public override double FirstGradient(double x, double y) => y;

    /// <inheritdoc/>
    public override double SecondGradient(double x, double y) => -x;

    /// <inheritdoc/>
    public override PlaneJacobian Jacobian(PlanePoint point) => new(0, -1, 1, 0);
}
