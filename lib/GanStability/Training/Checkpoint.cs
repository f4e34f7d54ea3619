namespace GanStability;

/// <summary>
/// A run on disk as it stood between two steps: parameters, optimizers, random streams, what stabilizers carry along, and the history. A
/// run that goes on from it equals one that was never interrupted, bit for bit, on the same machine and with the same build of the kit.
/// </summary>
/// <param name="path">The file; it need not exist yet.</param>
internal sealed class Checkpoint(string path)
{
    /// <summary>What to do about a checkpoint that cannot be used.</summary>
    internal const string Advice = " Train from the start.";

    private const string Extension = ".checkpoint";

    private static readonly string[] Seeds = [nameof(Recipe.Seed), nameof(Recipe.Replicas)];

    private static readonly StateFile Format = new("GanStability checkpoint 4");

    /// <summary>The file.</summary>
    public string FullPath { get; } = Path.GetFullPath(path);

    /// <summary>There is one to go on from.</summary>
    public bool Exists => File.Exists(FullPath);

    /// <summary>The checkpoint of a recipe: one file per recipe, named after everything that decides the run.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="folder">Where checkpoints are kept.</param>
    /// <returns>The checkpoint; its file need not exist yet.</returns>
    /// <exception cref="ArgumentException">A device that is not there.</exception>
    public static Checkpoint Of(Recipe recipe, string folder)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return Of(Identity.OfRun(recipe), folder);
    }

    /// <summary>The checkpoint of a run.</summary>
    internal static Checkpoint Of(Identity identity, string folder) => new(Path.Combine(folder, identity.Hash + Extension));

    /// <summary>
    /// In which settings the checkpoint of this name that is nearest to a recipe differs from it; null where there is none. One that
    /// differs in its seeds alone belongs to another part of the same study, which may be running now.
    /// </summary>
    internal static string? NearestDifference(Recipe recipe, string folder)
    {
        if (!Directory.Exists(folder))
            return null;
        var settings = Identity.OfRun(recipe).Settings;
        return
            Directory
                .EnumerateFiles(folder, $"*{Extension}")
                .Select(Format.Head)
                .Where(head => head?.Name == recipe.Name && Identity.Differing(head.Settings, settings).Except(Seeds).Any())
                .MinBy(head => Identity.Differing(head!.Settings, settings).Count())
                is { } nearest
            ? Identity.Difference(nearest.Settings, settings)
            : null;
    }

    /// <summary>Writes a run, to be called from an <see cref="ITrainingObserver"/> or after an interruption.</summary>
    /// <param name="run">A run that is not finished.</param>
    /// <exception cref="ArgumentException">A run that is finished.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(Run run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.Outcome is Outcome.Completed or Outcome.Diverged)
            throw new ArgumentException($"The run '{run.Name}' is finished: there is nothing to go on with.", nameof(run));
        Format.Write(FullPath, new StateHeader(run.Name, Identity.Build, run.Identity.Settings), run.SaveOrRestore);
    }

    /// <summary>Reads a run; <see cref="Trainer.Resume"/> goes on with it.</summary>
    /// <param name="recipe">The recipe it was trained with; its name alone may differ.</param>
    /// <returns>The run as it stood, <see cref="Outcome.Cancelled"/>.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or belongs to another recipe or another version of the kit.</exception>
    public Run Load(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        if (!Exists)
            throw new FileNotFoundException($"There is no checkpoint '{Path.GetFileName(FullPath)}': train from the start.", FullPath);
        try
        {
            return Format.Read(
                FullPath,
                (header, state) =>
                {
                    if (Identity.Difference(header.Settings, Identity.OfRun(recipe).Settings) is { } difference)
                        throw new InvalidDataException($"it belongs to another recipe: {difference}");
                    if (header.Build != Identity.Build)
                        throw new InvalidDataException("it was written by another build of the kit, whose code may do something else");
                    return Run.Restored(recipe, state);
                }
            );
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"The checkpoint '{Path.GetFileName(FullPath)}' cannot be used: {e.Message}.{Advice}", e);
        }
    }

    /// <summary>Gives a file that cannot be used another name, so that nothing is lost that somebody could want.</summary>
    /// <returns>The new name.</returns>
    internal string PutAside()
    {
        PatientFile.Replace(FullPath + ".unusable", by: FullPath);
        return Path.GetFileName(FullPath) + ".unusable";
    }

    /// <summary>Removes the file, if there is one, and what processes that were killed while they wrote it have left.</summary>
    public void Delete()
    {
        PatientFile.Delete(FullPath);
        StateFile.DeleteUnfinished(FullPath);
    }
}

/// <summary>
/// Keeps a checkpoint of a run up to date: every few seconds, taking at most a twentieth of the time, and when the run is interrupted. A
/// finished run leaves none:
/// there is nothing to go on with.
/// </summary>
/// <param name="checkpoint">Where it is kept.</param>
internal sealed class Autosave(Checkpoint checkpoint) : ITrainingObserver
{
    private const int Share = 20;
    private Pace? pace;

    /// <summary>The shortest time between two checkpoints.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Why the last checkpoint could not be written, or null. Training goes on without one.</summary>
    public string? Failure { get; private set; }

    /// <inheritdoc/>
    public void Observe(Run run)
    {
        ArgumentNullException.ThrowIfNull(run);
        pace ??= new(Every, Share, atOnce: Every == TimeSpan.Zero);
        if (run.Outcome == Outcome.Running && !pace.Due)
            return;
        pace.Do(() => Renew(run));
    }

    private void Renew(Run run)
    {
        try
        {
            if (run.Outcome is Outcome.Running or Outcome.Cancelled)
                checkpoint.Save(run);
            else
                checkpoint.Delete();
            Failure = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Failure = e.Message;
        }
    }
}
