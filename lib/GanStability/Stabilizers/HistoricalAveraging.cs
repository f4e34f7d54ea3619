using TorchSharp;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// Historical averaging (Salimans et al. 2016, arXiv 1606.03498, §3.3): each player's cost grows with the distance from where it has been
/// on average, λ‖θ − θ̄‖² with θ̄ = (1/t) Σ θ[i] over the t states so far, the present one and the start included. θ is the flat parameter
/// tensor [R, P], so what is not trained is not averaged; θ̄ is a running mean (one more [R, P] per player) and carries no gradient: the
/// slope is 2λ(θ − θ̄).
/// </summary>
/// <param name="Weight">λ, greater than 0.</param>
/// <remarks>Not to be confused with <see cref="WeightAveraging"/>, which leaves the costs alone and averages the generator for
/// sampling.</remarks>
public sealed record HistoricalAveraging(double Weight = 0.01) : Stabilizer
{
    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"historical averaging {Weight}");

    /// <inheritdoc/>
    public override void Check(Recipe recipe) => Require.Positive(Weight);

    /// <inheritdoc/>
    public override StabilizerHooks Attach(Recipe recipe, Players players)
    {
        ArgumentNullException.ThrowIfNull(players);
        return new Hooks(Weight, players);
    }

    /// <summary>The penalty ‖θ − θ̄‖².</summary>
    /// <param name="parameters">θ [R, P].</param>
    /// <param name="average">θ̄ [R, P], taken as a constant.</param>
    /// <returns>[R].</returns>
    public static Tensor Penalty(Tensor parameters, Tensor average)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(average);
        return (parameters - average.detach()).square().sum(1);
    }

    private sealed class Hooks(double weight, Players players) : StabilizerHooks
    {
        private readonly RunningMean generator = new(players.Generator.Parameters);
        private readonly RunningMean discriminator = new(players.Discriminator.Parameters);

        public override Tensor DiscriminatorCost(Tensor cost, Turn turn) =>
            cost + weight * Penalty(players.Discriminator.AsVector(), discriminator.Value);

        public override Tensor GeneratorCost(Tensor cost, Turn turn) =>
            cost + weight * Penalty(players.Generator.AsVector(), generator.Value);

        public override void AfterStep()
        {
            generator.Add();
            discriminator.Add();
        }

        public override void AfterRestore(int replica)
        {
            generator.Reset(replica);
            discriminator.Reset(replica);
        }

        public override void SaveOrRestore(RunState state)
        {
            generator.SaveOrRestore(state);
            discriminator.SaveOrRestore(state);
        }

        public override void Dispose()
        {
            generator.Dispose();
            discriminator.Dispose();
            base.Dispose();
        }
    }

    /// <summary>θ̄ ← θ̄ + (θ − θ̄)/t: the mean of all states without keeping them.</summary>
    private sealed class RunningMean(Tensor parameters) : IDisposable
    {
        private int count = 1;

        public Tensor Value { get; } = parameters.clone().DetachFromDisposeScope();

        public void Add()
        {
            using var _ = no_grad();
            using var away = parameters - Value;
            Value.add_(away, 1.0 / ++count);
        }

        public void Reset(int replica)
        {
            using var _ = no_grad();
            Value[replica].copy_(parameters[replica]);
        }

        public void SaveOrRestore(RunState state)
        {
            state.Tensor(Value);
            count = state.Value(count);
        }

        public void Dispose() => Value.Dispose();
    }
}
