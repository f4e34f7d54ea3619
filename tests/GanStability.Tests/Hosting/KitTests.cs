using System.Globalization;
using System.Text.Json;
using GanStability;
using GanStability.Tests.Training;
using Xunit;

namespace GanStability.Tests.Hosting;

public sealed class KitTests : IDisposable
{
    private readonly RecordingHost host = new();

    [Fact]
    public void ShowingAndUpdatingAddressTheSameOutput()
    {
        var display = Kit.Show(
            new Table(
                "first",
                ["a"],
                [
                    ["1"],
                ]
            )
        );
        display.Update(
            new Table(
                "second",
                ["a"],
                [
                    ["2"],
                ]
            )
        );
        Assert.Equal(2, host.Shown.Count);
        Assert.Equal(host.Shown[0].Id, host.Shown[1].Id);
        Assert.Equal((false, true), (host.Shown[0].Update, host.Shown[1].Update));
        Assert.Contains("second", host.Shown[1].Html, StringComparison.Ordinal);
    }

    [Fact]
    public void TrainingEndsOnOnePictureWithTheSeeds()
    {
        using var run = Kit.Train(TinyRecipes.Ring with { Replicas = 2 });
        Assert.Single(host.Shown.Select(s => s.Id).Distinct());
        Assert.Contains("60 steps, 2 seeds from 7", host.Shown[^1].Html, StringComparison.Ordinal);
        Assert.Contains("<img", host.Shown[^1].Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", host.Shown[^1].Html, StringComparison.Ordinal);
    }

    [Fact]
    public void AnInterruptedCellKeepsWhatWasLearned()
    {
        host.InterruptAfter(TimeSpan.FromMilliseconds(300));
        using var run = Kit.Train(TinyRecipes.Ring with { Steps = 1_000_000, EvaluateEvery = 1000 });
        Checkpoint.Of(run.Requested, Paths.Checkpoints).Delete();
        Assert.Equal(Outcome.Cancelled, run.Outcome);
        Assert.Contains("what was learned so far is kept", host.Shown[^1].Html, StringComparison.Ordinal);
        Assert.NotEmpty(run.Samples());
    }

    [Fact]
    public void AnInterruptedCellGoesOnWhenAskedToAndStartsAfreshOtherwise()
    {
        var recipe = TinyRecipes.Ring with { Steps = 45, Seed = 4711 };
        using var whole = Trainer.Train(recipe);
        // Cancelled before it begins, a cell trains one step.
        host.Interrupt();
        using var stopped = Kit.Train(recipe);
        Assert.Contains("stopped at step 1 of 45; what was learned so far is kept", host.Shown[^1].Html, StringComparison.Ordinal);
        Assert.Contains("Kit.Train(recipe, resume: true)", host.Shown[^1].Html, StringComparison.Ordinal);
        using var further = Kit.Train(recipe, resume: true);
        Assert.Equal(2, further.History.Steps);
        using var afresh = Kit.Train(recipe);
        Assert.Equal(1, afresh.History.Steps);

        host.GoOn();
        Kit.Resume(stopped);
        Assert.Contains("45 steps (went on from step 1)", host.Shown[^1].Html, StringComparison.Ordinal);
        Assert.Equal(whole.Samples(), stopped.Samples());
        // The finished run has removed the checkpoint: there is nothing to go on from.
        using var resumed = Kit.Train(recipe, resume: true);
        Assert.DoesNotContain("went on", host.Shown[^1].Html, StringComparison.Ordinal);
        Assert.Equal(whole.History.Of(Quantity.GeneratorLoss), resumed.History.Of(Quantity.GeneratorLoss));
    }

    [Fact]
    public void RecipesSideBySideGoOnEachFromItsOwnCheckpoint()
    {
        var baseline = TinyRecipes.Ring with { Name = "baseline", Steps = 30, Seed = 4714 };
        Recipe[] recipes = [baseline, baseline with { Name = "R1", Stabilizers = [new R1()] }];
        host.Interrupt();
        var stopped = Kit.Train(recipes);
        Assert.All(stopped, run => Assert.Equal(1, run.History.Steps));
        host.GoOn();
        var resumed = Kit.Train(recipes, resume: true);
        var whole = Trainer.Train(recipes);
        Assert.Equal(whole.SelectMany(run => run.Samples()), resumed.SelectMany(run => run.Samples()));
        Assert.All(recipes, recipe => Assert.False(Checkpoint.Of(recipe, Paths.Checkpoints).Exists));
        foreach (var run in stopped.Concat(resumed).Concat(whole))
            run.Dispose();
    }

    [Fact]
    public void TwoHundredRerunsOfATrainingCellKeepNoMoreThanTheirRecipes()
    {
        var recipe = TinyRecipes.Ring with { Steps = 4, Batch = 8, EvaluateEvery = 4, Replicas = 4, Seed = 4712 };
        // A session never lets go of a variable: what was declared first is still held when the cell is run for the two hundredth time.
        var held = new List<Run>();
        (long Tensors, long Managed) third = default;
        for (var i = 1; i <= 200; i++)
        {
            held.Add(Kit.Train(recipe));
            host.Shown.Clear();
            if (i == 3)
                third = Level();
        }
        var last = Level();
        Assert.Equal(third.Tensors, last.Tensors);
        // A freed run that a variable still holds keeps its recipe and its names, some kilobytes. The samples of its two measurements alone
        // would be 2 · 4 · 500 · 2 floats, 32 kB.
        Assert.InRange((last.Managed - third.Managed) / 197.0, -10_000, 10_000);
        Assert.Equal(held[^1].Samples(3), held[^3].Samples(3));
        Assert.Contains(
            "three newer runs of the same recipe",
            Assert.Throws<ObjectDisposedException>(() => held[^4].Samples()).Message,
            StringComparison.Ordinal
        );

        static (long Tensors, long Managed) Level() =>
            (TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount, GC.GetTotalMemory(forceFullCollection: true));
    }

    [Fact]
    public void RunsOfOtherRecipesAreKept()
    {
        var runs = Enumerable.Range(0, 6).Select(i => Kit.Train(TinyRecipes.Ring with { Steps = 1, Seed = 4713 + i })).ToList();
        Assert.All(runs, run => Assert.NotEmpty(run.Samples()));
        Assert.Throws<ArgumentOutOfRangeException>(() => Kit.Train(TinyRecipes.Ring with { Steps = 0, Seed = 4713 }));
        runs.ForEach(run => run.Dispose());
    }

    [Fact]
    public void DivergenceIsSaidInWords()
    {
        using var run = Kit.Train(TinyRecipes.Ring with { Steps = 400, DiscriminatorAdam = new(1e25), GeneratorAdam = new(1e25) });
        Assert.Contains("was no longer a number", host.Shown[^1].Html, StringComparison.Ordinal);
    }

    [Fact]
    public void RecipesSideBySideShareOneOutput()
    {
        var recipe = TinyRecipes.Ring with { Steps = 20 };
        var runs = Kit.Train(recipe with { Name = "one" }, recipe with { Name = "two", Seed = 9 });
        Assert.Equal(["one", "two"], runs.Select(r => r.Name));
        Assert.Single(host.Shown.Select(s => s.Id).Distinct());
        Assert.Contains("one: 20 steps, seed 7, on cpu<br>two: 20 steps, seed 9, on cpu", host.Shown[^1].Html, StringComparison.Ordinal);
        Assert.Contains(
            "a name of its own",
            Assert.Throws<ArgumentException>(() => Kit.Train(recipe, recipe)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains("at least one recipe", Assert.Throws<ArgumentException>(() => Kit.Train()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AShowdownHasOneTableAndReplacesARowOfTheSameName()
    {
        var baseline = TinyRecipes.Ring with { Name = "baseline", Replicas = 2, Steps = 20 };
        var board = Kit.Showdown([baseline, baseline with { Name = "R1", Stabilizers = [new R1()] }]);
        Assert.Single(host.Shown.Select(s => s.Id).Distinct());
        Assert.Contains(">R1<", host.Shown[^1].Html, StringComparison.Ordinal);
        Assert.Contains("2 seeds: 4 trained now", host.Shown[^1].Html, StringComparison.Ordinal);

        var before = board.Methods[1].Seeds[0].Settings;
        board.Train(baseline with { Name = "R1", Stabilizers = [new R1(3)] });
        Assert.Equal(["baseline", "R1"], board.Methods.Select(m => m.Name));
        Assert.NotEqual(before, board.Methods[1].Seeds[0].Settings);
        board.Train(baseline with { Name = "packed", Stabilizers = [new Packing()] });
        Assert.Equal(["baseline", "R1", "packed"], board.Methods.Select(m => m.Name));
        Assert.Equal(["baseline", "R1", "packed", "equilibrium of the plain game"], board.Game().Rows.Select(r => r[0]));
        Assert.Equal(3, PublishedTable.Beside(board.Methods, []).Rows.Count(r => r[0] == "this notebook"));
    }

    [Fact]
    public void AnInterruptedShowdownGoesOnFromItsFile()
    {
        var file = new ResultFile(Path.Combine(Path.GetTempPath(), $"showdown-{Guid.NewGuid():N}.jsonl"));
        try
        {
            var baseline = TinyRecipes.Ring with { Name = "baseline", Replicas = 2, Steps = 20 };
            Recipe[] recipes = [baseline, baseline with { Name = "R1", Stabilizers = [new R1()] }];
            Kit.Showdown([baseline], file);
            host.Interrupt();
            var stopped = Kit.Showdown(recipes, file);
            Assert.Equal(["baseline"], stopped.Methods.Select(m => m.Name));
            Assert.Contains("Stopped: 2 of 4 seeds are done and kept", host.Shown[^1].Html, StringComparison.Ordinal);
            host.GoOn();
            var resumed = Kit.Showdown(recipes, file);
            Assert.Contains("2 trained now", host.Shown[^1].Html, StringComparison.Ordinal);
            var whole = Kit.Showdown(recipes);
            Assert.Equal(whole.Coverage().Rows.Select(r => r.SkipLast(1)), resumed.Coverage().Rows.Select(r => r.SkipLast(1)));
        }
        finally
        {
            File.Delete(file.FullPath);
        }
    }

    [Fact]
    public void AShowdownRefusesWhatItCannotCompareBeforeItTrains()
    {
        var baseline = TinyRecipes.Ring with { Name = "baseline", Replicas = 2, Steps = 20 };
        string Refusal(params Recipe[] recipes) => Assert.ThrowsAny<ArgumentException>(() => Kit.Showdown(recipes)).Message;
        Assert.Contains("named 'baseline'", Refusal(baseline, baseline), StringComparison.Ordinal);
        Assert.Contains("paired", Refusal(baseline, baseline with { Name = "b", Seed = 8 }), StringComparison.Ordinal);
        Assert.Contains("paired", Refusal(baseline, baseline with { Name = "b", Data = GaussianMixture.Grid() }), StringComparison.Ordinal);
        Assert.Contains(
            "Instance normalisation",
            Refusal(baseline, baseline with { Name = "b", Stabilizers = [new InstanceNormalisation()] }),
            StringComparison.Ordinal
        );
        Assert.Contains("at least one recipe", Refusal(), StringComparison.Ordinal);
        Assert.Empty(host.Shown);
    }

    [Theory]
    [InlineData("../r.jsonl")]
    [InlineData("a/r.jsonl")]
    [InlineData("")]
    public void AResultsFileIsAPlainName(string name) => Assert.ThrowsAny<ArgumentException>(() => Kit.Results(name));

    [Fact]
    public void AFreshResultsFileForgetsWhatWasThere()
    {
        var name = $"test-{Guid.NewGuid():N}.jsonl";
        Assert.Empty(Kit.Results(name, fresh: true).Read());
        Kit.Showdown([TinyRecipes.Ring with { Steps = 2 }], Kit.Results(name));
        Assert.Single(Kit.Results(name).Read());
        Assert.Empty(Kit.Results(name, fresh: true).Read());
    }

    [Fact]
    public void TheReportIsHealthyAndNamesNoMachinePath()
    {
        var report = Kit.Start();
        Assert.True(report.Healthy, report.ToText());
        Assert.Contains("libtorch", report.ToText(), StringComparison.Ordinal);
        foreach (var text in new[] { report.ToText(), report.ToHtml(), report.ToJson() })
        {
            Assert.DoesNotContain(AppContext.BaseDirectory, text, StringComparison.Ordinal);
            Assert.DoesNotContain(NativeLibraries.KitFolder.TrimEnd('/'), text, StringComparison.Ordinal);
        }
        using var json = JsonDocument.Parse(report.ToJson());
        Assert.True(json.RootElement.GetProperty("healthy").GetBoolean());
        Assert.Contains(json.RootElement.GetProperty("facts").EnumerateArray(), f => f.GetProperty("name").GetString() == "GPU");
    }

    [Fact]
    public void AFailedReportSaysWhatToDo()
    {
        var report = new DeviceReport([new("libtorch", "not loaded", false, "dotnet build -c Release")]);
        Assert.False(report.Healthy);
        Assert.Contains("→ dotnet build -c Release", report.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void FiguresSpeakTheSameNumbersInEveryCulture()
    {
        using var run = Trainer.Train(TinyRecipes.Ring with { Replicas = 2 });
        var before = CultureInfo.CurrentCulture;
        var expected = All(run);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("fr-FR");
            Assert.Equal(expected, All(run));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        static string All(Run run) =>
            run.LossFigure().ToHtml()
            + run.SampleFigure().ToHtml()
            + run.GradientFigure().ToHtml()
            + run.DiscriminatorFigure().ToHtml()
            + RunFigures.CoverageFigure(run).ToHtml()
            + run.ModeMapFigure().ToHtml()
            + run.SeedsFigure().ToHtml()
            + run.ReplayFigure().ToHtml()
            + CoverageTable.Compare(run, run).ToHtml();
    }

    [Fact]
    public void ComparisonsAreRefusedWhenTheyAreNotPaired()
    {
        using var a = Trainer.Train(TinyRecipes.Ring with { Steps = 5 });
        using var b = Trainer.Train(TinyRecipes.Ring with { Steps = 5, Seed = 8 });
        Assert.Contains("paired", Assert.Throws<ArgumentException>(() => CoverageTable.Compare(a, b)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => CoverageTable.Compare());
    }

    [Theory]
    [InlineData("smoke", 1)]
    [InlineData("class", 2)]
    [InlineData("full", 3)]
    public void SizesChoose(string size, int expected) => Assert.Equal(expected, Kit.Sized(size, 1, 2, 3));

    [Fact]
    public void AnUnknownSizeIsNamed() =>
        Assert.Contains(
            "'smoke', 'class' and 'full'",
            Assert.Throws<ArgumentException>(() => Kit.Sized("big", 1, 2, 3)).Message,
            StringComparison.Ordinal
        );

    public void Dispose() => host.Dispose();
}
