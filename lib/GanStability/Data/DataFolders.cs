namespace GanStability.Data;

/// <summary>A data set found on this machine.</summary>
/// <param name="Name">Its name, such as <c>mnist</c>.</param>
/// <param name="Folder">The folder that holds its files.</param>
public sealed record FoundDataSet(string Name, string Folder);

/// <summary>
/// Where data sets are looked for, in this order: the folder named by the environment variable <c>GANSTABILITY_DATA</c>, the user's cache
/// (<c>$XDG_CACHE_HOME/ganstability</c>, else <c>~/.cache/ganstability</c>), and the project's <c>data</c>. Each holds one folder per data set.
/// </summary>
public static class DataFolders
{
    /// <summary>Names a folder that holds <c>mnist/</c>, <c>fashion-mnist/</c>, …</summary>
    public const string Variable = "GANSTABILITY_DATA";

    private static readonly string[] Known = ["mnist", "fashion-mnist", "kmnist", "cifar-10"];

    /// <summary>The folders, whether they exist or not.</summary>
    /// <returns>Full paths in the order of the search.</returns>
    public static IReadOnlyList<string> Search()
    {
        var folders = new List<string>();
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named) folders.Add(Path.GetFullPath(named));
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg
            ? xdg : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        folders.Add(Path.Combine(cache, "ganstability"));
        folders.Add(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(DataFolders).Assembly.Location) ?? ".", "..", "..", "data")));
        return folders;
    }

    /// <summary>The data sets found: a folder of the right name that holds files of images. Their content is checked when they are read.</summary>
    /// <returns>Each data set once, from the first folder that has it.</returns>
    public static IReadOnlyList<FoundDataSet> Found() =>
        [.. from name in Known
            let folder = Search().Select(f => Path.Combine(f, name)).FirstOrDefault(HoldsImages)
            where folder is not null
            select new FoundDataSet(name, folder)];

    private static bool HoldsImages(string folder) => Directory.Exists(folder)
        && Directory.EnumerateFiles(folder).Any(f => Path.GetFileName(f) is var name
            && (name.Contains("idx3-ubyte", StringComparison.Ordinal) || name.EndsWith("_batch.bin", StringComparison.Ordinal) || name.EndsWith("binary.tar.gz", StringComparison.Ordinal)));
}
