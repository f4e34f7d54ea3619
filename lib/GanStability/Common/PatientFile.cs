using System.Diagnostics;

namespace GanStability.Engine;

/// <summary>
/// Files that several threads and processes use at once, such as the cells of two notebooks or a job array. A file that somebody else has
/// locked is waited for, by readers as by writers: a lock lasts as long as writing a few lines. Everything else that goes wrong is told at
/// once.
/// </summary>
internal static class PatientFile
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    // A sharing or lock violation, and the refusal to replace an open file, on Windows; EWOULDBLOCK elsewhere.
    private static readonly int[] Busy =
        OperatingSystem.IsWindows() ? [unchecked((int)0x80070020), unchecked((int)0x80070021), unchecked((int)0x80070005)]
        : OperatingSystem.IsMacOS() ? [35]
        : [11];

    /// <summary>Opens a file for one writer.</summary>
    public static FileStream OpenToWrite(string path) =>
        Wait(path, () => new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));

    /// <summary>Opens a file for a reader, who does not stand in the way of a writer that replaces or removes the file.</summary>
    /// <returns>Null when there is no such file.</returns>
    public static FileStream? OpenToRead(string path)
    {
        try
        {
            return Wait(path, () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Puts a new file in the place of another, as a whole.</summary>
    public static void Replace(string path, string by) =>
        Wait(
            path,
            () =>
            {
                File.Move(by, path, overwrite: true);
                return true;
            }
        );

    /// <summary>Removes a file, if there is one.</summary>
    public static void Delete(string path) =>
        Wait(
            path,
            () =>
            {
                if (File.Exists(path))
                    File.Delete(path);
                return true;
            }
        );

    private static T Wait<T>(string path, Func<T> open)
    {
        for (var waited = Stopwatch.StartNew(); ; Thread.Sleep(Pause))
        {
            try
            {
                return open();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException && Busy.Contains(e.HResult))
            {
                if (waited.Elapsed > Patience)
                    throw new IOException(
                        $"The file '{Path.GetFileName(path)}' was kept locked by another program for half a minute. "
                            + $"Close what holds it, then do this again.",
                        e
                    );
            }
        }
    }
}
