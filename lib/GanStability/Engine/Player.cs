using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// A network whose parameters live in one tensor [R, P]: row r is everything replica r has learned. The network's own parameters are views
/// of it, so a gradient norm per replica, an optimizer step or an average over time is one operation instead of one per layer.
/// </summary>
/// <typeparam name="TNetwork">The network's type.</typeparam>
public sealed class Player<TNetwork> : IDisposable
    where TNetwork : nn.Module
{
    private readonly Parameter[] parameters;

    /// <summary>Adopts a network.</summary>
    /// <param name="network">A network whose parameters have the replica axis in front, or, for one replica, any network.</param>
    /// <param name="replicas">R.</param>
    /// <exception cref="ArgumentException">A parameter without the replica axis, or no parameter at all.</exception>
    public Player(TNetwork network, int replicas)
    {
        ArgumentNullException.ThrowIfNull(network);
        Network = network;
        Replicas = replicas;
        parameters = [.. network.parameters()];
        if (parameters.Length == 0)
            throw new ArgumentException("The network has no parameters: there is nothing to train.", nameof(network));
        foreach (var (name, parameter) in network.named_parameters())
            if (replicas > 1 && (parameter.dim() == 0 || parameter.shape[0] != replicas))
                throw new ArgumentException(
                    $"Parameter {name} has shape [{string.Join(", ", parameter.shape)}]; its first axis must be the {replicas} replicas.",
                    nameof(network)
                );

        using var scope = NewDisposeScope();
        using var _ = no_grad();
        Parameters = cat([.. parameters.Select(p => p.detach().reshape(replicas, -1))], 1).DetachFromDisposeScope();
        long offset = 0;
        foreach (var parameter in parameters)
        {
            var count = parameter.numel() / replicas;
            parameter.set_(Parameters.narrow(1, offset, count).view(parameter.shape));
            offset += count;
        }
    }

    /// <summary>The network.</summary>
    public TNetwork Network { get; }

    /// <summary>R.</summary>
    public int Replicas { get; }

    /// <summary>All parameters, shape [R, P]; writing to it changes the network.</summary>
    public Tensor Parameters { get; }

    /// <summary>
    /// The gradient of a cost summed over replicas; since replicas share nothing, row r is the gradient of replica r's own cost.
    /// </summary>
    /// <param name="cost">One cost per replica [R].</param>
    /// <param name="whose">Whose cost it is, for messages.</param>
    /// <returns>Shape [R, P].</returns>
    /// <exception cref="ArgumentException">A cost that is not one number per replica.</exception>
    /// <exception cref="InvalidOperationException">A cost that does not depend on one of the parameters, which is named.</exception>
    public Tensor Gradient(Tensor cost, string whose = "network")
    {
        ArgumentNullException.ThrowIfNull(cost);
        if (cost.dim() != 1 || cost.shape[0] != Replicas)
            throw new ArgumentException(
                $"The {whose}'s cost has shape {Shape.Of(cost)}; it must be one number for each of the {Replicas} replicas.",
                nameof(cost)
            );
        // Asking for this player's parameters only: nothing is computed for, or left behind in, the other player.
        var each = Derivative.Of(cost, parameters, whose, i => $"Parameter '{Network.named_parameters().ElementAt(i).name}'");
        return cat([.. each.Select(g => g.reshape(Replicas, -1))], 1);
    }

    /// <summary>The parameters as one tensor with a graph to each: a cost may be written in them as in any tensor.</summary>
    /// <returns>Shape [R, P].</returns>
    public Tensor AsVector() => cat([.. parameters.Select(p => p.reshape(Replicas, -1))], 1);

    /// <summary>Uses the network with other parameters for a moment.</summary>
    /// <typeparam name="T">What comes out.</typeparam>
    /// <param name="other">The other parameters [R, P].</param>
    /// <param name="use">What to do with the network.</param>
    /// <returns>What <paramref name="use"/> returns.</returns>
    public T FunctionalCall<T>(Tensor other, Func<TNetwork, T> use)
    {
        ArgumentNullException.ThrowIfNull(use);
        using var _ = no_grad();
        using var own = Parameters.clone();
        Parameters.copy_(other);
        try
        {
            return use(Network);
        }
        finally
        {
            Parameters.copy_(own);
        }
    }

    /// <summary>
    /// Writes or reads everything the network has learned; a module of the learner's own may have buffers beside its parameters.
    /// </summary>
    internal void SaveOrRestore(RunState state)
    {
        state.Same("layers", string.Join(" ", Network.named_modules().Select(m => $"{m.name}:{m.module.GetType().Name}")));
        state.Tensor(Parameters);
        foreach (var (_, buffer) in Network.named_buffers())
            state.Tensor(buffer);
    }

    /// <summary>Frees the network and its parameters.</summary>
    public void Dispose()
    {
        Network.Dispose();
        Parameters.Dispose();
    }
}
