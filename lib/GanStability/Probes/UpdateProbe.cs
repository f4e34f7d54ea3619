using TorchSharp;
using static TorchSharp.torch;

namespace GanStability.Probes;

/// <summary>
/// The ratio of an update to the weights it changes, ‖ΔW‖/‖W‖ (Frobenius norms), per layer and replica. A rule of thumb from practice is a ratio about
/// 10⁻³ for one step; a layer far below learns nothing, one far above forgets what it learned.
/// </summary>
public sealed class UpdateProbe : IDisposable
{
    private readonly IReadOnlyList<(string Name, TorchSharp.Modules.Parameter Weight)> layers;
    private readonly Tensor[] last;
    private readonly int replicas;

    /// <summary>Remembers the weights as they are now.</summary>
    /// <param name="network">The network.</param>
    /// <param name="replicas">R.</param>
    /// <exception cref="ArgumentException">No layer with a weight, or weights without the replica axis.</exception>
    public UpdateProbe(nn.Module network, int replicas)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicas, 1);
        this.replicas = replicas;
        layers = [.. ProbedLayer.In(network, replicas).Select(l => (l.Name, l.Weight))];
        last = [.. layers.Select(l => l.Weight.detach().clone().DetachFromDisposeScope())];
    }

    /// <summary>Compares with the weights of the last measurement (or of the start), and remembers the present ones.</summary>
    /// <param name="name">The name of the curve.</param>
    /// <returns>‖W_now − W_then‖/‖W_then‖, per layer and replica.</returns>
    public LayerCurve Measure(string name)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var ratios = layers.Select((layer, i) =>
        {
            var before = last[i].reshape(replicas, -1);
            var ratio = LayerProbe.Numbers((layer.Weight.reshape(replicas, -1) - before).norm(1) / before.norm(1));
            last[i].copy_(layer.Weight);
            return ratio;
        }).ToList();
        return new LayerCurve(name, [.. layers.Select(l => l.Name)], ratios);
    }

    /// <summary>Frees the remembered weights.</summary>
    public void Dispose()
    {
        foreach (var tensor in last) tensor.Dispose();
    }
}
