namespace GanStability;

/// <summary>The files of one split, found together in one folder.</summary>
/// <param name="Split">The split.</param>
/// <param name="Folder">The folder.</param>
/// <param name="Files">What each file is by the manifest, and its path, in the manifest's order.</param>
internal sealed record FoundSplit(Split Split, string Folder, IReadOnlyList<(DataFileEntry Entry, string Path)> Files);

/// <summary>
/// Finds the files of data sets as they are really called after a download: with a dot or a dash (<c>train-images.idx3-ubyte</c>), in any
/// case, gzip or plain, in <c>raw/</c> or as other libraries lay them out (<c>MNIST/raw</c>, <c>FashionMNIST/raw</c>,
/// <c>cifar-10-batches-bin</c>). For each split, the first folder that holds all its files counts; one that holds some of them, or a web
/// page under their name, hides nothing.
/// </summary>
internal static class DataFinder
{
    private const int Deep = 2;

    private static readonly EnumerationOptions Visible = new() { IgnoreInaccessible = true };

    /// <summary>Finds a split.</summary>
    /// <param name="entry">The data set.</param>
    /// <param name="split">The split.</param>
    /// <param name="folders">Where to look, see <see cref="FoldersOf"/>.</param>
    /// <returns>Its files, or null.</returns>
    public static FoundSplit? Find(DataSetEntry entry, Split split, IReadOnlyList<string> folders)
    {
        foreach (var folder in folders)
        foreach (var version in Versions(entry, split))
        {
            var files = version.Select(file => (Entry: file, Path: Usable(folder, file))).ToList();
            if (files.Count > 0 && files.TrueForAll(f => f.Path is not null))
                return new(split, folder, [.. files.Select(f => (f.Entry, f.Path!))]);
        }
        return null;
    }

    /// <summary>One file, from the first folder that has it.</summary>
    public static string? Find(DataFileEntry file, IReadOnlyList<string> folders) =>
        folders.Select(folder => Usable(folder, file)).FirstOrDefault(path => path is not null);

    /// <summary>
    /// What lies there instead, in sentences: files under the right name that are something else, and versions that the kit does not read.
    /// </summary>
    /// <param name="entry">The data set.</param>
    /// <param name="folders">Where to look, see <see cref="FoldersOf"/>.</param>
    /// <returns>A sentence for each file; none where nothing is wrong.</returns>
    public static IReadOnlyList<string> Obstacles(DataSetEntry entry, IReadOnlyList<string> folders)
    {
        var files = Enum.GetValues<Split>().SelectMany(split => Versions(entry, split)).SelectMany(v => v).DistinctBy(f => f.Name).ToList();
        return
        [
            .. from folder in folders
            from file in files
            from path in Named(folder, file)
            let wrong = FileKind.WrongKind(path)
            where wrong is not null
            select $"{InWords(path)} is {wrong}.",
            .. from folder in folders
            from path in Directory.EnumerateFileSystemEntries(folder, "*", Visible).Order(StringComparer.Ordinal)
            let version = OtherVersion(Plain(Path.GetFileName(path)))
            where version is not null && Plain(entry.Name) == "cifar10"
            select $"{InWords(path)} is {entry.Title.Split(',')[0]}'s {version} version; the kit reads the binary version, "
                + $"{entry.Files[0].Name}.",
        ];
    }

    /// <summary>The folders that may hold a data set, nearest first.</summary>
    /// <param name="entry">The data set.</param>
    /// <param name="roots">Folders that hold one folder per data set.</param>
    /// <returns>Those that exist.</returns>
    public static IReadOnlyList<string> FoldersOf(DataSetEntry entry, IEnumerable<string> roots)
    {
        var name = Plain(entry.Name);
        return
        [
            .. from root in roots
            where Directory.Exists(root)
            from folder in Directory
                .EnumerateDirectories(root, "*", Visible)
                .Where(f => Plain(Path.GetFileName(f)) is var called && (called == name || called == name + "batchesbin"))
                .OrderBy(f => Path.GetFileName(f) != entry.Name)
                .ThenBy(f => f, StringComparer.Ordinal)
                .SelectMany(f => Within(f, entry))
                // Where the files say whose they are, they need no folder of their own.
                .Concat(entry.Files.All(f => Plain(f.Name).StartsWith(name, StringComparison.Ordinal)) ? new[] { root } : [])
            select folder,
        ];
    }

    /// <summary>A folder and what lies in it, two deep, but for the folders of other data sets.</summary>
    public static IEnumerable<string> Within(string folder, DataSetEntry entry, int deep = Deep) =>
        !Directory.Exists(folder) ? []
        : deep == 0 ? [folder]
        : Directory
            .EnumerateDirectories(folder, "*", Visible)
            .Where(f => DataSets.Manifest.DataSets.All(d => d.Name == entry.Name || Plain(d.Name) != Plain(Path.GetFileName(f))))
            .Order(StringComparer.Ordinal)
            .SelectMany(f => Within(f, entry, deep - 1))
            .Prepend(folder);

    /// <summary>The last folder and the name: enough to find a file, and the same on every machine.</summary>
    public static string InWords(string path) => $"{Path.GetFileName(Path.GetDirectoryName(path))}/{Path.GetFileName(path)}";

    // The sets of files that make up a split; the first that is there is read.
    private static IEnumerable<IReadOnlyList<DataFileEntry>> Versions(DataSetEntry entry, Split split)
    {
        if (entry.Name == "cifar-10")
            yield return [.. Cifar10File.FilesOf(split).Select(name => Cifar10File.EntryOf(name, entry))];
        yield return [.. entry.Files.Where(f => SplitOf(f) is null || SplitOf(f) == split)];
    }

    private static Split? SplitOf(DataFileEntry file) =>
        file.Name.StartsWith("train-", StringComparison.Ordinal) ? Split.Train
        : file.Name.StartsWith("t10k-", StringComparison.Ordinal) ? Split.Test
        : null;

    private static string? Usable(string folder, DataFileEntry file) =>
        Named(folder, file).FirstOrDefault(path => FileKind.WrongKind(path) is null);

    private static IEnumerable<string> Named(string folder, DataFileEntry file) =>
        Directory
            .EnumerateFiles(folder, "*", Visible)
            .Where(path => Plain(Path.GetFileName(path)) == Plain(file.Name))
            .OrderBy(path => Path.GetFileName(path) != file.Name)
            .ThenBy(path => path, StringComparer.Ordinal);

    private static string? OtherVersion(string name) =>
        name is "cifar10pythontar" or "cifar10batchespy" ? "Python"
        : name is "cifar10matlabtar" or "cifar10batchesmat" ? "MATLAB"
        : null;

    // What is left of a name when it is written without dots, dashes, capitals and the ending of gzip.
    private static string Plain(string name)
    {
        var small = name.ToLowerInvariant();
        if (small.EndsWith(".gz", StringComparison.Ordinal))
            small = small[..^3];
        return new([.. small.Where(char.IsAsciiLetterOrDigit)]);
    }
}
