using System.Diagnostics;

namespace GanStability.Benchmarks;

/// <summary>Something that can do a number of training steps and say how long they took.</summary>
/// <param name="Name">What it is, in the table.</param>
/// <param name="Seconds">Does that many steps; returns the seconds they took.</param>
/// <param name="Replicas">Replicas that move in one step.</param>
internal sealed record Case(string Name, Func<int, double> Seconds, int Replicas = 1);

/// <summary>One row of the results.</summary>
/// <param name="Group">The comparison it belongs to.</param>
/// <param name="Name">What was measured.</param>
/// <param name="MillisecondsPerStep">Median over the repeats.</param>
/// <param name="ReplicaStepsPerSecond">Median over the repeats.</param>
/// <param name="Ratio">Median over the repeats of its time divided by the reference's time in the same repeat; 1 for the reference.</param>
/// <param name="LowestRatio">The smallest of these ratios.</param>
/// <param name="HighestRatio">The largest of these ratios.</param>
internal sealed record Row(
    string Group,
    string Name,
    double MillisecondsPerStep,
    double ReplicaStepsPerSecond,
    double Ratio,
    double LowestRatio,
    double HighestRatio
);

/// <summary>
/// Times cases beside each other: in every repeat each case does its steps once, in turn, so that whatever else the machine does meets all
/// of them alike, and ratios are formed within a repeat.
/// </summary>
internal static class Measurement
{
    /// <summary>Measures a group of cases; the first is the reference.</summary>
    public static IReadOnlyList<Row> Compare(string group, IReadOnlyList<Case> cases, int repeats, double secondsEach)
    {
        var steps = cases.Select(c => StepsFor(c, secondsEach)).ToArray();
        var perStep = cases.Select(_ => new List<double>()).ToArray();
        for (var repeat = 0; repeat < repeats; repeat++)
            foreach (var i in repeat % 2 == 0 ? Enumerable.Range(0, cases.Count) : Enumerable.Range(0, cases.Count).Reverse())
                perStep[i].Add(cases[i].Seconds(steps[i]) / steps[i]);
        return
        [
            .. cases.Select(
                (c, i) =>
                {
                    var ratios = perStep[i].Zip(perStep[0], (own, reference) => own / reference).ToList();
                    return new Row(
                        group,
                        c.Name,
                        1000 * Median(perStep[i]),
                        c.Replicas / Median(perStep[i]),
                        Median(ratios),
                        ratios.Min(),
                        ratios.Max()
                    );
                }
            ),
        ];
    }

    /// <summary>The median.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[sorted.Count / 2 - 1] + sorted[sorted.Count / 2]) / 2;
    }

    /// <summary>Warms a case up and chooses how many steps it does in a repeat.</summary>
    private static int StepsFor(Case c, double seconds)
    {
        c.Seconds(5);
        var clock = Stopwatch.StartNew();
        c.Seconds(10);
        return Math.Clamp((int)(seconds / (clock.Elapsed.TotalSeconds / 10)), 10, 5000);
    }
}
