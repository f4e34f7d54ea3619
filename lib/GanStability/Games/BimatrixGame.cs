namespace GanStability;

/// <summary>
/// A game of two players with finitely many actions each: the row player picks a row, the column player a column, and the
/// cell holds what either gains. Both want much: payoffs are maximised (the costs of <see cref="PlaneGame"/> are minimised).
/// </summary>
public sealed partial class BimatrixGame
{
    private readonly double[,] row,
        column;

    /// <summary>A game from its table, cell by cell as textbooks print it.</summary>
    /// <param name="name">What the game is called.</param>
    /// <param name="rowActions">Names of the row player's actions, one per row.</param>
    /// <param name="columnActions">Names of the column player's actions, one per column.</param>
    /// <param name="payoffs">The rows of the table; each cell is (row player's payoff, column player's payoff).</param>
    /// <exception cref="ArgumentException">An empty or ragged table, a payoff that is not finite, or names that do not fit the
    /// table.</exception>
    public BimatrixGame(
        string name,
        IReadOnlyList<string> rowActions,
        IReadOnlyList<string> columnActions,
        IReadOnlyList<IReadOnlyList<(double Row, double Column)>> payoffs
    )
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(payoffs);
        if (payoffs.Count == 0 || payoffs[0].Count == 0)
            throw new ArgumentException("The payoff table is empty; it needs at least one row and one column.", nameof(payoffs));
        var columns = payoffs[0].Count;
        row = new double[payoffs.Count, columns];
        column = new double[payoffs.Count, columns];
        for (var i = 0; i < payoffs.Count; i++)
        {
            if (payoffs[i].Count != columns)
                throw new ArgumentException(
                    $"The payoff table is ragged: row 0 has {columns} cells, row {i} has {payoffs[i].Count}.",
                    nameof(payoffs)
                );
            for (var j = 0; j < columns; j++)
            {
                var cell = payoffs[i][j];
                if (!double.IsFinite(cell.Row) || !double.IsFinite(cell.Column))
                    throw new ArgumentException(
                        $"The payoffs at row {i}, column {j} are ({Say.Number(cell.Row)}, {Say.Number(cell.Column)}); both must be finite.",
                        nameof(payoffs)
                    );
                (row[i, j], column[i, j]) = cell;
            }
        }
        Name = name;
        RowActions = Names(rowActions, payoffs.Count, nameof(rowActions));
        ColumnActions = Names(columnActions, columns, nameof(columnActions));
    }

    /// <summary>What the game is called.</summary>
    public string Name { get; }

    /// <summary>Names of the row player's actions.</summary>
    public IReadOnlyList<string> RowActions { get; }

    /// <summary>Names of the column player's actions.</summary>
    public IReadOnlyList<string> ColumnActions { get; }

    /// <summary>How many actions the row player has.</summary>
    public int Rows => row.GetLength(0);

    /// <summary>How many actions the column player has.</summary>
    public int Columns => row.GetLength(1);

    /// <summary>
    /// Whether one player gains what the other loses, up to a constant: A + B is the same number in every cell (to rounding).
    /// </summary>
    public bool IsZeroSum
    {
        get
        {
            var (sum, tolerance) = (row[0, 0] + column[0, 0], Tolerance(Side.Row) + Tolerance(Side.Column));
            return Cells.All(c => Math.Abs(row[c.Row, c.Column] + column[c.Row, c.Column] - sum) <= tolerance);
        }
    }

    /// <summary>What both players gain in one cell.</summary>
    /// <param name="row">The row played.</param>
    /// <param name="column">The column played.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such cell.</exception>
    public (double Row, double Column) this[int row, int column]
    {
        get
        {
            Require.Index(row, Rows, "actions");
            Require.Index(column, Columns, "actions");
            return (this.row[row, column], this.column[row, column]);
        }
    }

    /// <summary>A game from two matrices of payoffs [row, column].</summary>
    /// <param name="row">What the row player gains, A.</param>
    /// <param name="column">What the column player gains, B; of the same shape.</param>
    /// <param name="name">What the game is called.</param>
    /// <param name="rowActions">Names of the rows; null for r1, r2, …</param>
    /// <param name="columnActions">Names of the columns; null for c1, c2, …</param>
    /// <returns>The game.</returns>
    /// <exception cref="ArgumentException">Empty matrices, different shapes, or a payoff that is not finite.</exception>
    public static BimatrixGame FromMatrices(
        double[,] row,
        double[,] column,
        string name = "Game",
        IReadOnlyList<string>? rowActions = null,
        IReadOnlyList<string>? columnActions = null
    )
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(column);
        var (m, n) = (row.GetLength(0), row.GetLength(1));
        if (column.GetLength(0) != m || column.GetLength(1) != n)
            throw new ArgumentException(
                $"The column player's matrix is {column.GetLength(0)} × {column.GetLength(1)}, the row player's {m} × {n}; both must "
                    + $"have the same shape.",
                nameof(column)
            );
        return new BimatrixGame(
            name,
            rowActions ?? [.. Enumerable.Range(1, m).Select(i => $"r{i}")],
            columnActions ?? [.. Enumerable.Range(1, n).Select(j => $"c{j}")],
            [.. Enumerable.Range(0, m).Select(i => Enumerable.Range(0, n).Select(j => (row[i, j], column[i, j])).ToArray())]
        );
    }

    /// <summary>A game in which the column player loses what the row player gains: B = −A.</summary>
    /// <param name="row">What the row player gains, A.</param>
    /// <param name="name">What the game is called.</param>
    /// <param name="rowActions">Names of the rows; null for r1, r2, …</param>
    /// <param name="columnActions">Names of the columns; null for c1, c2, …</param>
    /// <returns>The game.</returns>
    /// <exception cref="ArgumentException">An empty matrix or a payoff that is not finite.</exception>
    public static BimatrixGame ZeroSum(
        double[,] row,
        string name = "Zero-sum game",
        IReadOnlyList<string>? rowActions = null,
        IReadOnlyList<string>? columnActions = null
    )
    {
        ArgumentNullException.ThrowIfNull(row);
        var column = new double[row.GetLength(0), row.GetLength(1)];
        for (var i = 0; i < row.GetLength(0); i++)
        for (var j = 0; j < row.GetLength(1); j++)
            column[i, j] = 0 - row[i, j];
        return FromMatrices(row, column, name, rowActions, columnActions);
    }

    /// <summary>What both players gain on average: xᵀAy and xᵀBy.</summary>
    /// <param name="rowStrategy">x, the row player's strategy.</param>
    /// <param name="columnStrategy">y, the column player's strategy.</param>
    /// <returns>The expected payoffs.</returns>
    /// <exception cref="ArgumentException">A strategy over another number of actions.</exception>
    public (double Row, double Column) Expected(MixedStrategy rowStrategy, MixedStrategy columnStrategy)
    {
        var (a, b) = (ActionPayoffs(Side.Row, columnStrategy), ActionPayoffs(Side.Column, rowStrategy));
        return (a.Zip(rowStrategy.Probabilities, (u, p) => u * p).Sum(), b.Zip(columnStrategy.Probabilities, (u, p) => u * p).Sum());
    }

    /// <summary>
    /// What each action of a player gains on average against a strategy of the other: Ay for the row player, xᵀB for the column player.
    /// </summary>
    /// <param name="side">The player who chooses.</param>
    /// <param name="opponent">The other player's strategy.</param>
    /// <returns>One expected payoff per action of <paramref name="side"/>.</returns>
    /// <exception cref="ArgumentException">A strategy over another number of actions.</exception>
    public double[] ActionPayoffs(Side side, MixedStrategy opponent)
    {
        ArgumentNullException.ThrowIfNull(opponent);
        MixedStrategy.OverActions(opponent, Count(side.Other()), nameof(opponent));
        return
        [
            .. Enumerable
                .Range(0, Count(side))
                .Select(action => Enumerable.Range(0, opponent.Count).Sum(other => Payoff(side, action, other) * opponent[other])),
        ];
    }

    /// <summary>How many actions a player has.</summary>
    /// <param name="side">The player.</param>
    /// <returns>The number of rows or of columns.</returns>
    public int Count(Side side) => side == Side.Row ? Rows : Columns;

    /// <summary>Names of a player's actions.</summary>
    /// <param name="side">The player.</param>
    /// <returns>One name per action.</returns>
    public IReadOnlyList<string> Actions(Side side) => side == Side.Row ? RowActions : ColumnActions;

    /// <summary>The game in one line.</summary>
    /// <returns>Name and shape.</returns>
    public override string ToString() => $"{Name} ({Rows} × {Columns})";

    /// <summary>Every cell, row by row.</summary>
    internal IEnumerable<(int Row, int Column)> Cells =>
        from i in Enumerable.Range(0, Rows)
        from j in Enumerable.Range(0, Columns)
        select (i, j);

    /// <summary>What <paramref name="side"/> gains with its own action against the other's: one formula for both players.</summary>
    internal double Payoff(Side side, int own, int other) => side == Side.Row ? row[own, other] : column[other, own];

    /// <summary>Differences of a player's payoffs up to this size are rounding: 1e-9 of the span of its payoffs.</summary>
    internal double Tolerance(Side side)
    {
        var payoffs = (side == Side.Row ? row : column).Cast<double>().ToArray();
        var (low, high) = (payoffs.Min(), payoffs.Max());
        return 1e-9 * (high - low) + 1e-15 * Math.Max(Math.Abs(low), Math.Abs(high));
    }

    private static string[] Names(IReadOnlyList<string> names, int count, string argument)
    {
        ArgumentNullException.ThrowIfNull(names, argument);
        if (names.Count != count)
            throw new ArgumentException($"{names.Count} names were given for {count} actions.", argument);
        if (names.Any(string.IsNullOrWhiteSpace) || names.Distinct().Count() != count)
            throw new ArgumentException(
                $"The names of actions must be non-empty and different, but were: {string.Join(", ", names)}.",
                argument
            );
        return [.. names];
    }
}

public sealed partial class BimatrixGame
{
    /// <summary>
    /// The prisoner's dilemma in years of prison (negative): each betrays whatever the other does, and both are worse off than
    /// if both had kept silent. One pure equilibrium, Pareto-dominated.
    /// </summary>
    public static BimatrixGame PrisonersDilemma { get; } =
        new(
            "Prisoner's dilemma",
            ["stay silent", "betray"],
            ["stay silent", "betray"],
            [
                [(-1, -1), (-3, 0)],
                [(0, -3), (-2, -2)],
            ]
        );

    /// <summary>
    /// Matching pennies: the row player wins if the coins agree, the column player if they differ. No pure equilibrium; value 0.
    /// </summary>
    public static BimatrixGame MatchingPennies { get; } =
        ZeroSum(
            new double[,]
            {
                { 1, -1 },
                { -1, 1 },
            },
            "Matching pennies",
            ["heads", "tails"],
            ["heads", "tails"]
        );

    /// <summary>Rock, paper, scissors: zero-sum, one equilibrium, every action with probability 1/3; value 0.</summary>
    public static BimatrixGame RockPaperScissors { get; } =
        ZeroSum(
            new double[,]
            {
                { 0, -1, 1 },
                { 1, 0, -1 },
                { -1, 1, 0 },
            },
            "Rock, paper, scissors",
            ["rock", "paper", "scissors"],
            ["rock", "paper", "scissors"]
        );

    /// <summary>
    /// Battle of the sexes: both want to be together, each prefers another place. Two pure equilibria and a mixed one worse for both.
    /// </summary>
    public static BimatrixGame BattleOfTheSexes { get; } =
        new(
            "Battle of the sexes",
            ["opera", "football"],
            ["opera", "football"],
            [
                [(2, 1), (0, 0)],
                [(0, 0), (1, 2)],
            ]
        );

    /// <summary>
    /// Stag hunt: the stag needs both hunters, the hare only one. Two pure equilibria, one better for both, one safer; and a mixed one.
    /// </summary>
    public static BimatrixGame StagHunt { get; } =
        new(
            "Stag hunt",
            ["stag", "hare"],
            ["stag", "hare"],
            [
                [(4, 4), (0, 3)],
                [(3, 0), (3, 3)],
            ]
        );
}
