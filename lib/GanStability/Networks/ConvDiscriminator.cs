using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace GanStability.Networks;

/// <summary>
/// A discriminator of pictures after DCGAN (Radford et al. 2016, arXiv 1511.06434): convolutions with a stride of 2 halve the picture and double the channels,
/// starting with w; the last of them, flattened, is the feature layer, on which one linear layer decides. For 28×28 the features are 2w×7×7, for 32×32 4w×4×4. The first
/// layer is not normalised, as in the paper.
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
        private readonly List<EnsembleImageNorm> norms = [];
        private readonly DiscriminatorHead head;

        public Network(ConvSizes sizes, ConvDiscriminator spec, InitialisationStreams streams) : base("discriminator")
        {
            this.spec = spec;
            long Channels(int halved) => halved == 0 ? sizes.Channels : (long)spec.Width << halved - 1;
            head = new DiscriminatorHead(Channels(sizes.Halvings) * sizes.Smallest * sizes.Smallest, spec.Extensions, spec.Initialisation, streams);
            RegisterComponents();
            long multiplications = 0;
            for (var i = 0; i < sizes.Halvings; i++)
            {
                var normalised = i > 0 && spec.Normalisation != Normalisation.None;
                layers.Add(new EnsembleConv($"discriminator/down{i + 1}", Channels(i), Channels(i + 1), transposed: false, spec.Initialisation, streams, hasBias: !normalised));
                register_module($"down{i + 1}", layers[i]);
                var size = sizes.Size >> i + 1;
                multiplications += size * size * 16 * Channels(i) * Channels(i + 1);
                if (!normalised) continue;
                norms.Add(new EnsembleImageNorm($"discriminator/norm{i + 1}", spec.Normalisation, Channels(i + 1), streams));
                register_module($"norm{i + 1}", norms[^1]);
            }
            Multiplications = multiplications;
        }

        public override long? Multiplications { get; }

        public override Judgement forward(Tensor samples)
        {
            var features = Among(samples, samples).Samples;
            return head.Judge(features, features);
        }

        public override Judgement JudgeAmong(Tensor samples, Tensor company)
        {
            var (features, others) = Among(samples, company);
            return head.Judge(features, others);
        }

        // The features of both batches, the samples normalised as if they stood among the company. One batch is computed once.
        private (Tensor Samples, Tensor Company) Among(Tensor samples, Tensor company)
        {
            var replicas = samples.shape[0];
            var same = ReferenceEquals(samples, company);
            var x = ChannelGroups.Join(samples);
            var others = same ? x : ChannelGroups.Join(company);
            for (var i = 0; i < layers.Count; i++)
            {
                x = layers[i].call(x);
                others = same ? x : layers[i].call(others);
                if (i > 0 && norms.Count > 0) (x, others) = Normalised(norms[i - 1], x, others, same);
                x = spec.Activation.Apply(x);
                others = same ? x : spec.Activation.Apply(others);
            }
            var features = ChannelGroups.Split(x, replicas).flatten(2);
            return (features, same ? features : ChannelGroups.Split(others, replicas).flatten(2));
        }

        private static (Tensor, Tensor) Normalised(EnsembleImageNorm norm, Tensor x, Tensor others, bool same)
        {
            var normalised = norm.Among(x, others);
            return (normalised, same ? normalised : norm.call(others));
        }
    }
}
