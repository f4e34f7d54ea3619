using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using BindingFlags = System.Reflection.BindingFlags;

namespace GanStability;

/// <summary>Your own generator: any <c>nn.Module</c> from [B, latent] to [B, sample shape]. It trains as one replica.</summary>
/// <param name="Make">Makes a fresh module; called once per run.</param>
public sealed record PlainGenerator(Func<Module<Tensor, Tensor>> Make) : GeneratorSpec
{
    /// <inheritdoc/>
    public override GeneratorNetwork Build(IReadOnlyList<long> sampleShape, InitialisationStreams streams) =>
        new Network(PlainModules.One(Make, Normalisation, streams, "generator"), [.. sampleShape]);

    private sealed class Network : GeneratorNetwork
    {
        private readonly Module<Tensor, Tensor> inner;
        private readonly long[] sampleShape;

        public Network(Module<Tensor, Tensor> inner, long[] sampleShape)
            : base("generator")
        {
            this.inner = inner;
            this.sampleShape = sampleShape;
            RegisterComponents();
        }

        public override Tensor forward(Tensor z) =>
            PlainModules.Call(inner, z, "generator", "the shape of the data's samples", sampleShape);
    }
}

/// <summary>
/// Your own discriminator: features from any <c>nn.Module</c> [B, sample shape] to [B, A]; the kit adds the last linear layer.
/// </summary>
/// <param name="Make">Makes a fresh module; called once per run.</param>
/// <param name="FeatureCount">A, the width of the module's output.</param>
public sealed record PlainDiscriminator(Func<Module<Tensor, Tensor>> Make, int FeatureCount) : DiscriminatorSpec
{
    /// <inheritdoc/>
    public override DiscriminatorNetwork Build(IReadOnlyList<long> sampleShape, InitialisationStreams streams) =>
        new Network(PlainModules.One(Make, Normalisation, streams, "discriminator"), this, streams);

    private sealed class Network : DiscriminatorNetwork
    {
        private readonly Module<Tensor, Tensor> inner;
        private readonly DiscriminatorHead head;
        private readonly int width;

        public Network(Module<Tensor, Tensor> inner, PlainDiscriminator spec, InitialisationStreams streams)
            : base("discriminator")
        {
            if (spec.FeatureCount < 1)
                throw new ArgumentOutOfRangeException(
                    nameof(FeatureCount),
                    spec.FeatureCount,
                    "FeatureCount is the width of the module's output, at least 1."
                );
            this.inner = inner;
            width = spec.FeatureCount;
            head = new DiscriminatorHead(spec.FeatureCount, spec.Extensions, Initialisation.Uniform, streams);
            RegisterComponents();
        }

        public override DiscriminatorOutput forward(Tensor samples)
        {
            var features = Features(samples);
            return head.Output(features, features);
        }

        public override DiscriminatorOutput CallAmong(Tensor samples, Tensor company) => head.Output(Features(samples), Features(company));

        private Tensor Features(Tensor samples) => PlainModules.Call(inner, samples, "discriminator", "FeatureCount", [width]);
    }
}

internal static class PlainModules
{
    private static readonly ConditionalWeakTable<Module, object> Known = [];

    public static Module<Tensor, Tensor> One(
        Func<Module<Tensor, Tensor>> make,
        Normalisation normalisation,
        InitialisationStreams streams,
        string player
    )
    {
        if (streams.Replicas > 1)
            throw new ArgumentException(
                $"A plain nn module trains as one replica: set Replicas = 1 (it is {streams.Replicas}) and run it once per seed.",
                nameof(streams)
            );
        if (normalisation != Normalisation.None)
            throw new ArgumentException(
                $"A plain nn module brings its own layers: put the {normalisation.Name} normalisation into it.",
                nameof(normalisation)
            );
        ArgumentNullException.ThrowIfNull(make);
        var module =
            make()
            ?? throw new ArgumentException(
                "The function that makes your module returned null; it must return a fresh nn.Module.",
                nameof(make)
            );
        Check(module, player);
        return module.to(streams.Device);
    }

    // What cannot be learned, or would be learned twice, is told before anything is trained.
    private static void Check(Module<Tensor, Tensor> module, string player)
    {
        var type = module.GetType();
        var hidden = type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .FirstOrDefault(f => typeof(Module).IsAssignableFrom(f.FieldType) && f.DeclaringType == type);
        if (hidden is not null && !module.children().Any() && type.Assembly != typeof(Module).Assembly)
            throw Refused(
                $"keeps a layer in the field '{hidden.Name}' that torch does not know: end its constructor with RegisterComponents()"
            );
        if (player == "generator" && !module.parameters().Any(p => p.requires_grad))
            throw Refused("has no parameter that can be learned: give it a layer, such as nn.Linear");
        if (module.named_parameters().FirstOrDefault(p => p.parameter.dtype != ScalarType.Float32) is ({ Length: > 0 } name, var other))
            throw Refused($"has the parameter '{name}' of type {other.dtype}; the kit trains in Float32: end with .to(ScalarType.Float32)");
        if (!Known.TryAdd(module, player))
            throw Refused("was already given to an earlier run, which trains it: make a new one each time the function is called");

        ArgumentException Refused(string what) => new($"Your {player}'s module {what}.", nameof(module));
    }

    /// <summary>
    /// One replica's batch through a learner's module, with words for what torch would answer with a page of native frames.
    /// </summary>
    public static Tensor Call(Module<Tensor, Tensor> module, Tensor batch, string player, string what, long[] expected)
    {
        var input = batch.squeeze(0);
        Tensor output;
        try
        {
            output = module.call(input);
        }
        catch (ExternalException e)
        {
            throw new ArgumentException(
                $"Your {player}'s module cannot take a batch of shape [{string.Join(", ", input.shape)}]: {e.Message.Split('\n')[0]}. "
                    + $"Compare its first layer with that shape.",
                nameof(module),
                e
            );
        }
        if (output is null || output.IsInvalid)
            throw Refused(output is null ? "null" : "a tensor that was already freed");
        var shape = output.shape;
        if (shape.Length != expected.Length + 1 || shape[0] != input.shape[0] || !shape.AsSpan(1).SequenceEqual(expected))
            throw new ArgumentException(
                $"Your {player}'s module made [{string.Join(", ", shape)}] of a batch [{string.Join(", ", input.shape)}]; it must make "
                    + $"[{input.shape[0]}, {string.Join(", ", expected)}], where {what} says {string.Join(", ", expected)}.",
                nameof(module)
            );
        if (output.dtype != input.dtype)
            throw Refused($"numbers of type {output.dtype}; it must make {input.dtype}: leave conversions such as .to(…) out");
        if (output.device_type != input.device_type)
            throw Refused($"numbers on {output.device}; its batch is on {input.device}");
        if (is_grad_enabled() && !output.requires_grad && (input.requires_grad || module.parameters().Any(p => p.requires_grad)))
            throw Refused("numbers without a graph, from which nothing can be learned: leave detach() and no_grad() out of its forward");
        return output.unsqueeze(0);

        ArgumentException Refused(string made) => new($"Your {player}'s module made {made}.", nameof(module));
    }
}
