using System.Globalization;

namespace GanStability;

/// <summary>Figures of saved results on data with known modes in which single seeds are seen, not their means.</summary>
internal static class SeedFigures
{
    private const int PanelsPerRow = 4;

    /// <summary>Of a method among the dots, in CSS pixels.</summary>
    private const int RowHeight = 34;

    /// <summary>How far dots of equal scores are drawn apart, as a share of the room of a method.</summary>
    private const double Spread = 0.6;

    /// <summary>The generated points of each method's median seed.</summary>
    /// <param name="comparison">The methods.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">Data whose modes are not known, or results without points.</exception>
    public static Figure Clouds(Comparison comparison)
    {
        var data = ModesOf(comparison);
        if (comparison.All.FirstOrDefault(m => m.Seeds.Any(r => r.Points.Count == 0)) is { } without)
            throw new ArgumentException(
                $"The results of '{without.Name}' keep no points; an older kit trained them: train them anew.",
                nameof(comparison)
            );
        var reach = 1.35 * data.Extent;
        Points centres = new("centres", [.. data.Centres.Select(c => c.X)], [.. data.Centres.Select(c => c.Y)])
        {
            Color = 0,
            Marker = Marker.Ring,
            Size = 11,
        };
        Panel Cloud(Method method)
        {
            var median = Ordered(method.Seeds).ElementAt((method.Seeds.Count - 1) / 2);
            Points points = new("generated", [.. median.Points.Where((_, i) => i % 2 == 0)], [.. median.Points.Where((_, i) => i % 2 == 1)])
            {
                Color = 1,
                Marker = Marker.Circle,
                Size = 4,
                Opacity = 0.7,
            };
            return new(
                method.Name,
                new Axis(
                    string.Create(CultureInfo.InvariantCulture, $"{median.Held} of {median.Modes} held, {100 * median.HighQuality:0} %"),
                    Min: -reach,
                    Max: reach
                ),
                new Axis("", Min: -reach, Max: reach),
                [centres, points]
            )
            {
                EqualAspect = true,
                Legend = false,
            };
        }
        return new Figure
        {
            Title = $"One cloud of every method: {comparison.Data}",
            Caption =
                $"Each panel: {comparison.Baseline.Seeds[0].Points.Count / 2} generated points (orange) of the median of "
                + $"{comparison.SeedsInWords}, ordered by modes held and then by quality; blue rings: the centres of the data. Below: "
                + "modes held, and the share of high-quality samples.",
            Alt =
                "Clouds of the median seeds: "
                + string.Join("; ", comparison.All.Select(m => $"{m.Name} {Ordered(m.Seeds).ElementAt((m.Seeds.Count - 1) / 2).Held}"))
                + $" of {comparison.Baseline.Seeds[0].Modes} modes held.",
            Columns = Math.Min(PanelsPerRow, comparison.All.Count),
            Panels = [.. comparison.All.Select(Cloud)],
        };
    }

    /// <summary>Modes held and quality, every seed a dot.</summary>
    /// <param name="comparison">The methods.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">Data whose modes are not known.</exception>
    public static Figure Seeds(Comparison comparison)
    {
        var (data, modes) = (ModesOf(comparison), comparison.Baseline.Seeds[0].Modes);
        var methods = comparison.All.OrderByDescending(m => m.Median(Held)).ThenByDescending(m => m.Median(Quality)).ToList();
        // The best method on top; names beside the dots have room for as many methods as there are.
        string[] names = [.. methods.Select(m => m.Name).Reverse()];
        double Row(int i) => methods.Count - 1 - i;
        var thinRing = ModeCoverage.OfThinRing(data, 1);
        Panel Scores(Axis scores, Func<SeedResult, double?> score, params Series[] lines) =>
            new(
                "",
                scores,
                new Axis("") { Categories = names },
                [
                    .. lines,
                    new Points(
                        "one seed",
                        [.. methods.SelectMany(m => m.Seeds.Select(r => score(r) ?? double.NaN).Order())],
                        [.. methods.SelectMany((m, i) => Beside(m.Seeds.Count).Select(d => Row(i) + d))]
                    )
                    {
                        Color = 1,
                        Marker = Marker.Circle,
                        Size = 6,
                        Opacity = 0.6,
                    },
                    new Points("median", [.. methods.Select(m => m.Median(score))], [.. methods.Select((_, i) => Row(i))])
                    {
                        Color = 6,
                        Marker = Marker.Diamond,
                        Size = 10,
                    },
                ]
            );
        return new Figure
        {
            Title = $"Every seed: {comparison.Data}",
            Caption =
                $"{comparison.SeedsInWords}; each dot is one seed, the black diamond their median; the best median on top. A mode is held "
                + "that gets half of its fair share. Dotted: the quality of a thin ring round the data, which holds "
                + $"{(thinRing.Held == 0 ? "no mode" : $"{thinRing.Held} of {modes} modes")}; dashed: true samples.",
            Alt =
                "Medians of modes held and quality: "
                + string.Join(
                    "; ",
                    methods.Select(m =>
                        string.Create(CultureInfo.InvariantCulture, $"{m.Name} {m.Median(Held):0.#}, {m.Median(Quality):0} %")
                    )
                )
                + ".",
            Columns = 2,
            Size = (1200, 150 + (RowHeight * methods.Count)),
            Panels =
            [
                Scores(new("modes held", Min: -0.3, Max: modes + 0.3), Held),
                Scores(
                    new("high quality, %", Min: -3, Max: 103),
                    Quality,
                    new Rule("true samples", 100 * ModeCoverage.OfTrueSamples(data, 1).HighQuality, Vertical: true),
                    new Rule("thin ring", 100 * thinRing.HighQuality, Vertical: true) { Dash = Dash.Dotted }
                ),
            ],
        };
    }

    private static double? Held(SeedResult result) => result.Held;

    private static double? Quality(SeedResult result) => 100 * result.HighQuality;

    private static IOrderedEnumerable<SeedResult> Ordered(IEnumerable<SeedResult> seeds) =>
        seeds.OrderBy(r => r.Held).ThenBy(r => r.HighQuality);

    /// <summary>Places side by side, so that equal scores do not hide each other.</summary>
    private static IEnumerable<double> Beside(int count) =>
        Enumerable.Range(0, count).Select(i => count == 1 ? 0 : Spread * ((double)i / (count - 1) - 0.5));

    private static IHasModes ModesOf(Comparison comparison) =>
        Study.DataOf(comparison.Data) as IHasModes
        ?? throw new ArgumentException(
            $"This figure needs data with known modes in the plane; {comparison.Data} has none.",
            nameof(comparison)
        );
}
