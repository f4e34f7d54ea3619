namespace GanStability.Training;

/// <summary>Several observers as one; nulls are left out.</summary>
internal sealed class Observers(params ITrainingObserver?[] all) : ITrainingObserver
{
    public void Observe(Run run)
    {
        foreach (var observer in all) observer?.Observe(run);
    }
}
