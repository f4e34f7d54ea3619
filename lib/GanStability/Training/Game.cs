using GanStability.Data;
using GanStability.Networks;
using GanStability.Stabilizers;
using TorchSharp;
using static TorchSharp.torch;

namespace GanStability.Training;

/// <summary>
/// Two players in training: Algorithm 1 of Goodfellow et al. 2014 (arXiv 1406.2661) for R replicas at once, with one discriminator step per
/// generator step. Costs are summed over replicas, which share nothing, so one backward pass gives each replica its own gradient.
/// </summary>
internal sealed class Game : IDisposable
{
    private readonly Recipe recipe;
    private readonly Players players;
    private readonly Adam generatorAdam;
    private readonly Adam discriminatorAdam;
    private readonly BatchStream data;
    private readonly BatchStream noise;
    private readonly StabilizerHooks[] hooks;
    private readonly Recorder recorder;
    private int step;

    /// <param name="recipe">A prepared recipe.</param>
    /// <param name="players">The players it describes.</param>
    /// <param name="device">Where they live.</param>
    /// <param name="recorder">Keeps what happens.</param>
    public Game(Recipe recipe, Players players, Device device, Recorder recorder)
    {
        this.recipe = recipe;
        this.players = players;
        this.recorder = recorder;
        generatorAdam = new Adam(players.Generator.Parameters, recipe.GeneratorAdam);
        discriminatorAdam = new Adam(players.Discriminator.Parameters, recipe.DiscriminatorAdam);
        var shape = recipe.Data.SampleShape;
        var latent = recipe.Generator.Latent;
        data = new BatchStream(Stream("data"), recipe.Batch, (count, g) => recipe.Data.Sample(count, g, device));
        noise = new BatchStream(Stream("noise"), recipe.Batch, (count, g) => randn([count, latent], device: device, generator: g));
        hooks = [.. recipe.Stabilizers.Select(s => s.Attach(players)).OfType<StabilizerHooks>()];

        ReplicaStream Stream(string purpose) => new(recipe.Seed, recipe.Replicas, purpose, device);
    }

    /// <summary>One step: the discriminator moves, then the generator.</summary>
    public void Step()
    {
        using var scope = NewDisposeScope();
        step++;
        var real = data.Next();
        var discriminator = UpdateDiscriminator(real);
        var generator = UpdateGenerator(real);
        recorder.Record(discriminator, generator);
        foreach (var hook in hooks) hook.AfterStep(step);
    }

    private DiscriminatorRecord UpdateDiscriminator(Tensor real)
    {
        Tensor fake;
        // The generator only supplies samples here: without its graph the step is cheaper and nothing can leak into its gradient.
        using (no_grad()) fake = players.Generator.Network.call(noise.Next());
        var (onReal, onFake) = (Judge(real), Judge(fake));
        var cost = recipe.Objective.Discriminator(onReal.Logits, onFake.Logits, recipe.Targets);
        var turn = new DiscriminatorTurn(step, real, fake, onReal, onFake);
        foreach (var hook in hooks) cost = hook.DiscriminatorCost(cost, turn);
        var gradient = players.Discriminator.Gradient(cost);
        discriminatorAdam.Step(gradient);
        return new DiscriminatorRecord(cost, onReal.Logits, onFake.Logits, gradient);
    }

    private GeneratorRecord UpdateGenerator(Tensor real)
    {
        var fake = players.Generator.Network.call(noise.Next());
        var onFake = Judge(fake);
        var cost = recipe.Objective.Generator(onFake.Logits);
        var turn = new GeneratorTurn(step, real, fake, onFake);
        foreach (var hook in hooks) cost = hook.GeneratorCost(cost, turn);
        var gradient = players.Generator.Gradient(cost);
        generatorAdam.Step(gradient);
        return new GeneratorRecord(cost, gradient);
    }

    /// <summary>Puts one replica back to earlier parameters.</summary>
    public void Restore(int replica, Tensor generator, Tensor discriminator)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        players.Generator.Parameters[replica].copy_(generator[replica]);
        players.Discriminator.Parameters[replica].copy_(discriminator[replica]);
        generatorAdam.Forget(replica);
        discriminatorAdam.Forget(replica);
    }

    private Judgement Judge(Tensor samples)
    {
        foreach (var hook in hooks) samples = hook.BeforeJudging(samples, step);
        return players.Discriminator.Network.call(samples);
    }

    public void Dispose()
    {
        foreach (var hook in hooks) hook.Dispose();
        generatorAdam.Dispose();
        discriminatorAdam.Dispose();
        data.Dispose();
        noise.Dispose();
    }
}

/// <summary>What the discriminator's move leaves to record.</summary>
internal readonly record struct DiscriminatorRecord(Tensor Cost, Tensor OnReal, Tensor OnFake, Tensor Gradient);

/// <summary>What the generator's move leaves to record.</summary>
internal readonly record struct GeneratorRecord(Tensor Cost, Tensor Gradient);
