using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace GanStability.Engine;

/// <summary>
/// The one gateway to automatic differentiation in this library; a build-time ban keeps it so. <c>autograd.grad</c> ends the process where
/// it is asked for something that cannot be had (no exception, all variables of a notebook lost), so everything is checked before the
/// native call, in words that name the culprit.
/// </summary>
internal static class Derivative
{
    /// <summary>The gradient of a cost summed over replicas, for an optimizer's step: no graph is kept.</summary>
    /// <param name="cost">One number per replica [R].</param>
    /// <param name="inputs">Leaves of the graph that require a gradient.</param>
    /// <param name="whose">Whose cost it is, for messages: <c>generator</c>.</param>
    /// <param name="name">The name of an input, for messages.</param>
    /// <returns>One gradient per input, of its shape.</returns>
    /// <exception cref="InvalidOperationException">A cost that does not depend on an input, or whose graph is broken.</exception>
    public static Tensor[] Of(Tensor cost, IReadOnlyList<Tensor> inputs, string whose, Func<int, string> name)
    {
        if (!cost.requires_grad)
            throw Independent(whose);
        try
        {
            // backward() reports what grad() would die of: a graph that was freed, or a tensor that was changed in place.
            using var ones = ones_like(cost);
            autograd.backward([cost], [ones], retain_graph: false, create_graph: false, inputs: [.. inputs]);
            var gradients = inputs.Select(input => input.grad).ToArray();
            if (Array.TrueForAll(gradients, g => g is null))
                throw Independent(whose);
            return
            [
                .. gradients.Select(
                    (g, i) =>
                        g
                        ?? throw new InvalidOperationException(
                            $"{name(i)} of the {whose} has no influence on the {whose}'s cost, so it cannot be trained: use it in "
                                + $"forward, or leave it out of the module."
                        )
                ),
            ];
        }
        catch (ExternalException e)
        {
            throw new InvalidOperationException(
                $"The {whose}'s cost cannot be differentiated: {FirstSentence(e)}. "
                    + "A hook that asks for derivatives of its own must pass retain_graph: true, and must not change tensors in place.",
                e
            );
        }
        finally
        {
            foreach (var input in inputs)
                input.grad = null;
        }
    }

    private static InvalidOperationException Independent(string whose) =>
        new(
            $"The {whose}'s cost does not depend on the {whose}: no term of it has a graph that leads to its parameters. Is something "
                + $"detached, or computed without gradients? "
                + $"An objective without a cost for the {whose} needs a stabilizer that gives it one."
        );

    /// <summary>The gradient of a cost, with its graph: it can be part of a cost itself.</summary>
    /// <param name="cost">Any shape; summed.</param>
    /// <param name="inputs">What to differentiate by.</param>
    /// <param name="missing">The message where the cost does not depend on an input.</param>
    /// <returns>One gradient per input, of its shape.</returns>
    /// <exception cref="ArgumentException">A cost that does not depend on an input.</exception>
    public static Tensor[] Differentiable(Tensor cost, IReadOnlyList<Tensor> inputs, string missing)
    {
        var reached = WhereReached(cost, inputs, differentiable: true);
        return [.. reached.Select(gradient => gradient ?? throw new ArgumentException(missing))];
    }

    /// <summary>The gradient of a cost by each input; null where the cost does not depend on it.</summary>
    /// <param name="cost">Any shape; summed.</param>
    /// <param name="inputs">What to differentiate by.</param>
    /// <param name="differentiable">Keeps the graph of the gradients.</param>
    /// <returns>One gradient per input, or null.</returns>
    public static Tensor?[] WhereReached(Tensor cost, IReadOnlyList<Tensor> inputs, bool differentiable = false)
    {
        var found = new Tensor?[inputs.Count];
        if (!cost.requires_grad)
            return found;
        var asked = Enumerable.Range(0, inputs.Count).Where(i => inputs[i].requires_grad).ToArray();
        if (asked.Length == 0)
            return found;
#pragma warning disable RS0030 // The one place where it is allowed.
        // The graph stays (TorchSharp frees it unless told): the cost is differentiated again with the rest of the step.
        var gradients = autograd.grad(
            [cost.sum()],
            [.. asked.Select(i => inputs[i])],
            retain_graph: true,
            create_graph: differentiable,
            allow_unused: true
        );
#pragma warning restore RS0030
        for (var i = 0; i < asked.Length; i++)
            found[asked[i]] = gradients[i] is { IsInvalid: false } g ? g : null;
        return found;
    }

    private static string FirstSentence(ExternalException e) => e.Message.Split('\n')[0].Split(". ")[0].TrimEnd('.');
}
