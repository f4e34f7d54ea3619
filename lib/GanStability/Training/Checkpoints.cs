namespace GanStability.Engine;

/// <summary>
/// The one rule about trainings that are interrupted, for every caller: each run keeps a checkpoint up to date in a folder (see
/// <see cref="Autosave"/>) and goes on from it. A checkpoint that cannot be used is put aside, training begins at the start, and both are
/// said: nobody waits for an answer in the middle of many trainings.
/// </summary>
/// <param name="folder">Where checkpoints are kept.</param>
internal sealed class Checkpoints(string folder) : ITrainingObserver
{
    private readonly Dictionary<Run, Autosave> each = [];
    private readonly List<string> notes = [];

    /// <summary>What the reader should know: checkpoints that could not be used, or that could not be written.</summary>
    public IReadOnlyList<string> Notes
    {
        get
        {
            lock (each)
                return
                [
                    .. notes,
                    .. each
                        .Values.Select(a => a.Failure)
                        .OfType<string>()
                        .Take(1)
                        .Select(failure => $"No checkpoint could be written: {failure}"),
                ];
        }
    }

    /// <summary>The run of a recipe as it was interrupted.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <returns>The run, or null where there is nothing to go on from.</returns>
    public Run? Interrupted(Recipe recipe)
    {
        var checkpoint = Checkpoint.Of(recipe, folder);
        try
        {
            if (checkpoint.Exists)
                return checkpoint.Load(recipe);
            if (Checkpoint.NearestDifference(recipe, folder) is { } difference)
                Note($"The checkpoint of '{recipe.Name}' belongs to another recipe: {difference}. {recipe.Name} began at the start.");
            return null;
        }
        catch (FileNotFoundException)
        {
            // Another process has just finished the same training.
            return null;
        }
        catch (InvalidDataException e)
        {
            var aside = checkpoint.PutAside();
            Note(
                $"{e.Message.Replace(Checkpoint.Advice, "", StringComparison.Ordinal)} It was put aside as "
                    + $"'{aside}'; {recipe.Name} began at the start."
            );
            return null;
        }
    }

    private void Note(string note)
    {
        lock (each)
            notes.Add(note);
    }

    public void Observe(Run run)
    {
        Autosave? autosave;
        lock (each)
            if (!each.TryGetValue(run, out autosave))
                each[run] = autosave = new Autosave(Checkpoint.Of(run.Identity, folder));
        autosave.Observe(run);
        if (run.Outcome is Outcome.Completed or Outcome.Diverged && autosave.Failure is null)
            lock (each)
                each.Remove(run);
    }
}
