using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// Packing (PacGAN, Lin et al. 2018, arXiv 1712.04086, §2): the discriminator judges k samples of one kind together, [x_1, …, x_k] laid
/// side by side (pictures: as further channels), so a generator that repeats itself gives itself away. A batch of k B samples makes B packs
/// [R, B, ·], one logit each.
/// </summary>
/// <param name="Samples">k, at least 2.</param>
/// <param name="SameSamples">Makes B/k packs out of the recipe's B samples, at equal data; otherwise B packs of k B fresh samples, at equal
/// judgements, as in the paper.</param>
public sealed record Packing(int Samples = 2, bool SameSamples = false) : Stabilizer
{
    /// <inheritdoc/>
    public override string Name => $"packing {Samples}{(SameSamples ? ", same samples" : "")}";

    /// <inheritdoc/>
    public override void Check(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        if (Samples < 2)
            throw new ArgumentOutOfRangeException(nameof(Samples), Samples, "A pack holds at least 2 samples.");
        if (recipe.Batch % Samples != 0)
            throw new ArgumentException(
                $"Packs of {Samples} must use up the batch: Batch is {recipe.Batch}, which is not a multiple of {Samples}.",
                nameof(recipe)
            );
    }

    /// <inheritdoc/>
    public override Recipe Reshape(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return recipe with
        {
            Batch = SameSamples ? recipe.Batch : Samples * recipe.Batch,
            Discriminator = new Spec(recipe.Discriminator, Samples)
            {
                Extensions = recipe.Discriminator.Extensions,
                Normalisation = recipe.Discriminator.Normalisation,
            },
        };
    }

    /// <summary>Lays every k samples that follow each other side by side: [R, k B, F, …] to [R, B, k F, …].</summary>
    /// <param name="samples">Samples [R, k B, F, …].</param>
    /// <param name="size">k.</param>
    /// <returns>Packs [R, B, k F, …].</returns>
    /// <exception cref="ArgumentException">A number of samples that is not a multiple of k.</exception>
    public static Tensor Pack(Tensor samples, int size)
    {
        ArgumentNullException.ThrowIfNull(samples);
        var shape = samples.shape;
        if (size < 1 || shape[1] % size != 0)
            throw new ArgumentException($"{shape[1]} samples do not make packs of {size}.", nameof(size));
        return samples.reshape([shape[0], shape[1] / size, .. Packed(shape.AsSpan(2), size)]);
    }

    private static long[] Packed(ReadOnlySpan<long> sampleShape, int size) => [size * sampleShape[0], .. sampleShape[1..]];

    private sealed record Spec(DiscriminatorSpec Inner, int Size) : DiscriminatorSpec
    {
        public override DiscriminatorNetwork Build(IReadOnlyList<long> sampleShape, InitialisationStreams streams) =>
            new Network(
                (Inner with { Extensions = Extensions, Normalisation = Normalisation }).Build(
                    Packed([.. sampleShape], Size),
                    streams.Seeing(data => new Packs(data, Size))
                ),
                Size
            );
    }

    /// <summary>Real samples as the inner network sees them.</summary>
    private sealed record Packs(IDataSource Inner, int Size) : IDataSource
    {
        public string Name => $"packs of {Size} from {Inner.Name}";

        public IReadOnlyList<long> SampleShape => Packed([.. Inner.SampleShape], Size);

        public Tensor Sample(int count, TorchSharp.torch.Generator generator, Device device) =>
            Pack(Inner.Sample(Size * count, generator, device).unsqueeze(0), Size).squeeze(0);
    }

    private sealed class Network : DiscriminatorNetwork
    {
        /// <summary>
        /// How many different companions a single sample is judged with: the mean of eight is smooth enough for a picture.
        /// </summary>
        private const int Companies = 8;
        private readonly DiscriminatorNetwork inner;
        private readonly int size;

        public Network(DiscriminatorNetwork inner, int size)
            : base("discriminator")
        {
            this.inner = inner;
            this.size = size;
            RegisterComponents();
        }

        public override long? Multiplications => inner.Multiplications;

        public override DiscriminatorOutput forward(Tensor samples) => inner.call(Pack(samples, size));

        /// <summary>Each sample alone, at the head of packs that the company fills up; the mean logit over several such packs.</summary>
        public override DiscriminatorOutput CallAmong(Tensor samples, Tensor company)
        {
            var whole = company.shape[1] / size;
            var packs = Pack(company.narrow(1, 0, whole * size), size);
            var each = Enumerable
                .Range(0, (int)Math.Min(Companies, whole))
                .Select(i =>
                {
                    var others = company
                        .narrow(1, i * size, size - 1)
                        .unsqueeze(1)
                        .expand([samples.shape[0], samples.shape[1], size - 1, .. samples.shape[2..]]);
                    return inner.CallAmong(Pack(cat([samples.unsqueeze(2), others], 2).flatten(1, 2), size), packs);
                })
                .ToArray();
            return new DiscriminatorOutput(
                stack([.. each.Select(j => j.Logits)]).mean([0]),
                stack([.. each.Select(j => j.Features)]).mean([0])
            );
        }
    }
}
