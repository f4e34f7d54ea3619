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
        return OpenFrom(DataFolders.Search(), Manifest.Find(name)!, split);
    }

    /// <summary>Opens a data set from the first of some folders that hold one folder per data set.</summary>
    internal static ImageSet OpenFrom(IEnumerable<string> roots, DataSetEntry entry, Split? split) =>
        Open(entry, split, DataFinder.FoldersOf(entry, roots));

    /// <summary>Opens a data set that lies in a given folder.</summary>
    internal static ImageSet OpenIn(string folder, DataSetEntry entry, Split? split) =>
        Open(entry, split, [.. DataFinder.Within(folder, entry)]);

    private static ImageSet Open(DataSetEntry entry, Split? split, IReadOnlyList<string> folders)
    {
        Split[] wanted = split is { } one ? [one] : [Split.Train, Split.Test];
        var found =
            wanted.Select(s => DataFinder.Find(entry, s, folders)).FirstOrDefault(f => f is not null)
            ?? throw new FileNotFoundException(NotHere(entry, split, folders));
        return entry.Name == "cifar-10" ? OpenCifar(found, entry) : OpenIdx(found, entry);
    }

    private static string NotHere(DataSetEntry entry, Split? split, IReadOnlyList<string> folders)
    {
        var what = split is { } one ? $"The {Word(one)} split of {TitleOf(entry)}" : TitleOf(entry);
        return $"{what} is not on this machine. "
            + string.Concat(DataFinder.Obstacles(entry, folders).Select(o => o + " "))
            + $"Get it with: dotnet run -c Release --project lib/Runner -- data get {entry.Name} (or set {DataFolders.Variable} to a "
            + $"folder that holds {entry.Name}/). Looked in {DataFolders.Describe(entry.Name)}.";
    }

    private static ImageSet OpenIdx(FoundSplit found, DataSetEntry entry)
    {
        var (images, labels) = (found.Files[0], found.Files[1]);
        var marks = IdxFile.ReadLabels(labels.Path, CheckOf(labels));
        var pixels = IdxFile.ReadImages(images.Path, CheckOf(images));
        if (pixels.shape[0] == marks.Length)
            return new ImageSet(NameOf(entry, found.Split, marks.Length), pixels, marks, entry.Classes);
        using (pixels)
            throw new InvalidDataException(
                $"{Path.GetFileName(images.Path)} holds {pixels.shape[0]} images and {Path.GetFileName(labels.Path)} "
                    + $"{marks.Length} labels: they do not belong together."
            );

        ContentCheck CheckOf((DataFileEntry Entry, string Path) file)
        {
            var verified = IsPublishedArchive(file.Path, entry, file.Entry);
            return (name, sha256, count) => KnownContent.Check(entry, file.Entry, name, sha256, count, verified);
        }
    }

    private static ImageSet OpenCifar(FoundSplit found, DataSetEntry entry)
    {
        var archive = found.Files[0].Entry == entry.Files[0] ? found.Files[0].Path : null;
        var verified = archive is not null && IsPublishedArchive(archive, entry, entry.Files[0]);
        var (pixels, labels) = archive is null
            ? Cifar10File.Read([.. found.Files.Select(f => f.Path)], Check)
            : Cifar10File.ReadArchive(archive, found.Split, Check);
        return new ImageSet(NameOf(entry, found.Split, labels.Length), pixels, labels, entry.Classes);

        // What lies in the archive is called as published; a file of its own may be written otherwise.
        void Check(string name, string sha256, int count) =>
            KnownContent.Check(
                entry,
                archive is null ? found.Files.First(f => Path.GetFileName(f.Path) == name).Entry : Cifar10File.EntryOf(name, entry),
                name,
                sha256,
                count,
                verified
            );
    }

    private static string NameOf(DataSetEntry entry, Split split, int count) =>
        FormattableString.Invariant($"{TitleOf(entry)}, {Word(split)} split ({count} pictures)");

    private static string TitleOf(DataSetEntry entry) => entry.Title.Split(',')[0];

    internal static string Word(Split split) => split == Split.Train ? "training" : "test";

    // Where the hash of the content is known, that decides, however the file is packed. Else an archive must be the published one; a plain
    // file is judged by what was learnt and by its size.
    private static bool IsPublishedArchive(string path, DataSetEntry set, DataFileEntry entry)
    {
        if (entry.ArchiveMd5 is null || KnownContent.HashOf(set, entry) is not null)
            return false;
        using var file = File.OpenRead(path);
        if (!FileKind.IsGzip([(byte)file.ReadByte(), (byte)file.ReadByte()]))
            return false;
        file.Position = 0;
#pragma warning disable CA5351 // the archives' publishers give MD5; it guards against accidents, not against attackers
        var md5 = Convert.ToHexStringLower(MD5.HashData(file));
#pragma warning restore CA5351
        if (md5 == entry.ArchiveMd5)
            return true;
        var name = Path.GetFileName(path);
        throw new InvalidDataException(
            KnownContent.ArchiveOf(md5) is { } owner
                ? $"{DataFinder.InWords(path)} is {owner}: a file of another data set or split. Put it where it belongs, and fetch the "
                    + "right one."
                : $"{name} is cut off, damaged or another file: its MD5 is {md5}, it should be {entry.ArchiveMd5}. Delete it and fetch "
                    + "it again."
        );
    }

    private static DataManifest ReadManifest()
    {
        using var json = typeof(DataSets).Assembly.GetManifestResourceStream("Data.manifest.json")!;
        return DataManifest.Read(json);
    }
}
