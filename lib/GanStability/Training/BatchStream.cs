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
    private int used = StepsAhead;

    /// <summary>The next batch, shape [R, batch, ·]; it lives in the caller's dispose scope.</summary>
    public Tensor Next()
    {
        if (used == StepsAhead)
        {
            ahead?.Dispose();
            using var scope = NewDisposeScope();
            var drawn = source.Draw(g => draw(StepsAhead * batch, g));
            var shape = drawn.shape;
            // [R, steps, batch, ·] with the step in front, so that a batch is one contiguous block.
            ahead = drawn.view([shape[0], StepsAhead, batch, .. shape[2..]]).transpose(0, 1).contiguous().DetachFromDisposeScope();
            used = 0;
        }
        return ahead![used++];
    }

    public void Dispose()
    {
        ahead?.Dispose();
        source.Dispose();
    }
}
