using System.Diagnostics;
using GanStability;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Training;

/// <summary>
/// A learner's whole path: own points, two stabilizers, table and figures, saved, opened in a new process, the same samples.
/// </summary>
public sealed class LearnersPathTests : IDisposable
{
    private const string Variable = "GANSTABILITY_TEST_SAVED_RUNS";
    private readonly string folder = Directory.CreateTempSubdirectory("path").FullName;

    [Fact]
    public async Task FromOwnPointsToTheSameSamplesInANewProcess()
    {
        var file = Path.Combine(folder, "points.csv");
        File.WriteAllLines(
            file,
            Enumerable.Range(0, 200).Select(i => FormattableString.Invariant($"{Math.Cos(i / 7.0)},{Math.Sin(i / 5.0)}"))
        );
        var baseline = Recipe(PointsOf(file));
        Recipe[] recipes = [baseline, baseline with { Name = "R1", Stabilizers = [new R1()] }, Own(baseline)];

        var board = Kit.Showdown(recipes, new ResultFile(Path.Combine(folder, "results.jsonl")));
        Assert.Equal(["baseline", "R1", "own generator"], board.Methods.Select(m => m.Name));
        Assert.Contains("<img", board.OverTraining().ToHtml(), StringComparison.Ordinal);

        foreach (var run in Trainer.Train(recipes))
        {
            Assert.Contains("<img", run.SampleFigure().ToHtml(), StringComparison.Ordinal);
            Assert.Contains(run.Name, DistanceTable.Compare(run).ToText(), StringComparison.Ordinal);
            run.Save(Path.Combine(folder, $"{run.Name}.run"));
            Write(run, Path.Combine(folder, $"{run.Name}.expected"));
            run.Dispose();
        }
        await InAnotherProcess();
        foreach (var recipe in recipes)
            Assert.Equal(
                File.ReadAllBytes(Path.Combine(folder, $"{recipe.Name}.expected")),
                File.ReadAllBytes(Path.Combine(folder, $"{recipe.Name}.found"))
            );
    }

    /// <summary>Not a test: what the other process does.</summary>
    [Fact(Explicit = true)]
    public void TheOtherProcess()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } shared)
        {
            Assert.Skip("Run by another test only.");
            return;
        }
        foreach (var name in new[] { "baseline", "R1" })
            Open(name, null);
        // A network of one's own opens with its recipe, which is written anew.
        Open("own generator", Own(Recipe(PointsOf(Path.Combine(shared, "points.csv")))));

        void Open(string name, Recipe? recipe)
        {
            using var run = Run.Load(Path.Combine(shared, $"{name}.run"), recipe);
            Write(run, Path.Combine(shared, $"{name}.found"));
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static Recipe Recipe(IDataSource points) => TinyRecipes.Ring with { Name = "baseline", Data = points, Steps = 40 };

    private static Recipe Own(Recipe baseline)
    {
        const int width = 12;
        return baseline with
        {
            Name = "own generator",
            Generator = new PlainGenerator(() => nn.Sequential(nn.Linear(3, width), nn.Tanh(), nn.Dropout(0.1), nn.Linear(width, 2)))
            {
                Latent = 3,
            },
            Stabilizers = [new WeightAveraging()],
        };
    }

    private static void Write(Run run, string path) =>
        File.WriteAllBytes(
            path,
            [.. run.Samples().Concat(run.SamplesAt(new float[run.Recipe.Generator.Latent])).SelectMany(BitConverter.GetBytes)]
        );

    private async Task InAnotherProcess()
    {
        var method = $"{typeof(LearnersPathTests).FullName}.{nameof(TheOtherProcess)}";
        var start = new ProcessStartInfo(
            "dotnet",
            ["exec", typeof(LearnersPathTests).Assembly.Location, "-explicit", "only", "-method", method]
        )
        {
            RedirectStandardOutput = true,
        };
        start.Environment[Variable] = folder;
        using var other = Process.Start(start)!;
        var output = await other.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await other.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(other.ExitCode == 0, output);
    }

    private static IDataSource PointsOf(string file) => new Points(file);

    /// <summary>A learner's own points, read from a file.</summary>
    private sealed class Points(string file) : IDataSource
    {
        private readonly float[] numbers =
        [
            .. File.ReadAllLines(file)
                .SelectMany(line => line.Split(','))
                .Select(n => float.Parse(n, System.Globalization.CultureInfo.InvariantCulture)),
        ];

        public string Name => "own points";

        public IReadOnlyList<long> SampleShape => [2];

        public Tensor Sample(int count, torch.Generator generator, Device device)
        {
            using var scope = NewDisposeScope();
            var all = tensor(numbers, [numbers.Length / 2, 2], device: device);
            var chosen = randint(numbers.Length / 2, [count], ScalarType.Int64, device, generator: generator);
            return all.index_select(0, chosen).MoveToOuterDisposeScope();
        }
    }
}
