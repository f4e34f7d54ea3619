namespace GanStability.Games;

public sealed partial class BimatrixGame
{
    /// <summary>
    /// The prisoner's dilemma in years of prison (negative): each betrays whatever the other does, and both are worse off than
    /// if both had kept silent. One pure equilibrium, Pareto-dominated.
    /// </summary>
    public static BimatrixGame PrisonersDilemma { get; } = new("Prisoner's dilemma", ["stay silent", "betray"], ["stay silent", "betray"],
    [
        [(-1, -1), (-3, 0)],
        [(0, -3), (-2, -2)],
    ]);

    /// <summary>Matching pennies: the row player wins if the coins agree, the column player if they differ. No pure equilibrium; value 0.</summary>
    public static BimatrixGame MatchingPennies { get; } = ZeroSum(new double[,] { { 1, -1 }, { -1, 1 } },
        "Matching pennies", ["heads", "tails"], ["heads", "tails"]);

    /// <summary>Rock, paper, scissors: zero-sum, one equilibrium, every action with probability 1/3; value 0.</summary>
    public static BimatrixGame RockPaperScissors { get; } = ZeroSum(new double[,] { { 0, -1, 1 }, { 1, 0, -1 }, { -1, 1, 0 } },
        "Rock, paper, scissors", ["rock", "paper", "scissors"], ["rock", "paper", "scissors"]);

    /// <summary>Battle of the sexes: both want to be together, each prefers another place. Two pure equilibria and a mixed one worse for both.</summary>
    public static BimatrixGame BattleOfTheSexes { get; } = new("Battle of the sexes", ["opera", "football"], ["opera", "football"],
    [
        [(2, 1), (0, 0)],
        [(0, 0), (1, 2)],
    ]);

    /// <summary>Stag hunt: the stag needs both hunters, the hare only one. Two pure equilibria, one better for both, one safer; and a mixed one.</summary>
    public static BimatrixGame StagHunt { get; } = new("Stag hunt", ["stag", "hare"], ["stag", "hare"],
    [
        [(4, 4), (0, 3)],
        [(3, 0), (3, 3)],
    ]);
}
