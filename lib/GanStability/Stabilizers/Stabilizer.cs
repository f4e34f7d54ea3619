using GanStability.Networks;
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
