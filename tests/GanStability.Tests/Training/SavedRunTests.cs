using GanStability;
using GanStability.Tests.Data;
using GanStability.Tests.Networks;
using GanStability.Tests.Stabilizers;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Training;

/// <summary>A run that was saved opens again as it was; what cannot be opened is answered in a sentence.</summary>
public sealed class SavedRunTests : IDisposable
{
    private static readonly Recipe Ring = TinyRecipes.Ring with { Replicas = 3, Steps = 30 };
    private readonly string folder = Directory.CreateTempSubdirectory("saved").FullName;

    private string File => Path.Combine(folder, "ring.run");

    public static TheoryData<string> Methods => [.. AllStabilizers.Names];

    [Theory]
    [MemberData(nameof(Methods))]
    public void EveryStabilizersRunOpensAsItWasAllReplicasOrOne(string method)
    {
        using var run = Trainer.Train(Ring with { Stabilizers = [AllStabilizers.Named(method)] });
        run.Save(File);
        using (var opened = Run.Load(File))
            Same(run, opened);
        run.Save(File, replica: 1);
        using var one = Run.Load(File);
        Assert.Equal((1, run.Recipe.Seed + 1), (one.Recipe.Replicas, one.Recipe.Seed));
        Assert.Equal(run.History.Of(Quantity.GeneratorLoss, 1), one.History.Of(Quantity.GeneratorLoss));
        // One replica alone is summed in another order.
        Assert.All(run.Samples(1).Zip(one.Samples()), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    [Fact]
    public void AnObserverSavesOneReplicaOfARunThatGoesOn()
    {
        using var run = Trainer.Train(Ring with { EvaluateEvery = 10 }, new Saver(File));
        using var opened = Run.Load(File);
        Assert.Equal((20, 1, run.Recipe.Seed + 1), (opened.History.Steps, opened.Recipe.Replicas, opened.Recipe.Seed));
        Assert.Equal(run.History.Of(Quantity.GeneratorLoss, 1).Take(20), opened.History.Of(Quantity.GeneratorLoss));
    }

    private sealed class Saver(string file) : ITrainingObserver
    {
        public void Observe(Run run)
        {
            if (run.History.Steps == 20)
                run.Save(file, replica: 1);
        }
    }

    [Fact]
    public void ConvolutionsOpenAsTheyWere()
    {
        using var run = Trainer.Train(ConvNetworkTests.With(Normalisation.Batch) with { Steps = 3 });
        run.Save(File);
        using var opened = Run.Load(File);
        Assert.Equal(run.Samples(), opened.Samples());
        Assert.Equal(run.DiscriminatorAt(run.Samples(0, 4)), opened.DiscriminatorAt(run.Samples(0, 4)));
    }

    [Fact]
    public void OwnModulesOpenWithTheirRecipeAndNotWithAnother()
    {
        using var run = Trainer.Train(Own(8));
        run.Save(File);
        using (var opened = Run.Load(File, Own(8)))
            Same(run, opened);
        Assert.Contains("give the recipe", Assert.Throws<ArgumentException>(() => Run.Load(File)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "width was 8, is now 9",
            Assert.Throws<InvalidDataException>(() => Run.Load(File, Own(9))).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void OwnDataNeedNotBeThereToTakeSamples()
    {
        using var run = Trainer.Train(Ring with { Data = new Spiral(), Steps = 5 });
        run.Save(File);
        using var opened = Run.Load(File);
        Same(run, opened);
        Assert.Equal(run.Distances, opened.Distances);
        Assert.Contains("<img", opened.SampleFigure().ToHtml(), StringComparison.Ordinal);
        using var again = Run.Load(File, run.Requested);
        Same(run, again);
    }

    [Fact]
    public void FiguresOfAnOpenedRunAreThoseOfTheRun()
    {
        using var run = Trainer.Train(Ring);
        run.Save(File);
        using var opened = Run.Load(File);
        Func<Run, Figure>[] figures =
        [
            r => r.LossFigure(),
            r => r.SampleFigure(),
            r => r.ModeMapFigure(),
            r => r.SeedsFigure(),
            r => r.ReplayFigure(),
        ];
        foreach (var figure in figures)
            Assert.Equal(figure(run).ToSvg(), figure(opened).ToSvg());
        Assert.Equal(CoverageTable.Compare(run).ToText(), CoverageTable.Compare(opened).ToText());
    }

    [Fact]
    public void ARunSavedBeforeItsEndGoesOn()
    {
        using var whole = Trainer.Train(Ring);
        using var stopped = Trainer.Train(Ring, null, new CancellationToken(canceled: true));
        stopped.Save(File);
        using var opened = Run.Load(File);
        Assert.Equal(Outcome.Cancelled, opened.Outcome);
        Same(whole, Trainer.Resume(opened));
        Assert.Contains(
            "all its 30 steps",
            Assert.Throws<ArgumentException>(() => Trainer.Resume(opened)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void NothingOfSomebodyElseIsOverwritten()
    {
        using var run = Trainer.Train(Ring with { Steps = 2 });
        System.IO.File.WriteAllText(File, "{ \"cells\": [] }");
        Assert.Contains("not overwritten", Assert.Throws<ArgumentException>(() => run.Save(File)).Message, StringComparison.Ordinal);
        Assert.Equal("{ \"cells\": [] }", System.IO.File.ReadAllText(File));
        Assert.Contains("is a folder", Assert.Throws<ArgumentException>(() => run.Save(folder)).Message, StringComparison.Ordinal);
        Assert.Contains("name of a file", Assert.Throws<ArgumentException>(() => run.Save(" ")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => run.Save(Path.Combine(folder, "x.run"), replica: 3));
        var impossible = Path.Combine(File, "x.run");
        Assert.Contains("run is still here", Assert.Throws<IOException>(() => run.Save(impossible)).Message, StringComparison.Ordinal);
        Assert.Equal([File], Directory.GetFiles(folder));
        // A run may replace a run.
        System.IO.File.Delete(File);
        run.Save(File);
        run.Save(File);
        Run.Load(File).Dispose();
        Assert.Equal([File], Directory.GetFiles(folder));
    }

    [Fact]
    public void WhatIsNoSavedRunIsAnsweredInASentence()
    {
        string Answer<T>(Action act)
            where T : Exception => Assert.Throws<T>(act).Message;
        Assert.Contains("run.Save(", Answer<FileNotFoundException>(() => Run.Load(File)), StringComparison.Ordinal);
        foreach (var content in new[] { "", "a", "PK\u0003\u0004 a zip", new string('x', 5000) })
        {
            System.IO.File.WriteAllText(File, content);
            Assert.Contains("this kit did not write it", Answer<InvalidDataException>(() => Run.Load(File)), StringComparison.Ordinal);
        }
        System.IO.File.Delete(File);
        using var stopped = Trainer.Train(Ring, null, new CancellationToken(canceled: true));
        new Checkpoint(File).Save(stopped);
        Assert.Contains("is a 'GanStability checkpoint", Answer<InvalidDataException>(() => Run.Load(File)), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static Recipe Own(int width) =>
        Ring with
        {
            Replicas = 1,
            Generator = new PlainGenerator(() =>
                nn.Sequential(nn.Linear(4, width), nn.BatchNorm1d(width), nn.ReLU(), nn.Dropout(0.1), nn.Linear(width, 2))
            )
            {
                Latent = 4,
            },
        };

    private static void Same(Run expected, Run actual)
    {
        Assert.Equal(expected.Outcome, actual.Outcome);
        for (var r = 0; r < expected.Recipe.Replicas; r++)
        {
            Assert.Equal(expected.Samples(r), actual.Samples(r));
            Assert.Equal(expected.DiscriminatorAt([0, 1, 1, 0], r), actual.DiscriminatorAt([0, 1, 1, 0], r));
            foreach (var quantity in Enum.GetValues<Quantity>())
                Assert.Equal(expected.History.Of(quantity, r), actual.History.Of(quantity, r));
        }
    }
}
