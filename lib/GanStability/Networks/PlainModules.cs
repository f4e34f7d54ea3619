using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using BindingFlags = System.Reflection.BindingFlags;

namespace GanStability;

/// <summary>Your own generator: any <c>nn.Module</c> from [B, latent] to [B, sample shape]. It trains as one replica.</summary>
/// <remarks>
/// The recipe's seed decides what the module draws from torch's global stream: its first weights, and in training what a layer such as
/// <c>nn.Dropout</c> draws. Asked for samples, such a generator draws the same again each time. What is not seeded: draws on a GPU, and
/// those of a module that draws only after its first batch.
/// </remarks>
/// <param name="Make">Makes a fresh module; called once per run.</param>
public sealed record PlainGenerator(Func<Module<Tensor, Tensor>> Make) : GeneratorSpec
{
    /// <inheritdoc/>
    public override GeneratorNetwork Build(IReadOnlyList<long> sampleShape, InitialisationStreams streams) =>
        new Network(PlainModules.One(Make, "generator", Normalisation, streams), [.. sampleShape]);

    private sealed class Network : GeneratorNetwork, IDrawsWhenCalled
    {
        private readonly Module<Tensor, Tensor> inner;
        private readonly long[] sampleShape;

        public Network((Module<Tensor, Tensor> Module, OwnStream Stream) made, long[] sampleShape)
            : base("generator")
        {
            (inner, Stream) = made;
            this.sampleShape = sampleShape;
            RegisterComponents();
            Stream.RegisterIn(this);
        }

        public OwnStream Stream { get; }

        public override Tensor forward(Tensor z) =>
            Stream.Drawing(() => PlainModules.Call(inner, z, "generator", "the shape of the data's samples", sampleShape));
    }
}

/// <summary>
/// Your own discriminator: features from any <c>nn.Module</c> [B, sample shape] to [B, A]; the kit adds the last linear layer.
/// </summary>
/// <remarks>Its random numbers are seeded like those of a <see cref="PlainGenerator"/>.</remarks>
/// <param name="Make">Makes a fresh module; called once per run.</param>
/// <param name="FeatureCount">A, the width of the module's output.</param>
public sealed record PlainDiscriminator(Func<Module<Tensor, Tensor>> Make, int FeatureCount) : DiscriminatorSpec
{
    /// <inheritdoc/>
    public override DiscriminatorNetwork Build(IReadOnlyList<long> sampleShape, InitialisationStreams streams) =>
        new Network(PlainModules.One(Make, "discriminator", Normalisation, streams), this, streams);

    private sealed class Network : DiscriminatorNetwork, IDrawsWhenCalled
    {
        private readonly Module<Tensor, Tensor> inner;
        private readonly DiscriminatorHead head;
        private readonly int width;

        public Network((Module<Tensor, Tensor> Module, OwnStream Stream) made, PlainDiscriminator spec, InitialisationStreams streams)
            : base("discriminator")
        {
            if (spec.FeatureCount < 1)
                throw new ArgumentOutOfRangeException(
                    nameof(FeatureCount),
                    spec.FeatureCount,
                    "FeatureCount is the width of the module's output, at least 1."
                );
            (inner, Stream) = made;
            width = spec.FeatureCount;
            head = new DiscriminatorHead(spec.FeatureCount, spec.Extensions, Initialisation.Uniform, streams);
            RegisterComponents();
            Stream.RegisterIn(this);
        }

        public OwnStream Stream { get; }

        public override DiscriminatorOutput forward(Tensor samples)
        {
            var features = Features(samples);
            return head.Output(features, features);
        }

        public override DiscriminatorOutput CallAmong(Tensor samples, Tensor company) => head.Output(Features(samples), Features(company));

        private Tensor Features(Tensor samples) =>
            Stream.Drawing(() => PlainModules.Call(inner, samples, "discriminator", "FeatureCount", [width]));
    }
}

/// <summary>A network with a learner's module in it, which may draw random numbers whenever it is called.</summary>
internal interface IDrawsWhenCalled
{
    OwnStream Stream { get; }

    /// <summary>Until the end of this, calls draw the same numbers as at any other such time, and training does not notice.</summary>
    static IDisposable? Apart(Module network) => (network as IDrawsWhenCalled)?.Stream.Apart();
}

/// <summary>
/// What stands for torch's global stream while a learner's module is made or called. Where it stands is a buffer of the network, so that
/// a checkpoint has it.
/// </summary>
internal sealed class OwnStream(Tensor state)
{
    private const string Name = "stream";
    private readonly byte[] start = state.bytes.ToArray();
    private Module? network;
    private bool? draws;

    public void RegisterIn(Module network)
    {
        this.network = network;
        network.register_buffer(Name, tensor(start, dtype: ScalarType.Byte).DetachFromDisposeScope());
    }

    /// <summary>Calls the module; from the second call on, one that drew nothing in the first is called without more ado.</summary>
    public T Drawing<T>(Func<T> call)
    {
        if (draws == false)
            return call();
        var buffer = network!.get_buffer(Name)!;
        using var copy = buffer.clone();
        using var before = copy.to(ScalarType.Byte);
        var (result, after) = GlobalStream.From(before, call);
        using (after)
        using (no_grad())
        {
            draws ??= !before.bytes.SequenceEqual(after.bytes);
            buffer.copy_(after);
        }
        return result;
    }

    public IDisposable? Apart() => draws == false ? null : new Detour(network!.get_buffer(Name)!, start);

    private sealed class Detour : IDisposable
    {
        private readonly Tensor buffer;
        private readonly Tensor before;

        public Detour(Tensor buffer, byte[] start)
        {
            this.buffer = buffer;
            before = buffer.clone().DetachFromDisposeScope();
            Set(tensor(start, dtype: ScalarType.Byte));
        }

        public void Dispose() => Set(before);

        private void Set(Tensor state)
        {
            using (state)
            using (no_grad())
                buffer.copy_(state);
        }
    }
}

internal static class PlainModules
{
    private static readonly ConditionalWeakTable<Module, object> Known = [];

    public static (Module<Tensor, Tensor> Module, OwnStream Stream) One(
        Func<Module<Tensor, Tensor>> make,
        string player,
        Normalisation normalisation,
        InitialisationStreams streams
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
        using var start = Seeded($"{player}/own module", streams);
        var (module, after) = GlobalStream.From(start, make);
        using (after)
        {
            if (module is null)
                throw new ArgumentException(
                    "The function that makes your module returned null; it must return a fresh nn.Module.",
                    nameof(make)
                );
            Check(module, player);
            return (module.to(streams.Device), new OwnStream(after));
        }
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

    /// <summary>Where the global stream stands for one player of a recipe with this seed.</summary>
    private static Tensor Seeded(string purpose, InitialisationStreams streams)
    {
        using var scope = NewDisposeScope();
        // The module is made on the CPU whatever the device: from one seed, the same weights everywhere.
        using var seed = streams
            .On(CPU)
            .Draw(purpose, s => s.Draw(g => randint(long.MaxValue, [1], dtype: ScalarType.Int64, device: CPU, generator: g)));
        using var generator = new torch.Generator((ulong)seed.item<long>(), CPU);
        return generator.get_state().DetachFromDisposeScope();
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
