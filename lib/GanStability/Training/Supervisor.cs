using static TorchSharp.torch;

namespace GanStability.Engine;

/// <summary>
/// Stands beside <see cref="Algorithm1"/>: records its steps, looks at the numbers every few of them, measures the samples, and says when
/// to stop. A training that was stopped can go on: looks and measurements fall on the same steps as if it had never been stopped.
/// </summary>
internal sealed class Supervisor : IDisposable
{
    private readonly Run run;
    private readonly LastGood good;
    private readonly Recorder recorder;
    private readonly TrainingClock clock = new();
    private readonly List<Divergence> diverged = [];
    private CancellationToken interrupt;

    public Supervisor(Run run, Device device)
    {
        this.run = run;
        recorder = new Recorder(run.History, device);
        good = new LastGood(run.Players);
    }

    /// <summary>How far training is.</summary>
    public Outcome Outcome { get; private set; }

    /// <summary>Replicas whose numbers stopped being numbers.</summary>
    public IReadOnlyList<Divergence> Divergences => diverged;

    /// <summary>Training time.</summary>
    public TimeSpan Elapsed => clock.Elapsed;

    /// <summary>Processor time of the thread that trained.</summary>
    public TimeSpan? ProcessorTime => clock.ProcessorTime;

    /// <summary>Called before the first step, and when training goes on.</summary>
    /// <returns>The threads this training uses, until it is disposed.</returns>
    public Threads Begin()
    {
        Outcome = Outcome.Running;
        interrupt = Interrupt.Token;
        run.History.ForgetInterruption(run.Recipe.EvaluateEvery);
        if (run.History.Evaluations.Count == 0)
            run.Evaluate();
        clock.Start();
        var discriminator = run.Players.Discriminator;
        var perSample = discriminator.Network.Multiplications ?? discriminator.Parameters.shape[1];
        return new Threads((double)run.Recipe.Replicas * run.Recipe.Batch * perSample);
    }

    /// <summary>Records one step.</summary>
    public void Record(DiscriminatorRecord discriminator, GeneratorRecord generator) => recorder.Record(discriminator, generator);

    /// <summary>Called after every step.</summary>
    /// <returns>Whether there is another step to do.</returns>
    public bool GoOn(Algorithm1 algorithm, ITrainingObserver? observer, CancellationToken cancellation)
    {
        var recipe = run.Recipe;
        var step = run.History.Steps + recorder.Waiting;
        var measure = step % recipe.EvaluateEvery == 0 || step == recipe.Steps;
        var look = measure || step % recipe.EvaluateEvery % Recorder.BlockSteps == 0;
        var stop = cancellation.IsCancellationRequested || interrupt.IsCancellationRequested;
        if (!look && !stop)
            return true;

        // Left alone, the runtime collects when the garbage fills its share of the processor's cache: 200 MB where that is large.
        GC.Collect(0);
        var bad = recorder.Flush();
        foreach (var (replica, at, term) in bad)
            if (diverged.All(d => d.Replica != replica))
                diverged.Add(new Divergence(replica, at, term, good.Step));
        // An interruption between two looks leaves no trace, unless it finds numbers that nobody could use.
        if (look || bad.Count > 0)
            good.Keep(step, [.. diverged.Select(d => d.Replica)], algorithm);
        if (diverged.Count == recipe.Replicas)
            Outcome = Outcome.Diverged;
        else if (step == recipe.Steps)
            Outcome = Outcome.Completed;
        else if (stop)
            Outcome = Outcome.Cancelled;

        clock.Stop();
        if (measure || Outcome != Outcome.Running)
            run.Evaluate();
        try
        {
            observer?.Observe(run);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested || interrupt.IsCancellationRequested)
        {
            // What watches was interrupted at its work, such as a score. The run is whole, and its next step is the last.
        }
        if (Outcome == Outcome.Running)
            clock.Start();
        else if (Outcome != Outcome.Cancelled)
        {
            algorithm.Dispose();
            Dispose();
        }
        return Outcome == Outcome.Running;
    }

    /// <summary>The parameters to go back to; none are left when training is finished.</summary>
    public LastGood Good => good;

    /// <summary>Writes or reads how the training ended. A run that is read and was not finished has been interrupted.</summary>
    public void SaveOrRestore(RunState state)
    {
        var ended = state.Value(Outcome is Outcome.Completed or Outcome.Diverged ? Outcome : Outcome.Cancelled);
        clock.SaveOrRestore(state);
        var known = state.Value(diverged);
        if (!state.Restoring)
            return;
        var recipe = run.Recipe;
        if (
            ended is not (Outcome.Completed or Outcome.Diverged or Outcome.Cancelled)
            || known is null
            || known.Any(d => d is null || d.Replica < 0 || d.Replica >= recipe.Replicas)
        )
            throw new InvalidDataException("it is damaged: its end makes no sense");
        TakeOver(ended, known);
    }

    /// <summary>Takes over the end of one replica of another run.</summary>
    public void TakeOver(Supervisor other, int replica)
    {
        var mine = other.diverged.Where(d => d.Replica == replica).Select(d => d with { Replica = 0 }).ToList();
        TakeOver(other.Outcome == Outcome.Completed && mine.Count > 0 ? Outcome.Diverged : other.Outcome, mine);
    }

    private void TakeOver(Outcome ended, IEnumerable<Divergence> known)
    {
        diverged.Clear();
        diverged.AddRange(known);
        Outcome = ended;
        if (ended is Outcome.Cancelled or Outcome.Running)
            return;
        run.Algorithm.Dispose();
        Dispose();
    }

    /// <summary>Frees what only training needs.</summary>
    public void Dispose()
    {
        good.Dispose();
        recorder.Dispose();
    }
}

/// <summary>Several observers as one; nulls are left out.</summary>
internal sealed class Observers(params ITrainingObserver?[] all) : ITrainingObserver
{
    public void Observe(Run run)
    {
        foreach (var observer in all)
            observer?.Observe(run);
    }
}
