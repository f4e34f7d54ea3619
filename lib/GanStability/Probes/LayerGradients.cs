namespace GanStability.Probes;

/// <summary>The gradient of one cost in every layer of a network.</summary>
/// <param name="Signal">
/// ‖∂cost/∂a‖: the Frobenius norm, over batch and units, of the gradient that back-propagation brings to a layer's pre-activation a (for a layer
/// with batch normalisation: to the normalised a).
/// </param>
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
            throw new ArgumentException($"The norms belong to the layers {string.Join(", ", spectralNorms.Layers)}, the signal to {string.Join(", ", Signal.Layers)}; give those of the same network and replicas.", nameof(spectralNorms));
        if (!(largestSlope > 0 && double.IsFinite(largestSlope)))
            throw new ArgumentOutOfRangeException(nameof(largestSlope), largestSlope, "The largest slope of the nonlinearity must be a number greater than 0.");
        var bound = new double[Signal.Values.Count][];
        bound[^1] = [.. Signal.Values[^1]];
        for (var l = bound.Length - 2; l >= 0; l--)
            bound[l] = [.. bound[l + 1].Zip(spectralNorms.Values[l + 1], (above, norm) => above * largestSlope * norm)];
        return new LayerCurve($"bound for {Signal.Name}", Signal.Layers, bound);
    }
}
