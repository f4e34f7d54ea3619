namespace GanStability.Games;

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
        $"{string.Join(" → ", Profiles.Select(p => $"({Game.RowActions[p.Row]}, {Game.ColumnActions[p.Column]})"))}: " +
        (Converged ? "at rest in a pure equilibrium" : $"a cycle of {CycleLength} rounds");
}

/// <summary>Best-response dynamics.</summary>
public static class BestResponseDynamics
{
    /// <summary>Plays best responses from a starting cell until a cell comes up again, which it must: there are finitely many.</summary>
    /// <remarks>Ties: a player who already plays a best response stays with it; otherwise it takes the first one in the order of the actions.</remarks>
    /// <param name="game">The game.</param>
    /// <param name="row">The row player's first action.</param>
    /// <param name="column">The column player's first action.</param>
    /// <param name="simultaneous">True: both answer the other's last action at once. False: the row player moves, then the column player answers that move.</param>
    /// <returns>The path.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such cell.</exception>
    public static BestResponsePath PlayBestResponses(this BimatrixGame game, int row = 0, int column = 0, bool simultaneous = false)
    {
        ArgumentNullException.ThrowIfNull(game);
        Check.Action(row, game.Rows, nameof(row));
        Check.Action(column, game.Columns, nameof(column));
        var path = new List<(int Row, int Column)> { (row, column) };
        while (true)
        {
            var (r, c) = path[^1];
            var nextRow = Respond(game, Side.Row, r, c);
            var nextColumn = Respond(game, Side.Column, c, simultaneous ? r : nextRow);
            var seen = path.IndexOf((nextRow, nextColumn));
            path.Add((nextRow, nextColumn));
            if (seen >= 0) return new BestResponsePath(game, path, path.Count - 1 - seen);
        }
    }

    private static int Respond(BimatrixGame game, Side side, int current, int opponent)
    {
        var best = game.BestResponses(side, opponent);
        return best.Contains(current) ? current : best[0];
    }
}
