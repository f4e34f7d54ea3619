using GanStability.Runner.Notebooks;

namespace GanStability.Runner.Files;

/// <summary>Places that a command will write to, tried before it begins its work.</summary>
internal static class Destination
{
    /// <summary>Creates a folder and tries to write in it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="option">The option that names it, for the message.</param>
    /// <exception cref="NotebookException">Nothing can be written there.</exception>
    public static void Try(string folder, string option)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var trial = TemporaryFor(Path.Combine(folder, "trial"));
            try
            {
                File.WriteAllText(trial, "trial");
            }
            finally
            {
                File.Delete(trial);
            }
        }
        catch (Exception e) when (FileErrors.IsOne(e))
        {
            throw new NotebookException($"{option} {folder}: nothing can be written there ({FileErrors.Reason(e)}).", e);
        }
    }

    /// <summary>Refuses a destination that is one of the files that are read, whatever links lead to it.</summary>
    /// <param name="file">The destination.</param>
    /// <param name="sources">The files that are read.</param>
    /// <param name="option">The option that names the destination, for the message.</param>
    /// <exception cref="NotebookException">It is one of them, or it is a folder.</exception>
    public static void RefuseSource(string file, IEnumerable<string> sources, string option)
    {
        if (Directory.Exists(file))
            throw new NotebookException($"{option}: {file} is a folder, and a file of this name would be written. Choose another place.");
        var place = FullPath.Resolve(file);
        if (sources.FirstOrDefault(source => FullPath.Resolve(source) == place) is { } source)
            throw new NotebookException(
                $"{option}: {file} would overwrite {source}, which this command reads. Choose another place; "
                    + "only publish writes into sources."
            );
    }

    /// <summary>
    /// Writes a file beside its destination and renames it: an interruption or a full disk never leaves half a file, and a link at the
    /// destination is replaced, not followed.
    /// </summary>
    public static void Write(string file, string text) =>
        Write(
            file,
            stream =>
            {
                using var writer = new StreamWriter(stream);
                writer.Write(text);
            }
        );

    /// <summary>The same, of what is written bit by bit.</summary>
    public static void Write(string file, Action<Stream> write)
    {
        var temporary = TemporaryFor(file);
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew))
                write(stream);
            File.Move(temporary, file, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>A name that no file of a reader has.</summary>
    private static string TemporaryFor(string file) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, $".{Guid.NewGuid():N}.tmp");
}
