using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// A stabilizer is a value, added to a recipe: <c>baseline with { Stabilizers = [new MinibatchDiscrimination()] }</c>. It may reshape the recipe before
/// the players are built, and it may attach hooks to a run. Two stabilizers compose without knowing each other.
/// </summary>
public abstract record Stabilizer
{
    /// <summary>The name for tables and captions, with the settings that matter, such as <c>minibatch discrimination 16×8</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Refuses settings outside their range and combinations that make no sense.</summary>
    /// <param name="recipe">The recipe that would be trained: every stabilizer has reshaped it.</param>
    /// <exception cref="ArgumentException">What is wrong, and why it makes no sense.</exception>
    public virtual void Check(Recipe recipe) { }

    /// <summary>Changes the recipe before the players are built: their shape, the targets, the learning rates. Not yet checked: see <see cref="Check"/>.</summary>
    /// <param name="recipe">The recipe so far.</param>
    /// <returns>The changed recipe.</returns>
    public virtual Recipe Reshape(Recipe recipe) => recipe;

    /// <summary>Attaches to a run that is about to start; a stabilizer that only reshapes the recipe needs no hooks.</summary>
    /// <param name="recipe">The recipe that is trained.</param>
    /// <param name="players">The two players.</param>
    /// <returns>The hooks of this run, or null.</returns>
    public virtual StabilizerHooks? Attach(Recipe recipe, Players players) => null;

    /// <summary>Checks a number that must be positive.</summary>
    private protected static void Positive(double value, string name)
    {
        if (!(value > 0 && double.IsFinite(value))) throw new ArgumentOutOfRangeException(name, value, $"{name} must be a number greater than 0.");
    }
}

/// <summary>The two players of a run.</summary>
/// <param name="Generator">The generator.</param>
/// <param name="Discriminator">The discriminator.</param>
public sealed record Players(Player<GeneratorNetwork> Generator, Player<DiscriminatorNetwork> Discriminator);

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

/// <summary>Lets every stabilizer of a recipe reshape it, and refuses two that would set the same thing: the result would depend on their order.</summary>
internal static class Composition
{
    private static readonly (string Name, Func<Recipe, object> Value)[] SetOnce =
    [
        ("the objective", r => r.Objective),
        ("the targets", r => r.Targets),
        ("the generator's optimizer", r => r.GeneratorAdam),
        ("the discriminator's optimizer", r => r.DiscriminatorAdam),
        ("the normalisation of the generator", r => r.Generator.Normalisation),
        ("the normalisation of the discriminator", r => r.Discriminator.Normalisation),
    ];

    public static Recipe Reshape(Recipe recipe)
    {
        var twice = recipe.Stabilizers.GroupBy(s => s.GetType()).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
            throw new ArgumentException($"'{twice.First().Name}' and '{twice.Last().Name}' are the same method: give it once, with the settings you want.", nameof(recipe));
        var setBy = new Dictionary<string, string>();
        var reshaped = recipe;
        foreach (var stabilizer in recipe.Stabilizers)
        {
            var (before, after) = (reshaped, stabilizer.Reshape(reshaped));
            foreach (var (name, value) in SetOnce.Where(setting => !Equals(setting.Value(before), setting.Value(after))))
                if (!setBy.TryAdd(name, stabilizer.Name))
                    throw new ArgumentException($"'{setBy[name]}' and '{stabilizer.Name}' both set {name}: use one of them.", nameof(recipe));
            reshaped = after;
        }
        return reshaped;
    }
}
