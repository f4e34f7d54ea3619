using static TorchSharp.torch;

namespace GanStability;

/// <summary>How a judgement changes with the sample: what gradient penalties are made of.</summary>
internal static class InputGradient
{
    /// <summary>∇_x l(x) for every judgement, differentiable again: logits [R, n] and samples [R, k n, ·] to [R, n, numbers per judgement].</summary>
    public static Tensor Of(Tensor logits, Tensor samples)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(samples);
        // torch would end the process.
        if (!samples.requires_grad || !logits.requires_grad)
            throw new ArgumentException("The samples must require a gradient before they are judged.", nameof(samples));
        // The judgement is differentiated again with the rest of the cost, so its graph stays (TorchSharp frees it unless told).
        // A logit depends on its own sample only, so the gradient of the sum holds each sample's own.
        var gradient = autograd.grad([logits.sum()], [samples], retain_graph: true, create_graph: true)[0];
        return gradient.reshape(logits.shape[0], logits.shape[1], -1);
    }

    public static void RefuseBatchNormalisation(Recipe recipe, string penalty)
    {
        if (recipe.Discriminator.Normalisation == Normalisation.Batch)
            throw new ArgumentException($"{penalty} punishes the slope of the discriminator at each sample, and under batch normalisation a sample's logit " +
                "also depends on all others of the batch (Gulrajani et al. 2017, §4): leave batch normalisation out of the discriminator.", nameof(recipe));
    }
}
