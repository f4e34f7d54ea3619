using GanStability.Networks;
using GanStability.Training;
using static TorchSharp.torch;

namespace GanStability.Stabilizers;

/// <summary>What a stabilizer does during one run. Every hook has a neutral default. Costs are only added to, so the order of stabilizers does not matter.</summary>
public abstract class StabilizerHooks : IDisposable
{
    /// <summary>The generator's parameters [R, P] to take samples with; null for those in training.</summary>
    public virtual Tensor? SamplingParameters => null;

    /// <summary>Changes samples before the discriminator sees them in training (real and generated alike).</summary>
    /// <param name="samples">[R, B, ·].</param>
    /// <param name="step">The step, from 1.</param>
    /// <returns>The samples to judge.</returns>
    public virtual Tensor BeforeJudging(Tensor samples, int step) => samples;

    /// <summary>Adds to the discriminator's cost.</summary>
    /// <param name="cost">The cost so far [R].</param>
    /// <param name="turn">What was judged in this step.</param>
    /// <returns>The cost to minimise [R].</returns>
    public virtual Tensor DiscriminatorCost(Tensor cost, DiscriminatorTurn turn) => cost;

    /// <summary>Adds to the generator's cost.</summary>
    /// <param name="cost">The cost so far [R].</param>
    /// <param name="turn">What was judged in this step.</param>
    /// <returns>The cost to minimise [R].</returns>
    public virtual Tensor GeneratorCost(Tensor cost, GeneratorTurn turn) => cost;

    /// <summary>Called after both players have moved.</summary>
    public virtual void AfterStep() { }

    /// <summary>Called when a replica diverged and its parameters were put back to the last good ones: forget what led astray.</summary>
    /// <param name="replica">Which, from 0.</param>
    public virtual void AfterRestore(int replica) { }

    /// <summary>Writes or reads everything the hooks carry from step to step, such as running means and random streams; see <see cref="RunState"/>.</summary>
    /// <param name="state">The checkpoint.</param>
    public virtual void Keep(RunState state) { }

    /// <summary>Frees what the hooks hold.</summary>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}

/// <summary>The discriminator's turn in one step of Algorithm 1.</summary>
/// <param name="Step">The step, from 1.</param>
/// <param name="Real">The real samples as they were judged [R, B, ·]; the judgement can be differentiated by them.</param>
/// <param name="Fake">The generated samples as they were judged [R, B, ·], without a graph to the generator.</param>
/// <param name="OnReal">Judgement of the real samples.</param>
/// <param name="OnFake">Judgement of the generated samples.</param>
public sealed record DiscriminatorTurn(int Step, Tensor Real, Tensor Fake, Judgement OnReal, Judgement OnFake);

/// <summary>The generator's turn in one step of Algorithm 1.</summary>
/// <param name="Step">The step, from 1.</param>
/// <param name="Fake">The generated samples as they were judged [R, B, ·], with their graph.</param>
/// <param name="OnFake">Judgement of the generated samples.</param>
/// <param name="OnReal">Judgement of this step's real samples by the discriminator as it is now, without a graph; computed only if asked for.</param>
public sealed record GeneratorTurn(int Step, Tensor Fake, Judgement OnFake, Lazy<Judgement> OnReal)
{
    /// <summary>This step's real samples as they would be judged [R, B, ·].</summary>
    public Lazy<Tensor> Real { get; init; } = new(() => throw new InvalidOperationException("This turn was made without real samples."));
}
