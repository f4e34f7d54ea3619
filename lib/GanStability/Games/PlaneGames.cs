namespace GanStability;

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

/// <summary>
/// The toy of Salimans et al. (Improved techniques for training GANs, 2016, arXiv:1606.03498, section 3.3): V = (f(x) − 1)(y − 1) with f(x)
/// = x for x &lt; 0 and x² otherwise. The first player minimises V, the second maximises it; equilibrium (1, 1), eigenvalues ±2i.
/// </summary>
/// <remarks>
/// At x = 0 the slope of f jumps from 1 to 0; here f′(0) = 0. So x = 0 is a trap: the first player feels no force there, while the second
/// runs away; simultaneous steps that spiral out end up in it.
/// </remarks>
public sealed class SalimansGame : PlaneGame
{
    /// <inheritdoc/>
    public override string Name => "V = (f(x) − 1)(y − 1)";

    /// <inheritdoc/>
    public override PlanePoint Equilibrium => (1, 1);

    /// <inheritdoc/>
    public override double FirstCost(double x, double y) => (F(x) - 1) * (y - 1);

    /// <inheritdoc/>
    public override double SecondCost(double x, double y) => -FirstCost(x, y);

    /// <inheritdoc/>
    public override double FirstGradient(double x, double y) => Slope(x) * (y - 1);

    /// <inheritdoc/>
    public override double SecondGradient(double x, double y) => 1 - F(x);

    /// <inheritdoc/>
    public override PlaneJacobian Jacobian(PlanePoint point) =>
        new(point.X < 0 ? 0 : -2 * (point.Y - 1), -Slope(point.X), Slope(point.X), 0);

    private static double F(double x) => x < 0 ? x : x * x;

    private static double Slope(double x) => x < 0 ? 1 : 2 * x;
}
