using System.Globalization;

namespace GanStability;

/// <summary>Bimatrix games as tables.</summary>
public static class GameFigures
{
    /// <summary>The table of a game, (row player's payoff, column player's payoff), best responses marked.</summary>
    /// <param name="game">The game.</param>
    /// <returns>A table: a star for every payoff that is a best response, bold for a cell in which both are, a pure Nash
    /// equilibrium.</returns>
    public static Table ToTable(this BimatrixGame game)
    {
        ArgumentNullException.ThrowIfNull(game);
        var cells = game.Cells();
        return new Table(
            $"{game.Name}: (row player's payoff, column player's payoff). * best response; bold: both are, a pure Nash equilibrium.",
            ["", .. game.ColumnActions],
            [
                .. cells
                    .GroupBy(c => c.Row)
                    .Select(row => (IReadOnlyList<string>)[game.RowActions[row.Key], .. row.Select(c => c.ToString())]),
            ]
        )
        {
            Marked = [.. cells.Where(c => c.IsEquilibrium).Select(c => (c.Row, c.Column + 1))],
        };
    }
}

/// <summary>Games in the plane as pictures: the vector field as arrows, and paths of play over it.</summary>
public static class PhasePlane
{
    /// <summary>The share of the distance between two arrows that the longest one takes.</summary>
    private const double Longest = .85;

    /// <summary>A panel with the field of a game, its equilibrium, and whatever is drawn over it.</summary>
    /// <param name="game">The game.</param>
    /// <param name="title">A heading over the panel.</param>
    /// <param name="low">Lower left corner.</param>
    /// <param name="high">Upper right corner; what leaves the box is not shown.</param>
    /// <param name="over">Drawn over the arrows, back to front, such as <see cref="ToLine"/>.</param>
    /// <returns>A panel in which one unit is as long on both axes.</returns>
    /// <exception cref="ArgumentException">Corners that are not finite or not below one another.</exception>
    public static Panel ToPhasePlane(this PlaneGame game, string title, PlanePoint low, PlanePoint high, params IReadOnlyList<Series> over)
    {
        ArgumentNullException.ThrowIfNull(game);
        ArgumentNullException.ThrowIfNull(over);
        var (first, second) = game is DiracGan ? ("generator", "discriminator") : ("first player", "second player");
        return new Panel(
            title,
            new Axis($"x ({first})", Min: low.X, Max: high.X),
            new Axis($"y ({second})", Min: low.Y, Max: high.Y),
            [
                game.ToArrows(low, high) with
                {
                    Opacity = .6,
                },
                .. over,
                new Points("equilibrium", [game.Equilibrium.X], [game.Equilibrium.Y])
                {
                    Color = 6,
                    Marker = Marker.Cross,
                    Size = 9,
                },
            ]
        )
        {
            EqualAspect = true,
        };
    }

    /// <summary>
    /// The field v as arrows on a grid: the direction in which both players move. Lengths grow with the square root of |v|, so that a field
    /// that is ten times weaker near its equilibrium can still be seen there; the longest arrow just does not touch the next.
    /// </summary>
    /// <param name="game">The game.</param>
    /// <param name="low">Lower left corner.</param>
    /// <param name="high">Upper right corner.</param>
    /// <param name="count">Arrows in each direction; at least two.</param>
    /// <returns>The arrows, centred on the points of the grid, in units of the axes; no arrow where v is zero or not finite.</returns>
    /// <exception cref="ArgumentException">Corners that are not finite or not below one another, or fewer than two arrows.</exception>
    public static Arrows ToArrows(this PlaneGame game, PlanePoint low, PlanePoint high, int count = 11)
    {
        ArgumentNullException.ThrowIfNull(game);
        var field = game.FieldOnGrid(low, high, count).Where(a => a.Direction.IsFinite && a.Direction.Length > 0).ToList();
        var room = Longest * Math.Min(high.X - low.X, high.Y - low.Y) / (count - 1);
        var fastest = field.Select(a => a.Direction.Length).DefaultIfEmpty(1).Max();
        var arrows = field.ConvertAll(a => (a.At, Extent: room / Math.Sqrt(fastest * a.Direction.Length) * a.Direction));
        return new Arrows(
            "",
            [.. arrows.Select(a => a.At.X - a.Extent.X / 2)],
            [.. arrows.Select(a => a.At.Y - a.Extent.Y / 2)],
            [.. arrows.Select(a => a.Extent.X)],
            [.. arrows.Select(a => a.Extent.Y)]
        );
    }

    /// <summary>A path of play as a line in the plane, with every k-th point if it has more than asked for, and always the last.</summary>
    /// <param name="path">The path.</param>
    /// <param name="name">The legend entry.</param>
    /// <param name="points">The most points to draw; at least two. A turn around the equilibrium wants about twenty.</param>
    /// <returns>The line.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two points.</exception>
    public static Line ToLine(this Trajectory path, string name, int points = 500)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 2);
        var last = path.Points.Count - 1;
        var every = Math.Max(1, (int)Math.Ceiling(last / (points - 1.0)));
        var kept = Enumerable
            .Range(0, last / every + 1)
            .Select(i => i * every)
            .Append(last)
            .Distinct()
            .Select(i => path.Points[i])
            .ToList();
        return new Line(name, [.. kept.Select(p => p.X)], [.. kept.Select(p => p.Y)]);
    }
}
