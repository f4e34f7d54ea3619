using System.Text.Json.Serialization;

namespace GanStability;

/// <summary>What one seed of one recipe came to: one line of a results file, and one pair of a paired comparison.</summary>
public sealed record SeedResult
{
    /// <summary>Points that a line keeps: a file of thirty methods and twenty seeds stays at two megabytes.</summary>
    private const int KeptPoints = 150;

    /// <summary>The name of the recipe, such as <c>feature matching</c>.</summary>
    public required string Recipe { get; init; }

    /// <summary>
    /// A hash of every setting that decides the outcome, see <see cref="Description"/>; results of equal name and different settings are
    /// not mixed.
    /// </summary>
    public required string Settings { get; init; }

    /// <summary>
    /// The settings in words, such as <c>Generator.Latent</c>: <c>4</c>, and of what is your own a hash of its code; null in results of
    /// older kits.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Description { get; init; }

    /// <summary>The build of the kit that trained it; null in results of older kits.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Build { get; init; }

    /// <summary>The day on which it was trained (UTC); null in results of older kits.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? Day { get; init; }

    /// <summary>The name of the data.</summary>
    public required string Data { get; init; }

    /// <summary>The seed.</summary>
    public required long Seed { get; init; }

    /// <summary>Steps trained.</summary>
    public required int Steps { get; init; }

    /// <summary>
    /// Real samples that the discriminator saw: steps × its moves per step × batch. Packing and a critic that moves five times see more
    /// than the plain recipe. Null in results of older kits.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? SamplesSeen { get; init; }

    /// <summary>K, the modes of the data; the classes of pictures.</summary>
    public required int Modes { get; init; }

    /// <summary>Modes with at least one high-quality sample; classes with at least one picture.</summary>
    public required int Captured { get; init; }

    /// <summary>
    /// Modes or classes with at least half of their fair share of all samples; null where none are known, and in older files, whose
    /// <c>held</c> is what <see cref="Touched"/> is now.
    /// </summary>
    public int? Held { get; init; }

    /// <summary>Modes or classes with at least 1 % of the samples, or half of the fair share where that is less; null where none are
    /// known.</summary>
    public int? Touched { get; init; }

    /// <summary>Every mode is held; null where that is not known.</summary>
    [JsonIgnore]
    public bool? Full => Held is { } held ? held == Modes : null;

    /// <summary>Share of high-quality samples; of pictures, the precision, see <see cref="ImageScore.Precision"/>.</summary>
    public required double HighQuality { get; init; }

    /// <summary>How wide the samples spread inside a mode, see <see cref="ModeCoverage.Width"/>; null without two samples in one, for
    /// pictures, and in older files.</summary>
    public double? Width { get; init; }

    /// <summary>What looked at the pictures, at how many and what they were compared with; null for points.</summary>
    public string? Scorer { get; init; }

    /// <summary>The Inception Score of pictures; null for points.</summary>
    public double? InceptionScore { get; init; }

    /// <summary>The Fréchet distance of pictures to the reference; null for points.</summary>
    public double? Frechet { get; init; }

    /// <summary>Share of the reference pictures that have a generated neighbour; null for points.</summary>
    public double? Coverage { get; init; }

    /// <summary>The <see cref="GanStability.EnergyDistance"/> of points to data whose modes are not known; else null.</summary>
    public double? EnergyDistance { get; init; }

    /// <summary>KL of the histogram over modes, nats; null without any high-quality sample.</summary>
    public double? Kl { get; init; }

    /// <summary>Total variation of the histogram over modes; null without any high-quality sample.</summary>
    public double? TotalVariation { get; init; }

    /// <summary>Mean discriminator loss over the last tenth of training, nats.</summary>
    public double? DiscriminatorLoss { get; init; }

    /// <summary>Mean norm of the generator's gradient over the last tenth of training.</summary>
    public double? GeneratorGradient { get; init; }

    /// <summary>Mean norm of the discriminator's gradient over the last tenth of training.</summary>
    public double? DiscriminatorGradient { get; init; }

    /// <summary>
    /// Training time per seed by the clock, seconds: the ensemble's time divided by its replicas. It grows with what runs beside the
    /// training.
    /// </summary>
    public required double Seconds { get; init; }

    /// <summary>Processor time of the training thread per seed, seconds, which compares methods; null where it was not measured.</summary>
    public double? ProcessorSeconds { get; init; }

    /// <summary>The step at which the replica diverged, or null.</summary>
    public int? DivergedAt { get; init; }

    /// <summary>Steps of the measurements during training.</summary>
    public IReadOnlyList<int> MeasuredAt { get; init; } = [];

    /// <summary>Modes held at each measurement; empty where the modes are not known, and in older files.</summary>
    public IReadOnlyList<int> HeldOverTraining { get; init; } = [];

    /// <summary>Share of high-quality samples at each measurement; empty where the modes are not known, and in older files.</summary>
    public IReadOnlyList<double> HighQualityOverTraining { get; init; } = [];

    /// <summary>
    /// A few generated points of the last measurement, x0, y0, x1, y1, …, to three decimals: enough for a picture of the cloud. Empty for
    /// pictures, and in older files.
    /// </summary>
    public IReadOnlyList<double> Points { get; init; } = [];

    /// <summary>The energy distance at each measurement; empty where the modes are known.</summary>
    public IReadOnlyList<double?> DistanceOverTraining { get; init; } = [];

    /// <summary>
    /// The results of a run on points, one per replica: mode coverage where the modes are known, else the energy distance.
    /// </summary>
    /// <param name="run">A run on points.</param>
    /// <returns>One result per replica, in the order of the seeds.</returns>
    /// <exception cref="ArgumentException">Pictures, which need a scorer.</exception>
    public static IReadOnlyList<SeedResult> Of(Run run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.IsImages)
            throw new ArgumentException(
                $"Pictures such as {run.Recipe.Data.Name} are measured by a ImageScorer: give " + $"one.",
                nameof(run)
            );
        var measured = run.History.Evaluations;
        if (run.Coverage.Count == 0)
            return
            [
                .. run.Distances.Select(
                    (d, r) =>
                        Of(run, r) with
                        {
                            EnergyDistance = Number(d),
                            MeasuredAt = [.. measured.Select(e => e.Step)],
                            DistanceOverTraining = [.. measured.Select(e => Number(e.Distances[r]))],
                        }
                ),
            ];
        return
        [
            .. run.Coverage.Select(
                (c, r) =>
                    Of(run, r) with
                    {
                        Modes = c.Modes,
                        Captured = c.Captured,
                        Held = c.Held,
                        Touched = c.Touched,
                        HighQuality = c.HighQuality,
                        Width = Number(c.Width),
                        Kl = Number(c.Kl),
                        TotalVariation = Number(c.TotalVariation),
                        MeasuredAt = [.. measured.Select(e => e.Step)],
                        HeldOverTraining = [.. measured.Select(e => e.Coverage[r].Held)],
                        HighQualityOverTraining = [.. measured.Select(e => Math.Round(e.Coverage[r].HighQuality, 3))],
                    }
            ),
        ];
    }

    /// <summary>The results of a run on pictures, one per replica. Modes are the classes.</summary>
    /// <param name="run">A run on pictures.</param>
    /// <param name="scorer">The network, the reference and N.</param>
    /// <returns>One result per replica, in the order of the seeds.</returns>
    /// <exception cref="ArgumentException">The samples are not pictures.</exception>
    public static IReadOnlyList<SeedResult> Of(Run run, ImageScorer scorer)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(scorer);
        return
        [
            .. Enumerable
                .Range(0, run.Recipe.Replicas)
                .Select(r =>
                {
                    var score = run.Score(scorer, r);
                    return Of(run, r) with
                    {
                        Modes = score.Histogram.Count,
                        Captured = score.ClassesFound,
                        Held = score.ClassesHeld,
                        Touched = score.ClassesTouched,
                        HighQuality = score.Precision,
                        Kl = Number(score.HistogramKl),
                        TotalVariation = score.HistogramTotalVariation,
                        Scorer = scorer.ToString(),
                        InceptionScore = score.Inception.Mean,
                        Frechet = score.Frechet.Value,
                        Coverage = score.Coverage,
                    };
                }),
        ];
    }

    /// <summary>
    /// A line of an older file has no <c>touched</c>: what it calls held are the modes with 1 % of the samples, see <see cref="Held"/>.
    /// And its name of all settings may have been made otherwise; the settings themselves stand beside it.
    /// </summary>
    internal SeedResult AsWrittenToday()
    {
        var named = Description is null ? this : this with { Settings = Identity.HashOf(Description) };
        return Touched is not null || Modes == 0 ? named : named with { Touched = Held, Held = null, HeldOverTraining = [] };
    }

    /// <summary>Everything but the scores.</summary>
    private static SeedResult Of(Run run, int replica)
    {
        var identity = run.SeedIdentity;
        return new()
        {
            Recipe = run.Name,
            Settings = identity.Hash,
            Description = identity.Settings,
            Build = Identity.Build,
            Day = DateOnly.FromDateTime(DateTime.UtcNow),
            Data = run.Recipe.Data.Name,
            Seed = run.Recipe.Seed + replica,
            Steps = run.History.Steps,
            SamplesSeen = (long)run.History.Steps * run.Recipe.DiscriminatorSteps * run.Recipe.Batch,
            Points = run.IsImages ? [] : Cloud(run.History.Evaluations[^1].Samples[replica]),
            Modes = 0,
            Captured = 0,
            HighQuality = 0,
            DiscriminatorLoss = LateMean(run.History, Quantity.DiscriminatorLoss, replica),
            GeneratorGradient = LateMean(run.History, Quantity.GeneratorGradient, replica),
            DiscriminatorGradient = LateMean(run.History, Quantity.DiscriminatorGradient, replica),
            Seconds = Math.Round(run.Elapsed.TotalSeconds / run.Recipe.Replicas, 3),
            ProcessorSeconds = run.ProcessorTime is { } used ? Math.Round(used.TotalSeconds / run.Recipe.Replicas, 3) : null,
            DivergedAt = run.Divergences.FirstOrDefault(d => d.Replica == replica)?.Step,
        };
    }

    /// <summary>What a line can say of a run that there was.</summary>
    [JsonIgnore]
    internal bool MakesSense =>
        Steps >= 0
        && Modes is >= 0 and <= 1_000_000
        && !(Captured > Modes)
        && !(Held > Modes)
        && (HeldOverTraining.Count == 0 || HeldOverTraining.Count == MeasuredAt.Count)
        && (HighQualityOverTraining.Count == 0 || HighQualityOverTraining.Count == MeasuredAt.Count)
        && Points.Count % 2 == 0
        && (DistanceOverTraining.Count == 0 || DistanceOverTraining.Count == MeasuredAt.Count);

    private static double[] Cloud(float[] points) =>
        [.. points.Take(2 * KeptPoints).Select(v => float.IsFinite(v) ? Math.Round((double)v, 3) : 0)];

    private static double? LateMean(History history, Quantity quantity, int replica) =>
        history.Steps == 0
            ? null
            : Number(
                Enumerable
                    .Range(history.Steps * 9 / 10 + 1, history.Steps - history.Steps * 9 / 10)
                    .Average(s => (double)history[quantity, s, replica])
            );

    private static double? Number(double value) => double.IsFinite(value) ? value : null;
}
