using static TorchSharp.torch;

namespace GanStability.Training;

/// <summary>
/// Batches for R replicas, drawn several steps at a time: ten replicas' draws one by one cost as much as a small network's whole
/// forward pass (0.98 of 6.4 ms per step at R = 10), sixteen steps at once cost next to nothing. The number of steps is a constant, so a
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
        if (ahead is null) Draw();
        if (used == StepsAhead)
        {
            Draw();
            used = 0;
        }
        return ahead![used++];
    }

    /// <summary>Writes or reads where the stream stands. What was drawn ahead is drawn again: for pictures it is many times larger than the generators.</summary>
    public void Keep(RunState state)
    {
        used = state.Value(used);
        before ??= source.State.DetachFromDisposeScope();
        state.Tensor(before);
        if (!state.Restoring) return;
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
