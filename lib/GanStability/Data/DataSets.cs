using System.Security.Cryptography;

namespace GanStability;

/// <summary>The part of a data set.</summary>
public enum Split
{
    /// <summary>The pictures to train on.</summary>
    Train,

    /// <summary>The pictures held back for testing.</summary>
    Test,
}

/// <summary>Opens the data sets that were found on this machine; see <see cref="DataFolders"/> for where they are looked for.</summary>
public static class DataSets
{
    internal static DataManifest Manifest { get; } = ReadManifest();

    /// <summary>The data sets that can be opened once they are on this machine.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Manifest.DataSets.Where(d => d.Classes.Count > 0).Select(d => d.Name)];

    /// <summary>Opens a data set.</summary>
    /// <param name="name"><c>mnist</c>, <c>fashion-mnist</c>, <c>kmnist</c> or <c>cifar-10</c>.</param>
    /// <param name="split">Which part; null for the training split, or the test split where only that is there (the name says
    /// which).</param>
    /// <returns>The pictures.</returns>
    /// <exception cref="ArgumentException">Another name.</exception>
    /// <exception cref="FileNotFoundException">The data set, or the split, is not on this machine; the message says how to get
    /// it.</exception>
    /// <exception cref="InvalidDataException">A file is cut off, damaged or another file; nothing of it is used.</exception>
    public static ImageSet Open(string name, Split? split = null)
    {
        if (!Names.Contains(name))
            throw new ArgumentException($"There is no data set '{name}'; there are: {string.Join(", ", Names)}.", nameof(name));
        var entry = Manifest.Find(name)!;
        var folder =
            DataFolders.Found().FirstOrDefault(f => f.Name == name)?.Folder
            ?? throw new FileNotFoundException(
                $"{entry.Title} is not on this machine. Get it with: dotnet run -c Release --project lib/Runner -- data get {name}"
                    + $" (or set {DataFolders.Variable} to a folder that holds {name}/). Looked in {DataFolders.Describe(name)}."
            );
        return OpenIn(folder, entry, split);
    }

    /// <summary>Opens a data set that lies in a given folder.</summary>
    internal static ImageSet OpenIn(string folder, DataSetEntry entry, Split? split)
    {
        var chosen = split ?? (Has(folder, entry, Split.Train) ? Split.Train : Split.Test);
        if (!Has(folder, entry, chosen))
            throw new FileNotFoundException(
                $"The {Word(chosen)} split of {entry.Title} is not in the folder {Path.GetFileName(folder)}. Get it with: dotnet run "
                    + $"-c Release --project lib/Runner -- data get {entry.Name}"
            );
        var title = entry.Title.Split(',')[0];
        return entry.Name == "cifar-10" ? OpenCifar(folder, entry, chosen, title) : OpenIdx(folder, entry, chosen, title);
    }

    private static ImageSet OpenIdx(string folder, DataSetEntry entry, Split split, string title)
    {
        var (imageFile, labelFile) = (
            Checked(folder, entry.Files, IdxNames(split).Images),
            Checked(folder, entry.Files, IdxNames(split).Labels)
        );
        var labels = IdxFile.ReadLabels(labelFile.Path, labelFile.Sha256);
        var pixels = IdxFile.ReadImages(imageFile.Path, imageFile.Sha256);
        if (pixels.shape[0] == labels.Length)
            return new ImageSet(NameOf(title, split, labels.Length), pixels, labels, entry.Classes);
        using (pixels)
            throw new InvalidDataException(
                $"{Path.GetFileName(imageFile.Path)} holds {pixels.shape[0]} images and {Path.GetFileName(labelFile.Path)} "
                    + $"{labels.Length} labels: they do not belong together."
            );
    }

    private static ImageSet OpenCifar(string folder, DataSetEntry entry, Split split, string title)
    {
        var plain = CifarFolder(folder, split);
        var (pixels, labels) = plain is not null
            ? Cifar10File.Read([.. Cifar10File.FilesOf(split).Select(f => Path.Combine(plain, f))])
            : Cifar10File.ReadArchive(Checked(folder, entry.Files, entry.Files[0].Name).Path, split);
        return new ImageSet(NameOf(title, split, labels.Length), pixels, labels, entry.Classes);
    }

    private static string NameOf(string title, Split split, int count) =>
        FormattableString.Invariant($"{title}, {Word(split)} split ({count} pictures)");

    private static string Word(Split split) => split == Split.Train ? "training" : "test";

    private static (string Images, string Labels) IdxNames(Split split) =>
        split == Split.Train
            ? ("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz")
            : ("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz");

    private static bool Has(string folder, DataSetEntry entry, Split split) =>
        entry.Name == "cifar-10"
            ? CifarFolder(folder, split) is not null || File.Exists(Path.Combine(folder, entry.Files[0].Name))
            : PathOf(folder, IdxNames(split).Images) is not null && PathOf(folder, IdxNames(split).Labels) is not null;

    private static string? CifarFolder(string folder, Split split) =>
        new[] { folder, Path.Combine(folder, "cifar-10-batches-bin") }.FirstOrDefault(f =>
            Cifar10File.FilesOf(split).All(name => File.Exists(Path.Combine(f, name)))
        );

    private static string? PathOf(string folder, string name) =>
        new[] { name, Path.GetFileNameWithoutExtension(name) }.Select(n => Path.Combine(folder, n)).FirstOrDefault(File.Exists);

    // The content decides where its hash is known; else the archive must be the published one. A plain file without a known hash is taken
    // as it is.
    private static (string Path, string? Sha256) Checked(string folder, IReadOnlyList<DataFileEntry> files, string name)
    {
        var (entry, path) = (files.First(f => f.Name == name), PathOf(folder, name)!);
        if (entry.ContentSha256 is not null || entry.ArchiveMd5 is null || Path.GetFileName(path) != name)
            return (path, entry.ContentSha256);
        using var file = File.OpenRead(path);
#pragma warning disable CA5351 // the archives' publishers give MD5; it guards against accidents, not against attackers
        var md5 = Convert.ToHexStringLower(MD5.HashData(file));
#pragma warning restore CA5351
        return md5 == entry.ArchiveMd5
            ? (path, null)
            : throw new InvalidDataException(
                $"{name} is cut off, damaged or another file: its MD5 is {md5}, it should be {entry.ArchiveMd5}. Delete it and fetch "
                    + $"it again."
            );
    }

    private static DataManifest ReadManifest()
    {
        using var json = typeof(DataSets).Assembly.GetManifestResourceStream("Data.manifest.json")!;
        return DataManifest.Read(json);
    }
}

/// <summary>A data set found on this machine.</summary>
/// <param name="Name">Its name, such as <c>mnist</c>.</param>
/// <param name="Folder">The folder that holds its files.</param>
internal sealed record FoundDataSet(string Name, string Folder);

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

    /// <summary>
    /// The data sets found: a folder of the right name that holds files of images. Their content is checked when they are read.
    /// </summary>
    /// <returns>Each data set once, from the first folder that has it.</returns>
    public static IReadOnlyList<FoundDataSet> Found() =>
        [
            .. from entry in DataSets.Manifest.DataSets
            where entry.Classes.Count > 0
            let folder = Search().Select(f => Path.Combine(f, entry.Name)).FirstOrDefault(HoldsImages)
            where folder is not null
            select new FoundDataSet(entry.Name, folder),
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

    private static bool HoldsImages(string folder) =>
        Directory.Exists(folder)
        && (
            Directory
                .EnumerateFiles(folder)
                .Any(f =>
                    Path.GetFileName(f) is var name
                    && (
                        name.Contains("idx3-ubyte", StringComparison.Ordinal)
                        || name.EndsWith("_batch.bin", StringComparison.Ordinal)
                        || name.EndsWith("binary.tar.gz", StringComparison.Ordinal)
                    )
                ) || File.Exists(Path.Combine(folder, "cifar-10-batches-bin", "test_batch.bin"))
        );
}
