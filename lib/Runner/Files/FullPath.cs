namespace GanStability.Runner.Files;

/// <summary>Paths as the disk sees them: full, with every link followed.</summary>
internal static class FullPath
{
    /// <summary>The place that a path leads to; what does not exist yet keeps its name.</summary>
    /// <exception cref="IOException">Links that lead to themselves.</exception>
    public static string Resolve(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.GetDirectoryName(full) is not { } parent)
            return full;
        var here = Path.Combine(Resolve(parent), Path.GetFileName(full));
        FileSystemInfo entry = Directory.Exists(here) ? new DirectoryInfo(here) : new FileInfo(here);
        // Of what does not exist there is no target to ask for.
        return entry.LinkTarget is not null && entry.ResolveLinkTarget(returnFinalTarget: true) is { } target
            ? Resolve(target.FullName)
            : here;
    }

    /// <summary>Whether a path is a folder or lies in it; both as <see cref="Resolve"/> gives them.</summary>
    public static bool IsInside(string path, string folder) =>
        path == folder || path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + "/", StringComparison.Ordinal);
}
