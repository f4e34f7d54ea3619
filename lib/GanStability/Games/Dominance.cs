namespace GanStability;

/// <summary>What it takes for an action to be dominated.</summary>
public enum DominanceKind
{
    /// <summary>Another action gains more against everything the other player can do.</summary>
    Strict,

    /// <summary>Another action never gains less and at least once more. Eliminating such actions can lose equilibria.</summary>
    Weak,

    /// <summary>
    /// Some mixture of other actions gains more against everything. In games of two players these are exactly the actions that are a best
    /// response to no mixed strategy (Pearce, Rationalizable strategic behavior, 1984, lemma 3); for small games.
    /// </summary>
    StrictByMixture,
}

/// <summary>A dominated action.</summary>
/// <param name="Side">Whose action.</param>
/// <param name="Action">Its name.</param>
/// <param name="By">The action that dominates it; null if only a mixture does.</param>
public sealed record Dominated(Side Side, string Action, string? By)
{
    /// <summary>Who is dominated by what.</summary>
    /// <returns>Invariant text.</returns>
    public override string ToString() => $"{(Side == Side.Row ? "row" : "column")} player's {Action} is dominated by {By ?? "a mixture"}";
}

/// <summary>What remains of a game after dominated actions are eliminated again and again.</summary>
/// <param name="Rounds">The actions that fell in each round, those of both players at once.</param>
/// <param name="Remaining">The game that is left, in which nothing is dominated.</param>
public sealed record Elimination(IReadOnlyList<IReadOnlyList<Dominated>> Rounds, BimatrixGame Remaining)
{
    /// <summary>Whether one cell is left: the game is solved by dominance.</summary>
    public bool IsSolved => Remaining.Rows == 1 && Remaining.Columns == 1;

    /// <summary>The rounds, one a line, and what is left.</summary>
    /// <returns>Invariant text.</returns>
    public override string ToString() =>
        string.Concat(Rounds.Select((round, i) => $"{i + 1}. {string.Join("; ", round)}\n"))
        + $"Left: {string.Join(", ", Remaining.RowActions)} | {string.Join(", ", Remaining.ColumnActions)}";
}

/// <summary>Dominated actions and their iterated elimination.</summary>
public static class Dominance
{
    /// <summary>The dominated actions of both players.</summary>
    /// <param name="game">The game.</param>
    /// <param name="kind">What counts as dominated.</param>
    /// <returns>The actions, the row player's first, each with the first action that dominates it.</returns>
    /// <exception cref="ArgumentException">The kind needs a small game, and this one is too large.</exception>
    public static IReadOnlyList<Dominated> DominatedActions(this BimatrixGame game, DominanceKind kind = DominanceKind.Strict)
    {
        ArgumentNullException.ThrowIfNull(game);
        return
        [
            .. Sides.Both.SelectMany(side => kind == DominanceKind.StrictByMixture ? ByMixture(game, side) : ByAction(game, side, kind)),
        ];
    }

    /// <summary>Eliminates the dominated actions of both players at once, round by round, until nothing is dominated.</summary>
    /// <remarks>With strict dominance the order does not matter, and no equilibrium is lost; with weak dominance both can happen.</remarks>
    /// <param name="game">The game.</param>
    /// <param name="kind">What counts as dominated.</param>
    /// <returns>The rounds and the game that is left.</returns>
    /// <exception cref="ArgumentException">The kind needs a small game, and this one is too large.</exception>
    public static Elimination EliminateDominated(this BimatrixGame game, DominanceKind kind = DominanceKind.Strict)
    {
        ArgumentNullException.ThrowIfNull(game);
        var rounds = new List<IReadOnlyList<Dominated>>();
        while (game.DominatedActions(kind) is { Count: > 0 } fallen)
        {
            rounds.Add(fallen);
            game = Without(game, fallen);
        }
        return new Elimination(rounds, game);
    }

    private static IEnumerable<Dominated> ByAction(BimatrixGame game, Side side, DominanceKind kind)
    {
        var tolerance = game.Tolerance(side);
        var others = Enumerable.Range(0, game.Count(side.Other())).ToArray();
        bool Dominates(int better, int worse)
        {
            var gains = others.Select(j => game.Payoff(side, better, j) - game.Payoff(side, worse, j)).ToArray();
            return kind == DominanceKind.Strict
                ? gains.All(g => g > tolerance)
                : gains.All(g => g >= -tolerance) && gains.Any(g => g > tolerance);
        }
        var actions = game.Actions(side);
        return from worse in Enumerable.Range(0, actions.Count)
            let better = Enumerable.Range(0, actions.Count).FirstOrDefault(b => Dominates(b, worse), -1)
            where better >= 0
            select new Dominated(side, actions[worse], actions[better]);
    }

    private static IEnumerable<Dominated> ByMixture(BimatrixGame game, Side side)
    {
        // An action that is a best response to anything is one at a corner of the region where it is best, and the corners are the
        // candidates.
        var everBest = SupportEnumeration.Candidates(game, side.Other()).Aggregate(0u, (mask, c) => mask | c.BestResponses);
        var actions = game.Actions(side);
        var byAction = ByAction(game, side, DominanceKind.Strict).ToDictionary(d => d.Action, d => d.By);
        return from i in Enumerable.Range(0, actions.Count)
            where (everBest >> i & 1) == 0
            select new Dominated(side, actions[i], byAction.GetValueOrDefault(actions[i]));
    }

    private static BimatrixGame Without(BimatrixGame game, IReadOnlyList<Dominated> fallen)
    {
        int[] Kept(Side side) =>
            [.. Enumerable.Range(0, game.Count(side)).Where(i => !fallen.Any(d => d.Side == side && d.Action == game.Actions(side)[i]))];
        var (rows, columns) = (Kept(Side.Row), Kept(Side.Column));
        return new BimatrixGame(
            game.Name,
            [.. rows.Select(i => game.RowActions[i])],
            [.. columns.Select(j => game.ColumnActions[j])],
            [.. rows.Select(i => columns.Select(j => game[i, j]).ToArray())]
        );
    }
}

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
