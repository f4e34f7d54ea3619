using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace GanStability;

/// <summary>
/// A multilayer perceptron as generator: linear layers with a nonlinearity between them, and a linear output unless
/// <see cref="Output"/> is set.
/// </summary>
/// <param name="Hidden">Widths of the hidden layers; may be empty.</param>
public sealed record MlpGenerator(params IReadOnlyList<int> Hidden) : GeneratorSpec
{
    /// <summary>The nonlinearity of hidden layers.</summary>
    public Activation Activation { get; init; } = Activation.ReLU;

    /// <summary>
    /// The nonlinearity of the output; null for none. <see cref="Activation.Tanh"/> keeps pixels within [−1, 1]; a linear output may leave
    /// that range, and such pixels are cut when they are shown and scored.
    /// </summary>
    public Activation? Output { get; init; }

    /// <summary>How the weights start.</summary>
    public Initialisation Initialisation { get; init; } = Initialisation.Uniform;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException"><see cref="Output"/> is PReLU, which only hidden layers learn.</exception>
    public override GeneratorNetwork Build(IReadOnlyList<long> sampleShape, InitialisationStreams streams) =>
        Output is Activation.PReLU
            ? throw new ArgumentException(
                $"{nameof(Output)} is PReLU, whose slope only hidden layers learn; give Tanh or another, or null for none.",
                nameof(Output)
            )
            : new Network(sampleShape, this, streams);

    private sealed class Network : GeneratorNetwork
    {
        private readonly long[] sampleShape;
        private readonly HiddenLayers hidden;
        private readonly EnsembleLinear output;
        private readonly Activation? outputActivation;
        private readonly ReferenceBatch? reference;

        public Network(IReadOnlyList<long> sampleShape, MlpGenerator spec, InitialisationStreams streams)
            : base("generator")
        {
            this.sampleShape = [.. sampleShape];
            hidden = new HiddenLayers(
                "generator",
                spec.Latent,
                spec.Hidden,
                spec.Activation,
                spec.Initialisation,
                spec.Normalisation,
                streams
            );
            var outputs = sampleShape.Aggregate(1L, (a, b) => a * b);
            output = new EnsembleLinear("generator/output", hidden.Outputs, outputs, spec.Initialisation, streams);
            outputActivation = spec.Output;
            reference = ReferenceBatch.Of(spec, streams);
            RegisterComponents();
        }

        public override Tensor forward(Tensor z)
        {
            var flat = output.call(reference?.Before(z, hidden.call) ?? hidden.call(z));
            flat = outputActivation?.Apply(flat) ?? flat;
            return sampleShape.Length == 1 ? flat : flat.view([flat.shape[0], flat.shape[1], .. sampleShape]);
        }
    }
}

/// <summary>A multilayer perceptron as discriminator; its last hidden layer is the feature layer.</summary>
/// <param name="Hidden">Widths of the hidden layers, at least one.</param>
public sealed record MlpDiscriminator(params IReadOnlyList<int> Hidden) : DiscriminatorSpec
{
    /// <summary>The nonlinearity of hidden layers.</summary>
    public Activation Activation { get; init; } = Activation.ReLU;

    /// <summary>How the weights start.</summary>
    public Initialisation Initialisation { get; init; } = Initialisation.Uniform;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">No hidden layer.</exception>
    public override DiscriminatorNetwork Build(IReadOnlyList<long> sampleShape, InitialisationStreams streams)
    {
        if (Hidden.Count == 0)
            throw new ArgumentException(
                "A discriminator needs at least one hidden layer, as in new MlpDiscriminator(64, 64): the last one is its feature layer.",
                nameof(Hidden)
            );
        var inputs = sampleShape.Aggregate(1L, (a, b) => a * b);
        return new Network(
            new HiddenLayers("discriminator", inputs, Hidden, Activation, Initialisation, Normalisation, streams),
            this,
            streams
        );
    }

    private sealed class Network : DiscriminatorNetwork
    {
        private readonly HiddenLayers hidden;
        private readonly DiscriminatorHead head;
        private readonly ReferenceBatch? reference;

        public Network(HiddenLayers hidden, MlpDiscriminator spec, InitialisationStreams streams)
            : base("discriminator")
        {
            this.hidden = hidden;
            head = new DiscriminatorHead(hidden.Outputs, spec.Extensions, spec.Initialisation, streams);
            reference = ReferenceBatch.Of(spec, streams);
            RegisterComponents();
        }

        public override DiscriminatorOutput forward(Tensor samples) => head.Output(Features(samples, null));

        public override DiscriminatorOutput CallAmong(Tensor samples, Tensor company) => head.CallAmong(samples, company, Features);

        private Tensor Features(Tensor samples, long? company)
        {
            return reference?.Before(samples, Hidden) ?? Hidden(samples);

            // Points are rows already.
            Tensor Hidden(Tensor batch) => hidden.Through(batch.dim() == 3 ? batch : batch.flatten(2), company);
        }
    }
}

/// <summary>The hidden layers shared by both players: [R, B, in] to [R, B, out].</summary>
internal sealed class HiddenLayers : Module<Tensor, Tensor>
{
    private readonly List<EnsembleLinear> linear = [];
    private readonly List<EnsembleNorm?> norms = [];
    private readonly List<ActivationLayer> activations = [];

    public HiddenLayers(
        string player,
        long inputs,
        IReadOnlyList<int> widths,
        Activation activation,
        Initialisation initialisation,
        Normalisation normalisation,
        InitialisationStreams streams
    )
        : base($"{player}/hidden")
    {
        ArgumentNullException.ThrowIfNull(normalisation);
        if (normalisation.NeedsImages)
            throw new ArgumentException(
                $"{normalisation.Title} averages over height and width, "
                    + "which the hidden layers of a multilayer perceptron do not have: use it in a convolutional network.",
                nameof(normalisation)
            );
        if (widths.Any(w => w < 1))
            throw new ArgumentOutOfRangeException(
                nameof(widths),
                string.Join(", ", widths),
                $"Each hidden layer of the {player} needs a width of at least 1."
            );
        for (var i = 0; i < widths.Count; i++)
        {
            // A bias would be taken away again with the batch's mean: its gradient is rounding alone, which Adam turns into full steps.
            var layer = new EnsembleLinear(
                $"{player}/hidden{i + 1}",
                i == 0 ? inputs : widths[i - 1],
                widths[i],
                initialisation,
                streams,
                hasBias: !normalisation.CancelsBias
            );
            linear.Add(layer);
            register_module($"linear{i + 1}", layer);
            norms.Add(normalisation.Build($"{player}/norm{i + 1}", widths[i], streams));
            if (norms[i] is { } norm)
                register_module($"norm{i + 1}", norm);
            activations.Add(new ActivationLayer($"{player}/activation{i + 1}", activation, streams));
            register_module($"activation{i + 1}", activations[i]);
        }
        Outputs = widths.Count == 0 ? inputs : widths[^1];
    }

    /// <summary>Width of the last hidden layer, or of the input where there is none.</summary>
    public long Outputs { get; }

    public override Tensor forward(Tensor x) => Through(x, null);

    /// <summary>A batch behind the layers, normalised in the company of its first samples, so many; null for all.</summary>
    public Tensor Through(Tensor x, long? company)
    {
        for (var i = 0; i < linear.Count; i++)
        {
            x = linear[i].call(x);
            if (norms[i] is { } norm)
                x = company is { } first ? norm.Among(x, first) : norm.call(x);
            x = activations[i].call(x);
        }
        return x;
    }
}

/// <summary>The last layer of a discriminator: the features, with their extensions beside them, to one logit per sample.</summary>
internal sealed class DiscriminatorHead : Module
{
    private readonly List<FeatureExtensionLayer> extensions = [];
    private readonly List<EnsembleLinear> extensionOutputs = [];
    private readonly EnsembleLinear output;

    public DiscriminatorHead(
        long features,
        IReadOnlyList<IFeatureExtension> specs,
        Initialisation initialisation,
        InitialisationStreams streams
    )
        : base("head")
    {
        output = new EnsembleLinear("discriminator/output", features, 1, initialisation, streams);
        for (var i = 0; i < specs.Count; i++)
        {
            extensions.Add(specs[i].Build(features, streams));
            register_module($"extension{i + 1}", extensions[i]);
            // w·[f, o] = w_f·f + w_o·o: the weights of the appended features o are a layer of their own, so that those of f start as
            // without it.
            extensionOutputs.Add(
                new EnsembleLinear(
                    $"discriminator/output/extension{i + 1}",
                    specs[i].Outputs,
                    1,
                    initialisation,
                    streams,
                    fanIn: features + specs[i].Outputs,
                    hasBias: false
                )
            );
            register_module($"extensionOutput{i + 1}", extensionOutputs[i]);
        }
        register_module("output", output);
    }

    /// <summary>Judges samples that are each other's company.</summary>
    public DiscriminatorOutput Output(Tensor features) => Output(features, features);

    /// <summary>Judges samples among others, by the features of one batch of both, whose first samples, so many, are the others.</summary>
    public DiscriminatorOutput CallAmong(Tensor samples, Tensor company, Func<Tensor, long?, Tensor> features)
    {
        var others = company.shape[1];
        var all = features(cat([company, samples], 1), others);
        return Output(all.narrow(1, others, samples.shape[1]), all.narrow(1, 0, others));
    }

    public DiscriminatorOutput Output(Tensor features, Tensor company)
    {
        var logits = output.call(features);
        for (var i = 0; i < extensions.Count; i++)
            logits = logits + extensionOutputs[i].call(extensions[i].call(features, company));
        return new DiscriminatorOutput(logits.squeeze(2), features);
    }
}
