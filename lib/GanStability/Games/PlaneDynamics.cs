using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.OdeSolvers;

namespace GanStability;

/// <summary>Three ways to play a <see cref="PlaneGame"/>: both players step at once, one after the other, or in continuous time.</summary>
/// <remarks>
/// With historical averaging λ both players also pay λ‖v − v̄‖², v̄ the mean of all iterates so far, start and current one included
/// (Salimans et al. 2016, arXiv:1606.03498, section 3.3). The mean carries no gradient, so each player's gradient grows by 2λ(v − v̄).
/// </remarks>
public static class PlaneDynamics
{
    /// <summary>Simultaneous steps: both players move against the other's old parameter, z ← z + h v(z).</summary>
    /// <param name="game">The game.</param>
    /// <param name="start">Where both start.</param>
    /// <param name="stepSize">h &gt; 0, the same for both.</param>
    /// <param name="steps">How many steps.</param>
    /// <param name="historicalAveraging">λ ≥ 0; 0 for none.</param>
    /// <returns>The path, cut before the step at which it leaves the finite numbers.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A step size, number of steps or λ outside its range, or a start that is not
    /// finite.</exception>
    public static Trajectory Simultaneous(
        this PlaneGame game,
        PlanePoint start,
        double stepSize,
        int steps,
        double historicalAveraging = 0
    ) =>
        Play(
            game,
            start,
            stepSize,
            steps,
            historicalAveraging,
            "simultaneous",
            (z, mean) =>
                new PlanePoint(
                    MoveFirst(game, z, mean, stepSize, historicalAveraging),
                    MoveSecond(game, z, mean, stepSize, historicalAveraging)
                )
        );

    /// <summary>
    /// Alternating steps: the first player (generator) moves once, then the second (discriminator) answers that move once.
    /// </summary>
    /// <inheritdoc cref="Simultaneous"/>
    public static Trajectory Alternating(
        this PlaneGame game,
        PlanePoint start,
        double stepSize,
        int steps,
        double historicalAveraging = 0
    ) =>
        Play(
            game,
            start,
            stepSize,
            steps,
            historicalAveraging,
            "alternating",
            (z, mean) =>
            {
                var moved = z with { X = MoveFirst(game, z, mean, stepSize, historicalAveraging) };
                return moved with { Y = MoveSecond(game, moved, mean, stepSize, historicalAveraging) };
            }
        );

    /// <summary>Continuous time: dz/dt = v(z), by the classical Runge–Kutta method of fourth order.</summary>
    /// <param name="game">The game.</param>
    /// <param name="start">Where both start.</param>
    /// <param name="stepSize">h &gt; 0, the time between two points; the error of the whole path shrinks with h⁴.</param>
    /// <param name="steps">How many steps; the path lasts h · steps, so it can be laid over one of the same number of discrete
    /// steps.</param>
    /// <returns>The path, cut before the step at which it leaves the finite numbers.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A step size or number of steps outside its range, or a start that is not
    /// finite.</exception>
    public static Trajectory Flow(this PlaneGame game, PlanePoint start, double stepSize, int steps)
    {
        Validate(game, start, stepSize, steps, 0);
        var interrupt = Interrupt.Token;
        var path = RungeKutta.FourthOrder(
            Vector<double>.Build.Dense([start.X, start.Y]),
            0,
            stepSize * steps,
            steps + 1,
            (_, z) =>
            {
                interrupt.ThrowIfInterrupted("the path was not finished");
                var v = game.Field((z[0], z[1]));
                return Vector<double>.Build.Dense([v.X, v.Y]);
            }
        );
        return Cut(game, "continuous time", stepSize, path.Select(z => new PlanePoint(z[0], z[1])));
    }

    private static double MoveFirst(PlaneGame game, PlanePoint z, PlanePoint mean, double h, double lambda) =>
        z.X - h * (game.FirstGradient(z.X, z.Y) + 2 * lambda * (z.X - mean.X));

    private static double MoveSecond(PlaneGame game, PlanePoint z, PlanePoint mean, double h, double lambda) =>
        z.Y - h * (game.SecondGradient(z.X, z.Y) + 2 * lambda * (z.Y - mean.Y));

    private static Trajectory Play(
        PlaneGame game,
        PlanePoint start,
        double stepSize,
        int steps,
        double lambda,
        string rule,
        Func<PlanePoint, PlanePoint, PlanePoint> step
    )
    {
        Validate(game, start, stepSize, steps, lambda);
        if (lambda > 0)
            rule += $", historical averaging λ = {Say.Number(lambda)}";
        return Cut(game, rule, stepSize, Iterate(start, steps, step));
    }

    private static IEnumerable<PlanePoint> Iterate(PlanePoint z, int steps, Func<PlanePoint, PlanePoint, PlanePoint> step)
    {
        var mean = z;
        yield return z;
        for (var t = 1; t <= steps; t++)
        {
            z = step(z, mean);
            mean += 1.0 / (t + 1) * (z - mean);
            yield return z;
        }
    }

    private static Trajectory Cut(PlaneGame game, string rule, double stepSize, IEnumerable<PlanePoint> path)
    {
        var interrupt = Interrupt.Token;
        var points = new List<PlanePoint>();
        foreach (var z in path)
        {
            interrupt.ThrowIfInterrupted($"{points.Count} steps were done");
            if (!z.IsFinite)
                return new Trajectory(game, rule, stepSize, points, points.Count);
            points.Add(z);
        }
        return new Trajectory(game, rule, stepSize, points);
    }

    private static void Validate(PlaneGame game, PlanePoint start, double stepSize, int steps, double lambda)
    {
        ArgumentNullException.ThrowIfNull(game);
        if (!start.IsFinite)
            throw new ArgumentOutOfRangeException(nameof(start), start, "Both coordinates must be finite numbers.");
        Require.Positive(stepSize);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        Require.NotNegative(lambda, "historicalAveraging");
    }
}

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
        $"{Game.Name}, {Rule}: radius {Say.Number(Points[0].DistanceTo(Game.Equilibrium))} → {Say.Number(FinalRadius)} in "
        + $"{Points.Count - 1} steps of {Say.Number(StepSize)}"
        + (DivergedAt is { } step ? $"; diverged at step {step}" : "");
}
