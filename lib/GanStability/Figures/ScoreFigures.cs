using System.Globalization;

namespace GanStability;

/// <summary>Figures of the scores of pictures, with the network, N and the reference in every caption.</summary>
public static class ScoreFigures
{
    /// <summary>Inception Score and Fréchet distance over training, with the lines of true samples and of noise.</summary>
    /// <param name="watch">What watched the run.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">It has seen nothing yet.</exception>
    public static Figure CourseFigure(this ScoreWatch watch)
    {
        ArgumentNullException.ThrowIfNull(watch);
        if (watch.Steps.Count == 0)
            throw new ArgumentException("Nothing was scored yet: give the watch to a training run first.", nameof(watch));
        var (truth, noise, end) = (watch.Scorer.OfTrueSamples(), watch.Scorer.OfNoise(), watch.Steps[^1]);
        var seeds = end.Scores.Count == 1 ? "One seed" : $"Median and quartiles over {end.Scores.Count} seeds";
        return new Figure
        {
            Title = "Scores over training",
            Caption = $"{seeds}. {watch.Scorer}. Dashed: {truth.Inception.Count} true samples and as much noise.",
            Alt = string.Create(
                CultureInfo.InvariantCulture,
                $"At step {end.Step}: Inception Score {RunFigures.Median(end.Scores.Select(Inception)):0.00}, true samples "
                    + $"{truth.Inception.Mean:0.00}; Fréchet distance {RunFigures.Median(end.Scores.Select(Frechet)):0.0}, true samples "
                    + $"{truth.Frechet.Value:0.0}, noise {noise.Frechet.Value:0}."
            ),
            Panels = [Of("Inception Score: higher is better", false, Inception), Of("Fréchet distance: lower is better", true, Frechet)],
        };

        Panel Of(string title, bool log, Func<ImageScore, double> value) =>
            new(
                title,
                new Axis("step", Min: 0),
                new Axis(log ? "FID" : "IS", Log: log),
                [
                    .. SeedBand.Of(
                        "generated",
                        [.. watch.Steps.Select(s => (double)s.Step)],
                        [
                            .. Enumerable
                                .Range(0, end.Scores.Count)
                                .Select(r => (IReadOnlyList<double>)[.. watch.Steps.Select(s => value(s.Scores[r]))]),
                        ],
                        0,
                        Dash.Solid
                    ),
                    new Rule("true samples", value(truth)) { Color = 2 },
                    new Rule("noise", value(noise)) { Color = 6, Dash = Dash.Dotted },
                ]
            );
    }

    /// <summary>How many pictures of each class there are, beside one another.</summary>
    /// <param name="classes">Names of the classes; of the data that was scored.</param>
    /// <param name="scores">Scores with their names.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">No scores, or another number of classes.</exception>
    public static Figure ClassFigure(IReadOnlyList<string> classes, params (string Name, ImageScore Score)[] scores)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.Length == 0)
            throw new ArgumentException("Give at least one score.", nameof(scores));
        foreach (var (name, score) in scores)
            if (score.Histogram.Count != classes.Count)
                throw new ArgumentException(
                    $"The score of '{name}' counts {score.Histogram.Count} classes; {classes.Count} names were given.",
                    nameof(classes)
                );
        var positions = Enumerable.Range(0, classes.Count).Select(k => (double)k).ToArray();
        return new Figure
        {
            Title = "Which classes are made",
            Caption = $"As the network sees them: {scores[0].Score.Network}; N = {scores[0].Score.Inception.Count} each.",
            Alt =
                string.Join(
                    "; ",
                    scores.Select(s =>
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{s.Name}: {s.Score.ClassesFound} of {classes.Count} classes, the rarest "
                                + $"{100.0 * s.Score.Histogram.Min() / s.Score.Histogram.Sum():0} %, the most frequent "
                                + $"{100.0 * s.Score.Histogram.Max() / s.Score.Histogram.Sum():0} %"
                        )
                    )
                ) + ".",
            Panels =
            [
                new Panel(
                    "",
                    new Axis("class") { Categories = classes },
                    new Axis("share of pictures, %", Min: 0),
                    [
                        .. scores.Select(s => new Bars(
                            s.Name,
                            positions,
                            [.. s.Score.Histogram.Select(c => 100.0 * c / s.Score.Histogram.Sum())]
                        )),
                    ]
                ),
            ],
        };
    }

    private static double Inception(ImageScore score) => score.Inception.Mean;

    private static double Frechet(ImageScore score) => score.Frechet.Value;
}

/// <summary>
/// Curves measured over several seeds, as they are drawn everywhere in the course: the median as a line, with a band from the lower to the
/// upper quartile.
/// </summary>
public static class SeedBand
{
    /// <summary>The band and the line of one quantity.</summary>
    /// <param name="name">The legend entry.</param>
    /// <param name="x">Positions.</param>
    /// <param name="seeds">One curve per seed, each with a value per position. Values that are not finite are left out.</param>
    /// <param name="color">Index into <see cref="Palette.Colors"/>.</param>
    /// <param name="dash">How the line is drawn.</param>
    /// <returns>The band (where there is more than one seed), then the line.</returns>
    /// <exception cref="ArgumentException">No seed, or a curve whose length is not that of <paramref name="x"/>.</exception>
    public static IReadOnlyList<Series> Of(
        string name,
        IReadOnlyList<double> x,
        IReadOnlyList<IReadOnlyList<double>> seeds,
        int color,
        Dash dash = Dash.Solid
    )
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(seeds);
        if (seeds.Count == 0)
            throw new ArgumentException("seeds is empty; give one curve per seed.", nameof(seeds));
        for (var r = 0; r < seeds.Count; r++)
            if (seeds[r].Count != x.Count)
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"The curve of seed {r} has {seeds[r].Count} values and x has {x.Count}; they must be equally many."
                    ),
                    nameof(seeds)
                );
        var at = x.Select((_, i) => seeds.Select(s => s[i]).Where(double.IsFinite).Order().ToArray()).ToArray();
        var line = new Line(name, x, [.. at.Select(v => OfSorted(v, 0.5))]) { Color = color, Dash = dash };
        return seeds.Count == 1
            ? [line]
            : [new Band("", x, [.. at.Select(v => OfSorted(v, 0.25))], [.. at.Select(v => OfSorted(v, 0.75))]) { Color = color }, line];
    }

    /// <summary>The q-quantile, interpolated linearly between the order statistics (type 7 of Hyndman and Fan 1996).</summary>
    /// <param name="values">Finite values in any order.</param>
    /// <param name="q">Between 0 (the smallest) and 1 (the largest).</param>
    /// <returns>The quantile; NaN without values.</returns>
    /// <exception cref="ArgumentOutOfRangeException">q is not in [0, 1].</exception>
    public static double Quantile(IEnumerable<double> values, double q)
    {
        if (!(q is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(q), q, "A quantile lies between 0 and 1.");
        return OfSorted([.. values.Order()], q);
    }

    private static double OfSorted(double[] sorted, double q)
    {
        if (sorted.Length == 0)
            return double.NaN;
        var at = q * (sorted.Length - 1);
        var below = (int)at;
        return below + 1 < sorted.Length ? sorted[below] + (at - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }
}
