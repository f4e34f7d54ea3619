using static TorchSharp.torch;

namespace GanStability;

/// <summary>How a judgement changes with the sample: what gradient penalties are made of.</summary>
internal static class InputGradient
{
    /// <summary>
    /// ∇_x l(x) for every judgement, differentiable again: logits [R, n] and samples [R, k n, ·] to [R, n, numbers per judgement].
    /// </summary>
    public static Tensor Of(Tensor logits, Tensor samples)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(samples);
        // A logit depends on its own sample only, so the gradient of the sum holds each sample's own.
        var gradient = Derivative.Differentiable(
            logits,
            [samples],
            "The logits do not depend on these samples: pass the samples of the turn with the judgement of the same turn, or judge "
                + "samples after requires_grad_(true)."
        )[0];
        return gradient.reshape(logits.shape[0], logits.shape[1], -1);
    }

    public static void RefuseBatchNormalisation(Recipe recipe, string penalty)
    {
        if (recipe.Discriminator.Normalisation is { MixesSamples: true, Name: var name })
            throw new ArgumentException(
                $"{penalty} punishes the slope of the discriminator at each sample, and under {name} normalisation "
                    + "a sample's logit also depends on all others of the batch (Gulrajani et al. 2017, §4): "
                    + $"leave {name} normalisation out of the discriminator, or use layer normalisation there.",
                nameof(recipe)
            );
    }
}
