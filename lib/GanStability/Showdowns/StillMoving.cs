namespace GanStability;

/// <summary>
/// Whether results were read before they had settled: a method whose score changed over the last fifth of training, on average over its
/// seeds, by half a mode or more, or by a tenth of its distance. A number read then says where the training was stopped, not what the
/// method does. Pictures are not scored during training, so nothing is known of them.
/// </summary>
internal static class StillMoving
{
    /// <summary>What the mark means, for the caption of a table.</summary>
    public const string Explanation =
        "Still moving: over the last fifth of the steps the modes held changed by half a mode or more on average (a distance by a tenth): "
        + "another number of steps would give another number.";

    private const double Share = 0.8;
    private const double Modes = 0.5;
    private const double OfTheDistance = 0.1;

    /// <summary>The name of a method, with a mark where it was still moving.</summary>
    public static string Mark(Method method) => Is(method) ? $"{method.Name} (still moving)" : method.Name;

    /// <summary>Whether the seeds of a method were still moving, on average, when training ended.</summary>
    public static bool Is(Method method)
    {
        var held = method.Seeds.Select(r => Change(r, [.. r.HeldOverTraining.Select(h => (double?)h)])).OfType<double>().ToList();
        if (held.Count > 0)
            return Math.Abs(held.Average()) >= Modes;
        var distances = method.Seeds.Select(r => Change(r, r.DistanceOverTraining)).OfType<double>().ToList();
        return distances.Count > 0
            && Math.Abs(distances.Average()) >= OfTheDistance * method.Seeds.Average(r => r.EnergyDistance ?? double.NaN);
    }

    /// <summary>The last measurement minus the last one within the first four fifths of the steps; null without two.</summary>
    private static double? Change(SeedResult result, IReadOnlyList<double?> measured)
    {
        if (measured.Count != result.MeasuredAt.Count || measured.Count < 2)
            return null;
        var before = Enumerable.Range(0, measured.Count).LastOrDefault(i => result.MeasuredAt[i] <= Share * result.Steps, -1);
        return before < 0 ? null : measured[^1] - measured[before];
    }
}
