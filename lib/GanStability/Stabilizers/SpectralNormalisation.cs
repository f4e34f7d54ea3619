using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// Spectral normalisation (Miyato et al. 2018, arXiv 1802.05957, §2): every weight matrix W of the discriminator is used as W/σ(W), with σ
/// its largest singular value, so a layer stretches no difference and the whole logit is Lipschitz. σ = u'W v, with u and v followed by
/// power iteration, v ← W'u/‖W'u‖, u ← W v/‖W v‖, once per step, because W moves little in a step. u and v are constants for the gradient;
/// σ is not. A convolution's weights count as the matrix [out, in · height · width]. In a learner's own module the layers <c>Linear</c> and
/// <c>Conv1d</c> to <c>Conv3d</c> are normalised by their output, y ← (y − b)/σ + b, which is the same; other layers with weight matrices
/// are refused.
/// </summary>
public sealed record SpectralNormalisation : Stabilizer
{
    /// <summary>
    /// Iterations from a random start, before training: enough for 1 % even where the second singular value is close to the first.
    /// </summary>
    private const int IterationsAtStart = 50;

    /// <inheritdoc/>
    public override string Name => "spectral normalisation";

    /// <inheritdoc/>
    public override StabilizerHooks Attach(Recipe recipe, Players players)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(players);
        var streams = new InitialisationStreams(recipe.Seed, recipe.Replicas, players.Discriminator.Parameters.device);
        var network = players.Discriminator.Network;
        var own = network.modules().OfType<IReweightedLayer>().ToArray();
        var plain = PlainLayer.In(network);
        if (own.Length + plain.Count == 0)
            throw new ArgumentException("Spectral normalisation found no layer with weights in the discriminator.", nameof(players));
        var values = own.Select(layer =>
            {
                var value = new LargestSingularValue(layer.weight, replicas: true, layer.GetName(), streams);
                layer.Reweight = value.Normalise;
                return value;
            })
            .ToList();
        foreach (var layer in plain)
        {
            var value = new LargestSingularValue(layer.Weight, replicas: false, layer.Name, streams);
            layer.Attach(value.Of);
            values.Add(value);
        }
        return new Hooks([.. values], plain);
    }

    private sealed class Hooks(LargestSingularValue[] values, List<PlainLayer> plain) : StabilizerHooks
    {
        public override void AfterStep()
        {
            foreach (var layer in plain)
                layer.MustHaveBeenCalled();
            foreach (var value in values)
                value.Iterate();
        }

        public override void AfterRestore(int replica)
        {
            foreach (var value in values)
                value.Restart(replica);
        }

        public override void SaveOrRestore(RunState state)
        {
            foreach (var value in values)
                value.SaveOrRestore(state);
        }

        public override void Dispose()
        {
            foreach (var layer in plain)
                layer.Detach();
            foreach (var value in values)
                value.Dispose();
            base.Dispose();
        }
    }

    /// <summary>σ of one layer's weights as matrices [R, rows, columns], per replica.</summary>
    private sealed class LargestSingularValue : IDisposable
    {
        private readonly Parameter weight;
        private readonly bool replicas;

        /// <summary>u as rows [R, 1, rows].</summary>
        private readonly Tensor left;

        /// <summary>v as columns [R, columns, 1].</summary>
        private readonly Tensor right;

        /// <param name="weight">[R, rows, …] with the replica axis, else [rows, …].</param>
        /// <param name="replicas">Whether it has the replica axis.</param>
        /// <param name="name">The layer's name, unique in the run.</param>
        /// <param name="streams">Random numbers for the start.</param>
        public LargestSingularValue(Parameter weight, bool replicas, string name, InitialisationStreams streams)
        {
            (this.weight, this.replicas) = (weight, replicas);
            using (NewDisposeScope())
            {
                var shape = Matrices(weight).shape;
                left = streams.Draw($"{name}/spectral", s => s.Normal(1, shape[1])).to_type(weight.dtype).DetachFromDisposeScope();
                right = zeros([shape[0], shape[2], 1], dtype: weight.dtype, device: weight.device).DetachFromDisposeScope();
            }
            for (var i = 0; i < IterationsAtStart; i++)
                Iterate();
        }

        /// <summary>σ of weights [R, 1, 1], differentiable.</summary>
        public Tensor Of(Tensor w) => left.bmm(Matrices(w)).bmm(right);

        /// <summary>W/σ, in the shape of W.</summary>
        public Tensor Normalise(Tensor w) => w / Of(w).view([w.shape[0], .. w.shape[1..].Select(_ => 1L)]);

        /// <summary>Begins anew for one replica, whose u and v are no longer numbers.</summary>
        public void Restart(int replica)
        {
            using (NewDisposeScope())
            using (no_grad())
                left[replica].fill_(1);
            for (var i = 0; i < IterationsAtStart; i++)
                Iterate();
        }

        public void Iterate()
        {
            using var scope = NewDisposeScope();
            using var _ = no_grad();
            var matrix = Matrices(weight);
            right.copy_(nn.functional.normalize(left.bmm(matrix).transpose(1, 2), dim: 1));
            left.copy_(nn.functional.normalize(matrix.bmm(right).transpose(1, 2), dim: 2));
        }

        private Tensor Matrices(Tensor w) => (replicas ? w : w.unsqueeze(0)).flatten(2);

        public void SaveOrRestore(RunState state)
        {
            state.Tensor(left);
            state.Tensor(right);
        }

        public void Dispose()
        {
            left.Dispose();
            right.Dispose();
        }
    }

    /// <summary>A layer of torch in a learner's module, whose output is normalised in its stead.</summary>
    private sealed class PlainLayer(string name, nn.Module<Tensor, Tensor> module, Parameter weight, Parameter? bias, int axesAfterOutput)
    {
        private Action detach = () => { };
        private bool called;

        public string Name => name;

        public Parameter Weight => weight;

        /// <summary>The layers that are not the kit's own.</summary>
        /// <exception cref="ArgumentException">A weight matrix of a layer whose output cannot be normalised.</exception>
        public static List<PlainLayer> In(nn.Module network)
        {
            var (found, known) = (new List<PlainLayer>(), new HashSet<nint>());
            // The kit's own layers are normalised by themselves, and their biases have a replica axis.
            foreach (var module in network.modules().Where(m => m.GetType().Assembly == typeof(SpectralNormalisation).Assembly))
            foreach (var (_, parameter) in module.named_parameters(recurse: false))
                known.Add(parameter.Handle);
            foreach (var (name, module) in network.named_modules())
                if (Layer(name, module) is { } layer && known.Add(layer.Weight.Handle)) // a module used twice is one layer
                    found.Add(layer);
            // What has one axis, such as the scale of a normalisation, is no matrix.
            var other = network.named_parameters().FirstOrDefault(p => p.parameter.dim() > 1 && !known.Contains(p.parameter.Handle));
            if (other.parameter is not null)
                throw new ArgumentException(
                    $"Spectral normalisation cannot reach the parameter '{other.name}' of your discriminator, and one layer without it "
                        + "breaks its promise: use layers Linear and Conv1d to Conv3d, or another stabilizer (R1 works with every module).",
                    nameof(network)
                );
            return found;

            static PlainLayer? Layer(string name, nn.Module module) =>
                module switch
                {
                    Linear m => new(name, m, m.weight!, m.bias, 0),
                    Conv1d m => new(name, m, m.weight!, m.bias, 1),
                    Conv2d m => new(name, m, m.weight!, m.bias, 2),
                    Conv3d m => new(name, m, m.weight!, m.bias, 3),
                    _ => null,
                };
        }

        /// <summary>Normalises every pass from now on.</summary>
        public void Attach(Func<Tensor, Tensor> largest)
        {
            var hook = module.register_forward_hook(
                (_, _, output) =>
                {
                    called = true;
                    var sigma = largest(weight).flatten();
                    if (bias is null)
                        return output / sigma;
                    var shift = bias.view([bias.shape[0], .. Enumerable.Repeat(1L, axesAfterOutput)]);
                    return (output - shift) / sigma + shift;
                }
            );
            detach = hook.remove;
        }

        /// <summary>A layer that is called past its hooks would stay as it was, and nobody would notice.</summary>
        /// <exception cref="InvalidOperationException">The layer took no part in the step.</exception>
        public void MustHaveBeenCalled()
        {
            if (!called)
                throw new InvalidOperationException(
                    $"Spectral normalisation did not reach layer '{name}' of your discriminator: in its module's forward, write "
                        + "layer.call(x) and not layer.forward(x), which passes by what stands between a layer and its use."
                );
        }

        public void Detach() => detach();
    }
}
