using TorchSharp;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>How a run ended.</summary>
public enum Outcome
{
    /// <summary>It is still training.</summary>
    Running,

    /// <summary>All steps were done.</summary>
    Completed,

    /// <summary>It was stopped; everything up to then is kept.</summary>
    Cancelled,

    /// <summary>Every replica diverged; the last good parameters are kept.</summary>
    Diverged,

    /// <summary>An error ended it while runs beside it went on, see <see cref="Run.Failure"/>; nothing of it is kept.</summary>
    Failed,
}

/// <summary>A training run: its recipe, its history and the two players as they are now.</summary>
public sealed partial class Run : IDisposable
{
    private const int KeptPoints = 500;
    private const int KeptPictures = 25;
    private const int LatentsForPictures = 100;
    private readonly Device device;
    private readonly Tensor latent;

    // All null once the run was freed.
    private NamedHooks[]? hooks;
    private Players? players;
    private Supervisor? supervisor;
    private Algorithm1? algorithm;
    private History? history;
    private DataSample? dataSample;

    /// <param name="recipe">The recipe.</param>
    /// <param name="points">What samples are measured against, where it was drawn before; null to draw it.</param>
    /// <param name="on">The device, where it is not the recipe's to choose, such as torch's <c>meta</c>; otherwise null.</param>
    internal Run(Recipe recipe, IReadOnlyList<float[]>? points = null, Device? on = null)
    {
        Requested = recipe;
        Recipe = recipe.Prepare();
        device = on ?? ComputeDevice.Resolve(recipe.Device);
        var streams = new InitialisationStreams(Recipe.Seed, Recipe.Replicas, device, Recipe.Data);
        players = new Players(
            new Player<GeneratorNetwork>(Recipe.Generator.Build(Recipe.Data.SampleShape, streams), Recipe.Replicas),
            new Player<DiscriminatorNetwork>(Recipe.Discriminator.Build(Recipe.Data.SampleShape, streams), Recipe.Replicas)
        );
        hooks =
        [
            .. Recipe
                .Stabilizers.Select(s => (s.Name, Hooks: s.Attach(Recipe, players)))
                .Where(s => s.Hooks is not null)
                .Select(s => new NamedHooks(s.Name, s.Hooks!)),
        ];
        history = new History(Recipe.Steps, Recipe.Replicas);
        using var evaluation = new ReplicaStream(Recipe.Seed, Recipe.Replicas, "evaluation", device);
        using var scope = NewDisposeScope();
        if (!IsImages && Recipe.Data is not IHasModes)
            dataSample = points is null ? new DataSample(Recipe.Data, Recipe.Seed, Recipe.Replicas, device) : new DataSample(points);
        latent = evaluation
            .Normal(IsImages ? LatentsForPictures : ModeCoverage.SampleCount, Recipe.Generator.Latent)
            .DetachFromDisposeScope();
        supervisor = new Supervisor(this, device);
        algorithm = new Algorithm1(Recipe, players, hooks, supervisor);
    }

    /// <summary>What stands for a run that an error ended while others beside it went on.</summary>
    internal Run(Recipe recipe, Exception failure)
    {
        Requested = Recipe = recipe;
        Failure = failure;
        device = CPU;
        latent = empty(0).DetachFromDisposeScope();
    }

    /// <summary>The error that ended it; null for a run that trained.</summary>
    public Exception? Failure { get; }

    /// <summary>The recipe as it was given.</summary>
    public Recipe Requested { get; }

    /// <summary>The recipe as it was trained: every stabilizer has reshaped it.</summary>
    public Recipe Recipe { get; }

    /// <summary>The name of the recipe.</summary>
    public string Name => Requested.Name;

    /// <summary>The two players.</summary>
    /// <exception cref="ObjectDisposedException">The run was freed.</exception>
    public Players Players => Live(players);

    /// <summary>Every quantity at every step.</summary>
    /// <exception cref="ObjectDisposedException">The run was freed.</exception>
    public History History => Live(history);

    /// <summary>How the run ended.</summary>
    public Outcome Outcome => Failure is null ? Live(supervisor).Outcome : Outcome.Failed;

    /// <summary>Replicas whose numbers stopped being numbers.</summary>
    public IReadOnlyList<Divergence> Divergences => Live(supervisor).Divergences;

    /// <summary>Training time, without drawing.</summary>
    public TimeSpan Elapsed => Live(supervisor).Elapsed;

    /// <summary>
    /// Processor time of the thread that trained, without drawing: unlike <see cref="Elapsed"/> it does not depend on what runs beside the
    /// training. Null where the system does not tell.
    /// </summary>
    public TimeSpan? ProcessorTime => Live(supervisor).ProcessorTime;

    /// <summary>The step from which an interrupted training went on; 0 for one that began at the start.</summary>
    internal int WentOnFrom { get; set; }

    /// <summary>The device as a word, <c>cpu</c> or <c>cuda</c>.</summary>
    public string Device => device.type == DeviceType.CUDA ? "cuda" : "cpu";

    /// <summary>The last measurement of mode coverage, per replica; empty where the data has no known modes.</summary>
    public IReadOnlyList<ModeCoverage> Coverage => History.Evaluations[^1].Coverage;

    /// <summary>
    /// The last <see cref="EnergyDistance"/> between samples and data, per replica; empty where the modes are known, and for pictures.
    /// </summary>
    public IReadOnlyList<double> Distances => History.Evaluations[^1].Distances;

    /// <summary>The samples are pictures [channels, height, width], not points.</summary>
    public bool IsImages => Recipe.Data.SampleShape.Count == 3;

    /// <summary>
    /// How many latent vectors are kept for showing and measuring: 2500 for points, 100 for pictures, of which fewer say enough.
    /// </summary>
    public int SampleCount => (int)latent.shape[1];

    /// <summary>
    /// Samples of the data that those of one replica are measured against; null where the modes are known, and for pictures.
    /// </summary>
    internal float[]? DataSample(int replica) => dataSample?.Points[replica];

    /// <summary>Samples of one replica, always from the same latent vectors.</summary>
    /// <param name="replica">The replica, from 0.</param>
    /// <param name="count">How many, at most <see cref="SampleCount"/>; null for all.</param>
    /// <returns>The samples, row by row.</returns>
    public float[] Samples(int replica = 0, int? count = null)
    {
        CheckReplica(replica);
        var wanted = count ?? SampleCount;
        if (wanted < 1 || wanted > SampleCount)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"Ask for 1 to {SampleCount} samples.");
        using var scope = NewDisposeScope();
        return Generate(latent)[replica][..wanted].cpu().contiguous().data<float>().ToArray();
    }

    /// <summary>Samples of one replica from given latent vectors, such as the way from one to another.</summary>
    /// <param name="latents">Latent vectors, one after the other.</param>
    /// <param name="replica">The replica, from 0.</param>
    /// <returns>The samples, row by row.</returns>
    /// <exception cref="ArgumentException">Not a whole number of latent vectors.</exception>
    public float[] SamplesAt(float[] latents, int replica = 0)
    {
        CheckReplica(replica);
        ArgumentNullException.ThrowIfNull(latents);
        var width = Recipe.Generator.Latent;
        if (latents.Length == 0 || latents.Length % width != 0)
            throw new ArgumentException($"Latent vectors come as rows of {width} numbers; got {latents.Length} numbers.", nameof(latents));
        using var scope = NewDisposeScope();
        var each = tensor(latents, [1, latents.Length / width, width], device: device);
        return Generate(each.expand(Recipe.Replicas, -1, -1))[replica].cpu().contiguous().data<float>().ToArray();
    }

    /// <summary>
    /// Many samples of one replica for a score, batch by batch, so that memory does not grow with their number. The latent vectors are
    /// fresh and the same at every call.
    /// </summary>
    /// <param name="count">How many in all.</param>
    /// <param name="use">Gets each batch [at most <paramref name="batch"/>, sample shape]; it lives until <paramref name="use"/>
    /// returns.</param>
    /// <param name="replica">The replica, from 0.</param>
    /// <param name="batch">Samples made at once, at least 2.</param>
    public void Generate(int count, Action<Tensor> use, int replica = 0, int batch = 250)
    {
        CheckReplica(replica);
        ArgumentNullException.ThrowIfNull(use);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 2);
        using var stream = new ReplicaStream(Recipe.Seed, Recipe.Replicas, "scores", device);
        for (var done = 0; done < count; done += batch)
        {
            using var scope = NewDisposeScope();
            // Whole batches are made and the last is cut, so that batch normalisation sees batches of one size.
            use(Generate(stream.Normal(batch, Recipe.Generator.Latent))[replica].narrow(0, 0, Math.Min(batch, count - done)));
        }
    }

    /// <summary>D at given samples, each judged as if it stood in a batch the generator has just made.</summary>
    /// <param name="samples">Samples, row by row.</param>
    /// <param name="replica">The replica, from 0.</param>
    /// <returns>D(x) in [0, 1], one per sample.</returns>
    public float[] DiscriminatorAt(float[] samples, int replica = 0)
    {
        CheckReplica(replica);
        ArgumentNullException.ThrowIfNull(samples);
        var width = Recipe.Data.SampleShape.Aggregate(1L, (a, b) => a * b);
        if (samples.Length == 0 || samples.Length % width != 0)
            throw new ArgumentException($"Samples come as rows of {width} numbers; got {samples.Length} numbers.", nameof(samples));
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var each = tensor(samples, [1, samples.Length / width, .. Recipe.Data.SampleShape], device: device);
        var all = each.expand([Recipe.Replicas, .. each.shape[1..]]);
        using var apartG = IDrawsWhenCalled.Apart(Players.Generator.Network);
        using var apartD = IDrawsWhenCalled.Apart(Players.Discriminator.Network);
        var company = Players.Generator.Network.call(latent.narrow(1, 0, Math.Min(Recipe.Batch, SampleCount)));
        return sigmoid(Players.Discriminator.Network.CallAmong(all, company).Logits)[replica].cpu().contiguous().data<float>().ToArray();
    }

    /// <summary>Frees the players and the history; the run cannot be used any more.</summary>
    public void Dispose()
    {
        if (players is null)
            return;
        algorithm?.Dispose();
        supervisor?.Dispose();
        players.Generator.Dispose();
        players.Discriminator.Dispose();
        latent.Dispose();
        foreach (var hook in hooks!)
            hook.Hooks.Dispose();
        // A notebook session keeps every variable it ever had, also that of a freed run: no number and no layer may hang on it.
        (hooks, players, supervisor, algorithm, history, dataSample) = (null, null, null, null, null, null);
    }

    internal Algorithm1 Algorithm => Live(algorithm);

    /// <summary>Measures the samples as they are now.</summary>
    internal void Evaluate()
    {
        using var scope = NewDisposeScope();
        // Pictures are only shown here; a run would spend more time on scoring them than on learning.
        var kept = IsImages ? KeptPictures : KeptPoints;
        var samples = Generate(IsImages ? latent.narrow(1, 0, kept) : latent).cpu().contiguous();
        var each = Enumerable.Range(0, Recipe.Replicas).Select(r => samples[r].contiguous().data<float>().ToArray()).ToArray();
        var width = each[0].Length / (int)samples.shape[1];
        History.Append(
            new Evaluation(
                History.Steps,
                Recipe.Data is IHasModes modes ? [.. each.Select(points => ModeCoverage.Measure(points, modes))] : [],
                [.. each.Select(points => points[..(kept * width)])]
            )
            {
                Distances = dataSample?.To(each) ?? [],
            }
        );
    }

    private Tensor Generate(Tensor z)
    {
        using var _ = no_grad();
        using var apart = IDrawsWhenCalled.Apart(Players.Generator.Network);
        var averaged = Live(hooks).Select(hook => hook.Hooks.SamplingParameters).FirstOrDefault(p => p is not null);
        return averaged is null
            ? Players.Generator.Network.call(z)
            : Players.Generator.FunctionalCall(averaged, generator => generator.call(z));
    }

    private T Live<T>(T? part)
        where T : class =>
        part
        ?? throw (
            Failure is not null
                ? new InvalidOperationException($"The run '{Name}' failed: {Failure.Message}", Failure)
                : new ObjectDisposedException(
                    nameof(Run),
                    $"The run '{Name}' was freed (Dispose, the end of a using block, or three newer runs of the same recipe). Train it "
                        + $"again: Kit.Train(recipe)."
                )
        );

    /// <exception cref="ArgumentOutOfRangeException">There is no such replica.</exception>
    internal void CheckReplica(int replica)
    {
        _ = Players;
        if (replica < 0 || replica >= Recipe.Replicas)
            throw new ArgumentOutOfRangeException(nameof(replica), replica, $"Replicas are numbered 0 to {Recipe.Replicas - 1}.");
    }
}
