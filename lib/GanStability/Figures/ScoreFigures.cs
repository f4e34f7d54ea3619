using System.Globalization;
using GanStability.Scores;

namespace GanStability.Figures;

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
        if (watch.Steps.Count == 0) throw new ArgumentException("Nothing was scored yet: give the watch to a training run first.", nameof(watch));
        var (truth, noise, end) = (watch.Scorer.OfTrueSamples(), watch.Scorer.OfNoise(), watch.Steps[^1]);
        var seeds = end.Scores.Count == 1 ? "One seed" : $"Median and quartiles over {end.Scores.Count} seeds";
        return new Figure
        {
            Title = "Scores over training",
            Caption = $"{seeds}. {watch.Scorer}. Dashed: {truth.Inception.Count} true samples and as much noise.",
            Alt = string.Create(CultureInfo.InvariantCulture,
                $"At step {end.Step}: Inception Score {RunFigures.Median(end.Scores.Select(Inception)):0.00}, true samples {truth.Inception.Mean:0.00}; Fréchet distance {RunFigures.Median(end.Scores.Select(Frechet)):0.0}, true samples {truth.Frechet.Value:0.0}, noise {noise.Frechet.Value:0}."),
            Panels = [Of("Inception Score: higher is better", false, Inception), Of("Fréchet distance: lower is better", true, Frechet)],
        };

        Panel Of(string title, bool log, Func<PictureScore, double> value) => new(title, new Axis("step", Min: 0), new Axis(log ? "FID" : "IS", Log: log),
        [
            .. SeedBand.Of("generated", [.. watch.Steps.Select(s => (double)s.Step)],
                [.. Enumerable.Range(0, end.Scores.Count).Select(r => (IReadOnlyList<double>)[.. watch.Steps.Select(s => value(s.Scores[r]))])], 0, Dash.Solid),
            new Rule("true samples", value(truth)) { Color = 2 },
            new Rule("noise", value(noise)) { Color = 7, Dash = Dash.Dotted },
        ]);
    }

    /// <summary>How many pictures of each class there are, beside one another.</summary>
    /// <param name="classes">Names of the classes; of the data that was scored.</param>
    /// <param name="scores">Scores with their names.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">No scores, or another number of classes.</exception>
    public static Figure ClassFigure(IReadOnlyList<string> classes, params (string Name, PictureScore Score)[] scores)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.Length == 0) throw new ArgumentException("Give at least one score.", nameof(scores));
        foreach (var (name, score) in scores)
            if (score.Histogram.Count != classes.Count)
                throw new ArgumentException($"The score of '{name}' counts {score.Histogram.Count} classes; {classes.Count} names were given.", nameof(classes));
        var positions = Enumerable.Range(0, classes.Count).Select(k => (double)k).ToArray();
        return new Figure
        {
            Title = "Which classes are made",
            Caption = $"As the network sees them: {scores[0].Score.Network}; N = {scores[0].Score.Inception.Count} each.",
            Alt = string.Join("; ", scores.Select(s => string.Create(CultureInfo.InvariantCulture,
                $"{s.Name}: {s.Score.ClassesFound} of {classes.Count} classes, the rarest {100.0 * s.Score.Histogram.Min() / s.Score.Histogram.Sum():0} %, the most frequent {100.0 * s.Score.Histogram.Max() / s.Score.Histogram.Sum():0} %"))) + ".",
            Panels =
            [
                new Panel("", new Axis("class") { Categories = classes }, new Axis("share of pictures, %", Min: 0),
                    [.. scores.Select(s => new Bars(s.Name, positions, [.. s.Score.Histogram.Select(c => 100.0 * c / s.Score.Histogram.Sum())]))]),
            ],
        };
    }

    private static double Inception(PictureScore score) => score.Inception.Mean;

    private static double Frechet(PictureScore score) => score.Frechet.Value;
}
