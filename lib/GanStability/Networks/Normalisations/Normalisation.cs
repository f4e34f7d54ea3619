using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// What is done to a hidden layer's input before the nonlinearity: y = γ (x − mean)/√(variance + ε) + β with ε = 1e-5 and the biased
/// variance. Normalisations differ in the numbers that mean and variance are taken over. One is a value: a record with one function, <see
/// cref="Normalise"/>, and what it says of itself.
/// </summary>
public abstract record Normalisation
{
    /// <summary>ε, which keeps the root away from zero.</summary>
    private protected const double Epsilon = 1e-5;

    /// <summary>Nothing.</summary>
    public static Normalisation None { get; } = new NoNormalisation();

    /// <summary>See <see cref="BatchNorm"/>.</summary>
    public static Normalisation Batch { get; } = new BatchNorm();

    /// <summary>See <see cref="InstanceNorm"/>; for networks on pictures only.</summary>
    public static Normalisation Instance { get; } = new InstanceNorm();

    /// <summary>See <see cref="LayerNorm"/>.</summary>
    public static Normalisation Layer { get; } = new LayerNorm();

    /// <summary>See <see cref="VirtualBatchNorm"/>.</summary>
    public static Normalisation VirtualBatch { get; } = new VirtualBatchNorm();

    /// <summary>Every normalisation of the library with its usual settings, found by reflection, in the order of their names.</summary>
    public static IReadOnlyList<Normalisation> All { get; } =
        Catalogue.InOrder(Catalogue.Usual<Normalisation>().Append(None), normalisation => normalisation.Name);

    /// <summary>The name, to be read before the word normalisation, such as <c>batch</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What becomes of a sample depends on the others of its batch.</summary>
    public virtual bool MixesSamples => false;

    /// <summary>It averages over height and width, which only layers of pictures have.</summary>
    public virtual bool NeedsImages => false;

    /// <summary>A bias added to the input would be taken away again with the mean.</summary>
    public virtual bool CancelsBias => false;

    /// <summary>Samples of the reference batch: drawn once when the players are made, and laid before every batch; 0 for none.</summary>
    public virtual int Reference => 0;

    /// <summary>Normalises a batch.</summary>
    /// <param name="x">The batch of R replicas with C features [N, R·C], or channels [N, R·C, H, W], each.</param>
    /// <param name="gamma">γ [R, C].</param>
    /// <param name="beta">β [R, C].</param>
    /// <param name="company">
    /// The first so many samples are the batch that statistics of a batch are taken over: all N in training, else samples that the others
    /// are judged among, or the reference batch. A normalisation that takes each sample by itself has no use for it.
    /// </param>
    /// <returns>The same shape as <paramref name="x"/>.</returns>
    /// <exception cref="ArgumentException">A single number per mean: its variance is zero and every output would be β.</exception>
    public abstract Tensor Normalise(Tensor x, Tensor gamma, Tensor beta, long company);

    /// <summary>Makes the layer, for R replicas of points [R, B, C] or of pictures in channel groups [B, R·C, H, W].</summary>
    /// <param name="name">The layer's name.</param>
    /// <param name="channels">C, features or channels per replica.</param>
    /// <param name="streams">Replicas and device.</param>
    /// <returns>The layer; null where nothing is to be done.</returns>
    public virtual EnsembleNorm? Build(string name, long channels, InitialisationStreams streams) => new(name, this, channels, streams);

    /// <summary>Refuses recipes in which it makes no sense.</summary>
    /// <param name="batch">Samples per batch.</param>
    /// <param name="sampleShape">Shape of one sample.</param>
    /// <exception cref="ArgumentException">What is wrong, and why it makes no sense.</exception>
    public virtual void Check(int batch, IReadOnlyList<long> sampleShape)
    {
        ArgumentNullException.ThrowIfNull(sampleShape);
        if (MixesSamples && batch < 2)
            throw new ArgumentException(
                $"{Title} needs a batch of at least 2, and Batch is {batch}: "
                    + $"the variance of one sample is zero. Raise Batch, or leave {Name} normalisation out.",
                nameof(batch)
            );
        if (NeedsImages && sampleShape.Count < 3)
            throw new ArgumentException(
                $"{Title} averages over the height and width of a picture. A sample of shape "
                    + $"[{string.Join(", ", sampleShape)}] has one number per channel: less its own mean, every one would be 0. "
                    + "Use pictures, or batch normalisation.",
                nameof(sampleShape)
            );
    }

    /// <summary>The name at the beginning of a sentence, such as <c>Batch normalisation</c>.</summary>
    internal string Title => $"{char.ToUpperInvariant(Name[0])}{Name[1..]} normalisation";

    private sealed record NoNormalisation : Normalisation
    {
        public override string Name => "no";

        public override Tensor Normalise(Tensor x, Tensor gamma, Tensor beta, long company) => x;

        public override EnsembleNorm? Build(string name, long channels, InitialisationStreams streams) => null;
    }
}
