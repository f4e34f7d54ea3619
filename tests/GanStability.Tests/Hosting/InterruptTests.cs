using System.Diagnostics;
using GanStability;
using GanStability.Tests.Training;
using TorchSharp;
using Xunit;

namespace GanStability.Tests.Hosting;

/// <summary>Every long call of the kit ends soon after the stop button, with what it has or with a sentence.</summary>
public sealed class InterruptTests : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    // A second on a quiet machine.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(8);
    private readonly RecordingHost host = new();

    private static readonly SyntheticDigits Digits = new();

    public static TheoryData<string, string> Endless =>
        new()
        {
            { "classifier", "the digit classifier was at step" },
            { "accuracy", "pictures were classified, so the accuracy is not known" },
            { "reference", "there is no score" },
            { "score", "there is no score" },
            { "neighbours", "the neighbours of not all pictures were found" },
            { "attack", "the attack was at step" },
            { "distance", "the Fréchet distance was not finished" },
            { "fit", "the fit was not finished" },
            { "play", "rounds were played" },
            { "supports", "not all supports were looked at" },
            { "path", "steps were done" },
            { "flow", "the path was not finished" },
            { "average", "the average is over too few samples" },
            { "drift", "the drift was followed up to step" },
            { "own loop", "the loop of this cell was not finished" },
        };

    [Theory]
    [MemberData(nameof(Endless))]
    public void ACallThatHasNothingToGiveSaysSo(string call, string said)
    {
        var work = Work(call);
        var clock = Stopwatch.StartNew();
        host.InterruptAfter(Pause);
        var message = Assert.Throws<OperationCanceledException>(work).Message;
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Pause + Soon);
        Assert.StartsWith("Interrupted: ", message, StringComparison.Ordinal);
        Assert.Contains(said, message, StringComparison.Ordinal);
        Assert.Contains("Run the cell again", message, StringComparison.Ordinal);
    }

    [Fact]
    public void TrainingInACellThatDoesNotUseTheKitGivesBackWhatItHas()
    {
        host.InterruptAfter(Pause);
        using var run = Trainer.Train(TinyRecipes.Ring with { Steps = 1_000_000, EvaluateEvery = 1000 });
        Assert.Equal(Outcome.Cancelled, run.Outcome);
        host.GoOn();
        Assert.True(Trainer.Resume(run, new StopAt(run.History.Steps + 100, host)).History.Steps > 100);
    }

    [Fact]
    public void AWatcherThatIsInterruptedDoesNotTakeTheRunWithIt()
    {
        var recipe = TinyRecipes.Ring with { Steps = 1_000_000, EvaluateEvery = 10, Seed = 4720 };
        using var run = Kit.Train(recipe, watch: new EndlessWatcher(host));
        Checkpoint.Of(run.Requested, Paths.Checkpoints).Delete();
        Assert.Equal(Outcome.Cancelled, run.Outcome);
        Assert.NotEmpty(run.Samples());
        Assert.Contains("what was learned so far is kept", host.Shown[^1].Html, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatATrainingLedToIsFinished()
    {
        host.Interrupt();
        Assert.Equal(10, Interrupt.Finish(() => BimatrixGame.MatchingPennies.PlayFictitiously(10)).Plays.Count);
        Assert.Throws<OperationCanceledException>(() => BimatrixGame.MatchingPennies.PlayFictitiously(10));
        host.GoOn();
        Assert.Equal(10, BimatrixGame.MatchingPennies.PlayFictitiously(10).Plays.Count);
    }

    [Fact]
    public void WhatFailsWhileItCannotBeInterruptedFailsAsItself() =>
        Assert.Throws<InvalidDataException>(() => Interrupt.Leaving<int>(() => throw new InvalidDataException("broken"), "nothing"));

    private static Action Work(string call)
    {
        switch (call)
        {
            case "classifier":
                return () => DigitClassifier.Train(Digits, Digits, 1, 1_000_000, 10);
            case "accuracy":
                return () => Classifier().AccuracyOn(Digits, 10_000_000, 1);
            case "reference":
                return () => _ = new ImageScorer(Classifier(), Digits, 10_000_000);
            case "score":
                var scorer = new ImageScorer(Classifier(), Digits, 100);
                return () => scorer.Measure((_, use) => Forever(() => use(torch.zeros(10, 1, 28, 28))));
            case "neighbours":
                var features = torch.randn(60_000, 64);
                return () => NeighbourCoverage.Measure(features, features);
            case "attack":
                return () => new IteratedGradientSign(0.1, 10_000_000).Apply(torch.zeros(10, 2), x => x.square().sum(1));
            case "distance":
                var random = new Random(1);
                var samples = FeatureStatistics.Of(Matrix(2100, 1000, random));
                return () => FrechetDistance.Between(samples, samples);
            case "fit":
                var twoHills = new Mixture([new Normal(-2, 0.5), new Normal(2, 0.5)]);
                return () => GaussianFit.ModeSeeking(twoHills, [.. Enumerable.Range(0, 100_000).Select(i => new Normal(i % 7 - 3, 1))]);
            case "play":
                return () => BimatrixGame.RockPaperScissors.PlayFictitiously(100_000_000);
            case "supports":
                var large = BimatrixGame.ZeroSum(Matrix(9, 8, new Random(2)));
                return () => Forever(() => large.Equilibria());
            case "path":
                return () => new BilinearGame().Simultaneous((1, 0), 1e-9, 1_000_000_000);
            case "flow":
                return () => Forever(() => new BilinearGame().Flow((1, 0), 1e-9, 10_000_000));
            case "average":
                var bell = new Normal(0, 1);
                return () => Kl.MonteCarlo(bell, new Normal(1, 1), 1_000_000_000);
            case "drift":
                var network = new EnsembleMlp("net", 2, [8], 1, new InitialisationStreams(1, 1, torch.CPU));
                var probe = new DriftProbe(network, 1, () => network.call(torch.zeros(1, 4, 2)));
                return () => Forever(() => probe.Record(1));
            default:
                return () => Forever(Kit.StopIfInterrupted);
        }
    }

    private static DigitClassifier Classifier() => DigitClassifier.For(Digits);

    private static double[,] Matrix(int rows, int columns, Random random)
    {
        var matrix = new double[rows, columns];
        for (var i = 0; i < rows; i++)
        for (var j = 0; j < columns; j++)
            matrix[i, j] = random.NextDouble();
        return matrix;
    }

    private static void Forever(Action work)
    {
        while (true)
            work();
    }

    public void Dispose() => host.Dispose();

    /// <summary>A watcher at work when the reader presses the button.</summary>
    private sealed class EndlessWatcher(RecordingHost host) : ITrainingObserver
    {
        public void Observe(Run run)
        {
            if (run.History.Steps < 20)
                return;
            host.Interrupt();
            Kit.StopIfInterrupted();
        }
    }

    private sealed class StopAt(int step, RecordingHost host) : ITrainingObserver
    {
        public void Observe(Run run)
        {
            if (run.History.Steps >= step)
                host.Interrupt();
        }
    }
}
