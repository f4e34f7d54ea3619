using System.Security.Cryptography;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// Random numbers for R replicas: replica r owns a generator seeded with (seed + r, purpose). Two consequences hold the course together:
/// replica r of an ensemble sees the draws of a solo run with seed + r, and switching something on that draws from one purpose
/// leaves every other purpose as it was, so comparisons are paired.
/// </summary>
public sealed class ReplicaStream : IDisposable
{
    private readonly torch.Generator[] generators;

    /// <summary>Opens the stream of one purpose.</summary>
    /// <param name="seed">Seed of replica 0.</param>
    /// <param name="replicas">R, at least 1.</param>
    /// <param name="purpose">What the numbers are for, such as <c>data</c>, <c>noise</c> or <c>generator/hidden1</c>.</param>
    /// <param name="device">Where the numbers are made.</param>
    public ReplicaStream(long seed, int replicas, string purpose, Device device)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(replicas, 1);
        ArgumentException.ThrowIfNullOrEmpty(purpose);
        Device = device;
        generators = [.. Enumerable.Range(0, replicas).Select(r => new torch.Generator(SeedFor(seed + r, purpose), device))];
    }

    /// <summary>Number of replicas, R.</summary>
    public int Replicas => generators.Length;

    /// <summary>Where the numbers are made.</summary>
    public Device Device { get; }

    /// <summary>Where the generators stand [R, bytes]; setting it draws the same numbers again.</summary>
    internal Tensor State
    {
        get
        {
            using var scope = NewDisposeScope();
            return stack([.. generators.Select(g => g.get_state())]).MoveToOuterDisposeScope();
        }
        set
        {
            using var scope = NewDisposeScope();
            for (var r = 0; r < generators.Length; r++)
                GeneratorState.Set(generators[r], value[r].clone());
        }
    }

    /// <summary>Draws for every replica and stacks the results.</summary>
    /// <param name="draw">Makes one replica's tensor [·] from its generator.</param>
    /// <returns>The draws, shape [R, ·].</returns>
    public Tensor Draw(Func<torch.Generator, Tensor> draw)
    {
        ArgumentNullException.ThrowIfNull(draw);
        var each = generators.Select(draw).ToArray();
        return stack(each);
    }

    /// <summary>Standard normal numbers, shape [R, <paramref name="shape"/>].</summary>
    /// <param name="shape">Shape of one replica's draw.</param>
    /// <returns>The draws.</returns>
    public Tensor Normal(params long[] shape) => Draw(g => randn(shape, device: Device, generator: g));

    /// <summary>Uniform numbers in [−<paramref name="bound"/>, <paramref name="bound"/>), shape [R, <paramref name="shape"/>].</summary>
    /// <param name="bound">Half the width of the interval.</param>
    /// <param name="shape">Shape of one replica's draw.</param>
    /// <returns>The draws.</returns>
    public Tensor Uniform(double bound, params long[] shape) =>
        Draw(g => rand(shape, device: Device, generator: g)).mul_(2 * bound).sub_(bound);

    /// <summary>Frees the generators.</summary>
    public void Dispose()
    {
        foreach (var generator in generators)
            generator.Dispose();
    }

    // A hash, not seed + purpose number: neighbouring seeds must not share streams.
    private static ulong SeedFor(long seed, string purpose) =>
        BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{purpose}:{seed}"))));
}

/// <summary>
/// Batches for R replicas, drawn several steps at a time: ten replicas' draws one by one cost as much as a small network's whole
/// forward pass (tests/Benchmarks/RESULTS.md, levers), sixteen steps at once cost next to nothing. The number of steps is a constant, so a
/// replica's draws do not depend on how long or with how many others it trains.
/// </summary>
internal sealed class BatchStream(ReplicaStream source, int batch, Func<int, TorchSharp.torch.Generator, Tensor> draw) : IDisposable
{
    private const int StepsAhead = 16;
    private Tensor? ahead;
    private Tensor? before;
    private int used;

    /// <summary>The next batch, shape [R, batch, ·]; it lives in the caller's dispose scope.</summary>
    public Tensor Next()
    {
        if (ahead is null)
            Draw();
        if (used == StepsAhead)
        {
            Draw();
            used = 0;
        }
        return ahead![used++];
    }

    /// <summary>
    /// Writes or reads where the stream stands. What was drawn ahead is drawn again: for pictures it is many times larger than the
    /// generators.
    /// </summary>
    public void SaveOrRestore(RunState state)
    {
        used = state.Value(used);
        before ??= source.State.DetachFromDisposeScope();
        state.Tensor(before);
        if (!state.Restoring)
            return;
        source.State = before;
        ahead?.Dispose();
        ahead = null;
    }

    private void Draw()
    {
        ahead?.Dispose();
        before?.Dispose();
        before = source.State.DetachFromDisposeScope();
        using var scope = NewDisposeScope();
        var drawn = source.Draw(g => draw(StepsAhead * batch, g));
        var shape = drawn.shape;
        // [R, steps, batch, ·] with the step in front, so that a batch is one contiguous block.
        ahead = drawn.view([shape[0], StepsAhead, batch, .. shape[2..]]).transpose(0, 1).contiguous().DetachFromDisposeScope();
    }

    public void Dispose()
    {
        ahead?.Dispose();
        before?.Dispose();
        source.Dispose();
    }
}
