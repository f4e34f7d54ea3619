namespace GanStability;

/// <summary>
/// Finished runs that the notebooks of one course share, so that what several of them train is trained once. The runner names the folder
/// in an environment variable; an editor does not, and a training cell that is run there always trains. A run is found by all that decides
/// it, see <see cref="Identity.OfRun"/>, and by the build of the kit; a recipe with a part that cannot be described is trained.
/// </summary>
/// <param name="folder">Where the runs lie; null to train everything.</param>
internal sealed class TrainedRuns(string? folder)
{
    /// <summary>Names the folder.</summary>
    public const string FolderVariable = "GANSTABILITY_TRAINED";

    private static readonly string Ending = $"-{Identity.Build}.run";
    private readonly List<string> notes = [];

    /// <summary>The runs of this session.</summary>
    public static TrainedRuns OfThisSession =>
        new(Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named ? named : null);

    /// <summary>What may lie in the folder; beyond it the oldest runs go.</summary>
    public long MaxBytes { get; init; } = 500_000_000;

    /// <summary>What the reader should know, a sentence each.</summary>
    public IReadOnlyList<string> Notes
    {
        get
        {
            lock (notes)
                return [.. notes];
        }
    }

    /// <summary>The finished run of a recipe, the same bit for bit as one that is trained; its times are those of the training.</summary>
    /// <returns>The run; null where there is none.</returns>
    public Run? Find(Recipe recipe)
    {
        if (FileOf(Identity.OfRun(recipe)) is not { } file || !File.Exists(file))
            return null;
        try
        {
            var run = Run.Load(file, recipe);
            Note($"{recipe.Name}: equal to a run that was trained before, with its times; not trained again.");
            return run;
        }
        catch (FileNotFoundException)
        {
            // Another notebook has just made room.
            return null;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            PatientFile.Delete(file);
            Note($"{recipe.Name}: the run that was trained before cannot be opened; trained again.");
            return null;
        }
    }

    /// <summary>Keeps a finished run.</summary>
    public void Keep(Run run)
    {
        if (run.Outcome != Outcome.Completed || FileOf(run.Identity) is not { } file || File.Exists(file))
            return;
        try
        {
            run.Save(file);
            MakeRoom();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Note($"{run.Name}: could not be kept for other notebooks. {e.Message}");
        }
    }

    private string? FileOf(Identity identity) =>
        folder is null || identity.Settings.Values.Any(v => v.Contains(ValueDescription.Unlike, StringComparison.Ordinal))
            ? null
            : Path.Combine(folder, identity.Hash + Ending);

    /// <summary>Runs of another build go, and the oldest of too many. What is being written has another ending.</summary>
    private void MakeRoom()
    {
        var left = MaxBytes;
        foreach (var file in new DirectoryInfo(folder!).GetFiles("*.run").OrderByDescending(f => f.LastWriteTimeUtc))
            if (!file.Exists || !file.Name.EndsWith(Ending, StringComparison.Ordinal) || (left -= file.Length) < 0)
                PatientFile.Delete(file.FullName);
    }

    private void Note(string note)
    {
        lock (notes)
            notes.Add(note);
    }
}
