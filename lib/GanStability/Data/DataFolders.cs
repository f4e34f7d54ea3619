namespace GanStability;

/// <summary>A data set found on this machine.</summary>
/// <param name="Name">Its name, such as <c>mnist</c>.</param>
/// <param name="Splits">What is there of it, at least one split.</param>
internal sealed record FoundDataSet(string Name, IReadOnlyList<FoundSplit> Splits);

/// <summary>
/// Where data sets are looked for, in this order: the folder named by the environment variable <c>GANSTABILITY_DATA</c>, the user's cache
/// (<c>$XDG_CACHE_HOME/ganstability</c>, else <c>~/.cache/ganstability</c>), and the project's <c>data</c>. Each holds one folder per data
/// set.
/// </summary>
internal static class DataFolders
{
    /// <summary>Names a folder that holds <c>mnist/</c>, <c>fashion-mnist/</c>, …</summary>
    public const string Variable = "GANSTABILITY_DATA";

    /// <summary>
    /// The user's cache folder, <c>$XDG_CACHE_HOME/ganstability</c> or else <c>~/.cache/ganstability</c>: downloads, and networks trained
    /// on first use.
    /// </summary>
    public static string Cache =>
        Path.Combine(
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } named
                ? named
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
            "ganstability"
        );

    /// <summary>The project's own <c>data</c> folder: the nearest one above this assembly that holds the manifest.</summary>
    public static string Shipped { get; } = FindShipped();

    /// <summary>The folders, whether they exist or not.</summary>
    /// <returns>Full paths in the order of the search.</returns>
    public static IReadOnlyList<string> Search() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
            ? [Path.GetFullPath(named), Cache, Shipped]
            : [Cache, Shipped];

    /// <summary>The data sets of which a split is there, see <see cref="DataFinder"/>. Their content is checked when they are
    /// read.</summary>
    public static IReadOnlyList<FoundDataSet> Found() =>
        [
            .. from entry in DataSets.Manifest.DataSets
            where entry.Classes.Count > 0
            let folders = DataFinder.FoldersOf(entry, Search())
            let splits = Enum.GetValues<Split>().Select(s => DataFinder.Find(entry, s, folders)).OfType<FoundSplit>().ToList()
            where splits.Count > 0
            select new FoundDataSet(entry.Name, splits),
        ];

    /// <summary>A file of a data set or network, from the first folder that has it.</summary>
    /// <param name="name">Its folder, such as <c>inception</c>.</param>
    /// <param name="file">Its name.</param>
    /// <returns>The full path, or null.</returns>
    internal static string? FindFile(string name, string file) =>
        Search().Select(f => Path.Combine(f, name, file)).FirstOrDefault(File.Exists);

    /// <summary>The folders of the search in words, without what is only true on this machine.</summary>
    internal static string Describe(string name) =>
        $"${Variable}/{name} ({(Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } ? "set" : "not set")}), the cache "
        + $"folder ganstability/{name} and data/{name}";

    private static string FindShipped()
    {
        var beside = Path.GetDirectoryName(typeof(DataFolders).Assembly.Location) ?? ".";
        for (var folder = beside; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "data", "manifest.json")))
                return Path.Combine(folder, "data");
        return Path.GetFullPath(Path.Combine(beside, "..", "..", "data"));
    }
}
