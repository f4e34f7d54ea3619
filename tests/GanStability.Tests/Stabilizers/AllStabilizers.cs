using GanStability;

namespace GanStability.Tests.Stabilizers;

/// <summary>
/// Every stabilizer, with settings strong enough to show; that none is missing is a test of its own, <see cref="CatalogueTests"/>.
/// </summary>
internal static class AllStabilizers
{
    /// <summary>Those that train on points in the plane.</summary>
    public static IReadOnlyList<Stabilizer> OnPoints { get; } =
    [
        new FeatureMatching(0.7),
        new FeatureMatching(1, Only: true),
        new MinibatchDiscrimination(4, 3),
        new HistoricalAveraging(0.3),
        new LabelSmoothing(),
        LabelSmoothing.TwoSided(),
        new BatchNormalisation(),
        new BatchNormalisation(Generator: false, Discriminator: true),
        new LayerNormalisation(true, true),
        new VirtualBatchNormalisation(true, true, 8),
        new R1(0.5),
        new WganGp(),
        new InstanceNoise(),
        new TwoTimeScale(),
        new Packing(2),
        new Packing(2, SameSamples: true),
        new WeightAveraging(),
        new SpectralNormalisation(),
        new UnrolledDiscriminator(3),
        new UnrolledDiscriminator(3, ZeroSum: true),
        new R2(0.5),
        new GradientPenalty(0.7),
        new GradientPenalty(0.7, Centre: 1),
        new Dragan(2),
        new ConsensusOptimisation(0.3),
    ];

    /// <summary>Those that need images.</summary>
    public static IReadOnlyList<Stabilizer> OnImages { get; } = [new InstanceNormalisation(true, true)];

    public static IEnumerable<string> Names => OnPoints.Select(s => s.Name);

    public static Stabilizer Named(string name) => OnPoints.Single(s => s.Name == name);
}
