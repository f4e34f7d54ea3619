using TorchSharp;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// Algorithm 1 of Goodfellow et al. 2014 (arXiv 1406.2661) for R replicas at once: in every step the discriminator moves k times, then the
/// generator once. Costs are vectors [R]; replicas share nothing, so one backward pass through their sum gives each replica its own
/// gradient.
/// </summary>
internal sealed class Algorithm1 : IDisposable
{
    private readonly Recipe recipe;
    private readonly Players players;
    private readonly IReadOnlyList<NamedHooks> hooks;
    private readonly Supervisor supervisor;
    private readonly Adam generatorAdam,
        discriminatorAdam;
    private readonly BatchStream data,
        noise;
    private int step;

    /// <param name="recipe">A prepared recipe.</param>
    /// <param name="players">The players it describes.</param>
    /// <param name="hooks">What its stabilizers do.</param>
    /// <param name="supervisor">Records the steps and says when to stop.</param>
    public Algorithm1(Recipe recipe, Players players, IReadOnlyList<NamedHooks> hooks, Supervisor supervisor)
    {
        (this.recipe, this.players, this.hooks, this.supervisor) = (recipe, players, hooks, supervisor);
        generatorAdam = new Adam(players.Generator.Parameters, recipe.GeneratorAdam);
        discriminatorAdam = new Adam(players.Discriminator.Parameters, recipe.DiscriminatorAdam);
        var (device, numbers) = (players.Generator.Parameters.device, players.Generator.Parameters.dtype);
        // On a GPU nobody waits to look at the data: what is not finite there shows in the first loss.
        var look = device.type == DeviceType.CPU;
        data = new BatchStream(Stream("data"), recipe.Batch, (count, g) => recipe.Data.Draw(count, g, device, numbers, look));
        noise = new BatchStream(
            Stream("noise"),
            recipe.Batch,
            (count, g) => randn([count, recipe.Generator.Latent], numbers, device, generator: g)
        );

        ReplicaStream Stream(string purpose) => new(recipe.Seed, recipe.Replicas, purpose, device);
    }

    /// <summary>The whole of training: steps, until they are done, every replica has diverged, or somebody stops it.</summary>
    public void Train(ITrainingObserver? observer, CancellationToken cancellation)
    {
        using var threads = supervisor.Begin();
        do Step();
        while (supervisor.GoOn(this, observer, cancellation));
    }

    /// <summary>One step. What is recorded of the discriminator is its last move.</summary>
    public void Step()
    {
        using var scope = NewDisposeScope();
        step++;
        for (var k = 1; k < recipe.DiscriminatorSteps; k++)
            UpdateDiscriminator(data.Next());
        var real = data.Next();
        var discriminator = UpdateDiscriminator(real);
        var generator = UpdateGenerator(real);
        supervisor.Record(discriminator, generator);
        foreach (var hook in hooks)
            hook.Hooks.AfterStep();
    }

    private DiscriminatorRecord UpdateDiscriminator(Tensor real)
    {
        var (cost, turn) = DiscriminatorCost(real, noise.Next());
        var gradient = players.Discriminator.Gradient(cost, "discriminator");
        discriminatorAdam.Step(gradient, recipe.LearningRateShare(step));
        return new DiscriminatorRecord(cost, turn.OnReal.Logits, turn.OnFake.Logits, gradient);
    }

    private GeneratorRecord UpdateGenerator(Tensor real)
    {
        var cost = GeneratorCost(real, noise.Next());
        var gradient = players.Generator.Gradient(cost, "generator");
        generatorAdam.Step(gradient, recipe.LearningRateShare(step));
        return new GeneratorRecord(cost, gradient);
    }

    /// <summary>What the discriminator minimises on a batch [R, B, ·] and latent vectors z [R, B, latent], with what was judged.</summary>
    internal (Tensor Cost, Turn Turn) DiscriminatorCost(Tensor real, Tensor z)
    {
        Tensor fake;
        // G only supplies samples here: without its graph (detached, as one says) the step is cheaper, and no gradient reaches G.
        using (no_grad())
            fake = BeforeDiscriminator(Generated(z));
        // Leaves of the graph, so that a penalty may ask how D's output changes with a sample; where none asks, nothing is computed for it.
        (real, fake) = (BeforeDiscriminator(real).detach().requires_grad_(true), fake.detach().requires_grad_(true));
        var turn = new Turn(step, z, real, fake, Judged(real), Judged(fake));
        var cost = recipe.Objective.Discriminator(turn.OnReal.Logits, turn.OnFake.Logits, recipe.Targets);
        foreach (var hook in hooks)
            cost = hook.DiscriminatorCost(cost, turn);
        return (cost, turn);
    }

    /// <summary>
    /// What the generator minimises on latent vectors z [R, B, latent]; objectives and stabilizers may compare with a real batch [R, B, ·].
    /// </summary>
    internal Tensor GeneratorCost(Tensor real, Tensor z)
    {
        // The graph runs from the cost through D into G. D passes the gradient on and does not move: only G's parameters are asked for.
        var fake = BeforeDiscriminator(Generated(z));
        var seen = new Lazy<Tensor>(() => BeforeDiscriminator(real));
        var onReal = new Lazy<DiscriminatorOutput>(() =>
        {
            using var _ = no_grad();
            return Judged(seen.Value);
        });
        var turn = new Turn(step, z, seen, fake, onReal, Judged(fake));
        var cost = recipe.Objective.Generator(turn.OnFake.Logits, new Lazy<Tensor>(() => turn.OnReal.Logits));
        foreach (var hook in hooks)
            cost = hook.GeneratorCost(cost, turn);
        return cost;
    }

    /// <summary>Puts one replica back to earlier parameters.</summary>
    public void Restore(int replica, Tensor generator, Tensor discriminator)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        players.Generator.Parameters[replica].copy_(generator[replica]);
        players.Discriminator.Parameters[replica].copy_(discriminator[replica]);
        generatorAdam.Reset(replica);
        discriminatorAdam.Reset(replica);
        foreach (var hook in hooks)
            hook.Hooks.AfterRestore(replica);
    }

    /// <summary>Writes or reads everything that a step changes, the players themselves aside.</summary>
    public void SaveOrRestore(RunState state)
    {
        step = state.Value(step);
        generatorAdam.SaveOrRestore(state);
        discriminatorAdam.SaveOrRestore(state);
        data.SaveOrRestore(state);
        noise.SaveOrRestore(state);
        foreach (var hook in hooks)
            hook.Hooks.SaveOrRestore(state);
    }

    private Tensor Generated(Tensor z) => PlayerOutput.Samples(players.Generator.Network.call(z), z, recipe.Data.SampleShape);

    private DiscriminatorOutput Judged(Tensor samples) => PlayerOutput.Logits(players.Discriminator.Network.call(samples), samples);

    private Tensor BeforeDiscriminator(Tensor samples) =>
        hooks.Aggregate(samples, (changed, hook) => hook.BeforeDiscriminator(changed, step));

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
