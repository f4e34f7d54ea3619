namespace GanStability;

/// <summary>
/// A game whose players also pay λL with L = ½‖v‖², half the squared length of the field (consensus optimisation: Mescheder, Nowozin and
/// Geiger, The numerics of GANs, 2017, arXiv:1705.10461, section 4). L is zero at an equilibrium, so that it stays one; there the Jacobian
/// J becomes J − λJᵀJ, which moves eigenvalues ±iω to −λω² ± iω.
/// </summary>
/// <param name="game">The game.</param>
/// <param name="strength">λ ≥ 0.</param>
public sealed class ConsensusGame(PlaneGame game, double strength) : PlaneGame
{
    private readonly PlaneGame game = Require.Given(game, "the game that is played");
    private readonly double strength = Require.NotNegative(strength);

    /// <inheritdoc/>
    public override string Name => $"{game.Name}, consensus λ = {Say.Number(strength)}";

    /// <inheritdoc/>
    public override PlanePoint Equilibrium => game.Equilibrium;

    /// <inheritdoc/>
    public override double FirstCost(double x, double y) => game.FirstCost(x, y) + strength * HalfSquare(x, y);

    /// <inheritdoc/>
    public override double SecondCost(double x, double y) => game.SecondCost(x, y) + strength * HalfSquare(x, y);

    /// <inheritdoc/>
    public override double FirstGradient(double x, double y)
    {
        var (v, j) = (game.Field((x, y)), game.Jacobian((x, y)));
        return game.FirstGradient(x, y) + strength * (v.X * j.XX + v.Y * j.YX);
    }

    /// <inheritdoc/>
    public override double SecondGradient(double x, double y)
    {
        var (v, j) = (game.Field((x, y)), game.Jacobian((x, y)));
        return game.SecondGradient(x, y) + strength * (v.X * j.XY + v.Y * j.YY);
    }

    private double HalfSquare(double x, double y)
    {
        var v = game.Field((x, y));
        return (v.X * v.X + v.Y * v.Y) / 2;
    }
}
