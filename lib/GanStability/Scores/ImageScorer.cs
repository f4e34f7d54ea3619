using System.Collections.Concurrent;
using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// Scores pictures against a data set: Inception Score, Fréchet distance, class histogram, coverage and precision, all from one look at
/// each batch. The reference is drawn and looked at once; both sides have the same N, because the Fréchet distance depends on it.
/// </summary>
public sealed class ImageScorer
{
    private const int Batch = 250;
    private readonly IFeatureNetwork network;
    private readonly IDataSource data;
    private readonly Device device;
    private readonly Features reference;
    private readonly ConcurrentDictionary<(string Row, long Seed), ImageScore> rows = [];

    /// <summary>Prepares a scorer.</summary>
    /// <param name="network">The network that looks at pictures; three-channel stacks are looked at digit by digit. The caller frees
    /// it.</param>
    /// <param name="data">The pictures to compare with.</param>
    /// <param name="count">N, of the reference and of every measurement; more than the network has features.</param>
    /// <param name="seed">Decides which reference pictures are drawn.</param>
    /// <param name="device">Where they are drawn; the CPU when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">Too few pictures: the covariance would be singular.</exception>
    public ImageScorer(IFeatureNetwork network, IDataSource data, int count = 2000, long seed = 0, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        this.network = (data as ILabelledSource)?.Channels is null ? network : new StackNetwork(network);
        this.data = data;
        this.device = device ?? CPU;
        if (count <= this.network.Features)
            throw new ArgumentOutOfRangeException(
                nameof(count),
                count,
                $"A covariance of {this.network.Features} features needs more than {this.network.Features} pictures."
            );
        Count = count;
        reference = LookAt(Draw(seed));
    }

    /// <summary>
    /// The scorer that belongs to a source of pictures: the network that knows them, see <see cref="FeatureNetworks.For"/>, and as many
    /// pictures as it needs.
    /// </summary>
    /// <param name="data">The pictures to compare with.</param>
    /// <param name="progress">Told how far a network is that must be trained first; may be null.</param>
    /// <returns>The scorer.</returns>
    /// <exception cref="ArgumentException">Pictures without labels: no network of the kit knows them; the message says what to
    /// do.</exception>
    /// <exception cref="FileNotFoundException">The network is not on this machine; the message says how to get it.</exception>
    public static ImageScorer For(IDataSource data, Action<string>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data is not ILabelledSource pictures)
            throw FeatureNetworks.Unknown(data);
        var network = FeatureNetworks.For(pictures, progress);
        return new(network, data, FeatureNetworks.Pictures(network));
    }

    /// <summary>N.</summary>
    public int Count { get; }

    /// <summary>What every score must be given with: N, the reference and the network.</summary>
    /// <returns>Text in the invariant culture.</returns>
    public override string ToString() =>
        string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"N = {Count} against {Count} pictures of {data.Name}, seen by {network.Name}"
        );

    /// <summary>The data that pictures are compared with.</summary>
    public IDataSource Data => data;

    /// <summary>Scores pictures.</summary>
    /// <param name="produce">Called once with the number of pictures and where to hand them, batch by batch: [n, channels, height, width]
    /// in [−1, 1].</param>
    /// <returns>The scores.</returns>
    /// <exception cref="ArgumentException">Another number of pictures than asked for.</exception>
    public ImageScore Measure(Action<int, Action<Tensor>> produce)
    {
        ArgumentNullException.ThrowIfNull(produce);
        var seen = LookAt(produce);
        if (seen.Statistics.Count != Count)
            throw new ArgumentException($"{Count} pictures were asked for and {seen.Statistics.Count} came.", nameof(produce));
        using var scope = NewDisposeScope();
        var (coverage, precision) = NeighbourCoverage.Measure(Rows(reference), Rows(seen));
        return new ImageScore(
            network.Name,
            $"{Count} pictures of {data.Name}",
            seen.Inception.Result(),
            FrechetDistance.Between(reference.Statistics, seen.Statistics),
            seen.Histogram,
            coverage,
            precision
        );
    }

    /// <summary>The true-sample row of every table: other pictures of the same data.</summary>
    /// <param name="seed">Decides the draw; another than the reference's.</param>
    /// <returns>What a perfect generator scores.</returns>
    public ImageScore OfTrueSamples(long seed = 1) => rows.GetOrAdd(("true samples", seed), _ => Measure(Draw(seed)));

    /// <summary>The noise row: pixels N(0, 1/4), cut to [−1, 1].</summary>
    /// <param name="seed">Decides the draw.</param>
    /// <returns>What learning nothing scores.</returns>
    public ImageScore OfNoise(long seed = 1) =>
        rows.GetOrAdd(
            ("noise", seed),
            _ =>
                Measure(
                    (count, use) =>
                        InBatches(
                            count,
                            seed,
                            (size, generator) =>
                                randn([size, .. data.SampleShape], device: device, generator: generator).mul_(0.5).clamp_(-1, 1),
                            use
                        )
                )
        );

    private Action<int, Action<Tensor>> Draw(long seed) =>
        (count, use) => InBatches(count, seed, (size, generator) => data.Draw(size, generator, device), use);

    private void InBatches(int count, long seed, Func<int, torch.Generator, Tensor> draw, Action<Tensor> use)
    {
        using var generator = new torch.Generator((ulong)seed, device);
        for (var done = 0; done < count; done += Batch)
        {
            using var scope = NewDisposeScope();
            use(draw(Math.Min(Batch, count - done), generator));
        }
    }

    private Features LookAt(Action<int, Action<Tensor>> produce)
    {
        var interrupt = Interrupt.Token;
        var all = new Features(new FeatureStatistics(network.Features), new InceptionScore(network.Classes), new long[network.Classes], []);
        produce(
            Count,
            pictures =>
            {
                interrupt.ThrowIfInterrupted("not all pictures were looked at, so there is no score");
                using var scope = NewDisposeScope();
                var (probabilities, features) = network.ExtractFeatures(pictures);
                var (p, f) = (probabilities.contiguous().data<float>().ToArray(), features.contiguous().data<float>().ToArray());
                all.Inception.Add(p);
                all.Statistics.Add(f);
                all.Rows.AddRange(f);
                foreach (var k in probabilities.argmax(1).data<long>())
                    all.Histogram[k]++;
            }
        );
        return all;
    }

    private Tensor Rows(Features features) => tensor(features.Rows.ToArray(), [features.Statistics.Count, network.Features]);

    private sealed record Features(FeatureStatistics Statistics, InceptionScore Inception, long[] Histogram, List<float> Rows);
}

/// <summary>
/// The scores of one set of pictures, with everything that is needed to compare them: which network, how many pictures, against what.
/// </summary>
/// <param name="Network">The network that looked at them.</param>
/// <param name="Reference">The pictures they are compared with.</param>
/// <param name="Inception">The Inception Score.</param>
/// <param name="Frechet">The Fréchet distance to the reference on the network's features.</param>
/// <param name="Histogram">How many pictures the network puts into each class.</param>
/// <param name="Coverage">Share of reference pictures that have a generated one within their circle of neighbours, see
/// <see cref="NeighbourCoverage"/>.</param>
/// <param name="Precision">Share of generated pictures within the circle of neighbours of some reference picture.</param>
public sealed record ImageScore(
    string Network,
    string Reference,
    InceptionScoreResult Inception,
    FrechetResult Frechet,
    IReadOnlyList<long> Histogram,
    double Coverage,
    double Precision
)
{
    /// <summary>Classes with at least one picture.</summary>
    public int ClassesFound => Histogram.Count(c => c > 0);

    /// <summary>Classes with at least half of their fair share of the pictures, 1/(2K) of all.</summary>
    public int ClassesHeld => Histogram.Count(c => FairShare.Holds(c, Histogram.Sum(), 1.0 / Histogram.Count));

    /// <summary>Classes with at least 1 % of the pictures, or half of the fair share where that is less.</summary>
    public int ClassesTouched => Histogram.Count(c => FairShare.Touches(c, Histogram.Sum(), 1.0 / Histogram.Count));

    /// <summary>Total variation between the shares of the classes and equal shares, in [0, 1 − 1/K].</summary>
    public double HistogramTotalVariation => Histogram.Sum(c => Math.Abs((double)c / Histogram.Sum() - 1.0 / Histogram.Count)) / 2;

    /// <summary>
    /// KL(share of each class ‖ equal shares), nats; 0 when all classes are equally frequent, ln(K/m) when only m of K are, equally.
    /// </summary>
    public double HistogramKl
    {
        get
        {
            double all = Histogram.Sum();
            return Histogram.Where(c => c > 0).Sum(c => c / all * Math.Log(c / all * Histogram.Count));
        }
    }

    /// <summary>All scores in one line, then the network and the reference.</summary>
    /// <returns>Text in the invariant culture.</returns>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"IS {Inception.Mean:0.00} of at most {Inception.Classes}, FID {Frechet.Value:0.00}, {ClassesFound} of {Histogram.Count} "
                + $"classes (KL {HistogramKl:0.000}), coverage {100 * Coverage:0} %, precision {100 * Precision:0} %; N = "
                + $"{Inception.Count}\nnetwork: {Network}\nreference: {Reference}"
        );
}

/// <summary>The scores of every replica at one step.</summary>
/// <param name="Step">The step.</param>
/// <param name="Scores">One per replica.</param>
public sealed record ScoredStep(int Step, IReadOnlyList<ImageScore> Scores);

/// <summary>
/// Scores a run on pictures while it trains, and once at the end. Scoring draws from a random stream of its own: the run stays what it is
/// without it.
/// </summary>
public sealed class ScoreWatch : ITrainingObserver
{
    private readonly int every;
    private readonly List<ScoredStep> steps = [];

    /// <summary>Prepares to watch one run.</summary>
    /// <param name="scorer">The network, the reference and N.</param>
    /// <param name="every">Steps between two scores, at least 1; a run is looked at between blocks of steps, so a score may come some steps
    /// later.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than one step.</exception>
    public ScoreWatch(ImageScorer scorer, int every)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        Scorer = scorer;
        this.every = every;
    }

    /// <summary>Who scores.</summary>
    public ImageScorer Scorer { get; }

    /// <summary>The scores so far, in order.</summary>
    public IReadOnlyList<ScoredStep> Steps => steps;

    /// <inheritdoc/>
    public void Observe(Run run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var (now, last) = (run.History.Steps, steps.Count > 0 ? steps[^1].Step : 0);
        var ended = run.Outcome != Outcome.Running && now > last;
        if (now / every > last / every || ended)
            steps.Add(new(now, [.. Enumerable.Range(0, run.Recipe.Replicas).Select(r => run.Score(Scorer, r))]));
    }
}

/// <summary>Scores of a run.</summary>
public static class RunScores
{
    /// <summary>
    /// Scores the images of one replica, cut to [−1, 1] as they are shown: a linear output may leave that range.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="scorer">The network, the reference and N.</param>
    /// <param name="replica">The replica, from 0.</param>
    /// <returns>The scores.</returns>
    /// <exception cref="ArgumentException">The samples are not images.</exception>
    public static ImageScore Score(this Run run, ImageScorer scorer, int replica = 0)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(scorer);
        if (!run.IsImages)
            throw new ArgumentException(
                $"Only pictures can be scored; {run.Recipe.Data.Name} has samples of shape "
                    + $"[{string.Join(", ", run.Recipe.Data.SampleShape)}].",
                nameof(scorer)
            );
        return scorer.Measure((count, use) => run.Generate(count, pictures => use(pictures.clamp(-1, 1)), replica));
    }
}
