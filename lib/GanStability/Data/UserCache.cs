namespace GanStability.Data;

/// <summary>The user's cache folder (the runner uses this file too: it downloads to where the library looks).</summary>
internal static class UserCache
{
    /// <summary><c>$XDG_CACHE_HOME/ganstability</c>, else <c>~/.cache/ganstability</c>.</summary>
    public static string Folder => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg
            ? xdg : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "ganstability");
}
