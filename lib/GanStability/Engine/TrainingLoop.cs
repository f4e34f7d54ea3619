using System.Diagnostics;
using static TorchSharp.torch;

namespace GanStability.Engine;

/// <summary>
/// Takes a run through its steps, looks at its numbers every few of them, and stops where it must. A loop that was stopped can go on: looks and measurements fall on
/// the same steps as if it had never been stopped.
/// </summary>
internal sealed class TrainingLoop : IDisposable
{
    private readonly Run run;
    private readonly Game game;
    private readonly LastGood good;
    private readonly Recorder recorder;
    private readonly Stopwatch clock = new();
    private readonly List<Divergence> diverged = [];
    private TimeSpan before;

    public TrainingLoop(Run run, IReadOnlyList<StabilizerHooks> hooks, Device device)
    {
        this.run = run;
        recorder = new Recorder(run.History, device);
        game = new Game(run.Recipe, run.Players, hooks, recorder);
        good = new LastGood(run.Players);
    }

    /// <summary>How far it is.</summary>
    public Outcome Outcome { get; private set; }

    /// <summary>Replicas whose numbers stopped being numbers.</summary>
    public IReadOnlyList<Divergence> Divergences => diverged;

    /// <summary>Training time.</summary>
    public TimeSpan Elapsed => before + clock.Elapsed;

    /// <summary>Trains until the steps are done, every replica has diverged, or it is told to stop.</summary>
    public void Go(ITrainingObserver? observer, CancellationToken cancellation)
    {
        var recipe = run.Recipe;
        using var threads = new Threads(recipe, run.Players.Discriminator.Network.Multiplications ?? run.Players.Discriminator.Parameters.shape[1]);
        Outcome = Outcome.Running;
        run.History.ForgetInterruption(recipe.EvaluateEvery);
        if (run.History.Evaluations.Count == 0) run.Evaluate();
        clock.Start();
        while (Outcome == Outcome.Running)
        {
            game.Step();
            var step = run.History.Steps + recorder.Waiting;
            var measure = step % recipe.EvaluateEvery == 0 || step == recipe.Steps;
            var look = measure || step % recipe.EvaluateEvery % Recorder.BlockSteps == 0;
            var stop = cancellation.IsCancellationRequested;
            if (!look && !stop) continue;

            var bad = recorder.Flush();
            foreach (var (replica, at, term) in bad)
                if (diverged.All(d => d.Replica != replica)) diverged.Add(new Divergence(replica, at, term, good.Step));
            // An interruption between two looks leaves no trace, unless it finds numbers that nobody could use.
            if (look || bad.Count > 0) good.Keep(step, [.. diverged.Select(d => d.Replica)], game);
            if (diverged.Count == recipe.Replicas) Outcome = Outcome.Diverged;
            else if (step == recipe.Steps) Outcome = Outcome.Completed;
            else if (stop) Outcome = Outcome.Cancelled;

            clock.Stop();
            if (measure || Outcome != Outcome.Running) run.Evaluate();
            observer?.Observe(run);
            clock.Start();
        }
        clock.Stop();
        if (Outcome != Outcome.Cancelled) Dispose();
    }

    /// <summary>Writes or reads what is needed to go on. A run that is read has been interrupted.</summary>
    public void Keep(RunState state)
    {
        game.Keep(state);
        good.Keep(state);
        var trained = state.Value(Elapsed.Ticks);
        var known = state.Value(diverged);
        if (!state.Restoring) return;
        before = TimeSpan.FromTicks(trained);
        diverged.AddRange(known);
        Outcome = Outcome.Cancelled;
    }

    /// <summary>Frees what only training needs.</summary>
    public void Dispose()
    {
        game.Dispose();
        good.Dispose();
        recorder.Dispose();
    }
}

/// <summary>Several observers as one; nulls are left out.</summary>
internal sealed class Observers(params ITrainingObserver?[] all) : ITrainingObserver
{
    public void Observe(Run run)
    {
        foreach (var observer in all) observer?.Observe(run);
    }
}
