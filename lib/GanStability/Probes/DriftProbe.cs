using TorchSharp;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// Follows the distribution of every unit's input over training, always on the same batch, so that nothing but the weights changes it
/// (as in Ioffe and Szegedy 2015, arXiv 1502.03167, Fig. 1).
/// </summary>
public sealed class DriftProbe : IDisposable
{
    private static readonly double[] Levels = [0.05, 0.25, 0.5, 0.75, 0.95];
    private readonly nn.Module network;
    private readonly int replicas;
    private readonly Action forward;
    private readonly Site site;
    private readonly List<Drift> records = [];
    private Tensor[]? last;

    /// <summary>Prepares to follow a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="replicas">R.</param>
    /// <param name="forward">Calls the network on the fixed batch; run without gradients.</param>
    /// <param name="site">Where to look.</param>
    public DriftProbe(nn.Module network, int replicas, Action forward, Site site = Site.PreActivation)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(forward);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicas, 1);
        (this.network, this.replicas, this.forward, this.site) = (network, replicas, forward, site);
    }

    /// <summary>Everything recorded, in order.</summary>
    public IReadOnlyList<Drift> Records => records;

    /// <summary>Measures now. The probe is attached during this call only: training passes are not seen and not slowed down.</summary>
    /// <param name="step">The step this belongs to.</param>
    /// <returns>The measurement.</returns>
    public Drift Record(int step)
    {
        Interrupt.Token.ThrowIfInterrupted($"the drift was followed up to step {step}");
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var probe = new LayerProbe(network, replicas);
        forward();
        var sorted = probe.Layers.Select((_, l) => probe.Seen(l, site).to_type(ScalarType.Float64).sort(1).Values).ToArray();
        var shift = sorted
            .Select((now, l) => last is null ? new double[replicas] : LayerProbe.Numbers(Shift(last[l], now).mean([1])))
            .ToList();
        var quantiles = sorted.Select(AtLevels).ToList();
        foreach (var tensor in last ?? [])
            tensor.Dispose();
        last = [.. sorted.Select(t => t.DetachFromDisposeScope())];
        records.Add(new Drift(step, probe.Layers, quantiles, shift));
        return records[^1];
    }

    /// <summary>
    /// The distance between two distributions of a unit, in standard deviations: W₁ = mean |x₍ᵢ₎ − y₍ᵢ₎| over the sorted samples (the
    /// 1-Wasserstein distance of two equally large samples), divided by the pooled standard deviation √((var x + var y)/2). 0 where both
    /// are constant and equal.
    /// </summary>
    /// <param name="x">Sorted samples [R, N, units].</param>
    /// <param name="y">Sorted samples of the same shape.</param>
    /// <returns>[R, units].</returns>
    internal static Tensor Shift(Tensor x, Tensor y)
    {
        var distance = (x - y).abs().mean([1]);
        var width = ((x.var(1, unbiased: false) + y.var(1, unbiased: false)) / 2).sqrt();
        return distance / width.clamp_min(1e-12);
    }

    /// <summary>Frees the remembered batch.</summary>
    public void Dispose()
    {
        foreach (var tensor in last ?? [])
            tensor.Dispose();
        last = null;
    }

    // Nearest rank instead of interpolation: the samples are sorted already, and a batch has hundreds.
    private double[,,] AtLevels(Tensor sorted)
    {
        var (count, units) = (sorted.shape[1], sorted.shape[2]);
        var result = new double[replicas, units, Levels.Length];
        for (var q = 0; q < Levels.Length; q++)
        {
            var row = LayerProbe.Numbers(sorted.select(1, (long)Math.Round(Levels[q] * (count - 1))));
            for (var i = 0; i < row.Length; i++)
                result[i / units, i % units, q] = row[i];
        }
        return result;
    }
}

/// <summary>The distributions of one moment.</summary>
/// <param name="Step">The step.</param>
/// <param name="Layers">Names of the layers.</param>
/// <param name="Quantiles">Per layer [replica, unit, level], the levels 5, 25, 50, 75 and 95 %.</param>
/// <param name="Shift">[layer][replica]: the distance to the record before, in standard deviations, mean over units; 0 in the first
/// record.</param>
public sealed record Drift(int Step, IReadOnlyList<string> Layers, IReadOnlyList<double[,,]> Quantiles, IReadOnlyList<double[]> Shift);
