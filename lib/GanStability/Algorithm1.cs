using TorchSharp;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// Two players in training: Algorithm 1 of Goodfellow et al. 2014 (arXiv 1406.2661) for R replicas at once. Costs are summed over replicas, which share nothing, so one backward pass gives each replica its own gradient.
/// </summary>
internal sealed class Game : IDisposable
{
    private readonly Recipe recipe;
    private readonly Players players;
    private readonly Adam generatorAdam;
    private readonly Adam discriminatorAdam;
    private readonly BatchStream data;
    private readonly BatchStream noise;
    private readonly IReadOnlyList<StabilizerHooks> hooks;
    private readonly Recorder recorder;
    private int step;

    /// <param name="recipe">A prepared recipe.</param>
    /// <param name="players">The players it describes.</param>
    /// <param name="hooks">What its stabilizers do.</param>
    /// <param name="recorder">Keeps what happens.</param>
    public Game(Recipe recipe, Players players, IReadOnlyList<StabilizerHooks> hooks, Recorder recorder)
    {
        this.recipe = recipe;
        this.players = players;
        this.hooks = hooks;
        this.recorder = recorder;
        generatorAdam = new Adam(players.Generator.Parameters, recipe.GeneratorAdam);
        discriminatorAdam = new Adam(players.Discriminator.Parameters, recipe.DiscriminatorAdam);
        var device = players.Generator.Parameters.device;
        var latent = recipe.Generator.Latent;
        data = new BatchStream(Stream("data"), recipe.Batch, (count, g) => recipe.Data.Sample(count, g, device));
        noise = new BatchStream(Stream("noise"), recipe.Batch, (count, g) => randn([count, latent], device: device, generator: g));

        ReplicaStream Stream(string purpose) => new(recipe.Seed, recipe.Replicas, purpose, device);
    }

    /// <summary>One step: the discriminator moves, once or more often, then the generator. What is recorded is the discriminator's last move.</summary>
    public void Step()
    {
        using var scope = NewDisposeScope();
        step++;
        for (var ahead = 1; ahead < recipe.DiscriminatorSteps; ahead++) UpdateDiscriminator(data.Next());
        var real = data.Next();
        var discriminator = UpdateDiscriminator(real);
        var generator = UpdateGenerator(real);
        recorder.Record(discriminator, generator);
        foreach (var hook in hooks) hook.AfterStep();
    }

    private DiscriminatorRecord UpdateDiscriminator(Tensor real)
    {
        var (cost, turn) = DiscriminatorCost(real, noise.Next());
        var gradient = players.Discriminator.Gradient(cost);
        discriminatorAdam.Step(gradient);
        return new DiscriminatorRecord(cost, turn.OnReal.Logits, turn.OnFake.Logits, gradient);
    }

    private GeneratorRecord UpdateGenerator(Tensor real)
    {
        var cost = GeneratorCost(real, noise.Next());
        var gradient = players.Generator.Gradient(cost);
        generatorAdam.Step(gradient);
        return new GeneratorRecord(cost, gradient);
    }

    /// <summary>What the discriminator minimises on a batch [R, B, ·] and latent vectors [R, B, latent], with what it said.</summary>
    internal (Tensor Cost, DiscriminatorTurn Turn) DiscriminatorCost(Tensor real, Tensor z)
    {
        Tensor fake;
        // The generator only supplies samples here: without its graph the step is cheaper and nothing can leak into its gradient.
        using (no_grad()) fake = BeforeJudging(players.Generator.Network.call(z));
        // A penalty may ask how the judgement changes with the sample; where none asks, nothing is computed for it.
        real = BeforeJudging(real).detach().requires_grad_(true);
        var turn = new DiscriminatorTurn(step, real, fake, Judge(real), Judge(fake));
        var cost = recipe.Objective.Discriminator(turn.OnReal.Logits, turn.OnFake.Logits, recipe.Targets);
        foreach (var hook in hooks) cost = hook.DiscriminatorCost(cost, turn);
        return (cost, turn);
    }

    /// <summary>What the generator minimises on latent vectors [R, B, latent]; a stabilizer may compare with a real batch [R, B, ·].</summary>
    internal Tensor GeneratorCost(Tensor real, Tensor z)
    {
        var fake = BeforeJudging(players.Generator.Network.call(z));
        var judged = new Lazy<Tensor>(() => BeforeJudging(real));
        var onReal = new Lazy<Judgement>(() =>
        {
            using var _ = no_grad();
            return Judge(judged.Value);
        });
        var turn = new GeneratorTurn(step, fake, Judge(fake), onReal) { Real = judged };
        var cost = recipe.Objective.Generator(turn.OnFake.Logits);
        foreach (var hook in hooks) cost = hook.GeneratorCost(cost, turn);
        return cost;
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
        foreach (var hook in hooks) hook.AfterRestore(replica);
    }

    /// <summary>Writes or reads everything that a step changes, the players themselves aside.</summary>
    public void Keep(RunState state)
    {
        step = state.Value(step);
        generatorAdam.Keep(state);
        discriminatorAdam.Keep(state);
        data.Keep(state);
        noise.Keep(state);
        foreach (var hook in hooks) hook.Keep(state);
    }

    private Judgement Judge(Tensor samples) => players.Discriminator.Network.call(samples);

    private Tensor BeforeJudging(Tensor samples) => hooks.Aggregate(samples, (changed, hook) => hook.BeforeJudging(changed, step));

    public void Dispose()
    {
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
