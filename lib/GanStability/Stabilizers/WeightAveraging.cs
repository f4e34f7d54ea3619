using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// Weight averaging of the generator (Yazıcı et al. 2019, arXiv 1806.04498): samples are taken with θ̄ ← d θ̄ + (1 − d) θ, updated after
/// every step, from the initial θ. Training itself is untouched, bit for bit: all samples and coverages of such a run are those of the
/// averaged generator, and its twin without this stabilizer shows the generator in training.
/// </summary>
/// <param name="Decay">d in (0, 1); the average reaches back about 1/(1 − d) steps.</param>
public sealed record WeightAveraging(double Decay = 0.995) : Stabilizer
{
    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"weight averaging {Decay}");

    /// <inheritdoc/>
    public override void Check(Recipe recipe)
    {
        if (!(Decay is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(Decay), Decay, "The decay must lie between 0 and 1.");
    }

    /// <inheritdoc/>
    public override StabilizerHooks Attach(Recipe recipe, Players players)
    {
        ArgumentNullException.ThrowIfNull(players);
        return new Hooks(Decay, players.Generator.Parameters);
    }

    private sealed class Hooks(double decay, Tensor parameters) : StabilizerHooks
    {
        private readonly Tensor average = parameters.clone().DetachFromDisposeScope();

        public override Tensor SamplingParameters => average;

        public override void AfterStep()
        {
            using var _ = no_grad();
            average.mul_(decay).add_(parameters, 1 - decay);
        }

        public override void AfterRestore(int replica)
        {
            using var _ = no_grad();
            average[replica].copy_(parameters[replica]);
        }

        public override void SaveOrRestore(RunState state) => state.Tensor(average);

        public override void Dispose()
        {
            average.Dispose();
            base.Dispose();
        }
    }
}
