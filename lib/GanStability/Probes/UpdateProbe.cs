using TorchSharp;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// The ratio of an update to the weights it changes, ‖ΔW‖/‖W‖ (Frobenius norms), per layer and replica. A rule of thumb from practice is a
/// ratio about 10⁻³ for one step; a layer far below learns nothing, one far above forgets what it learned.
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
        var ratios = layers
            .Select(
                (layer, i) =>
                {
                    var before = last[i].reshape(replicas, -1);
                    var ratio = LayerProbe.Numbers((layer.Weight.reshape(replicas, -1) - before).norm(1) / before.norm(1));
                    last[i].copy_(layer.Weight);
                    return ratio;
                }
            )
            .ToList();
        return new LayerCurve(name, [.. layers.Select(l => l.Name)], ratios);
    }

    /// <summary>Frees the remembered weights.</summary>
    public void Dispose()
    {
        foreach (var tensor in last)
            tensor.Dispose();
    }
}

/// <summary>One number per layer and replica, from the first layer to the last.</summary>
/// <param name="Name">What was measured, or on which network: the legend entry.</param>
/// <param name="Layers">Names of the layers.</param>
/// <param name="Values">[layer][replica].</param>
public sealed record LayerCurve(string Name, IReadOnlyList<string> Layers, IReadOnlyList<double[]> Values);

/// <summary>The gradient of one cost in every layer of a network.</summary>
/// <param name="Signal">
/// ‖∂cost/∂a‖: the Frobenius norm, over batch and units, of the gradient that back-propagation brings to a layer's pre-activation a (for a
/// layer with batch normalisation: to the normalised a). </param>
/// <param name="Weight">‖∂cost/∂W‖: the Frobenius norm of the gradient of a layer's weights, what the optimizer sees.</param>
public sealed record LayerGradients(LayerCurve Signal, LayerCurve Weight)
{
    /// <summary>
    /// The product-of-derivatives bound on <see cref="Signal"/> in a chain a_{l+1} = φ(a_l) W_{l+1} + b without normalisation: since
    /// ∂cost/∂a_l = (∂cost/∂a_{l+1} W_{l+1}ᵀ) ⊙ φ'(a_l), ‖∂cost/∂a_l‖ ≤ ‖∂cost/∂a_L‖ · Π_{k &gt; l} c ‖W_k‖₂ with c = max |φ'|.
    /// </summary>
    /// <param name="largestSlope">c, greater than 0: 1/4 for the sigmoid, 1 for tanh and the rectifiers.</param>
    /// <param name="spectralNorms">‖W_k‖₂ of the same network, from <see cref="LayerProbe.SpectralNorms"/>.</param>
    /// <returns>One bound per layer and replica; equal to the signal in the last layer.</returns>
    /// <exception cref="ArgumentException">A slope that is not a number greater than 0, or the norms of another network.</exception>
    public LayerCurve Bound(double largestSlope, LayerCurve spectralNorms)
    {
        ArgumentNullException.ThrowIfNull(spectralNorms);
        if (!spectralNorms.Layers.SequenceEqual(Signal.Layers) || spectralNorms.Values[0].Length != Signal.Values[0].Length)
            throw new ArgumentException(
                $"The norms belong to the layers {string.Join(", ", spectralNorms.Layers)}, the signal to "
                    + $"{string.Join(", ", Signal.Layers)}; give those of the same network and replicas.",
                nameof(spectralNorms)
            );
        Require.Positive(largestSlope);
        var bound = new double[Signal.Values.Count][];
        bound[^1] = [.. Signal.Values[^1]];
        for (var l = bound.Length - 2; l >= 0; l--)
            bound[l] = [.. bound[l + 1].Zip(spectralNorms.Values[l + 1], (above, norm) => above * largestSlope * norm)];
        return new LayerCurve($"bound for {Signal.Name}", Signal.Layers, bound);
    }
}
