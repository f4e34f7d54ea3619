using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace GanStability.Networks;

/// <summary>
/// A generator of pictures after DCGAN (Radford et al. 2016, arXiv 1511.06434): the latent vector becomes a small picture of many channels, which transposed
/// convolutions double until it is full size; tanh at the end, because pixels lie in [−1, 1]. For 28×28: 2w×7×7, w×14×14, channels×28×28;
/// for 32×32: 4w×4×4, 2w×8×8, w×16×16, channels×32×32.
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
        private readonly List<EnsembleImageNorm> norms = [];

        public Network(ConvSizes sizes, ConvGenerator spec, InitialisationStreams streams) : base("generator")
        {
            (this.sizes, this.spec) = (sizes, spec);
            long Channels(int doubled) => doubled == sizes.Halvings ? sizes.Channels : (long)spec.Width << sizes.Halvings - 1 - doubled;
            project = new EnsembleLinear("generator/project", spec.Latent, Channels(0) * sizes.Smallest * sizes.Smallest, spec.Initialisation, streams);
            RegisterComponents();
            for (var i = 0; i < sizes.Halvings; i++)
            {
                var last = i == sizes.Halvings - 1;
                if (spec.Normalisation != Normalisation.None)
                {
                    norms.Add(new EnsembleImageNorm($"generator/norm{i + 1}", spec.Normalisation, Channels(i), streams));
                    register_module($"norm{i + 1}", norms[i]);
                }
                layers.Add(new EnsembleConv($"generator/up{i + 1}", Channels(i), Channels(i + 1), transposed: true, spec.Initialisation, streams,
                    hasBias: last || spec.Normalisation == Normalisation.None));
                register_module($"up{i + 1}", layers[i]);
            }
        }

        public override Tensor forward(Tensor z)
        {
            var replicas = z.shape[0];
            var projected = project.call(z);
            var x = ChannelGroups.Join(projected.view(replicas, z.shape[1], -1, sizes.Smallest, sizes.Smallest));
            for (var i = 0; i < layers.Count; i++)
            {
                if (norms.Count > 0) x = norms[i].call(x);
                x = layers[i].call(spec.Activation.Apply(x));
            }
            return ChannelGroups.Split(tanh(x), replicas);
        }
    }
}
