using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace GanStability.Networks;

/// <summary>Your own generator: any <c>nn.Module</c> from [B, latent] to [B, sample shape]. It trains as one replica.</summary>
/// <param name="Make">Makes a fresh module; called once per run.</param>
public sealed record PlainGenerator(Func<Module<Tensor, Tensor>> Make) : GeneratorSpec
{
    /// <inheritdoc/>
    public override GeneratorNetwork Build(IReadOnlyList<long> sampleShape, InitialisationStreams streams) =>
        new Network(PlainModules.One(Make, Normalisation, streams));

    private sealed class Network : GeneratorNetwork
    {
        private readonly Module<Tensor, Tensor> inner;

        public Network(Module<Tensor, Tensor> inner) : base("generator")
        {
            this.inner = inner;
            RegisterComponents();
        }

        public override Tensor forward(Tensor z) => inner.call(z.squeeze(0)).unsqueeze(0);
    }
}

/// <summary>Your own discriminator: features from any <c>nn.Module</c> [B, sample shape] to [B, A]; the kit adds the last linear layer.</summary>
/// <param name="Make">Makes a fresh module; called once per run.</param>
/// <param name="FeatureCount">A, the width of the module's output.</param>
public sealed record PlainDiscriminator(Func<Module<Tensor, Tensor>> Make, int FeatureCount) : DiscriminatorSpec
{
    /// <inheritdoc/>
    public override DiscriminatorNetwork Build(IReadOnlyList<long> sampleShape, InitialisationStreams streams) =>
        new Network(PlainModules.One(Make, Normalisation, streams), this, streams);

    private sealed class Network : DiscriminatorNetwork
    {
        private readonly Module<Tensor, Tensor> inner;
        private readonly DiscriminatorHead head;

        public Network(Module<Tensor, Tensor> inner, PlainDiscriminator spec, InitialisationStreams streams) : base("discriminator")
        {
            this.inner = inner;
            head = new DiscriminatorHead(spec.FeatureCount, spec.Extensions, Initialisation.Uniform, streams);
            RegisterComponents();
        }

        public override Judgement forward(Tensor samples)
        {
            var features = Features(samples);
            return head.Judge(features, features);
        }

        public override Judgement JudgeAmong(Tensor samples, Tensor company) => head.Judge(Features(samples), Features(company));

        private Tensor Features(Tensor samples) => inner.call(samples.squeeze(0)).unsqueeze(0);
    }
}

internal static class PlainModules
{
    public static Module<Tensor, Tensor> One(Func<Module<Tensor, Tensor>> make, Normalisation normalisation, InitialisationStreams streams)
    {
        if (streams.Replicas > 1)
            throw new ArgumentException($"A plain nn module trains as one replica: set Replicas = 1 (it is {streams.Replicas}) and run it once per seed.", nameof(streams));
        if (normalisation != Normalisation.None)
            throw new ArgumentException($"A plain nn module brings its own layers: put the {normalisation.ToString().ToLowerInvariant()} normalisation into it.", nameof(normalisation));
        return make().to(streams.Device);
    }
}
