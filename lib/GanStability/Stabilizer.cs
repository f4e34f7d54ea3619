using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// A stabilizer is a value, added to a recipe: <c>baseline with { Stabilizers = [new MinibatchDiscrimination()] }</c>. It may reshape the
/// recipe before the players are built, and it may attach hooks to a run. Two stabilizers compose without knowing each other.
/// </summary>
public abstract partial record Stabilizer
{
    /// <summary>Every method of the library with its usual settings, found by reflection, in the order of their names.</summary>
    public static IReadOnlyList<Stabilizer> All { get; } = Catalogue.InOrder(Catalogue.Usual<Stabilizer>(), stabilizer => stabilizer.Name);

    /// <summary>The name for tables and captions, with the settings that matter, such as <c>minibatch discrimination 16×8</c>.</summary>
    public abstract string Name { get; }

    /// <summary>It makes sense for images only, see <see cref="Normalisation.NeedsImages"/>.</summary>
    public virtual bool NeedsImages => false;

    /// <summary>It can look into linear layers only, so that the discriminator must have no others: no convolutions.</summary>
    public virtual bool NeedsLinearLayers => false;

    /// <summary>Refuses settings outside their range and combinations that make no sense.</summary>
    /// <param name="recipe">The recipe that would be trained: every stabilizer has reshaped it.</param>
    /// <exception cref="ArgumentException">What is wrong, and why it makes no sense.</exception>
    public virtual void Check(Recipe recipe) { }

    /// <summary>
    /// Changes the recipe before the players are built: their shape, the targets, the learning rates. Not yet checked: see
    /// <see cref="Check"/>.
    /// </summary>
    /// <param name="recipe">The recipe so far.</param>
    /// <returns>The changed recipe.</returns>
    public virtual Recipe Reshape(Recipe recipe) => recipe;

    /// <summary>Attaches to a run that is about to start; a stabilizer that only reshapes the recipe needs no hooks.</summary>
    /// <param name="recipe">The recipe that is trained.</param>
    /// <param name="players">The two players.</param>
    /// <returns>The hooks of this run, or null.</returns>
    public virtual StabilizerHooks? Attach(Recipe recipe, Players players) => null;
}

/// <summary>The two players of a run.</summary>
/// <param name="Generator">The generator.</param>
/// <param name="Discriminator">The discriminator.</param>
public sealed record Players(Player<GeneratorNetwork> Generator, Player<DiscriminatorNetwork> Discriminator);

/// <summary>
/// What a stabilizer does during one run. Every hook has a neutral default. Costs are only added to, so the order of stabilizers does not
/// matter.
/// </summary>
public abstract class StabilizerHooks : IDisposable
{
    /// <summary>The generator's parameters [R, P] to take samples with; null for those in training.</summary>
    public virtual Tensor? SamplingParameters => null;

    /// <summary>Changes samples before the discriminator sees them in training (real and generated alike).</summary>
    /// <param name="samples">[R, B, ·].</param>
    /// <param name="step">The step, from 1.</param>
    /// <returns>The samples to judge.</returns>
    public virtual Tensor BeforeDiscriminator(Tensor samples, int step) => samples;

    /// <summary>Adds to the discriminator's cost.</summary>
    /// <param name="cost">The cost so far [R].</param>
    /// <param name="turn">What was judged in this step.</param>
    /// <returns>The cost to minimise [R].</returns>
    public virtual Tensor DiscriminatorCost(Tensor cost, Turn turn) => cost;

    /// <summary>Adds to the generator's cost.</summary>
    /// <param name="cost">The cost so far [R].</param>
    /// <param name="turn">What was judged in this step.</param>
    /// <returns>The cost to minimise [R].</returns>
    public virtual Tensor GeneratorCost(Tensor cost, Turn turn) => cost;

    /// <summary>Called after both players have moved.</summary>
    public virtual void AfterStep() { }

    /// <summary>Called when a replica diverged and its parameters were put back to the last good ones: forget what led astray.</summary>
    /// <param name="replica">Which, from 0.</param>
    public virtual void AfterRestore(int replica) { }

    /// <summary>
    /// Writes or reads everything the hooks carry from step to step, such as running means and random streams; see <see cref="RunState"/>.
    /// </summary>
    /// <param name="state">The checkpoint.</param>
    public virtual void SaveOrRestore(RunState state) { }

    /// <summary>Frees what the hooks hold.</summary>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}

/// <summary>
/// One player's turn in a step of Algorithm 1, with everything that was judged. <b>In the discriminator's turn</b> both batches are leaves
/// of the graph, so that its output can be differentiated by real and by generated samples; nothing leads to the generator. <b>In the
/// generator's turn</b> the graph leads from its samples to its parameters; the real side is judged only if it is asked for, by the
/// discriminator as it is now and without a graph.
/// </summary>
public sealed class Turn
{
    private readonly Lazy<Tensor> real;
    private readonly Lazy<DiscriminatorOutput> onReal;

    /// <summary>A turn all of whose parts are known.</summary>
    /// <param name="step">The step, from 1.</param>
    /// <param name="z">Latent vectors [R, B, latent].</param>
    /// <param name="real">Real samples as they were judged [R, B, ·].</param>
    /// <param name="fake">Generated samples as they were judged [R, B, ·].</param>
    /// <param name="onReal">The discriminator's output on the real samples.</param>
    /// <param name="onFake">The discriminator's output on the generated samples.</param>
    public Turn(int step, Tensor z, Tensor real, Tensor fake, DiscriminatorOutput onReal, DiscriminatorOutput onFake)
        : this(step, z, new Lazy<Tensor>(real), fake, new Lazy<DiscriminatorOutput>(onReal), onFake) { }

    internal Turn(int step, Tensor z, Lazy<Tensor> real, Tensor fake, Lazy<DiscriminatorOutput> onReal, DiscriminatorOutput onFake)
    {
        (Step, Z, Fake, OnFake) = (step, z, fake, onFake);
        (this.real, this.onReal) = (real, onReal);
    }

    /// <summary>The step, from 1.</summary>
    public int Step { get; }

    /// <summary>The latent vectors the generated samples were made from [R, B, latent].</summary>
    public Tensor Z { get; }

    /// <summary>This step's real samples as they are judged [R, B, ·].</summary>
    public Tensor Real => real.Value;

    /// <summary>The generated samples as they are judged [R, B, ·].</summary>
    public Tensor Fake { get; }

    /// <summary>The discriminator's output on the real samples.</summary>
    public DiscriminatorOutput OnReal => onReal.Value;

    /// <summary>The discriminator's output on the generated samples.</summary>
    public DiscriminatorOutput OnFake { get; }
}

/// <summary>
/// Lets every stabilizer of a recipe reshape it. Two that set the same thing are refused, since the result would depend on their order, and
/// so is one that changes nothing, since a row of a table would be named after a method that is not there.
/// </summary>
internal static class Composition
{
    public static Recipe Reshape(Recipe recipe)
    {
        var twice = recipe.Stabilizers.GroupBy(s => s.GetType()).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
            throw new ArgumentException(
                $"'{twice.First().Name}' and '{twice.Last().Name}' are the same method: give it once, with the settings you want.",
                nameof(recipe)
            );
        var setBy = new Dictionary<string, string>();
        var reshaped = recipe;
        foreach (var stabilizer in recipe.Stabilizers)
        {
            var (before, after) = (Settings(reshaped), Settings(reshaped = stabilizer.Reshape(reshaped)));
            foreach (var name in before.Keys.Where(name => name != Extensions && !Equals(before[name], after[name])))
                if (!setBy.TryAdd(name, stabilizer.Name))
                    throw new ArgumentException(
                        $"'{setBy[name]}' and '{stabilizer.Name}' both set {name}: use one of them.",
                        nameof(recipe)
                    );
        }
        return reshaped;
    }

    /// <exception cref="ArgumentException">A stabilizer that neither changes the recipe nor has hooks.</exception>
    public static void RefuseIdle(Recipe recipe)
    {
        var reshaped = recipe;
        foreach (var stabilizer in recipe.Stabilizers)
        {
            var before = reshaped;
            reshaped = stabilizer.Reshape(reshaped);
            if (Equals(before, reshaped) && !HasHooks(stabilizer))
                throw new ArgumentException(
                    $"'{stabilizer.Name}' would change nothing in this recipe: give it settings that do something, or leave it out.",
                    nameof(recipe)
                );
        }
    }

    /// <summary>What stabilizers add to, each on its own: here they compose.</summary>
    private const string Extensions = "the features of the discriminator";

    /// <summary>Every setting of a recipe by its name for messages; the two networks in those parts that can be set one by one.</summary>
    private static Dictionary<string, object?> Settings(Recipe recipe)
    {
        var settings = typeof(Recipe)
            .GetProperties()
            .Where(p =>
                p.CanWrite
                && p.Name
                    is not (nameof(Recipe.Name) or nameof(Recipe.Stabilizers) or nameof(Recipe.Generator) or nameof(Recipe.Discriminator))
            )
            .ToDictionary(p => p.Name, p => p.GetValue(recipe));
        var (g, d) = (recipe.Generator, recipe.Discriminator);
        settings["the normalisation of the generator"] = g.Normalisation;
        settings["the normalisation of the discriminator"] = d.Normalisation;
        settings["the network of the generator"] = g with { Normalisation = Normalisation.None };
        settings["the network of the discriminator"] = d with { Normalisation = Normalisation.None, Extensions = [] };
        settings[Extensions] = d.Extensions;
        return settings;
    }

    public static bool HasHooks(Stabilizer stabilizer) =>
        stabilizer.GetType().GetMethod(nameof(Stabilizer.Attach))!.DeclaringType != typeof(Stabilizer);
}
