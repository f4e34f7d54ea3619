namespace GanStability.Games;

/// <summary>The path of a game: where both players were, step by step.</summary>
/// <param name="Game">The game.</param>
/// <param name="Rule">How it was played, in words.</param>
/// <param name="StepSize">h: the step of the players, or the time between two points of the continuous flow.</param>
/// <param name="Points">The start and the points after every step; finite ones only.</param>
/// <param name="DivergedAt">The step at which a coordinate became infinite or NaN and the run stopped; null if none did.</param>
public sealed record Trajectory(PlaneGame Game, string Rule, double StepSize, IReadOnlyList<PlanePoint> Points, int? DivergedAt = null)
{
    /// <summary>The first player's parameter over the steps.</summary>
    public IReadOnlyList<double> X => [.. Points.Select(p => p.X)];

    /// <summary>The second player's parameter over the steps.</summary>
    public IReadOnlyList<double> Y => [.. Points.Select(p => p.Y)];

    /// <summary>The distance from the equilibrium of the game over the steps.</summary>
    public IReadOnlyList<double> Radii => [.. Points.Select(p => p.DistanceTo(Game.Equilibrium))];

    /// <summary>The last point.</summary>
    public PlanePoint Final => Points[^1];

    /// <summary>The last point's distance from the equilibrium.</summary>
    public double FinalRadius => Final.DistanceTo(Game.Equilibrium);

    /// <summary>Game, rule, and radius at the beginning and at the end.</summary>
    /// <returns>Invariant text.</returns>
    public override string ToString() =>
        $"{Game.Name}, {Rule}: radius {Say.Number(Points[0].DistanceTo(Game.Equilibrium))} → {Say.Number(FinalRadius)} in {Points.Count - 1} steps of {Say.Number(StepSize)}" +
        (DivergedAt is { } step ? $"; diverged at step {step}" : "");
}
