using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// Figures of pictures: samples in a grid, over training, between two latent vectors, and beside their nearest training pictures.
/// </summary>
public static class ImageFigures
{
    private const int MostGridPictures = 100;
    private const int MostRows = 12;
    private const int Replayed = 16;

    /// <summary>Pictures in a grid.</summary>
    /// <param name="pictures">Numbers in [−1, 1], picture by picture, channel by channel, row by row.</param>
    /// <param name="shape">Shape of one picture: one or three channels, height, width.</param>
    /// <param name="title">The title of the figure.</param>
    /// <param name="caption">The caption.</param>
    /// <param name="columns">Pictures per row; null for about a square.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">No whole pictures, or neither grey nor colour ones.</exception>
    public static Figure Grid(float[] pictures, IReadOnlyList<long> shape, string title, string caption, int? columns = null)
    {
        var picture = ImageGrid.Of(title, pictures, shape, columns);
        return Grey(
            title,
            caption,
            $"{title}: {ImageGrid.Count(pictures, shape)} pictures of {shape[1]}×{shape[2]} pixels.",
            [Panel("", picture)]
        );
    }

    /// <summary>Real pictures of a data set in a grid.</summary>
    /// <param name="data">The pictures.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">Decides which.</param>
    /// <returns>The figure.</returns>
    public static Figure DataFigure(IDataSource data, int count = 40, long seed = 1)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (count is < 1 or > MostGridPictures)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"A grid shows 1 to {MostGridPictures} pictures.");
        using var generator = new torch.Generator((ulong)seed, CPU);
        using var scope = NewDisposeScope();
        var pictures = data.Draw(count, generator, CPU).cpu().contiguous().data<float>().ToArray();
        return Grid(pictures, data.SampleShape, $"Data: {data.Name}", $"{count} pictures drawn from the {data.Name}.", Math.Min(count, 10));
    }

    /// <summary>Generated pictures of one replica.</summary>
    /// <param name="run">A run on pictures.</param>
    /// <param name="replica">The replica, from 0.</param>
    /// <param name="count">How many, at most 100.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">The data is no pictures.</exception>
    public static Figure ImageFigure(this Run run, int replica = 0, int count = 40) =>
        Grid(
            Pictures(run).Samples(replica, count),
            run.Recipe.Data.SampleShape,
            $"Samples: {run.Name}",
            $"{count} generated pictures, seed {run.Recipe.Seed + replica}, step {run.History.Steps}.",
            Math.Min(count, 10)
        );

    /// <summary>
    /// Pictures of several runs side by side, each a panel: a row is a seed, a column a latent vector, and the same place in two panels is
    /// the same seed and the same latent vector. A collapse is a row of equal pictures.
    /// </summary>
    /// <param name="runs">Runs on the same pictures and seeds.</param>
    /// <param name="columns">Pictures per row, 1 to 25.</param>
    /// <param name="seeds">At most so many rows, from the first seed on, 1 to 12.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">No runs, runs on points, or runs whose pictures, seeds or latent vectors differ from the first
    /// one's.</exception>
    public static Figure RowsFigure(IReadOnlyList<Run> runs, int columns = 10, int seeds = 8)
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Count == 0)
            throw new ArgumentException("There are no runs; give at least one.", nameof(runs));
        Check(nameof(columns), columns, 25);
        Check(nameof(seeds), seeds, MostRows);
        var recipe = Pictures(runs[0]).Recipe;
        foreach (var run in runs.Skip(1).Select(r => Pictures(r)))
            if (Different(recipe, run.Recipe) is { } what)
                throw new ArgumentException($"'{run.Name}' and '{runs[0].Name}' cannot be compared row by row: {what}.", nameof(runs));
        var rows = Math.Min(seeds, recipe.Replicas);
        var places = rows == 1 ? $"seed {recipe.Seed}" : $"a row is a seed, {recipe.Seed} (top) to {recipe.Seed + rows - 1}";
        var steps = runs.Select(r => r.History.Steps).Distinct().ToList();
        return Grey(
            $"Samples: {string.Join(", ", runs.Select(r => r.Name))}",
            $"Generated pictures{(steps.Count == 1 ? $" after {steps[0]} steps" : "")}: {places}; a column is a latent vector"
                + (runs.Count == 1 ? "." : ". The same place in each panel is the same seed and the same latent vector."),
            $"{runs.Count} {(runs.Count == 1 ? "panel" : "panels")} of {rows}×{columns} pictures, one row per seed.",
            [.. runs.Select(run => Panel(runs.Count == 1 ? "" : run.Name, Rows(run)))]
        ) with
        {
            // One seed is a row: rows stand under one another, so that columns can be compared.
            Columns = rows == 1 ? 1 : null,
        };

        ImageSeries Rows(Run run) =>
            ImageGrid.Of(
                "samples",
                [.. Enumerable.Range(0, rows).SelectMany(r => run.Samples(r, columns))],
                run.Recipe.Data.SampleShape,
                columns
            );

        static void Check(string name, int value, int most)
        {
            if (value < 1 || value > most)
                throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; it must be from 1 to {most}.");
        }

        static string? Different(Recipe first, Recipe other) =>
            !first.Data.SampleShape.SequenceEqual(other.Data.SampleShape) ? "their pictures have different shapes"
            : first.Seed != other.Seed || first.Replicas != other.Replicas
                ? $"one has {first.Replicas} seeds from {first.Seed}, the other {other.Replicas} from {other.Seed}"
            : first.Generator.Latent != other.Generator.Latent
                ? $"their latent vectors have {first.Generator.Latent} and {other.Generator.Latent} numbers"
            : null;
    }

    /// <summary>Generated pictures over training, with a slider; always from the same latent vectors.</summary>
    /// <param name="run">A run on pictures.</param>
    /// <param name="replica">The replica, from 0.</param>
    /// <param name="frames">At most this many moments.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">The data is no pictures.</exception>
    public static Figure ImageReplayFigure(this Run run, int replica = 0, int frames = 12)
    {
        var moments = Thinning.Evenly(Pictures(run).History.Evaluations, frames);
        var shape = run.Recipe.Data.SampleShape;
        var all = moments
            .Select(e => new Frame(
                e.Step.ToString(CultureInfo.InvariantCulture),
                [Panel("", ImageGrid.Of("samples", e.Samples[replica][..(int)(Replayed * Size(shape))], shape, 8))]
            ))
            .ToList();
        return Grey(
            $"Replay: {run.Name}",
            $"{Replayed} generated pictures over training, seed {run.Recipe.Seed + replica}, always from the same latent vectors; move "
                + $"the slider. The static picture shows the last step.",
            $"Generated pictures at {all.Count} moments of training, from step {moments[0].Step} to step {moments[^1].Step}.",
            all[^1].Panels
        ) with
        {
            Slider = new Slider("step", all, all.Count - 1),
        };
    }

    /// <summary>
    /// On the way from one latent vector to another, row by row. The way is an arc (spherical interpolation), because almost all latent
    /// vectors N(0, I) have nearly the same length (White 2016, arXiv 1609.04468). Pictures that change smoothly speak against a generator
    /// that only remembers.
    /// </summary>
    /// <param name="run">A run on pictures.</param>
    /// <param name="replica">The replica, from 0.</param>
    /// <param name="rows">Pairs of latent vectors.</param>
    /// <param name="steps">Pictures per row, at least 2.</param>
    /// <param name="seed">Decides the latent vectors.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">The data is no pictures.</exception>
    public static Figure InterpolationFigure(this Run run, int replica = 0, int rows = 4, int steps = 10, long seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        var width = Pictures(run).Recipe.Generator.Latent;
        using var generator = new torch.Generator((ulong)seed, CPU);
        using var scope = NewDisposeScope();
        var ends = randn([rows, 2, width], generator: generator).data<float>().ToArray().Chunk(width).ToArray();
        var latents = Enumerable
            .Range(0, rows)
            .SelectMany(row => Enumerable.Range(0, steps).SelectMany(i => Between(ends[2 * row], ends[(2 * row) + 1], i / (steps - 1.0))))
            .ToArray();
        return Grid(
            run.SamplesAt(latents, replica),
            run.Recipe.Data.SampleShape,
            $"Between latent vectors: {run.Name}",
            $"Each row goes from one latent vector to another along an arc; seed {run.Recipe.Seed + replica}, step {run.History.Steps}.",
            steps
        );
    }

    /// <summary>
    /// Generated pictures (upper rows) over their nearest pictures of a set by the Euclidean distance of pixels (lower rows): a generator
    /// that copies shows equal pairs.
    /// </summary>
    /// <param name="run">A run on pictures.</param>
    /// <param name="set">The pictures it was trained on.</param>
    /// <param name="replica">The replica, from 0.</param>
    /// <param name="count">How many, at most 20.</param>
    /// <returns>The figure; its caption compares the distances with those of real pictures to their nearest others.</returns>
    /// <exception cref="ArgumentException">The data is no pictures, or of another shape.</exception>
    public static Figure NearestFigure(this Run run, ImageSet set, int replica = 0, int count = 10)
    {
        ArgumentNullException.ThrowIfNull(set);
        if (count is < 1 or > 20)
            throw new ArgumentOutOfRangeException(nameof(count), count, "Compare 1 to 20 pictures.");
        var shape = Pictures(run).Recipe.Data.SampleShape;
        if (!shape.SequenceEqual(set.SampleShape))
            throw new ArgumentException(
                $"The run makes pictures [{string.Join(", ", shape)}], the set holds [{string.Join(", ", set.SampleShape)}].",
                nameof(set)
            );
        using var scope = NewDisposeScope();
        var samples = tensor(run.Samples(replica, count), [count, Size(shape)]);
        var (nearest, distances) = NearestImages.Of(samples, set);
        // What is usual: pictures of the set itself and their nearest neighbour that is not themselves.
        var some = set.Range(0, Math.Min(set.Count, 100), CPU).Images.flatten(1);
        var usual = NearestImages.Of(some, set, butNotItself: true).Distances;
        var pictures = cat([samples, nearest]).contiguous().data<float>().ToArray();
        return Grid(
            pictures,
            shape,
            $"Nearest training pictures: {run.Name}",
            string.Create(
                CultureInfo.InvariantCulture,
                $"Upper row: generated, seed {run.Recipe.Seed + replica}. Lower row: the nearest of {set.Count} pictures. Mean "
                    + $"distance {distances.mean().item<float>():0.0}; from a real picture to its nearest other one "
                    + $"{usual.mean().item<float>():0.0}. Copies would be far nearer."
            ),
            count
        );
    }

    /// <summary>The panel of a live view.</summary>
    internal static Panel LivePanel(Run run, int replica) =>
        Panel(
            $"seed {run.Recipe.Seed + replica}",
            ImageGrid.Of("samples", run.History.Evaluations[^1].Samples[replica], run.Recipe.Data.SampleShape, 5)
        );

    private static Figure Grey(string title, string caption, string alt, IReadOnlyList<Panel> panels) =>
        new()
        {
            Title = title,
            Caption = caption,
            Alt = alt,
            Panels = panels,
        };

    private static Panel Panel(string title, ImageSeries picture) =>
        new(title, new Axis(""), new Axis(""), [picture]) { EqualAspect = true, Legend = false };

    private static long Size(IReadOnlyList<long> shape) => shape.Aggregate(1L, (a, b) => a * b);

    private static Run Pictures(Run run)
    {
        RunFigures.Trained(run);
        return run.IsImages
            ? run
            : throw new ArgumentException(
                $"This figure needs pictures; {run.Recipe.Data.Name} has samples of shape "
                    + $"[{string.Join(", ", run.Recipe.Data.SampleShape)}].",
                nameof(run)
            );
    }

    private static float[] Between(float[] a, float[] b, double t)
    {
        double Dot(float[] x, float[] y) => x.Zip(y, (p, q) => (double)p * q).Sum();
        var angle = Math.Acos(Math.Clamp(Dot(a, b) / Math.Sqrt(Dot(a, a) * Dot(b, b)), -1, 1));
        var (u, v) = angle < 1e-6 ? (1 - t, t) : (Math.Sin((1 - t) * angle) / Math.Sin(angle), Math.Sin(t * angle) / Math.Sin(angle));
        return [.. a.Zip(b, (p, q) => (float)(u * p + v * q))];
    }
}
