using GanStability;
using GanStability.Tests.Training;
using Xunit;

namespace GanStability.Tests.Engine;

public sealed class ProgressTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("progress").FullName;

    [Fact]
    public void ALineSaysHowFarATrainingIs()
    {
        var lines = new List<string>();
        var progress = new Progress();
        using var run = Trainer.Train(
            TinyRecipes.Ring with
            {
                Name = "two",
                Replicas = 2,
                Steps = 40,
            },
            new Each(r =>
            {
                lines.Add(Progress.Line(r));
                progress.Observe(r);
            })
        );
        Assert.Matches(@"^two: step 1 of 40, 2 seeds, \d+ steps/s, \d+ s left$", lines[0]);
        Assert.Equal("two: done", lines[^1]);
        using var other = Trainer.Train(TinyRecipes.Ring with { Name = "one", Steps = 2 }, progress);
        Assert.Equal("two: done\none: done", progress.Text);
        progress.LeaveOut("two");
        Assert.Equal("one: done", progress.Text);
    }

    [Fact]
    public void APaceLeavesTheTimeToOthers()
    {
        var pace = new Pace(TimeSpan.FromMilliseconds(1), share: 1000, atOnce: true);
        Assert.True(pace.Due);
        pace.Do(() => Thread.Sleep(20));
        // A thousand times the 20 ms it took.
        Thread.Sleep(50);
        Assert.False(pace.Due);
        var seldom = new Pace(TimeSpan.FromHours(1), share: 0);
        Assert.False(seldom.Due);
    }

    [Fact]
    public void ProcessorTimeIsThatOfTheThreadAndNotOfTheClock()
    {
        var clock = new TrainingClock();
        clock.Start();
        Thread.Sleep(300);
        clock.Stop();
        Assert.SkipWhen(clock.ProcessorTime is null, "This system does not tell.");
        Assert.True(clock.Elapsed.TotalMilliseconds > 290);
        Assert.InRange(clock.ProcessorTime.Value.TotalMilliseconds, 0, 100);

        // Neighbours that keep the machine busy: the time of this thread's own work is counted, theirs is not.
        using var stop = new CancellationTokenSource();
        void Spin()
        {
            while (!stop.IsCancellationRequested) { }
        }
        var neighbours = Enumerable.Range(0, 2 * Environment.ProcessorCount).Select(_ => new Thread(Spin) { IsBackground = true }).ToList();
        neighbours.ForEach(n => n.Start());
        using var run = Trainer.Train(TinyRecipes.Ring with { Steps = 100 });
        stop.Cancel();
        neighbours.ForEach(n => n.Join());
        Assert.InRange(run.ProcessorTime!.Value.TotalSeconds, 1e-4, run.Elapsed.TotalSeconds + 0.05);
        Assert.Equal(run.ProcessorTime.Value.TotalSeconds, SeedResult.Of(run)[0].ProcessorSeconds!.Value, 1e-3);
    }

    /// <summary>The seconds of the tables: what a method costs is the same alone and beside others.</summary>
    [Fact]
    public void MethodsTrainedSideBySideCostWhatTheyCostAlone()
    {
        var light = TinyRecipes.Ring with { Steps = 400, Name = "light" };
        var heavy = light with { Name = "heavy", Stabilizers = [new UnrolledDiscriminator(8)] };
        using var alone = Trainer.Train(light);
        Assert.SkipWhen(alone.ProcessorTime is null, "This system does not tell.");
        var together = Trainer.Train([light, heavy, heavy with { Seed = 8 }, light with { Seed = 8 }]);
        try
        {
            // Caches of a shared machine vary; a clock on the wall would show the heavy neighbours, which take many times as long.
            var (before, beside) = (alone.ProcessorTime!.Value.TotalSeconds, together[0].ProcessorTime!.Value.TotalSeconds);
            Assert.InRange(beside / before, 0.25, 3);
            Assert.True(together[1].ProcessorTime > 2 * together[0].ProcessorTime);
        }
        finally
        {
            foreach (var run in together)
                run.Dispose();
        }
    }

    [Fact]
    public void ACheckpointThatCannotBeUsedIsPutAsideAndSaid()
    {
        var recipe = TinyRecipes.Ring with { Steps = 20 };
        var checkpoint = Checkpoint.Of(recipe, folder);
        File.WriteAllText(checkpoint.FullPath, "cut off");
        var checkpoints = new Checkpoints(folder);
        Assert.Null(checkpoints.Interrupted(recipe));
        var note = Assert.Single(checkpoints.Notes);
        Assert.Contains("cannot be used", note, StringComparison.Ordinal);
        Assert.Contains("baseline began at the start", note, StringComparison.Ordinal);
        Assert.False(checkpoint.Exists);
        Assert.Equal("cut off", File.ReadAllText(checkpoint.FullPath + ".unusable"));

        // One that can be used is gone on from, once: a finished training leaves none.
        using var stopped = Trainer.Train(recipe, checkpoints, new CancellationToken(canceled: true));
        using var run = Trainer.Resume(checkpoints.Interrupted(recipe)!, checkpoints);
        Assert.Equal(1, run.WentOnFrom);
        Assert.Null(checkpoints.Interrupted(recipe));
        Assert.Single(checkpoints.Notes);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private sealed class Each(Action<Run> action) : ITrainingObserver
    {
        public void Observe(Run run) => action(run);
    }
}
