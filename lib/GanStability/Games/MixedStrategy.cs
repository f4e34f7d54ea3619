using System.Globalization;

namespace GanStability;

/// <summary>A mixed strategy: with which probability a player plays each of its actions.</summary>
/// <remarks>The support is the set of actions played with positive probability; a pure strategy has a support of one.</remarks>
public sealed class MixedStrategy
{
    /// <summary>How far the probabilities may sum from one: room for decimals typed by hand such as .333333.</summary>
    internal const double SumTolerance = 1e-5;

    private readonly double[] probabilities;

    /// <summary>A strategy from its probabilities, in the order of the actions.</summary>
    /// <param name="probabilities">One per action, each in [0, 1], summing to one.</param>
    /// <exception cref="ArgumentException">Empty, a probability that is negative or not finite, or a sum other than one.</exception>
    public MixedStrategy(params double[] probabilities)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        if (probabilities.Length == 0)
            throw new ArgumentException(
                "A strategy needs a probability for at least one action, but none was given.",
                nameof(probabilities)
            );
        for (var i = 0; i < probabilities.Length; i++)
            if (!double.IsFinite(probabilities[i]) || probabilities[i] < 0)
                throw new ArgumentException(
                    $"Probability {i} of the strategy is {Say.Number(probabilities[i])}; it must be a number from 0 to 1.",
                    nameof(probabilities)
                );
        var sum = probabilities.Sum();
        if (Math.Abs(sum - 1) > SumTolerance)
            throw new ArgumentException(
                $"The probabilities of the strategy sum to {sum.ToString("G6", CultureInfo.InvariantCulture)}; they must sum to 1 (to "
                    + $"within {Say.Number(SumTolerance)}).",
                nameof(probabilities)
            );
        this.probabilities = [.. probabilities.Select(p => p / sum)];
    }

    /// <summary>The probability of each action; sums to one.</summary>
    public IReadOnlyList<double> Probabilities => probabilities;

    /// <summary>How many actions the player has.</summary>
    public int Count => probabilities.Length;

    /// <summary>The probability of one action.</summary>
    /// <param name="action">Index of the action.</param>
    public double this[int action] => probabilities[action];

    /// <summary>The actions played with positive probability, in order.</summary>
    public IReadOnlyList<int> Support => [.. Enumerable.Range(0, Count).Where(i => probabilities[i] > 0)];

    /// <summary>Whether one action is played for certain.</summary>
    public bool IsPure => Support.Count == 1;

    /// <summary>One action played for certain.</summary>
    /// <param name="action">Its index, from 0 to <paramref name="count"/> − 1.</param>
    /// <param name="count">How many actions the player has.</param>
    /// <returns>The strategy.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The action does not exist.</exception>
    public static MixedStrategy Pure(int action, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Require.Index(action, count, "actions");
        var p = new double[count];
        p[action] = 1;
        return new MixedStrategy(p);
    }

    /// <summary>Every action equally often.</summary>
    /// <param name="count">How many actions the player has.</param>
    /// <returns>The strategy.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one action.</exception>
    public static MixedStrategy Uniform(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new MixedStrategy([.. Enumerable.Repeat(1.0 / count, count)]);
    }

    /// <summary>The largest difference of a probability between two strategies.</summary>
    /// <param name="other">A strategy over the same actions.</param>
    /// <returns>max |p − q|, in [0, 1].</returns>
    public double DistanceTo(MixedStrategy other)
    {
        ArgumentNullException.ThrowIfNull(other);
        OverActions(other, Count, nameof(other));
        return probabilities.Zip(other.probabilities, (p, q) => Math.Abs(p - q)).Max();
    }

    /// <summary>Refuses a strategy over another number of actions.</summary>
    internal static void OverActions(MixedStrategy strategy, int count, string name)
    {
        if (strategy.Count != count)
            throw new ArgumentException(
                $"The strategy has {strategy.Count} probabilities, but the player has " + $"{count} actions.",
                name
            );
    }

    /// <summary>The probabilities, such as "(0.5, 0.5)".</summary>
    /// <returns>Invariant text.</returns>
    public override string ToString() => $"({string.Join(", ", probabilities.Select(Say.Number))})";

    /// <summary>The strategy in words, such as "heads" or "0.5 heads + 0.5 tails".</summary>
    /// <param name="actions">The names of the actions.</param>
    /// <returns>Invariant text.</returns>
    public string ToString(IReadOnlyList<string> actions)
    {
        ArgumentNullException.ThrowIfNull(actions);
        return IsPure ? actions[Support[0]] : string.Join(" + ", Support.Select(i => $"{Say.Number(probabilities[i])} {actions[i]}"));
    }
}

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

/// <summary>Numbers as text, the same in every culture.</summary>
internal static class Say
{
    public static string Number(double value) =>
        // Zero has a sign that no reader wants to see.
        value == 0
            ? "0"
            : value.ToString("G5", CultureInfo.InvariantCulture);
}
