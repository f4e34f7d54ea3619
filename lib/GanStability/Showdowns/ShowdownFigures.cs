using System.Globalization;

namespace GanStability;

/// <summary>Figures of saved results.</summary>
internal static class ShowdownFigures
{
    /// <summary>The most methods that share one panel; more get a panel each, beside the baseline.</summary>
    private const int MostTogether = 3;

    /// <summary>Index of the baseline's colour; methods take those before it.</summary>
    private const int Black = 6;

    /// <summary>The figure that belongs to the results: modes held or distances over training, or the scores of pictures.</summary>
    /// <param name="comparison">The methods.</param>
    /// <returns>The figure.</returns>
    public static Figure Of(Comparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var result = comparison.Baseline.Seeds[0];
        return result.Frechet is not null ? Pictures(comparison)
            : result.EnergyDistance is not null ? Distances(comparison)
            : Coverage(comparison);
    }

    /// <summary>
    /// Modes held over training: together, or, with more than three methods, one panel per method with the baseline in black.
    /// </summary>
    /// <param name="comparison">The methods.</param>
    /// <returns>The figure.</returns>
    public static Figure Coverage(Comparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var modes = comparison.Baseline.Seeds[0].Modes;
        return OverTraining(
            comparison,
            $"Modes held over training: {comparison.Data}",
            "a mode is held that receives at least half of its fair share of 2500 samples, within 3σ.",
            new("modes held", Min: -0.3, Max: modes + 0.4),
            r => Values(r, r.HeldOverTraining, h => h),
            m => $"{Median(m, r => r.Held, "0.#")} of {modes}"
        );
    }

    /// <summary>The energy distance to the data over training, laid out as in <see cref="Coverage"/>.</summary>
    /// <param name="comparison">The methods.</param>
    /// <returns>The figure.</returns>
    public static Figure Distances(Comparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        return OverTraining(
            comparison,
            $"Distance over training: {comparison.Data}",
            $"energy distance between {EnergyDistance.SampleCount} samples and as many points of the data.",
            new("energy distance"),
            r => Values(r, r.DistanceOverTraining, d => d ?? double.NaN),
            m => Median(m, r => r.EnergyDistance, "0.000")
        );
    }

    /// <summary>The Fréchet distance and the Inception Score of pictures: every seed a point, the mean a bar.</summary>
    /// <param name="comparison">The methods, on pictures.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">Results without picture scores.</exception>
    public static Figure Pictures(Comparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var methods = comparison.All;
        if (methods.Any(m => m.Seeds.Any(r => r.Frechet is null)))
            throw new ArgumentException("This figure needs scores of pictures; these results have none.", nameof(comparison));
        Panel Score(string title, string label, Func<SeedResult, double> score) =>
            new(
                title,
                new Axis("method") { Categories = [.. methods.Select(m => m.Name)] },
                new Axis(label),
                [
                    new Bars("mean", [.. methods.Select((_, i) => (double)i)], [.. methods.Select(m => m.Seeds.Average(score))])
                    {
                        Color = 1,
                        Opacity = 0.5,
                    },
                    new Points(
                        "one seed",
                        [.. methods.SelectMany((m, i) => m.Seeds.Select(_ => (double)i))],
                        [.. methods.SelectMany(m => m.Seeds.Select(score))]
                    )
                    {
                        Color = Black,
                        Marker = Marker.Cross,
                        Size = 8,
                    },
                ]
            );
        return new Figure
        {
            Title = $"Scores: {comparison.Data}",
            Caption = $"{comparison.Baseline.Seeds.Count} seeds each. {comparison.Baseline.Seeds[0].Scorer}.",
            Alt =
                "Mean Fréchet distances: "
                + string.Join(
                    "; ",
                    methods.Select(m => FormattableString.Invariant($"{m.Name} {m.Seeds.Average(r => r.Frechet!.Value):0.0}"))
                )
                + ".",
            Panels =
            [
                Score("Fréchet distance (lower is better)", "FID", r => r.Frechet!.Value),
                Score("Inception Score (higher is better)", "IS", r => r.InceptionScore!.Value),
            ],
        };
    }

    private static string Median(Method method, Func<SeedResult, double?> value, string format) =>
        SeedBand.Quantile(method.Seeds.Select(value).OfType<double>(), 0.5) is var median && double.IsNaN(median)
            ? "–"
            : median.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>A value per measurement; an older file has no modes held.</summary>
    private static IReadOnlyList<double> Values<T>(SeedResult result, IReadOnlyList<T> measured, Func<T, double> value) =>
        measured.Count > 0 ? [.. measured.Select(value)] : [.. result.MeasuredAt.Select(_ => double.NaN)];

    private static Figure OverTraining(
        Comparison comparison,
        string title,
        string what,
        Axis axis,
        Func<SeedResult, IReadOnlyList<double>> values,
        Func<Method, string> atTheEnd
    )
    {
        var methods = comparison.All;
        var together = methods.Count <= MostTogether;
        Panel Panel(string name, IEnumerable<Series> curves) => new(name, new Axis("step"), axis, [.. curves]) { Legend = together };
        IReadOnlyList<Series> Curve(Method method, int color, Dash dash) =>
            SeedBand.Of(method.Name, [.. method.Seeds[0].MeasuredAt.Select(s => (double)s)], [.. method.Seeds.Select(values)], color, dash);
        return new Figure
        {
            Title = title,
            Caption =
                $"Median (line) and quartiles (band) over {comparison.Baseline.Seeds.Count} seeds; {what}"
                + (together ? "" : $" Black and dotted in every panel: {comparison.Baseline.Name}."),
            Alt = $"At the end: {string.Join("; ", methods.Select(m => $"{m.Name} {atTheEnd(m)}"))}.",
            Panels = together
                ? [Panel("", methods.SelectMany((m, i) => Curve(m, i, (Dash)i)))]
                :
                [
                    .. comparison.Others.Select(
                        (m, i) => Panel(m.Name, [.. Curve(comparison.Baseline, Black, Dash.Dotted), .. Curve(m, i % Black, Dash.Solid)])
                    ),
                ],
        };
    }
}
