namespace GanStability.Games;

/// <summary>The checks of arguments that the games share; each names the argument, what it was and what is allowed.</summary>
internal static class Check
{
    public static void Action(int action, int count, string name)
    {
        if (action < 0 || action >= count)
            throw new ArgumentOutOfRangeException(name, action, $"The player has {count} actions, so the index of an action is 0 to {count - 1}.");
    }

    public static void Length(MixedStrategy strategy, int count, string name)
    {
        if (strategy.Count != count)
            throw new ArgumentException($"The strategy has {strategy.Count} probabilities, but the player has {count} actions.", name);
    }

    public static void Finite(double value, string name)
    {
        if (!double.IsFinite(value)) throw new ArgumentOutOfRangeException(name, value, "It must be a finite number.");
    }

    public static void Positive(double value, string name)
    {
        if (!double.IsFinite(value) || value <= 0) throw new ArgumentOutOfRangeException(name, value, "It must be a finite number above zero.");
    }

    public static void NotNegative(double value, string name)
    {
        if (!double.IsFinite(value) || value < 0) throw new ArgumentOutOfRangeException(name, value, "It must be a finite number, zero or above.");
    }
}
