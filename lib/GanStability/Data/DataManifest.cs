using System.Text.Json;

namespace GanStability;

/// <summary>What can be downloaded: <c>data/manifest.json</c>. The library reads the copy built into it, the runner the file.</summary>
/// <param name="DataSets">The data sets.</param>
internal sealed record DataManifest(IReadOnlyList<DataSetEntry> DataSets)
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Reads a manifest.</summary>
    public static DataManifest Read(Stream json) =>
        JsonSerializer.Deserialize<DataManifest>(json, Options) ?? throw new InvalidDataException("The manifest of data sets is empty.");

    /// <summary>The entry of a data set, or null.</summary>
    public DataSetEntry? Find(string name) => DataSets.FirstOrDefault(d => d.Name == name);
}

/// <summary>One data set of the manifest.</summary>
/// <param name="Name">Its name and the name of its folder.</param>
/// <param name="Title">Its name in words.</param>
/// <param name="Licence">Its licence.</param>
/// <param name="Classes">Names of its classes.</param>
/// <param name="Addresses">Where the files lie; each is tried in turn and ends with a slash.</param>
/// <param name="Files">The files.</param>
internal sealed record DataSetEntry(
    string Name,
    string Title,
    string Licence,
    IReadOnlyList<string> Classes,
    IReadOnlyList<string> Addresses,
    IReadOnlyList<DataFileEntry> Files
);

/// <summary>One file of a data set.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ArchiveMd5">MD5 of the file as it is downloaded; null where none is published.</param>
/// <param name="ContentSha256">SHA-256 of what is in it once decompressed; null where none is known.</param>
/// <param name="Count">Pictures, or labels, in it, or in each of the files that it holds; null where that is not known.</param>
internal sealed record DataFileEntry(string Name, string? ArchiveMd5 = null, string? ContentSha256 = null, int? Count = null);
