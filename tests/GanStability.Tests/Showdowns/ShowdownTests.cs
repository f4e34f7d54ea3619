using System.Text.RegularExpressions;
using GanStability;
using GanStability.Tests.Training;
using Xunit;

namespace GanStability.Tests.Showdowns;

public sealed class ShowdownTests : IDisposable
{
    private static readonly Recipe Small = TinyRecipes.Ring with { Replicas = 4, Steps = 20 };
    private readonly string folder = Directory.CreateTempSubdirectory("showdown").FullName;
    private string File => Path.Combine(folder, "results.jsonl");

    [Fact]
    public void SeedsInTheFileAreNotTrainedAgain()
    {
        var first = new Showdown(new ResultFile(File)).Train(Small);
        var trained = new Counter();
        var again = new Showdown(new ResultFile(File)).Train(Small, trained);
        Assert.Equal(0, trained.Calls);
        Assert.Equal(first.Select(r => (r.Seed, r.HighQuality, r.Seconds)), again.Select(r => (r.Seed, r.HighQuality, r.Seconds)));
        Assert.Equal(4, System.IO.File.ReadAllLines(File).Length);
    }

    [Fact]
    public void AnInterruptedShowdownEndsWithTheSameResults()
    {
        var whole = new Showdown().Train(Small);
        var resumed = new Showdown(new ResultFile(File));
        resumed.Train(Small with { Seed = Small.Seed + 1, Replicas = 2 });
        Assert.Equal(2, resumed.Results.Count);
        Assert.Equal(whole.Select(Outcome), resumed.Train(Small).Select(Outcome));

        // Each ensemble sums in its own order; what is counted must not depend on it at this length.
        static (long, int, int?, double) Outcome(SeedResult r) => (r.Seed, r.Captured, r.Held, Math.Round(r.HighQuality, 2));
    }

    [Fact]
    public void AnInterruptedRecipeGoesOnFromItsCheckpoint()
    {
        var whole = new Showdown().Train(Small);
        using var source = new CancellationTokenSource();
        var recipe = Small with { EvaluateEvery = 5 };
        Assert.Empty(
            new Showdown(new ResultFile(File)).Train(
                recipe,
                new Each(run =>
                {
                    if (run.History.Steps == 10)
                        source.Cancel();
                }),
                source.Token
            )
        );
        var checkpoint = Checkpoint.Of(recipe, Path.Combine(folder, "checkpoints"));
        Assert.True(checkpoint.Exists);
        var steps = new List<int>();
        var resumed = new Showdown(new ResultFile(File)).Train(recipe, new Each(run => steps.Add(run.History.Steps)));
        Assert.Equal([15, 20], steps);
        Assert.Equal(
            whole.Select(r => (r.Seed, r.HighQuality, r.GeneratorGradient)),
            resumed.Select(r => (r.Seed, r.HighQuality, r.GeneratorGradient))
        );
        Assert.False(checkpoint.Exists);

        // One that is damaged is as good as none.
        System.IO.File.Delete(File);
        System.IO.File.WriteAllText(checkpoint.FullPath, "cut off");
        Assert.Equal(4, new Showdown(new ResultFile(File)).Train(recipe).Count);
        Assert.False(checkpoint.Exists);
    }

    [Fact]
    public void ALineOfAnOlderFileHasModesTouchedAndNoneHeld()
    {
        new Showdown(new ResultFile(File)).Train(Small);
        var fresh = new ResultFile(File).Read();
        Assert.All(fresh, r => Assert.Equal(r.MeasuredAt.Count, r.HeldOverTraining.Count));
        // As written before the fair share: "held" was the rule of 1 %, and there was neither "touched" nor "width".
        var old = System.IO.File.ReadAllText(File);
        old = Regex.Replace(old, "\"held\":\\d+", "\"held\":5");
        old = Regex.Replace(old, ",\"(touched|width)\":[^,]+", "");
        System.IO.File.WriteAllText(File, old);
        var read = new ResultFile(File).Read();
        Assert.Equal(4, read.Count);
        Assert.All(read, r => Assert.Equal((null, 5, null, null), (r.Held, r.Touched, r.Width, r.Full)));
        var comparison = Comparison.Pair(read);
        var text = CoverageTable.Compare(TinyRecipes.Ring.Data as IHasModes ?? throw new InvalidOperationException(), comparison).ToText();
        // Nothing was held, so the columns of modes held say nothing and are left out; five are touched on every seed.
        Assert.DoesNotContain("modes held", text, StringComparison.Ordinal);
        Assert.Matches("baseline .* 5 ", text);
        Assert.Contains("– of 8", ShowdownFigures.Of(comparison).Alt, StringComparison.Ordinal);
    }

    [Fact]
    public void ATornLineIsSkippedAndDoesNotSwallowTheNext()
    {
        var showdown = new Showdown(new ResultFile(File));
        showdown.Train(Small with { Replicas = 1 });
        System.IO.File.AppendAllText(File, "{\"recipe\":\"bas");
        Assert.Single(showdown.Results);
        showdown.Train(Small with { Replicas = 2 });
        Assert.Equal([7, 8], showdown.Of(Small).Select(r => r.Seed));
    }

    [Fact]
    public async Task ManyWritersLoseNoLine()
    {
        var result = new Showdown().Train(Small with { Replicas = 1 })[0];
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(writer =>
                    Task.Run(() =>
                    {
                        for (var i = 0; i < 25; i++)
                            new ResultFile(File).Append([result with { Seed = 1000 * writer + i }]);
                    })
                )
        );
        Assert.Equal(200, new ResultFile(File).Read().Select(r => r.Seed).Distinct().Count());
    }

    [Fact]
    public void OtherSettingsUnderTheSameNameAreOtherResults()
    {
        var showdown = new Showdown();
        showdown.Train(Small with { Replicas = 1 });
        var trained = new Counter();
        showdown.Train(Small with { Replicas = 1, GeneratorAdam = new(1e-3) }, trained);
        Assert.True(trained.Calls > 0);
        Assert.Single(showdown.Of(Small));
    }

    [Fact]
    public void AStoppedRunLeavesNoResult()
    {
        using var source = new CancellationTokenSource();
        var showdown = new Showdown();
        Assert.Empty(showdown.Train(Small with { Steps = 100_000 }, new Stop(source), source.Token));
    }

    [Fact]
    public void TheTablePairsByseedAndRefusesOtherSeeds()
    {
        var showdown = new Showdown();
        var plain = showdown.Train(Small);
        var minibatch = showdown.Train(Small with { Stabilizers = [new MinibatchDiscrimination()] });
        var table = CoverageTable.Compare((GaussianMixture)Small.Data, new(new("baseline", plain), new Method("minibatch", minibatch)));
        Assert.Equal(["baseline", "minibatch", "true samples", "shapeless disc", "thin ring"], table.Rows.Select(r => r[0]));
        Assert.Contains(
            "paired",
            Assert
                .Throws<ArgumentException>(() => new Comparison(new("baseline", plain), new Method("minibatch", [.. minibatch.Skip(1)])))
                .Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void MixturesOfTheSameNameInOtherPlacesAreOtherSettings()
    {
        var near = SeedResult.Of(Trainer.Train(Small with { Steps = 1, Data = GaussianMixture.Grid(3, 1, 0.05) }))[0];
        var far = SeedResult.Of(Trainer.Train(Small with { Steps = 1, Data = GaussianMixture.Grid(3, 2, 0.05) }))[0];
        Assert.Equal(near.Data, far.Data);
        Assert.NotEqual(near.Settings, far.Settings);
    }

    [Fact]
    public void TwoFilesPoolOnTheSeedsThatAllMethodsHave()
    {
        var plain = new Showdown().Train(Small with { Name = "baseline", Replicas = 1 })[0];
        SeedResult[] first = [plain with { Recipe = "other", Seed = 2 }, plain with { Seed = 1 }, plain with { Seed = 2 }];
        SeedResult[] second =
        [
            plain with
            {
                Seed = 4,
            },
            plain with
            {
                Recipe = "other",
                Seed = 4,
            },
            plain with
            {
                Recipe = "other",
                Seed = 5,
            },
        ];
        var pooled = Comparison.Pair([.. first, .. second]);
        Assert.Equal(("baseline", "other"), (pooled.Baseline.Name, Assert.Single(pooled.Others).Name));
        Assert.All(pooled.All, m => Assert.Equal([2, 4], m.Seeds.Select(r => r.Seed)));
        Assert.Equal("other", Comparison.Pair([.. first, .. second], baseline: "other").Baseline.Name);
        Assert.Equal("other", Comparison.Pair(first.Where(r => r.Recipe == "other")).Baseline.Name);
        Assert.Contains(
            "'baseline', 'other'",
            Assert.Throws<ArgumentException>(() => Comparison.Pair([.. second], baseline: "R1")).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() => Comparison.Pair([]));
        Assert.Contains(
            "no seed in common",
            Assert.Throws<ArgumentException>(() => Comparison.Pair([plain, plain with { Recipe = "other", Seed = 99 }])).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void ManyMethodsGetAPanelEachBesideTheBaseline()
    {
        var plain = new Showdown().Train(Small);
        Method Named(string name) => new(name, plain);
        Assert.Single(ShowdownFigures.Coverage(new(Named("a"), Named("b"), Named("c"))).Panels);
        var panels = ShowdownFigures.Coverage(new(Named("a"), Named("b"), Named("c"), Named("d"))).Panels;
        Assert.Equal(["b", "c", "d"], panels.Select(p => p.Title));
        Assert.All(panels, p => Assert.Equal(2, p.Series.OfType<Line>().Count()));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private sealed class Each(Action<Run> action) : ITrainingObserver
    {
        public void Observe(Run run) => action(run);
    }

    private sealed class Counter : ITrainingObserver
    {
        public int Calls { get; private set; }

        public void Observe(Run run) => Calls++;
    }

    private sealed class Stop(CancellationTokenSource source) : ITrainingObserver
    {
        public void Observe(Run run) => source.Cancel();
    }
}
