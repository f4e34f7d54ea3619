namespace GanStability;

/// <summary>The history of a fictitious play.</summary>
/// <param name="Game">The game.</param>
/// <param name="Plays">The cell played in each round.</param>
/// <param name="RowFrequencies">After each round, how often each row was played so far: [round][action].</param>
/// <param name="ColumnFrequencies">After each round, how often each column was played so far: [round][action].</param>
/// <param name="Gap">After each round, the sum of both players' regrets under these frequencies; zero exactly at a Nash
/// equilibrium.</param>
public sealed record FictitiousPlayHistory(
    BimatrixGame Game,
    IReadOnlyList<(int Row, int Column)> Plays,
    IReadOnlyList<IReadOnlyList<double>> RowFrequencies,
    IReadOnlyList<IReadOnlyList<double>> ColumnFrequencies,
    IReadOnlyList<double> Gap
)
{
    /// <summary>The frequencies at the end, as strategies.</summary>
    public StrategyProfile Final => new(Game, new MixedStrategy([.. RowFrequencies[^1]]), new MixedStrategy([.. ColumnFrequencies[^1]]));

    /// <summary>
    /// In a zero-sum game, bounds of its value from the final frequencies: min xᵀA ≤ value ≤ max Ay. The row player can be sure of the
    /// first, the column player can hold it to the second.
    /// </summary>
    /// <exception cref="InvalidOperationException">The game is not zero-sum, so it has no value.</exception>
    public (double Low, double High) ValueBounds
    {
        get
        {
            if (!Game.IsZeroSum)
                throw new InvalidOperationException($"{Game} is not zero-sum, so it has no value; look at the gap instead.");
            var constant = Game[0, 0].Row + Game[0, 0].Column;
            return (constant - Game.ActionPayoffs(Side.Column, Final.Row).Max(), Game.ActionPayoffs(Side.Row, Final.Column).Max());
        }
    }

    /// <summary>How often one action was played, round by round: a curve for a figure.</summary>
    /// <param name="side">Whose action.</param>
    /// <param name="action">Its index.</param>
    /// <returns>One frequency per round.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such action.</exception>
    public IReadOnlyList<double> Frequency(Side side, int action)
    {
        Require.Index(action, Game.Count(side), "actions");
        return [.. (side == Side.Row ? RowFrequencies : ColumnFrequencies).Select(f => f[action])];
    }

    /// <summary>Rounds, final frequencies and gap.</summary>
    /// <returns>Invariant text.</returns>
    public override string ToString() =>
        $"{Game.Name}, {Plays.Count} rounds: {Final.Row.ToString(Game.RowActions)} | {Final.Column.ToString(Game.ColumnActions)}, gap "
        + $"{Say.Number(Gap[^1])}";
}

/// <summary>Fictitious play: both players answer the average of what the other has done so far.</summary>
public static class FictitiousPlay
{
    /// <summary>Plays a number of rounds; in each, both players at once choose a best response to the other's frequencies so far.</summary>
    /// <remarks>
    /// <para>Ties go to the first action in their order. The frequencies converge to an equilibrium in zero-sum games (Robinson, An
    /// iterative method of solving a game, 1951) and in nondegenerate 2 × 2 games (Miyasawa 1961), not in all games (Shapley 1964).</para>
    /// <para>The memory of all earlier rounds is what historical averaging borrows for GANs (Salimans et al. 2016, arXiv:1606.03498,
    /// section 3.3).</para>
    /// </remarks>
    /// <param name="game">The game.</param>
    /// <param name="rounds">How many rounds, the first included.</param>
    /// <param name="row">The row played in the first round.</param>
    /// <param name="column">The column played in the first round.</param>
    /// <returns>The history.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one round, or no such action.</exception>
    public static FictitiousPlayHistory PlayFictitiously(this BimatrixGame game, int rounds, int row = 0, int column = 0)
    {
        ArgumentNullException.ThrowIfNull(game);
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        Require.Index(row, game.Rows, "actions");
        Require.Index(column, game.Columns, "actions");
        var (rowCounts, columnCounts) = (new double[game.Rows], new double[game.Columns]);
        var plays = new List<(int Row, int Column)>(rounds);
        var (rowHistory, columnHistory, gap) = (new List<double[]>(rounds), new List<double[]>(rounds), new List<double>(rounds));
        var interrupt = Interrupt.Token;
        for (var t = 1; t <= rounds; t++)
        {
            interrupt.ThrowIfInterrupted($"{t - 1} of {rounds} rounds were played");
            plays.Add((row, column));
            rowCounts[row]++;
            columnCounts[column]++;
            rowHistory.Add([.. rowCounts.Select(n => n / t)]);
            columnHistory.Add([.. columnCounts.Select(n => n / t)]);
            var (x, y) = (new MixedStrategy(rowHistory[^1]), new MixedStrategy(columnHistory[^1]));
            var regrets = game.Regrets(x, y);
            gap.Add(regrets.Row + regrets.Column);
            (row, column) = (game.BestResponses(Side.Row, y)[0], game.BestResponses(Side.Column, x)[0]);
        }
        return new FictitiousPlayHistory(game, plays, rowHistory, columnHistory, gap);
    }
}
