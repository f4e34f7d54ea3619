using System.Globalization;

namespace GanStability;

/// <summary>
/// Samples that are no points in the plane but rows of D numbers, column by column: a histogram of each over that of the data. It shows
/// each column's distribution, not how columns hang together.
/// </summary>
internal static class ColumnFigures
{
    private const int Bins = 40;
    private const int MostColumns = 6;

    /// <summary>Samples of one replica over the data.</summary>
    public static Figure Of(Run run, int replica)
    {
        var (data, samples) = (run.DataSample(replica)!, run.History.Evaluations[^1].Samples[replica]);
        var distance = run.Distances[replica].ToString("0.000", CultureInfo.InvariantCulture);
        return Of(
            run.Recipe.Data,
            data,
            samples,
            $"Samples: {run.Name}",
            string.Create(CultureInfo.InvariantCulture, $"Seed {run.Recipe.Seed + replica}, step {run.History.Steps}: ")
                + $"the energy distance to the data is {distance}."
        );
    }

    /// <summary>The data alone.</summary>
    public static Figure Of(IDataSource source, float[] data) =>
        Of(source, data, null, $"Data: {source.Name}", $"{data.Length / source.SampleShape[0]} rows drawn from the {source.Name}.");

    private static Figure Of(IDataSource source, float[] data, float[]? samples, string title, string caption)
    {
        var columns = (int)source.SampleShape[0];
        var shown = Math.Min(columns, MostColumns);
        return new Figure
        {
            Title = title,
            Caption = $"{caption} Each column by itself{(shown < columns ? $", the first {shown} of {columns}" : "")}.",
            Alt = $"Histograms of {shown} columns of the {source.Name}{(samples is null ? "" : ", with those of generated samples")}.",
            Columns = Math.Min(shown, 3),
            Panels = [.. Enumerable.Range(0, shown).Select(Panel)],
        };

        Panel Panel(int column)
        {
            var real = Column(data, column);
            var fake = samples is null ? [] : Column(samples, column);
            double[] all = [.. real.Concat(fake).Where(double.IsFinite)];
            var (low, high) = all.Length == 0 ? (0, 1) : (all.Min(), all.Max());
            if (high <= low)
                (low, high) = (low - 0.5, high + 0.5);
            var seen = Outline("data", real, low, high);
            Series[] series =
            [
                new Band("data", seen.X, new double[seen.X.Count], seen.Y) { Color = 0 },
                .. samples is null ? Array.Empty<Series>() : [Outline("generated", fake, low, high) with { Color = 1 }],
            ];
            var label = source is PointSet set ? set.Columns[column] + (set.Standardised ? " (standardised)" : "") : $"column {column + 1}";
            return new("", new Axis(label), new Axis("share of the samples (%)", Min: 0), series) { Legend = samples is not null };
        }

        double[] Column(float[] rows, int column) =>
            [.. Enumerable.Range(0, rows.Length / columns).Select(i => (double)rows[i * columns + column])];
    }

    /// <summary>The outline of a histogram, in per cent of the values per bin; what is not a number is in no bin.</summary>
    private static Line Outline(string name, double[] values, double low, double high)
    {
        var counts = new int[Bins];
        foreach (var value in values.Where(double.IsFinite))
            counts[Math.Min((int)((value - low) / (high - low) * Bins), Bins - 1)]++;
        double Edge(int i) => low + (high - low) * i / Bins;
        return new Line(
            name,
            [.. Enumerable.Range(0, Bins).SelectMany(i => new[] { Edge(i), Edge(i + 1) })],
            [.. counts.SelectMany(count => Enumerable.Repeat(100.0 * count / values.Length, 2))]
        );
    }
}
