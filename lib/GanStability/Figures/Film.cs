using System.Globalization;
using GanStability.Engine;
using TorchSharp;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// Films trainings on points in the plane: at every measurement it takes a picture of what one replica's discriminator thinks of the
/// plane, where the generator puts its points, whither its objective pushes them, and how it bends a grid of latent vectors.
/// <c>var film = new Film(); Kit.Train(recipe, watch: film); film.Figure()</c>. It only looks: a filmed run is the run it would be anyway.
/// </summary>
/// <param name="replica">The replica that is filmed, from 0.</param>
/// <param name="every">At least so many steps between two scenes.</param>
/// <param name="from">The first step that may be filmed.</param>
/// <param name="to">The last step that may be filmed.</param>
public sealed class Film(int replica = 0, int every = 1, int from = 0, int to = int.MaxValue) : ITrainingObserver
{
    private const int Cells = 21;
    private const int ArrowCount = 48;
    private const int GridLines = 5;
    private const int PerLine = 11;
    private const double GridReach = 2;
    private readonly OrderedDictionary<string, Reel> reels = [];

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The data is no points in the plane, or there is no such replica.</exception>
    public void Observe(Run run)
    {
        RunFigures.Trained(run, replica);
        if (!reels.TryGetValue(run.Name, out var reel) || reel.Run != run)
            reels[run.Name] = reel = new Reel(run, DataPlane.Of(run, replica), []);
        var step = run.History.Evaluations[^1].Step;
        var due = reel.Scenes.Count == 0 || step >= reel.Scenes[^1].Step + every;
        if (due && step == run.History.Steps && step >= from && step <= to)
            reel.Scenes.Add(Take(run, step, reel.Plane));
    }

    /// <summary>
    /// All filmed runs side by side on one clock, with a slider over training. Colours: D. Points: samples, always of the same latent
    /// vectors; an arrow shows whither a sample would have to go for the generator's objective to fall, its length grows with the square
    /// root of the push. Lines: G of a square grid of the first two latent coordinates from −2 to 2, the others 0.
    /// </summary>
    /// <param name="frames">At most this many moments, spread over the training.</param>
    /// <param name="runs">The filmed runs to show, in this order; all, in the order of their names, when none is given.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">A run that was not filmed.</exception>
    /// <exception cref="InvalidOperationException">Nothing was filmed.</exception>
    public Figure Figure(int frames = 16, params IReadOnlyList<Run> runs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(frames, 2);
        ArgumentNullException.ThrowIfNull(runs);
        // Runs beside each other come in any order.
        var filmed = reels.Values.Where(r => r.Scenes.Count > 0).OrderBy(r => r.Run.Name, StringComparer.Ordinal);
        var seen = runs.Count == 0 ? filmed.ToList() : [.. runs.Select(Reeled)];
        if (seen.Count == 0)
            throw new InvalidOperationException("Nothing was filmed yet: train with Kit.Train(recipe, watch: film).");
        // One clock: the longest run gives the steps, and a run that has ended stays as it was.
        var steps = Thinning.Evenly(seen.MaxBy(r => r.Scenes[^1].Step)!.Scenes.ConvertAll(s => s.Step), frames);
        var all = steps.ConvertAll(step => new Frame(Text(step), [.. seen.Select(reel => reel.Panel(step, bar: seen.Count == 1))]));
        var seed = seen[0].Run.Recipe.Seed + replica;
        return new Figure
        {
            Title = $"The game: {string.Join(", ", seen.Select(r => r.Run.Name))}",
            Caption =
                $"Seed {seed}. Colours: D, from 0 (blue, generated) over ½ (white) to 1 (orange, real). Points: generated, with arrows in "
                + "the direction in which the objective pushes them (length: square root of the push). Black lines: G of a square grid "
                + "in latent space. Blue rings or points: the data. Move the slider; the static picture shows the last moment.",
            Alt =
                $"The discriminator's landscape with generated points, arrows and the bent latent grid at {all.Count} moments, from step "
                + $"{Text(steps[0])} to {Text(steps[^1])}: {string.Join("; ", seen.Select(r => r.Ending(replica)))}.",
            Columns = Math.Min(3, seen.Count),
            Panels = all[^1].Panels,
            Slider = new Slider("step", all, all.Count - 1),
        };
    }

    /// <summary>One replica's game as it is now, for the live view.</summary>
    internal static Panel PanelNow(Run run, int replica)
    {
        var plane = DataPlane.Of(run, replica);
        return new Reel(run, plane, [Take(run, run.History.Steps, plane, replica)]).Panel(run.History.Steps, bar: true) with
        {
            Title = $"seed {run.Recipe.Seed + replica}",
        };
    }

    private Reel Reeled(Run run) =>
        run is not null && reels.TryGetValue(run.Name, out var reel) && reel.Run == run
            ? reel
            : throw new ArgumentException($"'{run?.Name}' was not filmed; filmed were: {string.Join(", ", reels.Keys)}.", nameof(run));

    private Scene Take(Run run, int step, DataPlane plane) => Take(run, step, plane, replica);

    private static Scene Take(Run run, int step, DataPlane plane, int replica)
    {
        var (points, push) = Pushed(run, replica);
        var grid = Grid(run, replica);
        return new Scene(step, SampleFigures.Landscape(run, plane, replica, Cells), points, push, grid, plane.Edge);
    }

    // −B ∂(the generator's objective)/∂x for each sample x of one batch: the mean over the batch is taken back by the factor B.
    private static (float[] Points, float[] Push) Pushed(Run run, int replica)
    {
        var recipe = run.Recipe;
        using var scope = NewDisposeScope();
        using var stream = new ReplicaStream(recipe.Seed, recipe.Replicas, "film", run.Players.Generator.Parameters.device);
        var z = stream.Normal(recipe.Batch, recipe.Generator.Latent);
        Tensor fake;
        using (no_grad())
            fake = run.Players.Generator.Network.call(z).detach();
        fake.requires_grad_(true);
        var onReal = new Lazy<Tensor>(() =>
        {
            using var _ = no_grad();
            var real = stream.Draw(g => recipe.Data.Sample(recipe.Batch, g, stream.Device));
            return run.Players.Discriminator.Network.call(real).Logits;
        });
        var cost = recipe.Objective.Generator(run.Players.Discriminator.Network.call(fake).Logits, onReal);
        var push = Derivative.WhereReached(cost, [fake])[0] is { } slope ? slope * -recipe.Batch : zeros_like(fake);
        return (Numbers(fake), Numbers(push));

        float[] Numbers(Tensor all) => all[replica].detach().cpu().contiguous().data<float>().ToArray();
    }

    // Lines of constant z0, then of constant z1.
    private static float[] Grid(Run run, int replica)
    {
        var width = run.Recipe.Generator.Latent;
        var latents = new float[(width > 1 ? 2 : 1) * GridLines * PerLine * width];
        for (var line = 0; line < latents.Length / width / PerLine; line++)
        for (var i = 0; i < PerLine; i++)
        {
            var (across, along) = (At(line % GridLines, GridLines), At(i, PerLine));
            var row = (line * PerLine + i) * width;
            if (width == 1)
                latents[row] = along;
            else
                (latents[row], latents[row + 1]) = line < GridLines ? (across, along) : (along, across);
        }
        return run.SamplesAt(latents, replica);

        static float At(int i, int count) => (float)(GridReach * (2.0 * i / (count - 1) - 1));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>One run's scenes.</summary>
    private sealed record Reel(Run Run, DataPlane Plane, List<Scene> Scenes)
    {
        // One scale for all scenes, so that a push that dies out is seen to die out.
        private double Longest => Scenes.Max(s => s.Strongest);

        public Panel Panel(int step, bool bar)
        {
            var scene = Scenes.LastOrDefault(s => s.Step <= step) ?? Scenes[0];
            var title = scene.Step == step ? Run.Name : $"{Run.Name} (step {Text(scene.Step)})";
            Series[] drawn = [.. scene.Over(Longest)];
            Series[] withData = Plane.InFront ? [.. drawn, Plane.Data] : [Plane.Data, .. drawn];
            return Plane.Panel(title, [scene.Landscape with { Bar = bar }, .. withData]) with { Legend = false };
        }

        public string Ending(int replica) =>
            Run.History.Evaluations[^1].Coverage is { Count: > 0 } coverage
                ? $"at the end {Run.Name} holds {coverage[replica].Held} of {coverage[replica].Modes} modes"
                : $"{Run.Name} ends at an energy distance of {Run.Distances[replica].ToString("0.000", CultureInfo.InvariantCulture)}";
    }

    /// <summary>One moment.</summary>
    private sealed record Scene(int Step, HeatMap Landscape, float[] Points, float[] Push, float[] Grid, double Edge)
    {
        private const double LongestArrow = .22;

        public double Strongest => Math.Sqrt(Enumerable.Range(0, Math.Min(ArrowCount, Points.Length / 2)).Max(i => Length(i)));

        private double Length(int i) => Math.Sqrt(Push[2 * i] * Push[2 * i] + Push[2 * i + 1] * Push[2 * i + 1]);

        /// <summary>What is drawn over the landscape, back to front; an arrow is as long as a push of the given strength allows.</summary>
        public IReadOnlyList<Series> Over(double strongest)
        {
            var scale = LongestArrow * Edge / Math.Max(strongest, 1e-12);
            var shown = Enumerable.Range(0, Math.Min(ArrowCount, Points.Length / 2)).ToList();
            var factor = shown.ConvertAll(i => Length(i) is var l and > 0 ? scale / Math.Sqrt(l) : 0);
            var (gridX, gridY) = Broken();
            return
            [
                new Line("", gridX, gridY)
                {
                    Color = 6,
                    Dash = Dash.Solid,
                    Width = 1,
                },
                new Arrows(
                    "push on the points",
                    [.. shown.Select(i => Rounded(Points[2 * i]))],
                    [.. shown.Select(i => Rounded(Points[2 * i + 1]))],
                    [.. shown.Select(i => Rounded(factor[i] * Push[2 * i]))],
                    [.. shown.Select(i => Rounded(factor[i] * Push[2 * i + 1]))]
                ),
                DataPlane.Points("generated", Points) with
                {
                    Color = 2,
                    Size = 5,
                    Marker = Marker.Circle,
                },
            ];
        }

        // A NaN between two lines breaks the stroke.
        private (double[] X, double[] Y) Broken()
        {
            var lines = Grid.Length / 2 / PerLine;
            double[] Of(int offset) =>
                [
                    .. Enumerable
                        .Range(0, lines)
                        .SelectMany(l =>
                            Enumerable.Range(l * PerLine, PerLine).Select(i => Rounded(Grid[2 * i + offset])).Append(double.NaN)
                        ),
                ];
            return (Of(0), Of(1));
        }

        private static double Rounded(double value) => Math.Round(value, 3);
    }
}
