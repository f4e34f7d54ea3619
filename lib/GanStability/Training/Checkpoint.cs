using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace GanStability;

/// <summary>
/// A run on disk as it stood between two steps: parameters, optimizers, random streams, what stabilizers carry along, and the history. A
/// run that goes on from it equals one that was never interrupted, bit for bit, on the same machine. The file is replaced as a whole: a
/// process that is killed while it writes leaves the earlier checkpoint untouched, and whoever reads beside a writer reads one of the two,
/// whole.
/// </summary>
/// <param name="path">The file; it need not exist yet.</param>
internal sealed class Checkpoint(string path)
{
    /// <summary>What to do about a checkpoint that cannot be used.</summary>
    internal const string Advice = " Train from the start.";

    private const string Format = "GanStability checkpoint 3";

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
        return new Checkpoint(Path.Combine(folder, Fingerprint.OfRun(recipe) + ".checkpoint"));
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
        using var content = new MemoryStream();
        using (var writer = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true))
            run.SaveOrRestore(new RunState(writer));

        Directory.CreateDirectory(Path.GetDirectoryName(FullPath)!);
        var temporary = $"{FullPath}.{Guid.NewGuid():N}";
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew))
            using (var writer = new BinaryWriter(file))
            {
                writer.Write(Format);
                writer.Write(Fingerprint.OfRun(run.Requested));
                writer.Write(SHA256.HashData(content.GetBuffer().AsSpan(0, (int)content.Length)));
                content.WriteTo(file);
                file.Flush(flushToDisk: true);
            }
            PatientFile.Replace(FullPath, by: temporary);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Reads a run; <see cref="Trainer.Resume"/> goes on with it.</summary>
    /// <param name="recipe">The recipe it was trained with; its name alone may differ.</param>
    /// <returns>The run as it stood, <see cref="Outcome.Cancelled"/>.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or belongs to another recipe or another version of the kit.</exception>
    public Run Load(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        var content =
            PatientFile.Read(FullPath)
            ?? throw new FileNotFoundException($"There is no checkpoint '{Path.GetFileName(FullPath)}': train from the start.", FullPath);
        using var reader = new BinaryReader(new MemoryStream(content));
        Run? run = null;
        try
        {
            Check(reader, recipe);
            run = new Run(recipe);
            run.SaveOrRestore(new RunState(reader));
            return run;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException or JsonException)
        {
            run?.Dispose();
            var reason = e is InvalidDataException ? e.Message : "it is damaged";
            throw new InvalidDataException($"The checkpoint '{Path.GetFileName(FullPath)}' cannot be used: {reason}.{Advice}", e);
        }
    }

    /// <summary>Gives a file that cannot be used another name, so that nothing is lost that somebody could want.</summary>
    /// <returns>The new name.</returns>
    internal string PutAside()
    {
        PatientFile.Replace(FullPath + ".unusable", by: FullPath);
        return Path.GetFileName(FullPath) + ".unusable";
    }

    /// <summary>Removes the file, if there is one.</summary>
    public void Delete() => PatientFile.Delete(FullPath);

    private static void Check(BinaryReader reader, Recipe recipe)
    {
        if (reader.ReadString() is var format && format != Format)
            throw new InvalidDataException(
                format.StartsWith("GanStability", StringComparison.Ordinal)
                    ? $"it was written by another version of the kit ('{format}')"
                    : "it is not a checkpoint of this kit"
            );
        if (reader.ReadString() != Fingerprint.OfRun(recipe))
            throw new InvalidDataException("it belongs to another recipe (other settings, seed, replicas, measurements or device)");
        var (expected, start) = (reader.ReadBytes(SHA256.HashSizeInBytes), (int)reader.BaseStream.Position);
        if (!expected.SequenceEqual(SHA256.HashData(((MemoryStream)reader.BaseStream).ToArray().AsSpan(start))))
            throw new InvalidDataException("it is damaged: its content is not what was written");
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
