using GanStability;
using TorchSharp;
using static TorchSharp.torch;

namespace GanStability.Tests.Stabilizers;

/// <summary>
/// Two small smooth players in float64 with a past of one step, whose costs can be evaluated at any parameters: the random draws are the
/// same each time.
/// </summary>
internal sealed class Duel : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly Recipe recipe;
    private readonly Players players;
    private readonly Tensor real,
        z;
    private readonly (Tensor Generator, Tensor Discriminator)[] past;

    public Duel(params Stabilizer[] stabilizers)
        : this(Recipe, stabilizers) { }

    public Duel(Recipe recipe, params Stabilizer[] stabilizers)
    {
        this.recipe = recipe = (recipe with { Stabilizers = stabilizers }).Prepare();
        var streams = new InitialisationStreams(recipe.Seed, recipe.Replicas, CPU, recipe.Data);
        var (generator, discriminator) = (
            recipe.Generator.Build(recipe.Data.SampleShape, streams),
            recipe.Discriminator.Build(recipe.Data.SampleShape, streams)
        );
        generator.to(ScalarType.Float64);
        discriminator.to(ScalarType.Float64);
        players = new Players(
            new Player<GeneratorNetwork>(generator, recipe.Replicas),
            new Player<DiscriminatorNetwork>(discriminator, recipe.Replicas)
        );
        var random = new torch.Generator(5);
        Tensor Normal(params long[] shape) => randn(shape, dtype: ScalarType.Float64, generator: random);
        real = Normal(recipe.Replicas, recipe.Batch, 2);
        z = Normal(recipe.Replicas, recipe.Batch, recipe.Generator.Latent);
        past = [.. Enumerable.Range(0, 2).Select(_ => (Moved(Generator), Moved(Discriminator)))];
        Tensor Moved(Tensor parameters) => parameters + 0.1 * Normal(parameters.shape);
    }

    public static Recipe Recipe { get; } =
        Training.TinyRecipes.Ring with
        {
            Generator = new MlpGenerator(5) { Latent = 3, Activation = Activation.Tanh },
            Discriminator = new MlpDiscriminator(6, 4) { Activation = Activation.Tanh },
            Batch = 6,
            Replicas = 2,
        };

    public Tensor Generator => players.Generator.Parameters;

    public Tensor Discriminator => players.Discriminator.Parameters;

    public IReadOnlyList<(Tensor Generator, Tensor Discriminator)> Past => past;

    /// <summary>The discriminator's cost [R] and its gradient [R, P] in its own parameters.</summary>
    public (Tensor Cost, Tensor Gradient) DiscriminatorCost() =>
        Play(game => game.DiscriminatorCost(real, z).Cost, cost => players.Discriminator.Gradient(cost));

    /// <summary>The generator's cost [R] and its gradient [R, P] in its own parameters.</summary>
    public (Tensor Cost, Tensor Gradient) GeneratorCost() =>
        Play(game => game.GeneratorCost(real, z), cost => players.Generator.Gradient(cost));

    /// <summary>The slope of a cost, summed over replicas, along a direction, by central differences.</summary>
    public static double Difference(Tensor parameters, Tensor direction, Func<(Tensor Cost, Tensor Gradient)> cost)
    {
        const double h = 1e-5;
        double At(double shift)
        {
            using var _ = no_grad();
            using var before = parameters.clone();
            parameters.add_(shift * direction);
            using (enable_grad())
            {
                var value = cost().Cost.sum().item<double>();
                parameters.copy_(before);
                return value;
            }
        }
        return (At(h) - At(-h)) / (2 * h);
    }

    private (Tensor, Tensor) Play(Func<Algorithm1, Tensor> cost, Func<Tensor, Tensor> gradient)
    {
        var (generator, discriminator) = (Generator.clone(), Discriminator.clone());
        Put(past[0].Generator, past[0].Discriminator);
        var hooks = recipe
            .Stabilizers.Select(s => s.Attach(recipe, players))
            .OfType<StabilizerHooks>()
            .Select(h => new NamedHooks("tested", h))
            .ToArray();
        Put(past[1].Generator, past[1].Discriminator);
        using var game = new Algorithm1(recipe, players, hooks, supervisor: null!); // no step is taken, so nobody watches
        game.GeneratorCost(real, z);
        foreach (var hook in hooks)
            hook.Hooks.AfterStep();
        Put(generator, discriminator);
        var value = cost(game);
        var slope = gradient(value);
        foreach (var hook in hooks)
            hook.Hooks.Dispose();
        return (value.detach(), slope);
    }

    private void Put(Tensor generator, Tensor discriminator)
    {
        using var _ = no_grad();
        Generator.copy_(generator);
        Discriminator.copy_(discriminator);
    }

    public void Dispose()
    {
        players.Generator.Dispose();
        players.Discriminator.Dispose();
        scope.Dispose();
    }
}
