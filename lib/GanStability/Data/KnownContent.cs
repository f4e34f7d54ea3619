using System.Text.Json;
using GanStability.Engine;

namespace GanStability;

/// <summary>
/// What is known about the content of data files: the hashes of the manifest, and those learnt on this machine. The publishers of most
/// data sets give a hash of the archive only; the first archive that has it teaches the hash of what is inside, which then recognises the
/// file in any other form: plain, compressed anew, or in the folder of another data set.
/// </summary>
internal static class KnownContent
{
    private static string LearntFile => Path.Combine(DataFolders.Cache, "content-hashes.json");

    /// <summary>Refuses content that is known to be other content, and remembers that of a verified archive.</summary>
    /// <param name="set">The data set that it shall belong to.</param>
    /// <param name="file">The file that it shall be.</param>
    /// <param name="name">What the file is called here.</param>
    /// <param name="sha256">SHA-256 of the content, as hexadecimal digits.</param>
    /// <param name="count">Pictures or labels in it.</param>
    /// <param name="verified">Whether it comes from an archive with the published hash.</param>
    /// <exception cref="InvalidDataException">It is another file's content, damaged, or not complete.</exception>
    public static void Check(DataSetEntry set, DataFileEntry file, string name, string sha256, int count, bool verified)
    {
        var learnt = Learnt();
        var key = Key(set, file);
        var wanted = HashOf(set, file);
        if (sha256 != wanted && OwnerOf(sha256, learnt, key) is { } owner)
            throw new InvalidDataException(
                $"{name} in the folder of {Title(set)} is {owner}: a file of another data set or split. Put it where it belongs, and fetch "
                    + $"the right one: data get {set.Name}."
            );
        if (file.Count is { } all && count != all)
            throw new InvalidDataException(
                FormattableString.Invariant($"{name} holds {count} pictures or labels and not the {all} of {Title(set)}: it was ")
                    + $"shortened, or it is another file. Delete it and fetch it again: data get {set.Name}."
            );
        Require(name, sha256, wanted);
        if (verified && wanted is null)
            Learn(key, sha256);
    }

    /// <summary>SHA-256 of a file's content, from the manifest or learnt here; null where nobody knows it.</summary>
    public static string? HashOf(DataSetEntry set, DataFileEntry file) => file.ContentSha256 ?? Learnt().GetValueOrDefault(Key(set, file));

    /// <summary>Refuses content of another hash.</summary>
    /// <exception cref="InvalidDataException">The hashes differ.</exception>
    public static void Require(string name, string found, string? wanted)
    {
        if (wanted is not null && found != wanted)
            throw new InvalidDataException(
                $"{name} is damaged or another file: the SHA-256 of its content is {found}, it should be {wanted}. Delete it and fetch "
                    + $"it again."
            );
    }

    /// <summary>Whose archive a published MD5 belongs to, in words; null where it is nobody's.</summary>
    public static string? ArchiveOf(string md5) =>
        (
            from set in DataSets.Manifest.DataSets
            from file in set.Files
            where file.ArchiveMd5 == md5
            select $"{Title(set)}'s {file.Name}"
        ).FirstOrDefault();

    private static string? OwnerOf(string sha256, Dictionary<string, string> learnt, string butNot) =>
        (
            from set in DataSets.Manifest.DataSets
            from name in set.Files.Select(f => f.Name).Concat(Enum.GetValues<Split>().SelectMany(Cifar10File.FilesOf))
            let key = $"{set.Name}/{name}"
            where key != butNot && (set.Files.FirstOrDefault(f => f.Name == name)?.ContentSha256 ?? learnt.GetValueOrDefault(key)) == sha256
            select $"{Title(set)}'s {name}"
        ).FirstOrDefault();

    private static Dictionary<string, string> Learnt()
    {
        try
        {
            using var file = PatientFile.OpenToRead(LearntFile);
            return file is null ? [] : JsonSerializer.Deserialize<Dictionary<string, string>>(file) ?? [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return []; // a help, not a need
        }
    }

    private static void Learn(string key, string sha256)
    {
        try
        {
            Directory.CreateDirectory(DataFolders.Cache);
            var (all, part) = (Learnt(), $"{LearntFile}.{Guid.NewGuid():N}.part");
            all[key] = sha256;
            File.WriteAllText(part, JsonSerializer.Serialize(all));
            PatientFile.Replace(LearntFile, part);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A cache that may not be written to learns nothing; the next archive teaches it.
        }
    }

    private static string Key(DataSetEntry set, DataFileEntry file) => $"{set.Name}/{file.Name}";

    private static string Title(DataSetEntry set) => set.Title.Split(',')[0];
}
