using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GanStability.Probes;

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
            var weight = module.named_parameters(recurse: false).FirstOrDefault(p => p.name.Contains("weight", StringComparison.Ordinal)).parameter;
            if (weight is null || weight.dim() < (replicas > 1 ? 3 : 2)) continue;
            if (replicas > 1 && weight.shape[0] != replicas)
                throw new ArgumentException($"Weight of {module.GetName()} has shape [{string.Join(", ", weight.shape)}]; its first axis must be the {replicas} replicas.", nameof(network));
            found.Add((module.GetName(), weight, module));
        }
        if (found.Count == 0)
            throw new ArgumentException($"The network {network.GetName()} has no layer with a weight for {replicas} replicas: there is nothing to probe.", nameof(network));
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
        foreach (var tensor in inputs.Concat(before).Concat(after)) tensor.Dispose();
        inputs.Clear();
        before.Clear();
        after.Clear();
    }

    // A handle of the probe's own: nn.Sequential frees what passes between its layers. contiguous() of a contiguous tensor is a second handle
    // to the same node of the graph, so the gradient with respect to it is that of the network's own tensor.
    private static Tensor Keep(Tensor tensor) => tensor.contiguous().DetachFromDisposeScope();

    public Tensor Seen(Site site, int replicas)
    {
        var all = site switch { Site.Input => inputs, Site.PreActivation => before, _ => after };
        if (all.Count == 0) throw new InvalidOperationException($"Layer {name} has seen nothing yet: call the network once after attaching the probe.");
        return cat([.. all.Select(t => t.detach()).Select(t => replicas == 1 && t.dim() == 2 ? t.unsqueeze(0) : t).Select(t => t.flatten(2))], 1);
    }

    /// <summary>The largest singular value per replica: the root of the largest eigenvalue of WᵀW, several times cheaper than all singular values.</summary>
    public double[] SpectralNorms(int replicas)
    {
        if (weight.dim() - (weight.shape[0] == replicas && weight.dim() > 2 ? 1 : 0) != 2) return [.. Enumerable.Repeat(double.NaN, replicas)];
        var w = weight.detach().to_type(ScalarType.Float64).reshape([replicas, .. weight.shape[^2..]]);
        if (w.shape[1] < w.shape[2]) w = w.transpose(1, 2);
        return LayerProbe.Numbers(linalg.eigvalsh(w.transpose(1, 2).bmm(w)).amax([1]).clamp_min(0).sqrt());
    }
}
