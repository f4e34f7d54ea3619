using GanStability.Networks;
using GanStability.Objectives;
using GanStability.Training;
using static TorchSharp.torch;

namespace GanStability.Stabilizers;

/// <summary>
/// A stabilizer is a value, added to a recipe: <c>baseline with { Stabilizers = [new MinibatchDiscrimination()] }</c>. It may reshape the recipe before
/// the players are built, and it may attach hooks to a run. Two stabilizers compose without knowing each other.
/// </summary>
public abstract record Stabilizer
{
    /// <summary>The name for tables and captions, with the settings that matter, such as <c>minibatch discrimination 16×8</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Refuses combinations that make no sense.</summary>
    /// <param name="recipe">The whole recipe.</param>
    /// <exception cref="ArgumentException">The combination, and why it makes no sense.</exception>
    public virtual void Check(Recipe recipe) { }

    /// <summary>Changes the recipe before the players are built: their shape, the targets, the learning rates.</summary>
    /// <param name="recipe">The recipe so far.</param>
    /// <returns>The changed recipe.</returns>
    public virtual Recipe Reshape(Recipe recipe) => recipe;

    /// <summary>Attaches to a run that is about to start; a stabilizer without state during training needs none.</summary>
    /// <param name="players">The two players.</param>
    /// <returns>The hooks of this run, or null.</returns>
    public virtual StabilizerHooks? Attach(Players players) => null;
}

/// <summary>What a stabilizer does during one run. Every hook has a neutral default.</summary>
public abstract class StabilizerHooks : IDisposable
{
    /// <summary>Changes samples before the discriminator sees them (real and generated alike).</summary>
    /// <param name="samples">[R, B, ·].</param>
    /// <param name="step">The step, from 1.</param>
    /// <returns>The samples to judge.</returns>
    public virtual Tensor BeforeJudging(Tensor samples, int step) => samples;

    /// <summary>Changes the discriminator's cost.</summary>
    /// <param name="cost">The cost so far [R].</param>
    /// <param name="turn">What was judged in this step.</param>
    /// <returns>The cost to minimise [R].</returns>
    public virtual Tensor DiscriminatorCost(Tensor cost, DiscriminatorTurn turn) => cost;

    /// <summary>Changes the generator's cost.</summary>
    /// <param name="cost">The cost so far [R].</param>
    /// <param name="turn">What was judged in this step.</param>
    /// <returns>The cost to minimise [R].</returns>
    public virtual Tensor GeneratorCost(Tensor cost, GeneratorTurn turn) => cost;

    /// <summary>Called after both players have moved.</summary>
    /// <param name="step">The step, from 1.</param>
    public virtual void AfterStep(int step) { }

    /// <summary>Frees what the hooks hold.</summary>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}

/// <summary>The discriminator's turn in one step of Algorithm 1.</summary>
/// <param name="Step">The step, from 1.</param>
/// <param name="Real">Real samples [R, B, ·].</param>
/// <param name="Fake">Generated samples [R, B, ·], without a graph to the generator.</param>
/// <param name="OnReal">Judgement of the real samples.</param>
/// <param name="OnFake">Judgement of the generated samples.</param>
public sealed record DiscriminatorTurn(int Step, Tensor Real, Tensor Fake, Judgement OnReal, Judgement OnFake);

/// <summary>The generator's turn in one step of Algorithm 1.</summary>
/// <param name="Step">The step, from 1.</param>
/// <param name="Real">The real samples of this step [R, B, ·].</param>
/// <param name="Fake">Generated samples [R, B, ·], with their graph.</param>
/// <param name="OnFake">Judgement of the generated samples.</param>
public sealed record GeneratorTurn(int Step, Tensor Real, Tensor Fake, Judgement OnFake);

/// <summary>The two players of a run.</summary>
/// <param name="Generator">The generator.</param>
/// <param name="Discriminator">The discriminator.</param>
public sealed record Players(Player<GeneratorNetwork> Generator, Player<DiscriminatorNetwork> Discriminator);
