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

    /// <summary>The user's cache folder: downloads, and networks trained on first use.</summary>
    public static string Cache => UserCache.Folder;

    /// <summary>The project's own <c>data</c> folder, two above the kit.</summary>
    public static string Shipped => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(DataFolders).Assembly.Location) ?? ".", "..", "..", "data"));

    /// <summary>The folders, whether they exist or not.</summary>
    /// <returns>Full paths in the order of the search.</returns>
    public static IReadOnlyList<string> Search() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
        ? [Path.GetFullPath(named), Cache, Shipped]
        : [Cache, Shipped];

    /// <summary>The data sets found: a folder of the right name that holds files of images. Their content is checked when they are read.</summary>
    /// <returns>Each data set once, from the first folder that has it.</returns>
    public static IReadOnlyList<FoundDataSet> Found() =>
        [.. from entry in DataSets.Manifest.DataSets
            where entry.Classes.Count > 0
            let folder = Search().Select(f => Path.Combine(f, entry.Name)).FirstOrDefault(HoldsImages)
            where folder is not null
            select new FoundDataSet(entry.Name, folder)];

    /// <summary>A file of a data set or network, from the first folder that has it.</summary>
    /// <param name="name">Its folder, such as <c>inception</c>.</param>
    /// <param name="file">Its name.</param>
    /// <returns>The full path, or null.</returns>
    internal static string? FindFile(string name, string file) => Search().Select(f => Path.Combine(f, name, file)).FirstOrDefault(File.Exists);

    /// <summary>The folders of the search in words, without what is only true on this machine.</summary>
    internal static string Describe(string name) =>
        $"${Variable}/{name} ({(Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } ? "set" : "not set")}), the cache folder ganstability/{name} and data/{name}";

    private static bool HoldsImages(string folder) => Directory.Exists(folder)
        && (Directory.EnumerateFiles(folder).Any(f => Path.GetFileName(f) is var name
            && (name.Contains("idx3-ubyte", StringComparison.Ordinal) || name.EndsWith("_batch.bin", StringComparison.Ordinal) || name.EndsWith("binary.tar.gz", StringComparison.Ordinal)))
            || File.Exists(Path.Combine(folder, "cifar-10-batches-bin", "test_batch.bin")));
}
