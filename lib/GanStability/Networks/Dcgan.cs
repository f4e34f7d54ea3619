using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace GanStability;

/// <summary>
/// A generator of pictures after DCGAN (Radford et al. 2016, arXiv 1511.06434): the latent vector becomes a small picture of many channels,
/// which transposed convolutions double until it is full size; tanh at the end, because pixels lie in [−1, 1]. For 28×28: 2w×7×7, w×14×14,
/// channels×28×28; for 32×32: 4w×4×4, 2w×8×8, w×16×16, channels×32×32.
/// </summary>
/// <param name="Width">w, channels of the last hidden layer, at least 1.</param>
public sealed record ConvGenerator(int Width = 32) : GeneratorSpec
{
    /// <summary>The nonlinearity of hidden layers.</summary>
    public Activation Activation { get; init; } = Activation.ReLU;

    /// <summary>How the weights start.</summary>
    public Initialisation Initialisation { get; init; } = Initialisation.He;

    /// <inheritdoc/>
    public override GeneratorNetwork Build(IReadOnlyList<long> sampleShape, InitialisationStreams streams)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Width, 1, nameof(Width));
        ConvSizes.Check(Activation);
        return new Network(ConvSizes.Of(sampleShape), this, streams);
    }

    private sealed class Network : GeneratorNetwork
    {
        private readonly ConvSizes sizes;
        private readonly ConvGenerator spec;
        private readonly EnsembleLinear project;
        private readonly List<EnsembleConv> layers = [];
        private readonly List<EnsembleNorm?> norms = [];
        private readonly ReferenceBatch? reference;

        public Network(ConvSizes sizes, ConvGenerator spec, InitialisationStreams streams)
            : base("generator")
        {
            (this.sizes, this.spec) = (sizes, spec);
            long Channels(int doubled) => doubled == sizes.Halvings ? sizes.Channels : (long)spec.Width << sizes.Halvings - 1 - doubled;
            project = new EnsembleLinear(
                "generator/project",
                spec.Latent,
                Channels(0) * sizes.Smallest * sizes.Smallest,
                spec.Initialisation,
                streams
            );
            reference = ReferenceBatch.Of(spec, streams);
            RegisterComponents();
            for (var i = 0; i < sizes.Halvings; i++)
            {
                var last = i == sizes.Halvings - 1;
                norms.Add(spec.Normalisation.Build($"generator/norm{i + 1}", Channels(i), streams));
                if (norms[i] is { } norm)
                    register_module($"norm{i + 1}", norm);
                layers.Add(
                    new EnsembleConv(
                        $"generator/up{i + 1}",
                        Channels(i),
                        Channels(i + 1),
                        transposed: true,
                        spec.Initialisation,
                        streams,
                        hasBias: last || !spec.Normalisation.CancelsBias
                    )
                );
                register_module($"up{i + 1}", layers[i]);
            }
        }

        public override Tensor forward(Tensor z) => reference?.Before(z, Paint) ?? Paint(z);

        private Tensor Paint(Tensor z)
        {
            var replicas = z.shape[0];
            var projected = project.call(z);
            var x = ChannelGroups.Join(projected.view(replicas, z.shape[1], -1, sizes.Smallest, sizes.Smallest));
            for (var i = 0; i < layers.Count; i++)
            {
                if (norms[i] is { } norm)
                    x = norm.call(x);
                x = layers[i].call(spec.Activation.Apply(x));
            }
            return ChannelGroups.Split(tanh(x), replicas);
        }
    }
}

/// <summary>
/// A discriminator of pictures after DCGAN (Radford et al. 2016, arXiv 1511.06434): convolutions with a stride of 2 halve the picture and
/// double the channels, starting with w; the last of them, flattened, is the feature layer, on which one linear layer decides. For 28×28
/// the features are 2w×7×7, for 32×32 4w×4×4. The first layer is not normalised, as in the paper.
/// </summary>
/// <param name="Width">w, channels of the first hidden layer, at least 1.</param>
public sealed record ConvDiscriminator(int Width = 32) : DiscriminatorSpec
{
    /// <summary>The nonlinearity of hidden layers.</summary>
    public Activation Activation { get; init; } = Activation.LeakyReLU;

    /// <summary>How the weights start.</summary>
    public Initialisation Initialisation { get; init; } = Initialisation.He;

    /// <inheritdoc/>
    public override DiscriminatorNetwork Build(IReadOnlyList<long> sampleShape, InitialisationStreams streams)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Width, 1, nameof(Width));
        ConvSizes.Check(Activation);
        return new Network(ConvSizes.Of(sampleShape), this, streams);
    }

    private sealed class Network : DiscriminatorNetwork
    {
        private readonly ConvDiscriminator spec;
        private readonly List<EnsembleConv> layers = [];
        private readonly List<EnsembleNorm?> norms = [];
        private readonly DiscriminatorHead head;
        private readonly ReferenceBatch? reference;

        public Network(ConvSizes sizes, ConvDiscriminator spec, InitialisationStreams streams)
            : base("discriminator")
        {
            this.spec = spec;
            long Channels(int halved) => halved == 0 ? sizes.Channels : (long)spec.Width << halved - 1;
            head = new DiscriminatorHead(
                Channels(sizes.Halvings) * sizes.Smallest * sizes.Smallest,
                spec.Extensions,
                spec.Initialisation,
                streams
            );
            reference = ReferenceBatch.Of(spec, streams);
            RegisterComponents();
            long multiplications = 0;
            for (var i = 0; i < sizes.Halvings; i++)
            {
                var normalisation = i == 0 ? Normalisation.None : spec.Normalisation;
                layers.Add(
                    new EnsembleConv(
                        $"discriminator/down{i + 1}",
                        Channels(i),
                        Channels(i + 1),
                        transposed: false,
                        spec.Initialisation,
                        streams,
                        hasBias: !normalisation.CancelsBias
                    )
                );
                register_module($"down{i + 1}", layers[i]);
                var size = sizes.Size >> i + 1;
                multiplications += size * size * 16 * Channels(i) * Channels(i + 1);
                norms.Add(normalisation.Build($"discriminator/norm{i + 1}", Channels(i + 1), streams));
                if (norms[i] is { } norm)
                    register_module($"norm{i + 1}", norm);
            }
            Multiplications = multiplications;
        }

        public override long? Multiplications { get; }

        public override DiscriminatorOutput forward(Tensor samples) => head.Output(Features(samples, null));

        public override DiscriminatorOutput CallAmong(Tensor samples, Tensor company) => head.CallAmong(samples, company, Features);

        // The batch, normalised in the company of its first samples, so many; null for all.
        private Tensor Features(Tensor samples, long? company)
        {
            return reference?.Before(samples, Halved) ?? Halved(samples);

            Tensor Halved(Tensor batch)
            {
                var x = ChannelGroups.Join(batch);
                for (var i = 0; i < layers.Count; i++)
                {
                    x = layers[i].call(x);
                    if (norms[i] is { } norm)
                        x = company is { } first ? norm.Among(x, first) : norm.call(x);
                    x = spec.Activation.Apply(x);
                }
                return ChannelGroups.Split(x, batch.shape[0]).flatten(2);
            }
        }
    }
}

/// <summary>How often a picture is halved on its way to the features: twice for 28×28 (to 7×7), three times for 32×32 (to 4×4).</summary>
internal sealed record ConvSizes(long Channels, long Size, int Halvings)
{
    private const long MostSize = 256;

    /// <summary>Height and width of the smallest layer.</summary>
    public long Smallest => Size >> Halvings;

    /// <exception cref="ArgumentException">A nonlinearity with a parameter of its own, which these networks do not keep.</exception>
    public static void Check(Activation activation)
    {
        if (activation == Activation.PReLU)
            throw new ArgumentException(
                "PReLU is offered for multilayer perceptrons; a convolutional network takes ReLU, LeakyReLU, Tanh or Sigmoid.",
                nameof(activation)
            );
    }

    /// <exception cref="ArgumentException">Samples that are no square pictures, or of a size that cannot be halved twice.</exception>
    public static ConvSizes Of(IReadOnlyList<long> sampleShape)
    {
        ArgumentNullException.ThrowIfNull(sampleShape);
        if (sampleShape.Count != 3)
            throw new ArgumentException(
                $"A convolutional network needs pictures [channels, height, width]; samples of shape "
                    + $"[{string.Join(", ", sampleShape)}] have no height and width.",
                nameof(sampleShape)
            );
        var (channels, height, width) = (sampleShape[0], sampleShape[1], sampleShape[2]);
        if (height != width || height % 4 != 0 || height is < 8 or > MostSize || channels is < 1 or > 16)
            throw new ArgumentException(
                $"A convolutional network takes square pictures of 8 to {MostSize} pixels, a multiple of 4, with 1 to 16 channels; got "
                    + $"[{string.Join(", ", sampleShape)}].",
                nameof(sampleShape)
            );
        var halvings = 2;
        while ((height >> halvings) % 2 == 0 && height >> halvings > 4)
            halvings++;
        return new(channels, height, halvings);
    }
}
