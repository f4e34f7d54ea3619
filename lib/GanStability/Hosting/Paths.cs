namespace GanStability.Hosting;

/// <summary>Paths as a reader should see them: without what is only true on this machine, so that outputs can be committed.</summary>
internal static class Paths
{
    /// <summary>The folder that holds the project: two above the kit (artifacts/kit).</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(NativeLibraries.KitFolder, "..", ".."));

    /// <summary>Where interrupted runs are kept.</summary>
    public static string Checkpoints { get; } = Path.Combine(Root, "artifacts", "checkpoints");

    /// <summary>Shortens a path: relative to the project, else to the home folder, else its last two parts.</summary>
    public static string Short(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (IsUnder(full, Root)) return Path.GetRelativePath(Root, full);
        if (home.Length > 1 && IsUnder(full, home)) return "~/" + Path.GetRelativePath(home, full);
        return "…/" + string.Join('/', full.Split('/').TakeLast(2));
    }

    private static bool IsUnder(string path, string folder) =>
        path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + "/", StringComparison.Ordinal);
}
