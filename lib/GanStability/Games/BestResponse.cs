namespace GanStability;

/// <summary>
/// Best responses of bimatrix games, and the equilibria they define: a profile is a Nash equilibrium exactly if every
/// action that either player uses is a best response to what the other does (Nash, Non-cooperative games, 1951).
/// </summary>
public static class BestResponse
{
    /// <summary>
    /// The actions that gain most against a mixed strategy; more than one if they tie (to 1e-9 of the span of the payoffs).
    /// </summary>
    /// <param name="game">The game.</param>
    /// <param name="side">The player who responds.</param>
    /// <param name="opponent">The other player's strategy.</param>
    /// <returns>Indices of actions, in order; never empty.</returns>
    /// <exception cref="ArgumentException">A strategy over another number of actions.</exception>
    public static IReadOnlyList<int> BestResponses(this BimatrixGame game, Side side, MixedStrategy opponent)
    {
        ArgumentNullException.ThrowIfNull(game);
        return Largest(game.ActionPayoffs(side, opponent), game.Tolerance(side));
    }

    /// <summary>The actions that gain most against one action of the other player.</summary>
    /// <param name="game">The game.</param>
    /// <param name="side">The player who responds.</param>
    /// <param name="opponentAction">The other player's action.</param>
    /// <returns>Indices of actions, in order; never empty.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such action.</exception>
    public static IReadOnlyList<int> BestResponses(this BimatrixGame game, Side side, int opponentAction)
    {
        ArgumentNullException.ThrowIfNull(game);
        Require.Index(opponentAction, game.Count(side.Other()), "actions");
        return Largest(
            [.. Enumerable.Range(0, game.Count(side)).Select(own => game.Payoff(side, own, opponentAction))],
            game.Tolerance(side)
        );
    }

    /// <summary>Every cell with its payoffs and whether they are best responses: the table of the game, as data.</summary>
    /// <param name="game">The game.</param>
    /// <returns>The cells, row by row.</returns>
    public static IReadOnlyList<GameCell> Cells(this BimatrixGame game)
    {
        ArgumentNullException.ThrowIfNull(game);
        return
        [
            .. game.Cells.Select(c => new GameCell(
                c.Row,
                c.Column,
                game[c.Row, c.Column].Row,
                game[c.Row, c.Column].Column,
                game.BestResponses(Side.Row, c.Column).Contains(c.Row),
                game.BestResponses(Side.Column, c.Row).Contains(c.Column)
            )),
        ];
    }

    /// <summary>All equilibria in pure strategies: the cells in which both payoffs are best responses. There may be none.</summary>
    /// <param name="game">The game.</param>
    /// <returns>The cells, row by row.</returns>
    public static IReadOnlyList<GameCell> PureEquilibria(this BimatrixGame game) => [.. game.Cells().Where(c => c.IsEquilibrium)];

    /// <summary>
    /// How much each player could gain by changing its strategy alone: (max Ay − xᵀAy, max xᵀB − xᵀBy).
    /// Both are ≥ 0, and both are 0 exactly at a Nash equilibrium.
    /// </summary>
    /// <param name="game">The game.</param>
    /// <param name="row">x, the row player's strategy.</param>
    /// <param name="column">y, the column player's strategy.</param>
    /// <returns>The two regrets, in units of payoff.</returns>
    /// <exception cref="ArgumentException">A strategy over another number of actions.</exception>
    public static (double Row, double Column) Regrets(this BimatrixGame game, MixedStrategy row, MixedStrategy column)
    {
        ArgumentNullException.ThrowIfNull(game);
        var now = game.Expected(row, column);
        return (
            Math.Max(0, game.ActionPayoffs(Side.Row, column).Max() - now.Row),
            Math.Max(0, game.ActionPayoffs(Side.Column, row).Max() - now.Column)
        );
    }

    /// <summary>Whether neither player can gain by changing its strategy alone.</summary>
    /// <param name="game">The game.</param>
    /// <param name="row">The row player's strategy.</param>
    /// <param name="column">The column player's strategy.</param>
    /// <param name="tolerance">The gain that still counts as none, in units of payoff.</param>
    /// <returns>True at a Nash equilibrium.</returns>
    /// <exception cref="ArgumentException">A strategy over another number of actions, or a negative tolerance.</exception>
    public static bool IsEquilibrium(this BimatrixGame game, MixedStrategy row, MixedStrategy column, double tolerance = 1e-9)
    {
        Require.NotNegative(tolerance);
        var (r, c) = game.Regrets(row, column);
        return r <= tolerance && c <= tolerance;
    }

    /// <summary>Indices of the values within <paramref name="tolerance"/> of the largest.</summary>
    internal static IReadOnlyList<int> Largest(double[] values, double tolerance)
    {
        var best = values.Max();
        return [.. Enumerable.Range(0, values.Length).Where(i => values[i] >= best - tolerance)];
    }
}

/// <summary>One cell of a bimatrix game.</summary>
/// <param name="Row">Index of the row.</param>
/// <param name="Column">Index of the column.</param>
/// <param name="RowPayoff">What the row player gains.</param>
/// <param name="ColumnPayoff">What the column player gains.</param>
/// <param name="RowIsBest">Whether the row is a best response to the column.</param>
/// <param name="ColumnIsBest">Whether the column is a best response to the row.</param>
public sealed record GameCell(int Row, int Column, double RowPayoff, double ColumnPayoff, bool RowIsBest, bool ColumnIsBest)
{
    /// <summary>Whether both are best responses: a pure Nash equilibrium.</summary>
    public bool IsEquilibrium => RowIsBest && ColumnIsBest;

    /// <summary>The payoffs, best responses marked with a star, such as "(0*, -3)".</summary>
    /// <returns>Invariant text.</returns>
    public override string ToString() =>
        $"({Say.Number(RowPayoff)}{(RowIsBest ? "*" : "")}, {Say.Number(ColumnPayoff)}{(ColumnIsBest ? "*" : "")})";
}

/// <summary>The path of players who always answer the other's last action with a best response.</summary>
/// <param name="Game">The game.</param>
/// <param name="Profiles">The cells visited, from the start to the first one seen before, which is included.</param>
/// <param name="CycleLength">How many rounds it takes to come round again; 1 if the players have come to rest.</param>
public sealed record BestResponsePath(BimatrixGame Game, IReadOnlyList<(int Row, int Column)> Profiles, int CycleLength)
{
    /// <summary>Whether the players came to rest; where they rest is a pure Nash equilibrium.</summary>
    public bool Converged => CycleLength == 1;

    /// <summary>The cells visited, by name.</summary>
    /// <returns>Invariant text.</returns>
    public override string ToString() =>
        $"{string.Join(" → ", Profiles.Select(p => $"({Game.RowActions[p.Row]}, {Game.ColumnActions[p.Column]})"))}: "
        + (Converged ? "at rest in a pure equilibrium" : $"a cycle of {CycleLength} rounds");
}

/// <summary>Best-response dynamics.</summary>
public static class BestResponseDynamics
{
    /// <summary>Plays best responses from a starting cell until a cell comes up again, which it must: there are finitely many.</summary>
    /// <remarks>Ties: a player who already plays a best response stays with it; otherwise it takes the first one in the order of the
    /// actions.</remarks>
    /// <param name="game">The game.</param>
    /// <param name="row">The row player's first action.</param>
    /// <param name="column">The column player's first action.</param>
    /// <param name="simultaneous">True: both answer the other's last action at once. False: the row player moves, then the column player
    /// answers that move.</param>
    /// <returns>The path.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such cell.</exception>
    public static BestResponsePath PlayBestResponses(this BimatrixGame game, int row = 0, int column = 0, bool simultaneous = false)
    {
        ArgumentNullException.ThrowIfNull(game);
        Require.Index(row, game.Rows, "actions");
        Require.Index(column, game.Columns, "actions");
        var path = new List<(int Row, int Column)> { (row, column) };
        while (true)
        {
            var (r, c) = path[^1];
            var nextRow = Respond(game, Side.Row, r, c);
            var nextColumn = Respond(game, Side.Column, c, simultaneous ? r : nextRow);
            var seen = path.IndexOf((nextRow, nextColumn));
            path.Add((nextRow, nextColumn));
            if (seen >= 0)
                return new BestResponsePath(game, path, path.Count - 1 - seen);
        }
    }

    private static int Respond(BimatrixGame game, Side side, int current, int opponent)
    {
        var best = game.BestResponses(side, opponent);
        return best.Contains(current) ? current : best[0];
    }
}
