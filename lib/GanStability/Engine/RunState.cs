using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using TorchSharp;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// Everything that training changes, on its way into a checkpoint or back out of it. Whoever holds a part names it once, for both
/// directions, so that writing and reading cannot disagree: <c>state.Tensor(average); count = state.Value(count);</c>
/// </summary>
public sealed class RunState
{
    private static readonly JsonSerializerOptions Options = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };
    private readonly BinaryWriter? writer;
    private readonly BinaryReader? reader;
    private readonly (int Replica, int Of)? only;

    internal RunState(BinaryWriter writer) => this.writer = writer;

    /// <summary>Writes one replica of several: of every tensor [R, ·] its row.</summary>
    internal RunState(BinaryWriter writer, int replica, int replicas)
        : this(writer) => only = (replica, replicas);

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
        if (only is var (replica, replicas) && tensor.dim() > 0 && tensor.shape[0] == replicas)
            tensor = tensor.narrow(0, replica, 1);
        Same("a tensor", $"{tensor.dtype} [{string.Join(", ", tensor.shape)}]");
        var plain = Restoring ? empty(tensor.shape, dtype: tensor.dtype) : tensor.detach().cpu().contiguous();
        Transfer(plain.bytes);
        if (Restoring)
            tensor.copy_(plain);
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
        if (Restoring)
            stream.State = state;
    }

    /// <summary>A number, a text or a small record, as JSON.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="value">The value as it is.</param>
    /// <returns>The same value, or when reading the one that was written.</returns>
    public T Value<T>(T value)
    {
        if (reader is not null)
            return JsonSerializer.Deserialize<T>(reader.ReadString(), Options)!;
        writer!.Write(JsonSerializer.Serialize(value, Options));
        return value;
    }

    /// <summary>Many numbers, changed in place when they are read.</summary>
    /// <param name="numbers">The numbers.</param>
    public void Numbers(Span<float> numbers) => Transfer(MemoryMarshal.AsBytes(numbers));

    /// <summary>Bytes that are left to be read.</summary>
    internal long Left => reader is null ? 0 : reader.BaseStream.Length - reader.BaseStream.Position;

    /// <summary>Refuses a file that is too short for what it says it holds, before memory is taken for that.</summary>
    internal void Expect(long bytes)
    {
        if (reader is not null && (bytes < 0 || bytes > Left))
            throw new InvalidDataException("it is damaged: it says that it holds more than it does");
    }

    /// <summary>Something that must be now as it was when the checkpoint was written.</summary>
    /// <param name="what">What it is, for the message.</param>
    /// <param name="value">The value as it is.</param>
    /// <exception cref="InvalidDataException">It was another.</exception>
    public void Same(string what, string value)
    {
        var written = Value(value);
        if (written != value)
            throw new InvalidDataException($"it has {what} '{written}' where this recipe has '{value}'");
    }

    private void Transfer(Span<byte> bytes)
    {
        if (reader is not null)
            reader.BaseStream.ReadExactly(bytes);
        else
            writer!.Write(bytes);
    }
}
