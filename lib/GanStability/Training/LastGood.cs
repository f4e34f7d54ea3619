using GanStability.Stabilizers;
using static TorchSharp.torch;

namespace GanStability.Training;

/// <summary>
/// The parameters at the last step at which every number was a number. A replica that diverges is put back to them and stays there, while the others,
/// which share nothing with it, train on.
/// </summary>
internal sealed class LastGood(Players players) : IDisposable
{
    private readonly Tensor generator = players.Generator.Parameters.clone().DetachFromDisposeScope();
    private readonly Tensor discriminator = players.Discriminator.Parameters.clone().DetachFromDisposeScope();

    /// <summary>The step they belong to.</summary>
    public int Step { get; private set; }

    /// <summary>Keeps the healthy replicas' parameters and puts the others back.</summary>
    public void Keep(int step, IReadOnlyCollection<int> diverged, Game game)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        foreach (var replica in diverged) game.Restore(replica, generator, discriminator);
        generator.copy_(players.Generator.Parameters);
        discriminator.copy_(players.Discriminator.Parameters);
        Step = step;
    }

    /// <summary>Writes or reads them.</summary>
    public void Keep(RunState state)
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
