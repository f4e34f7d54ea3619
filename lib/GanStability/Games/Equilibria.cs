namespace GanStability.Games;

/// <summary>A strategy for each player, with what they gain.</summary>
/// <param name="Game">The game.</param>
/// <param name="Row">The row player's strategy.</param>
/// <param name="Column">The column player's strategy.</param>
public sealed record StrategyProfile(BimatrixGame Game, MixedStrategy Row, MixedStrategy Column)
{
    /// <summary>The expected payoffs.</summary>
    public (double Row, double Column) Payoffs => Game.Expected(Row, Column);

    /// <summary>Whether both players play one action for certain.</summary>
    public bool IsPure => Row.IsPure && Column.IsPure;

    /// <summary>Strategies in words and payoffs.</summary>
    /// <returns>Invariant text.</returns>
    public override string ToString() =>
        $"{Row.ToString(Game.RowActions)} | {Column.ToString(Game.ColumnActions)}, payoffs ({Say.Number(Payoffs.Row)}, {Say.Number(Payoffs.Column)})";
}

/// <summary>All Nash equilibria of a bimatrix game.</summary>
/// <remarks>
/// If the game is not degenerate, these are all; they are finitely many and of odd number. If it is degenerate, there can be
/// infinitely many; then <see cref="All"/> holds the <i>extreme</i> ones, of which every equilibrium is a mixture
/// (Mangasarian 1964; Avis, Rosenberg, Savani and von Stengel, Enumeration of Nash equilibria for two-player games, 2010).
/// </remarks>
/// <param name="All">The equilibria, pure ones first.</param>
/// <param name="Degenerate">Null for a game that is not degenerate; otherwise why it is.</param>
public sealed record Equilibria(IReadOnlyList<StrategyProfile> All, string? Degenerate)
{
    /// <summary>Whether the game is degenerate: some strategy has more best responses than actions in its support.</summary>
    public bool IsDegenerate => Degenerate is not null;

    /// <summary>The equilibria in pure strategies.</summary>
    public IReadOnlyList<StrategyProfile> Pure => [.. All.Where(p => p.IsPure)];

    /// <summary>The equilibria in which at least one player mixes.</summary>
    public IReadOnlyList<StrategyProfile> Mixed => [.. All.Where(p => !p.IsPure)];

    /// <summary>
    /// Whether there are infinitely many: two extreme equilibria share the strategy of one player, so that the other may mix
    /// its two strategies in any proportion.
    /// </summary>
    public bool IsContinuum => All.Any(p => All.Any(q => !ReferenceEquals(p, q) && (Same(p.Row, q.Row) || Same(p.Column, q.Column))));

    /// <summary>The equilibria, one a line, and whether the game is degenerate.</summary>
    /// <returns>Invariant text.</returns>
    public override string ToString()
    {
        var count = IsContinuum ? $"Infinitely many equilibria, mixtures of these {All.Count}" : All.Count == 1 ? "1 equilibrium" : $"{All.Count} equilibria";
        return $"{count}:\n{string.Join('\n', All.Select(p => $"  {p}"))}{(IsDegenerate ? $"\nDegenerate game: {Degenerate}" : "")}";
    }

    internal static bool Same(MixedStrategy p, MixedStrategy q) => p.DistanceTo(q) < 1e-7;
}
