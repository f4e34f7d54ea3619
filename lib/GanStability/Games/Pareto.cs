namespace GanStability.Games;

/// <summary>
/// Pareto dominance of outcomes: one outcome dominates another if no player gains less and at least one gains more.
/// An equilibrium asks what a player can gain <i>alone</i>; Pareto asks what they could gain <i>together</i>.
/// </summary>
public static class Pareto
{
    /// <summary>The cells that no other cell dominates.</summary>
    /// <param name="game">The game.</param>
    /// <returns>The cells, row by row; never empty.</returns>
    public static IReadOnlyList<GameCell> ParetoFront(this BimatrixGame game)
    {
        var cells = game.Cells();
        return [.. cells.Where(c => !cells.Any(other => Dominates(game, other, (c.RowPayoff, c.ColumnPayoff))))];
    }

    /// <summary>The cells that are better for one player than an outcome and worse for none: where both would rather be.</summary>
    /// <param name="outcome">A profile of strategies, such as an equilibrium; its expected payoffs count.</param>
    /// <returns>The cells, row by row; empty if no cell dominates it.</returns>
    public static IReadOnlyList<GameCell> ParetoBetter(this StrategyProfile outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return [.. outcome.Game.Cells().Where(c => Dominates(outcome.Game, c, outcome.Payoffs))];
    }

    /// <summary>The equilibria that some cell of the game Pareto-dominates.</summary>
    /// <param name="equilibria">The equilibria of a game.</param>
    /// <returns>Those among them that are dominated.</returns>
    public static IReadOnlyList<StrategyProfile> ParetoDominated(this Equilibria equilibria)
    {
        ArgumentNullException.ThrowIfNull(equilibria);
        return [.. equilibria.All.Where(p => p.ParetoBetter().Count > 0)];
    }

    private static bool Dominates(BimatrixGame game, GameCell cell, (double Row, double Column) payoffs)
    {
        var (row, column) = (cell.RowPayoff - payoffs.Row, cell.ColumnPayoff - payoffs.Column);
        var (rowZero, columnZero) = (game.Tolerance(Side.Row), game.Tolerance(Side.Column));
        return row >= -rowZero && column >= -columnZero && (row > rowZero || column > columnZero);
    }
}
