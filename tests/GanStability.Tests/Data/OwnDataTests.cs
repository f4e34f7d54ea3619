using GanStability;
using GanStability.Tests.Training;
using Xunit;

namespace GanStability.Tests.Data;

/// <summary>What a learner's own source gets: training, figures, tables, a showdown, checkpoints – like the course's own.</summary>
public sealed class OwnDataTests : IDisposable
{
    private static readonly Recipe OnSpiral = TinyRecipes.Ring with
    {
        Name = "baseline",
        Data = new DescribedSpiral(),
        Replicas = 2,
        Steps = 200,
        Stabilizers = [new R1(1)],
        GeneratorAdam = new(2e-3),
        DiscriminatorAdam = new(2e-3),
    };
    private readonly string folder = Directory.CreateTempSubdirectory("own").FullName;

    [Fact]
    public void ASpiralIsMeasuredByItsDistance()
    {
        using var run = Trainer.Train(OnSpiral);
        Assert.Empty(run.Coverage);
        Assert.Equal(2, run.Distances.Count);
        var moments = run.History.Evaluations;
        Assert.True(
            moments[^1].Distances.Average() < 0.5 * moments[0].Distances.Average(),
            $"{moments[0].Distances.Average()} → {moments[^1].Distances.Average()}"
        );

        // What a seed is measured against depends on the seed alone, as its data does.
        using var solo = Trainer.Train(OnSpiral with { Seed = OnSpiral.Seed + 1, Replicas = 1, Steps = 1 });
        Assert.Equal(solo.History.Evaluations[0].Distances[0], moments[0].Distances[1], 1e-5);
    }

    [Fact]
    public void MeasuringTakesNoDrawFromTraining()
    {
        // Equal data, once measured by modes and once by distance: the trainings are equal bit for bit.
        var mixture = GaussianMixture.Ring();
        using var known = Trainer.Train(TinyRecipes.Ring with { Data = mixture });
        using var hidden = Trainer.Train(TinyRecipes.Ring with { Data = new Disguised(mixture) });
        Assert.Equal(known.Samples(), hidden.Samples());
        Assert.Single(hidden.Distances);
    }

    [Fact]
    public void ASpiralHasItsFigures()
    {
        using var run = Trainer.Train(OnSpiral with { Steps = 40 });
        foreach (
            var figure in new[]
            {
                run.LossFigure(),
                run.DiscriminatorFigure(),
                run.GradientFigure(),
                run.SampleFigure(1),
                run.SeedsFigure(),
                run.ReplayFigure(),
                run.LiveFigure(),
                RunFigures.DistanceFigure(run),
            }
        )
            Assert.Contains("<img", figure.ToHtml(), StringComparison.Ordinal);
        var panel = Assert.Single(run.SampleFigure().Panels);
        Assert.Equal(["D(x)", "data", "generated"], panel.Series.Select(s => s.Name));
        Assert.Equal(
            ["D(x)", "generated", "centres of the data"],
            Assert.Single(Trainer.Train(TinyRecipes.Ring with { Steps = 2 }).SampleFigure().Panels).Series.Select(s => s.Name)
        );
        Assert.Contains(run.LiveFigure().Panels, p => p.Title == "distance to the data");
        Assert.Contains("energy distance", run.SampleFigure().Caption, StringComparison.Ordinal);
        foreach (var make in new Action[] { () => run.ModeMapFigure(), () => RunFigures.CoverageFigure(run) })
            Assert.Contains("known modes; spiral has none", Assert.Throws<ArgumentException>(make).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ASpiralHasItsTableAndItsShowdown()
    {
        using var run = Trainer.Train(OnSpiral with { Steps = 40 });
        var table = DistanceTable.Compare(run, run);
        Assert.Equal(["method", "distance", "Δ distance", "CPU s"], table.Headings);
        Assert.Equal(["baseline", "baseline", "true samples", "one point, the mean"], table.Rows.Select(r => r[0]));
        Assert.Equal(Interval.Of(run.Distances).ToString(3), table.Rows[0][1]);
        Assert.Contains(
            "DistanceTable",
            Assert.Throws<ArgumentException>(() => CoverageTable.Compare(run)).Message,
            StringComparison.Ordinal
        );

        var shorter = OnSpiral with { Steps = 40 };
        var board = Kit.Showdown([shorter, shorter with { Name = "R1", Stabilizers = [new R1()] }]);
        Assert.Equal(["baseline", "R1", "true samples", "one point, the mean"], board.Coverage().Rows.Select(r => r[0]));
        Assert.StartsWith("Distance over training", board.OverTraining().Title, StringComparison.Ordinal);
        Assert.Equal(table.Rows[0].SkipLast(1), board.Coverage().Rows[0].SkipLast(1));
    }

    [Fact]
    public void OwnModesAreMeasuredAsModes()
    {
        var recipe = TinyRecipes.Ring with { Data = new TwoModes(), Steps = 10 };
        using var run = Trainer.Train(recipe);
        Assert.Equal(2, run.Coverage[0].Modes);
        Assert.Empty(run.Distances);
        Assert.Equal(["baseline", "true samples", "shapeless disc", "thin ring"], CoverageTable.Compare(run).Rows.Select(r => r[0]));
        Assert.Contains("<img", run.ModeMapFigure().ToHtml(), StringComparison.Ordinal);
        Assert.Equal(1.4, ((IHasModes)recipe.Data).Extent, 1e-12);
    }

    [Fact]
    public void AResultBelongsToTheDescriptionOfItsData()
    {
        var file = new ResultFile(Path.Combine(folder, "r.jsonl"));
        var recipe = OnSpiral with { Steps = 3, Replicas = 1 };
        Showdown New() => new(file);
        New().Train(recipe);
        Assert.Single(New().Of(recipe with { Data = new DescribedSpiral() }));
        Assert.Empty(New().Of(recipe with { Data = new DescribedSpiral(0.2) }));

        // Without a description a source is known by its class, its code, its fields and a sample.
        var own = recipe with { Data = new Spiral() };
        New().Train(own);
        Assert.Single(New().Of(own with { Name = own.Name }));
        Assert.Single(New().Of(recipe with { Data = new Spiral() }));
        Assert.Empty(New().Of(recipe with { Data = new Spiral(0.2) }));

        (IDataSource, IDataSource)[] others =
        [
            (new GaussianMixture("two", [(0, 0), (1, 0)], 0.1), new GaussianMixture("two", [(0, 0), (1, 0)], 0.2)),
            (new SyntheticDigits(), SyntheticDigits.Only(3)),
            (ImageSet.Draw(new SyntheticDigits(), 5, 1), ImageSet.Draw(new SyntheticDigits(), 5, 2)),
        ];
        Assert.All(others, pair => Assert.NotEqual(pair.Item1.Description, pair.Item2.Description));
        Assert.Equal(ImageSet.Draw(new SyntheticDigits(), 5, 1).Description, ((IDataSource)others[2].Item1).Description);
        Assert.Contains(
            "differ",
            Assert
                .Throws<ArgumentException>(() =>
                    Kit.Showdown([recipe with { Name = "a" }, recipe with { Name = "b", Data = new DescribedSpiral(0.2) }])
                )
                .Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void AnInterruptedSpiralGoesOnBitForBit()
    {
        var recipe = OnSpiral with { Steps = 40 };
        using var whole = Trainer.Train(recipe);
        using var run = Trainer.Train(recipe, null, new CancellationToken(canceled: true));
        var checkpoint = Checkpoint.Of(recipe, folder);
        checkpoint.Save(run);
        using var resumed = Trainer.Resume(checkpoint.Load(recipe));
        Assert.Equal(whole.Samples(1), resumed.Samples(1));
        Assert.Equal(whole.History.Evaluations.Select(e => e.Distances[1]), resumed.History.Evaluations.Select(e => e.Distances[1]));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private sealed class Disguised(GaussianMixture mixture) : IDataSource
    {
        public string Name => mixture.Name;

        public IReadOnlyList<long> SampleShape => mixture.SampleShape;

        public TorchSharp.torch.Tensor Sample(int count, TorchSharp.torch.Generator generator, TorchSharp.torch.Device device) =>
            mixture.Sample(count, generator, device);
    }
}
