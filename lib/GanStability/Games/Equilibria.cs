using MathNet.Numerics.LinearAlgebra;
using static System.Numerics.BitOperations;

namespace GanStability;

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
        $"{Row.ToString(Game.RowActions)} | {Column.ToString(Game.ColumnActions)}, payoffs ({Say.Number(Payoffs.Row)}, "
        + $"{Say.Number(Payoffs.Column)})";
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
        var count =
            IsContinuum ? $"Infinitely many equilibria, mixtures of these {All.Count}"
            : All.Count == 1 ? "1 equilibrium"
            : $"{All.Count} equilibria";
        return $"{count}:\n{string.Join('\n', All.Select(p => $"  {p}"))}{(IsDegenerate ? $"\nDegenerate game: {Degenerate}" : "")}";
    }

    internal static bool Same(MixedStrategy p, MixedStrategy q) => p.DistanceTo(q) < 1e-7;
}

/// <summary>Finds all Nash equilibria of a small bimatrix game by going through the supports.</summary>
/// <remarks>
/// <para>A player mixes to make the other indifferent. So for every set I of own actions and every equally large set J of the other's,
/// solve Σᵢ xᵢ u(j, i) = w for j ∈ J, Σᵢ xᵢ = 1; a solution counts if it is unique, positive on I, and no action outside J
/// gains more than w. A pair (x, y) of such strategies is an equilibrium if each one's support lies within the best responses to the
/// other.</para>
/// <para>In a nondegenerate game the pairs with supports (I, J) and (J, I) are all there is (von Stengel, Equilibrium computation for
/// two-player games, in Algorithmic Game Theory, 2007, chapter 3). Matching every x with every y instead also finds pairs of unequal
/// supports: the extreme equilibria of a degenerate game.</para>
/// </remarks>
public static class SupportEnumeration
{
    /// <summary>The number of pairs of supports up to which a game counts as small: 9 × 9 actions have 48 619.</summary>
    public const int MaxSupports = 50_000;

    /// <summary>The number of actions of one player up to which a game counts as small.</summary>
    public const int MaxActions = 20;

    private const double Zero = 1e-9;

    /// <summary>All Nash equilibria; the extreme ones where there are infinitely many.</summary>
    /// <param name="game">A small game: at most <see cref="MaxSupports"/> pairs of supports and <see cref="MaxActions"/> actions a
    /// player.</param>
    /// <returns>The equilibria, and whether and why the game is degenerate.</returns>
    /// <exception cref="ArgumentException">The game is too large.</exception>
    public static Equilibria Equilibria(this BimatrixGame game)
    {
        ArgumentNullException.ThrowIfNull(game);
        var (rows, columns) = (Candidates(game, Side.Row), Candidates(game, Side.Column));
        var found =
            from x in rows
            from y in columns
            where (x.Support & ~y.BestResponses) == 0 && (y.Support & ~x.BestResponses) == 0
            let profile = new StrategyProfile(game, x.Strategy, y.Strategy)
            orderby profile.Row.Support.Count + profile.Column.Support.Count
            select profile;
        return new Equilibria([.. found], Degeneracy(game, Side.Row, rows) ?? Degeneracy(game, Side.Column, columns));
    }

    /// <summary>
    /// The strategies of <paramref name="side"/> that are pinned down by their support and the other's best responses to them.
    /// </summary>
    internal static IReadOnlyList<Candidate> Candidates(BimatrixGame game, Side side)
    {
        var (own, other) = (game.Count(side), game.Count(side.Other()));
        var supports = MathNet.Numerics.SpecialFunctions.Binomial(own + other, own) - 1;
        if (supports > MaxSupports || Math.Max(own, other) > MaxActions)
            throw new ArgumentException(
                $"{game} has {Say.Number(supports)} pairs of supports; support enumeration is for small games, up to {MaxSupports} of "
                    + $"them and {MaxActions} actions a player.",
                nameof(game)
            );

        var payoffs = Scaled(game, side.Other());
        var interrupt = Interrupt.Token;
        var found = new List<Candidate>();
        for (var size = 1; size <= Math.Min(own, other); size++)
            foreach (var support in Subsets(own, size))
            {
                interrupt.ThrowIfInterrupted("not all supports were looked at");
                foreach (var indifferent in Subsets(other, size))
                    if (Solve(payoffs, support, indifferent) is { } x && !found.Exists(c => GanStability.Equilibria.Same(c.Strategy, x)))
                        found.Add(new Candidate(x, Mask(support), Mask(BestResponse.Largest(Against(payoffs, x), Zero))));
            }
        return found;
    }

    /// <summary>
    /// x on <paramref name="support"/> that makes all of <paramref name="indifferent"/> best responses; null if there is none or it is not
    /// unique.
    /// </summary>
    private static MixedStrategy? Solve(double[,] payoffs, int[] support, int[] indifferent)
    {
        // Unknowns: the probabilities on the support, then w.
        var k = support.Length;
        var system = Matrix<double>.Build.Dense(
            k + 1,
            k + 1,
            (r, c) =>
                r == k ? (c == k ? 0 : 1)
                : c == k ? -1
                : payoffs[indifferent[r], support[c]]
        );
        var svd = system.Svd();
        if (svd.S[k] < Zero * svd.S[0])
            return null;
        var solution = svd.Solve(Vector<double>.Build.Dense(k + 1, r => r == k ? 1 : 0));

        var x = new double[payoffs.GetLength(1)];
        for (var i = 0; i < k; i++)
        {
            if (solution[i] <= Zero)
                return null;
            x[support[i]] = solution[i];
        }
        var strategy = new MixedStrategy(x);
        return Against(payoffs, strategy).Max() <= solution[k] + Zero ? strategy : null;
    }

    /// <summary>A game is degenerate exactly if a candidate has more best responses than actions in its support.</summary>
    private static string? Degeneracy(BimatrixGame game, Side side, IReadOnlyList<Candidate> candidates)
    {
        var witness = candidates.FirstOrDefault(c => PopCount(c.BestResponses) > PopCount(c.Support));
        if (witness is null)
            return null;
        var other = side.Other();
        var responses = Enumerable
            .Range(0, game.Count(other))
            .Where(j => (witness.BestResponses >> j & 1) == 1)
            .Select(j => game.Actions(other)[j])
            .ToArray();
        return $"against {witness.Strategy.ToString(game.Actions(side))} the {(other == Side.Row ? "row" : "column")} player has "
            + $"{responses.Length} best responses ({string.Join(", ", responses)}), more than the {PopCount(witness.Support)} that the "
            + $"mixture uses.";
    }

    /// <summary>Payoffs [own action, other's action] moved to [0, 1]: the equilibria stay, and tolerances need no scale.</summary>
    private static double[,] Scaled(BimatrixGame game, Side side)
    {
        var (m, n) = (game.Count(side), game.Count(side.Other()));
        var all = from i in Enumerable.Range(0, m) from j in Enumerable.Range(0, n) select game.Payoff(side, i, j);
        var (low, high) = (all.Min(), all.Max());
        var scaled = new double[m, n];
        for (var i = 0; i < m; i++)
        for (var j = 0; j < n; j++)
            scaled[i, j] = high > low ? (game.Payoff(side, i, j) - low) / (high - low) : 0;
        return scaled;
    }

    private static double[] Against(double[,] payoffs, MixedStrategy x) =>
        [.. Enumerable.Range(0, payoffs.GetLength(0)).Select(j => Enumerable.Range(0, x.Count).Sum(i => payoffs[j, i] * x[i]))];

    private static IEnumerable<int[]> Subsets(int count, int size) =>
        from mask in Enumerable.Range(1, (1 << count) - 1)
        where PopCount((uint)mask) == size
        select Enumerable.Range(0, count).Where(i => (mask >> i & 1) == 1).ToArray();

    private static uint Mask(IEnumerable<int> set) => set.Aggregate(0u, (mask, i) => mask | 1u << i);

    /// <summary>A strategy, its support and the other player's best responses to it, as bit masks.</summary>
    internal sealed record Candidate(MixedStrategy Strategy, uint Support, uint BestResponses);
}
