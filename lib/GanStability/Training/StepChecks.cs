using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace GanStability.Engine;

/// <summary>
/// A stabilizer's hooks under its name. What they return is checked before anything native is done with it: a learner's hook that detaches
/// a cost or sums it over replicas gets a sentence with its name, not the end of the process.
/// </summary>
internal sealed record NamedHooks(string Name, StabilizerHooks Hooks)
{
    public Tensor DiscriminatorCost(Tensor cost, Turn turn) =>
        Cost(Hooks.DiscriminatorCost, cost, turn, nameof(StabilizerHooks.DiscriminatorCost));

    public Tensor GeneratorCost(Tensor cost, Turn turn) => Cost(Hooks.GeneratorCost, cost, turn, nameof(StabilizerHooks.GeneratorCost));

    public Tensor BeforeDiscriminator(Tensor samples, int step)
    {
        const string hook = nameof(StabilizerHooks.BeforeDiscriminator);
        var changed = Same(Hooks.BeforeDiscriminator(samples, step), samples, hook, "samples");
        if (samples.requires_grad && !changed.requires_grad)
            throw Detached(hook, "samples");
        return changed;
    }

    private Tensor Cost(Func<Tensor, Turn, Tensor> of, Tensor cost, Turn turn, string hook)
    {
        Tensor changed;
        try
        {
            changed = of(cost, turn);
        }
        catch (ExternalException e)
        {
            throw new InvalidOperationException(
                $"{hook} of '{Name}' failed: {e.Message.Split('\n')[0]}. Its cost so far has shape {Shape.Of(cost)}, one number per "
                    + $"replica, "
                    + $"and its logits {Shape.Of(turn.OnFake.Logits)}: average over the batch with .mean([1]).",
                e
            );
        }
        Same(changed, cost, hook, "a cost");
        if (cost.requires_grad && !changed.requires_grad)
            throw Detached(hook, "a cost");
        return changed;
    }

    private Tensor Same(Tensor changed, Tensor before, string hook, string what)
    {
        if (changed is null)
            throw new InvalidOperationException($"{hook} of '{Name}' returned null; return {what} of shape {Shape.Of(before)}.");
        if (!changed.shape.AsSpan().SequenceEqual(before.shape))
            throw new InvalidOperationException(
                $"{hook} of '{Name}' returned {what} of shape {Shape.Of(changed)}; it must be {Shape.Of(before)}"
                    + (what == "a cost" ? ", one number per replica: average over the batch, and do not sum over replicas." : ".")
            );
        if (!changed.is_floating_point())
            throw new InvalidOperationException(
                $"{hook} of '{Name}' returned {what} of type {changed.dtype}; it must be real numbers, such as {before.dtype}."
            );
        if (changed.device_type != before.device_type)
            throw new InvalidOperationException(
                $"{hook} of '{Name}' returned {what} on {changed.device}; the training is on {before.device}."
            );
        return changed;
    }

    private InvalidOperationException Detached(string hook, string what) =>
        new(
            $"{hook} of '{Name}' returned {what} without a graph, so nothing could be learned from it: do not detach what is passed "
                + $"on, and do not compute it inside no_grad."
        );
}

/// <summary>What the two networks return, checked where it enters the algorithm.</summary>
internal static class PlayerOutput
{
    /// <summary>The generator's samples: [R, B, sample shape], real numbers.</summary>
    public static Tensor Samples(Tensor samples, Tensor z, IReadOnlyList<long> sampleShape)
    {
        long[] expected = [z.shape[0], z.shape[1], .. sampleShape];
        if (samples is null || !samples.shape.AsSpan().SequenceEqual(expected))
            throw new InvalidOperationException(
                $"The generator made {(samples is null ? "null" : Shape.Of(samples))} of latent vectors {Shape.Of(z)}; it must make "
                    + $"{Shape.Of(expected.AsSpan())}."
            );
        if (!samples.is_floating_point())
            throw new InvalidOperationException(
                $"The generator made samples of type {samples.dtype}; they must be real numbers, such as {z.dtype}."
            );
        if (samples.device_type != z.device_type)
            throw new InvalidOperationException($"The generator made samples on {samples.device}; the training is on {z.device}.");
        return samples;
    }

    /// <summary>The discriminator's logits: [R, n], real numbers.</summary>
    public static DiscriminatorOutput Logits(DiscriminatorOutput output, Tensor samples)
    {
        if (output?.Logits is not { } logits || logits.dim() != 2 || logits.shape[0] != samples.shape[0])
            throw new InvalidOperationException(
                $"The discriminator made {(output?.Logits is { } l ? $"logits {Shape.Of(l)}" : "null")} of samples {Shape.Of(samples)}; "
                    + $"it must make one logit per sample, [{samples.shape[0]}, {samples.shape[1]}]."
            );
        if (!logits.is_floating_point())
            throw new InvalidOperationException(
                $"The discriminator made logits of type {logits.dtype}; they must be real numbers, such as {samples.dtype}."
            );
        return output;
    }
}
