namespace GanStability.Games;

/// <summary>One of the two players of a bimatrix game.</summary>
public enum Side
{
    /// <summary>The player who picks a row.</summary>
    Row,
    /// <summary>The player who picks a column.</summary>
    Column,
}

/// <summary>The two sides of a game.</summary>
internal static class Sides
{
    public static readonly Side[] Both = [Side.Row, Side.Column];

    public static Side Other(this Side side) => side == Side.Row ? Side.Column : Side.Row;
}
