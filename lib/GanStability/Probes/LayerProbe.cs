using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>Where in a layer to look.</summary>
public enum Site
{
    /// <summary>What the layer is given: the output of the layer before.</summary>
    Input,

    /// <summary>What enters the nonlinearity, after any normalisation; for a last layer its output.</summary>
    PreActivation,

    /// <summary>What leaves the nonlinearity; for a last layer its output.</summary>
    Activation,
}

/// <summary>
/// Looks into a network while it works, through forward hooks, without the network knowing: any network whose layers have a <c>weight</c>
/// (linear or convolutional, of the kit or of <c>torch.nn</c>), the players of a run too. It sees every forward pass between
/// <see cref="Clear"/> and now; a discriminator that judged a real and a generated batch was seen twice, and both count. What was seen is
/// kept until <see cref="Clear"/> or <see cref="Dispose"/>.
/// </summary>
public sealed class LayerProbe : IDisposable
{
    private readonly List<ProbedLayer> layers = [];
    private readonly List<Action> removers = [];
    private readonly int replicas;
    private ProbedLayer? current;

    /// <summary>Attaches to a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="replicas">R: the first axis of its weights, or 1 for a plain <c>nn</c> module.</param>
    /// <exception cref="ArgumentException">No layer with a weight, or weights without the replica axis.</exception>
    public LayerProbe(nn.Module network, int replicas)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicas, 1);
        this.replicas = replicas;
        foreach (var (name, weight, module) in ProbedLayer.In(network, replicas))
        {
            var layer = new ProbedLayer(name, weight);
            layers.Add(layer);
            var hook = module.register_forward_hook(
                (_, input, output) =>
                {
                    current = layer;
                    return layer.Enter(input, output);
                }
            );
            removers.Add(hook.remove);
        }
        foreach (var activation in network.modules().OfType<ActivationLayer>())
        {
            var entering = activation.register_forward_pre_hook((_, input) => current?.Activate(input) ?? input);
            var leaving = activation.register_forward_hook(
                (_, _, output) =>
                {
                    current?.Leave(output);
                    return output;
                }
            );
            activation.Watchers++;
            removers.AddRange([entering.remove, leaving.remove, () => activation.Watchers--]);
        }
    }

    /// <summary>Names of the layers, first to last.</summary>
    public IReadOnlyList<string> Layers => [.. layers.Select(l => l.Name)];

    /// <summary>Forgets what was seen so far.</summary>
    public void Clear()
    {
        foreach (var layer in layers)
            layer.Clear();
    }

    /// <summary>
    /// The gradient of a cost in every layer, for the passes seen. The graph is kept, so the cost can still be used for a training step.
    /// </summary>
    /// <param name="cost">One cost per replica [R], computed from passes that this probe saw.</param>
    /// <param name="name">The name of the curves.</param>
    /// <returns>Per-layer norms, per replica.</returns>
    /// <exception cref="ArgumentException">A cost of another shape or without a gradient.</exception>
    /// <exception cref="InvalidOperationException">A layer was not passed with its gradient on.</exception>
    public LayerGradients Gradients(Tensor cost, string name)
    {
        ArgumentNullException.ThrowIfNull(cost);
        if (cost.dim() != 1 || cost.shape[0] != replicas)
            throw new ArgumentException(
                $"The cost has shape [{string.Join(", ", cost.shape)}]; give one number for each of the {replicas} replicas.",
                nameof(cost)
            );
        if (!cost.requires_grad)
            throw new ArgumentException("The cost carries no gradient: compute it outside no_grad, without detach.", nameof(cost));
        foreach (var layer in layers)
            if (!layer.CarriesGradient)
                throw new InvalidOperationException(
                    $"Layer {layer.Name} was not passed with its gradient on: call the network once, outside no_grad, before asking "
                        + $"for gradients."
                );

        using var scope = NewDisposeScope();
        var passes = layers.Select(l => l.PassesWithGradient).ToList();
        var gradients = Derivative
            .WhereReached(cost, [.. passes.SelectMany(p => p), .. layers.Select(l => (Tensor)l.Weight)])
            .Select(g => g?.reshape(replicas, -1))
            .ToList();
        if (gradients.TrueForAll(g => g is null))
            throw new ArgumentException("The cost does not depend on any pass that this probe saw.", nameof(cost));
        var signal = new List<double[]>();
        var next = 0;
        foreach (var seen in passes)
        {
            signal.Add(Norms([.. gradients.Skip(next).Take(seen.Count)]));
            next += seen.Count;
        }
        return new LayerGradients(
            new LayerCurve(name, Layers, signal),
            new LayerCurve(name, Layers, [.. layers.Select((_, i) => Norms(gradients[next + i]))])
        );
    }

    /// <summary>‖W‖₂ of every layer as it is now: the largest factor by which its weights stretch a vector.</summary>
    /// <returns>Per layer and replica; NaN for weights that are not matrices (convolutions).</returns>
    public LayerCurve SpectralNorms()
    {
        using var scope = NewDisposeScope();
        return new LayerCurve("‖W‖₂", Layers, [.. layers.Select(l => l.SpectralNorms(replicas))]);
    }

    /// <summary>All numbers seen at one place.</summary>
    /// <param name="layer">The layer, from 0.</param>
    /// <param name="site">Where in the layer.</param>
    /// <returns>[R, N, units], N the samples of all passes; in the caller's dispose scope, without a graph.</returns>
    /// <exception cref="InvalidOperationException">No pass was seen.</exception>
    public Tensor Seen(int layer, Site site)
    {
        if (layer < 0 || layer >= layers.Count)
            throw new ArgumentOutOfRangeException(nameof(layer), layer, $"Layers are numbered 0 to {layers.Count - 1}.");
        return layers[layer].Seen(site, replicas);
    }

    /// <summary>A histogram of what was seen at one place, over all samples and units of one replica.</summary>
    /// <param name="layer">The layer, from 0.</param>
    /// <param name="site">Where in the layer.</param>
    /// <param name="replica">The replica, from 0.</param>
    /// <param name="bins">Number of bins.</param>
    /// <returns>The histogram.</returns>
    /// <exception cref="ArgumentException">All numbers are equal, as in a dead layer, or not finite.</exception>
    public Histogram Histogram(int layer, Site site, int replica = 0, int bins = 40)
    {
        if (replica < 0 || replica >= replicas)
            throw new ArgumentOutOfRangeException(nameof(replica), replica, $"Replicas are numbered 0 to {replicas - 1}.");
        using var scope = NewDisposeScope();
        return GanStability.Histogram.Of(Numbers(Seen(layer, site)[replica]), bins);
    }

    /// <summary>Detaches from the network and frees what was seen.</summary>
    public void Dispose()
    {
        Clear();
        foreach (var remove in removers)
            remove();
        removers.Clear();
    }

    internal static double[] Numbers(Tensor tensor) => tensor.to_type(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();

    // A pass that the cost does not use, such as one for display, has no gradient.
    private static bool Used(Tensor gradient) => gradient is not null && !gradient.IsInvalid;

    private double[] Norms(params IReadOnlyList<Tensor?> parts) =>
        parts.OfType<Tensor>().ToArray() is { Length: > 0 } used
            ? Numbers(cat(used, 1).to_type(ScalarType.Float64).norm(1))
            : new double[replicas];
}

/// <summary>One layer under a probe: its weight, and the tensors of every pass since the last clearing.</summary>
internal sealed class ProbedLayer(string name, Parameter weight)
{
    private readonly List<Tensor> inputs = [];
    private readonly List<Tensor> before = [];
    private readonly List<Tensor> after = [];

    public string Name => name;

    public Parameter Weight => weight;

    public IReadOnlyList<Tensor> PassesWithGradient => [.. before.Where(t => t.requires_grad)];

    public bool CarriesGradient => weight.requires_grad && before.Any(t => t.requires_grad);

    /// <summary>The layers of a network in the order of its modules: all modules with a weight of two axes or more, per replica.</summary>
    /// <exception cref="ArgumentException">There is none, or one has no replica axis.</exception>
    public static IReadOnlyList<(string Name, Parameter Weight, nn.Module<Tensor, Tensor> Module)> In(nn.Module network, int replicas)
    {
        var found = new List<(string, Parameter, nn.Module<Tensor, Tensor>)>();
        foreach (var module in Walk(network).OfType<nn.Module<Tensor, Tensor>>())
        {
            // Not equal: a property's parameter is registered under the name of its backing field.
            var weight = module
                .named_parameters(recurse: false)
                .FirstOrDefault(p => p.name.Contains("weight", StringComparison.Ordinal))
                .parameter;
            if (weight is null || weight.dim() < (replicas > 1 ? 3 : 2))
                continue;
            if (replicas > 1 && weight.shape[0] != replicas)
                throw new ArgumentException(
                    $"Weight of {module.GetName()} has shape [{string.Join(", ", weight.shape)}]; its first axis must be the "
                        + $"{replicas} replicas.",
                    nameof(network)
                );
            found.Add((module.GetName(), weight, module));
        }
        if (found.Count == 0)
            throw new ArgumentException(
                $"The network {network.GetName()} has no layer with a weight for {replicas} replicas: there is nothing to probe.",
                nameof(network)
            );
        return found;
    }

    // Depth first, in the order of registration, which is that of the data; modules() lists all children before their children.
    private static IEnumerable<nn.Module> Walk(nn.Module module) => module.children().SelectMany(Walk).Prepend(module);

    /// <summary>A pass through the linear part. Until a nonlinearity says otherwise, its output is all there is.</summary>
    /// <returns>The output for the network to go on with.</returns>
    public Tensor Enter(Tensor input, Tensor output)
    {
        var node = output.contiguous();
        inputs.Add(Keep(input));
        before.Add(Keep(node));
        after.Add(Keep(node));
        return node;
    }

    /// <summary>The same pass came to the nonlinearity.</summary>
    /// <returns>The input for the nonlinearity to go on with.</returns>
    public Tensor Activate(Tensor input)
    {
        var node = input.contiguous();
        before[^1].Dispose();
        before[^1] = Keep(node);
        return node;
    }

    /// <summary>The same pass left the nonlinearity.</summary>
    public void Leave(Tensor output)
    {
        after[^1].Dispose();
        after[^1] = Keep(output);
    }

    public void Clear()
    {
        foreach (var tensor in inputs.Concat(before).Concat(after))
            tensor.Dispose();
        inputs.Clear();
        before.Clear();
        after.Clear();
    }

    // A handle of the probe's own: nn.Sequential frees what passes between its layers. contiguous() of a contiguous tensor is a second
    // handle to the same node of the graph, so the gradient with respect to it is that of the network's own tensor.
    private static Tensor Keep(Tensor tensor) => tensor.contiguous().DetachFromDisposeScope();

    public Tensor Seen(Site site, int replicas)
    {
        var all = site switch
        {
            Site.Input => inputs,
            Site.PreActivation => before,
            _ => after,
        };
        if (all.Count == 0)
            throw new InvalidOperationException($"Layer {name} has seen nothing yet: call the network once after attaching the probe.");
        return cat(
            [.. all.Select(t => t.detach()).Select(t => replicas == 1 && t.dim() == 2 ? t.unsqueeze(0) : t).Select(t => t.flatten(2))],
            1
        );
    }

    /// <summary>
    /// The largest singular value per replica: the root of the largest eigenvalue of WᵀW, several times cheaper than all singular values.
    /// </summary>
    public double[] SpectralNorms(int replicas)
    {
        if (weight.dim() - (weight.shape[0] == replicas && weight.dim() > 2 ? 1 : 0) != 2)
            return [.. Enumerable.Repeat(double.NaN, replicas)];
        var w = weight.detach().to_type(ScalarType.Float64).reshape([replicas, .. weight.shape[^2..]]);
        if (w.shape[1] < w.shape[2])
            w = w.transpose(1, 2);
        return LayerProbe.Numbers(linalg.eigvalsh(w.transpose(1, 2).bmm(w)).amax([1]).clamp_min(0).sqrt());
    }
}
