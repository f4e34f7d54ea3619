using GanStability.Games;

namespace GanStability.Figures;

/// <summary>Bimatrix games as tables.</summary>
public static class GameFigures
{
    /// <summary>The table of a game, (row player's payoff, column player's payoff), best responses marked.</summary>
    /// <param name="game">The game.</param>
    /// <returns>A table: a star for every payoff that is a best response, bold for a cell in which both are, a pure Nash equilibrium.</returns>
    public static Table ToTable(this BimatrixGame game)
    {
        ArgumentNullException.ThrowIfNull(game);
        var cells = game.Cells();
        return new Table(
            $"{game.Name}: (row player's payoff, column player's payoff). * best response; bold: both are, a pure Nash equilibrium.",
            ["", .. game.ColumnActions],
            [.. cells.GroupBy(c => c.Row).Select(row => (IReadOnlyList<string>)[game.RowActions[row.Key], .. row.Select(c => c.ToString())])])
        {
            Marked = [.. cells.Where(c => c.IsEquilibrium).Select(c => (c.Row, c.Column + 1))],
        };
    }
}
