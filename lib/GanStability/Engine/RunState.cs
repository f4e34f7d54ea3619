using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using System.Text.Json;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// Everything that training changes, on its way into a checkpoint or back out of it. Whoever holds a part names it once, for both directions, so that writing
/// and reading cannot disagree: <c>state.Tensor(average); count = state.Value(count);</c>
/// </summary>
public sealed class RunState
{
    private static readonly JsonSerializerOptions Options = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };
    private readonly BinaryWriter? writer;
    private readonly BinaryReader? reader;

    internal RunState(BinaryWriter writer) => this.writer = writer;

    internal RunState(BinaryReader reader) => this.reader = reader;

    /// <summary>A checkpoint is being read: parts take the values that were written.</summary>
    public bool Restoring => reader is not null;

    /// <summary>A tensor, which is changed in place when it is read.</summary>
    /// <param name="tensor">The tensor, of any shape, type and device.</param>
    /// <exception cref="InvalidDataException">The checkpoint has a tensor of another shape or type here.</exception>
    public void Tensor(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        Same("a tensor", $"{tensor.dtype} [{string.Join(", ", tensor.shape)}]");
        var plain = Restoring ? empty(tensor.shape, dtype: tensor.dtype) : tensor.detach().cpu().contiguous();
        Transfer(plain.bytes);
        if (Restoring) tensor.copy_(plain);
    }

    /// <summary>The generators of a random stream.</summary>
    /// <param name="stream">The stream; one that was read draws what the other would have drawn next.</param>
    /// <exception cref="InvalidDataException">The checkpoint has something else here.</exception>
    public void Stream(ReplicaStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var scope = NewDisposeScope();
        var state = stream.State;
        Tensor(state);
        if (Restoring) stream.State = state;
    }

    /// <summary>A number, a text or a small record, as JSON.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="value">The value as it is.</param>
    /// <returns>The same value, or when reading the one that was written.</returns>
    public T Value<T>(T value)
    {
        if (reader is not null) return JsonSerializer.Deserialize<T>(reader.ReadString(), Options)!;
        writer!.Write(JsonSerializer.Serialize(value, Options));
        return value;
    }

    /// <summary>Many numbers, changed in place when they are read.</summary>
    /// <param name="numbers">The numbers.</param>
    public void Numbers(Span<float> numbers) => Transfer(MemoryMarshal.AsBytes(numbers));

    /// <summary>Something that must be now as it was when the checkpoint was written.</summary>
    /// <param name="what">What it is, for the message.</param>
    /// <param name="value">The value as it is.</param>
    /// <exception cref="InvalidDataException">It was another.</exception>
    public void Same(string what, string value)
    {
        var written = Value(value);
        if (written != value) throw new InvalidDataException($"it has {what} '{written}' where this recipe has '{value}'");
    }

    private void Transfer(Span<byte> bytes)
    {
        if (reader is not null) reader.BaseStream.ReadExactly(bytes);
        else writer!.Write(bytes);
    }
}

/// <summary>Short names for what decides the outcome of a recipe.</summary>
internal static class Fingerprint
{
    /// <summary>Everything that decides the outcome of one seed: not the name, seed, replicas, device or when it is measured.</summary>
    public static string Of(Recipe recipe) => Hash(Parts(recipe));

    /// <summary>Everything that decides a whole run, its measurements too: equal where two runs are equal bit for bit on one machine.</summary>
    public static string OfRun(Recipe recipe) =>
        Hash([.. Parts(recipe), recipe.Seed, recipe.Replicas, recipe.EvaluateEvery, ComputeDevice.Resolve(recipe.Device).type.ToString()]);

    private static string Hash(IEnumerable<object> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts.Select(Describe)))))[..12];

    private static IEnumerable<object> Parts(Recipe recipe) =>
    [
        recipe.Data.Description, recipe.Generator, recipe.Discriminator, recipe.Objective.Name, recipe.Targets, recipe.GeneratorAdam,
            recipe.DiscriminatorAdam,
        recipe.Steps, recipe.DiscriminatorSteps, recipe.Batch, .. recipe.Stabilizers,
    ];

    private static string Describe(object part)
    {
        try
        {
            return $"{part.GetType().Name} {JsonSerializer.Serialize(part, part.GetType())}";
        }
        catch (NotSupportedException)
        {
            // A player made by a learner's own function has no settings that could be written down.
            return part.GetType().Name;
        }
    }
}
