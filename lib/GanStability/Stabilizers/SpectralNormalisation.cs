using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// Spectral normalisation (Miyato et al. 2018, arXiv 1802.05957, §2): every weight matrix W of the discriminator is used as W/σ(W), with σ
/// its largest singular value, so a layer stretches no difference and the whole logit is Lipschitz. σ = u'W v, with u and v followed by
/// power iteration, v ← W'u/‖W'u‖, u ← W v/‖W v‖, once per step, because W moves little in a step. u and v are constants for the gradient;
/// σ is not. A convolution's weights count as the matrix [out, in · height · width].
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
        var layers = players.Discriminator.Network.modules().OfType<IReweightedLayer>().ToArray();
        if (layers.Length == 0)
            throw new ArgumentException("Spectral normalisation found no layer of the kit in the discriminator.", nameof(players));
        var streams = new InitialisationStreams(recipe.Seed, recipe.Replicas, players.Discriminator.Parameters.device);
        return new Hooks([.. layers.Select(layer => new LargestSingularValue(layer, streams))]);
    }

    private sealed class Hooks(LargestSingularValue[] values) : StabilizerHooks
    {
        public override void AfterStep()
        {
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
            foreach (var value in values)
                value.Dispose();
            base.Dispose();
        }
    }

    /// <summary>σ of one layer's weights as matrices [R, rows, columns], per replica.</summary>
    private sealed class LargestSingularValue : IDisposable
    {
        private readonly Parameter weight;

        /// <summary>u as rows [R, 1, rows].</summary>
        private readonly Tensor left;

        /// <summary>v as columns [R, columns, 1].</summary>
        private readonly Tensor right;

        public LargestSingularValue(IReweightedLayer layer, InitialisationStreams streams)
        {
            weight = layer.weight;
            using (NewDisposeScope())
            {
                left = streams
                    .Draw($"{layer.GetName()}/spectral", s => s.Normal(1, weight.shape[1]))
                    .to_type(weight.dtype)
                    .DetachFromDisposeScope();
                right = zeros(
                        [weight.shape[0], weight.shape[2..].Aggregate((a, b) => a * b), 1],
                        dtype: weight.dtype,
                        device: weight.device
                    )
                    .DetachFromDisposeScope();
            }
            for (var i = 0; i < IterationsAtStart; i++)
                Iterate();
            layer.Reweight = w => w / left.bmm(w.flatten(2)).bmm(right).view([w.shape[0], .. w.shape[1..].Select(_ => 1L)]);
        }

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
            var matrix = weight.flatten(2);
            right.copy_(nn.functional.normalize(left.bmm(matrix).transpose(1, 2), dim: 1));
            left.copy_(nn.functional.normalize(matrix.bmm(right).transpose(1, 2), dim: 2));
        }

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
}
