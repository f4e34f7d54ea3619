using TorchSharp;
using static TorchSharp.torch;

namespace GanStability.Engine;

/// <summary>
/// Collects the numbers of each step on the device and hands them to the history in blocks: reading a number at every step would make
/// a GPU wait for the CPU each time.
/// </summary>
internal sealed class Recorder : IDisposable
{
    /// <summary>Steps between two looks at the numbers.</summary>
    public const int BlockSteps = 20;

    private static readonly int Quantities = Enum.GetValues<Quantity>().Length;
    private readonly History history;
    private readonly Tensor block;
    private int waiting;

    public Recorder(History history, Device device)
    {
        this.history = history;
        block = zeros([BlockSteps, Quantities, history.Replicas], device: device).DetachFromDisposeScope();
    }

    /// <summary>Steps recorded but not yet in the history.</summary>
    public int Waiting => waiting;

    /// <summary>The block is full.</summary>
    public bool Full => waiting == BlockSteps;

    /// <summary>Records one step; order as in <see cref="Quantity"/>.</summary>
    public void Record(DiscriminatorRecord discriminator, GeneratorRecord generator)
    {
        using var _ = no_grad();
        var judged = stack([discriminator.OnReal, discriminator.OnFake]).sigmoid_().mean([2]);
        block[waiting++]
            .copy_(
                cat([
                    stack([discriminator.Cost, generator.Cost]),
                    judged,
                    stack([discriminator.Gradient.norm(1), generator.Gradient.norm(1)]),
                ])
            );
    }

    /// <summary>Writes what waits into the history.</summary>
    /// <returns>The first number that is not one, per replica that has any.</returns>
    public IReadOnlyList<(int Replica, int Step, Quantity Term)> Flush()
    {
        if (waiting == 0)
            return [];
        using var scope = NewDisposeScope();
        var numbers = block[..waiting].cpu().contiguous().data<float>().ToArray();
        var before = history.Steps;
        history.Append(numbers, waiting);
        waiting = 0;
        var bad = new List<(int, int, Quantity)>();
        for (var replica = 0; replica < history.Replicas; replica++)
        for (var i = replica; i < numbers.Length; i += history.Replicas)
            if (!float.IsFinite(numbers[i]))
            {
                var quantity = i / history.Replicas;
                bad.Add((replica, before + quantity / Quantities + 1, InOrderOfComputation(numbers, quantity / Quantities, replica)));
                break;
            }
        return bad;
    }

    // Within a step the discriminator moves first; the enum's order (for readers) is not the order of computation.
    private Quantity InOrderOfComputation(float[] numbers, int stepInBlock, int replica) =>
        new[]
        {
            Quantity.DiscriminatorOnReal,
            Quantity.DiscriminatorOnFake,
            Quantity.DiscriminatorLoss,
            Quantity.DiscriminatorGradient,
            Quantity.GeneratorLoss,
            Quantity.GeneratorGradient,
        }.First(q => !float.IsFinite(numbers[(stepInBlock * Quantities + (int)q) * history.Replicas + replica]));

    public void Dispose() => block.Dispose();
}

/// <summary>
/// The parameters at the last step at which every number was a number. A replica that diverges is put back to them and stays there, while
/// the others, which share nothing with it, train on.
/// </summary>
internal sealed class LastGood(Players players) : IDisposable
{
    private readonly Tensor generator = players.Generator.Parameters.clone().DetachFromDisposeScope();
    private readonly Tensor discriminator = players.Discriminator.Parameters.clone().DetachFromDisposeScope();

    /// <summary>The step they belong to.</summary>
    public int Step { get; private set; }

    /// <summary>Keeps the healthy replicas' parameters and puts the others back.</summary>
    public void Keep(int step, IReadOnlyCollection<int> diverged, Algorithm1 algorithm)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        foreach (var replica in diverged)
            algorithm.Restore(replica, generator, discriminator);
        generator.copy_(players.Generator.Parameters);
        discriminator.copy_(players.Discriminator.Parameters);
        Step = step;
    }

    /// <summary>Writes or reads them.</summary>
    public void SaveOrRestore(RunState state)
    {
        state.Tensor(generator);
        state.Tensor(discriminator);
        Step = state.Value(Step);
    }

    public void Dispose()
    {
        generator.Dispose();
        discriminator.Dispose();
    }
}
