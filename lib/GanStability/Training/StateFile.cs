using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace GanStability.Engine;

/// <summary>What stands at the head of a file with a run in it.</summary>
/// <param name="Name">The name of the run.</param>
/// <param name="Build">The build of the library that wrote it.</param>
/// <param name="Settings">What decides the run, see <see cref="Identity"/>.</param>
/// <param name="Recipe">The recipe itself, see <see cref="RecipeText"/>; null where it cannot be written, or need not be.</param>
internal sealed record StateHeader(string Name, string Build, IReadOnlyDictionary<string, string> Settings, string? Recipe = null);

/// <summary>
/// A run on disk: a format, a hash of all that follows, a <see cref="StateHeader"/>, and the state. The file is replaced as a whole: a
/// process that is killed while it writes leaves the earlier file untouched, and whoever reads beside a writer reads one of the two, whole.
/// </summary>
/// <param name="format">What is in it, such as <c>GanStability checkpoint 3</c>.</param>
internal sealed class StateFile(string format)
{
    private const string Kit = "GanStability ";
    private static readonly JsonSerializerOptions Strict = new() { RespectNullableAnnotations = true };

    /// <summary>Writes a file.</summary>
    /// <param name="path">The file; its folder is made.</param>
    /// <param name="header">What it is.</param>
    /// <param name="state">Writes the state.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Write(string path, StateHeader header, Action<RunState> state)
    {
        using var content = new MemoryStream();
        using (var writer = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(JsonSerializer.Serialize(header));
            state(new RunState(writer));
        }
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Guid.NewGuid():N}";
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew))
            using (var writer = new BinaryWriter(file))
            {
                writer.Write(format);
                writer.Write(SHA256.HashData(content.GetBuffer().AsSpan(0, (int)content.Length)));
                content.WriteTo(file);
                file.Flush(flushToDisk: true);
            }
            PatientFile.Replace(path, by: temporary);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Removes what processes that were killed while they wrote a file have left beside it.</summary>
    /// <param name="path">The file; it need not exist.</param>
    public static void DeleteUnfinished(string path)
    {
        if (Path.GetDirectoryName(path) is { } folder && Directory.Exists(folder))
            foreach (var left in Directory.EnumerateFiles(folder, Path.GetFileName(path) + ".*"))
                if (Guid.TryParseExact(Path.GetExtension(left)[1..], "N", out _))
                    PatientFile.Delete(left);
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="use">Gets the header, and the state to read.</param>
    /// <returns>What <paramref name="use"/> returns.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is damaged or something else; the message is the reason, to be put into a
    /// sentence.</exception>
    public T Read<T>(string path, Func<StateHeader, RunState, T> use)
    {
        using var file = PatientFile.OpenToRead(path) ?? throw new FileNotFoundException($"There is no file '{path}'.", path);
        using var reader = new BinaryReader(file);
        try
        {
            CheckFormat(reader);
            var (expected, start) = (reader.ReadBytes(SHA256.HashSizeInBytes), file.Position);
            if (!expected.SequenceEqual(SHA256.HashData(file)))
                throw new InvalidDataException("it is damaged: its content is not what was written");
            file.Position = start;
            return use(Header(reader), new RunState(reader));
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or JsonException or NotSupportedException)
        {
            throw new InvalidDataException("it is damaged", e);
        }
    }

    /// <summary>Whether a file is of this kind, in this or another version.</summary>
    public bool IsIn(string path)
    {
        using var file = PatientFile.OpenToRead(path);
        var kind = format[..format.LastIndexOf(' ')];
        return file is not null
            && file.ReadByte() > kind.Length
            && Encoding.UTF8.GetString(new BinaryReader(file).ReadBytes(kind.Length)) == kind;
    }

    /// <summary>The head of a file, unchecked; null where it has none of this kind.</summary>
    public StateHeader? Head(string path)
    {
        try
        {
            using var file = PatientFile.OpenToRead(path);
            if (file is null)
                return null;
            using var reader = new BinaryReader(file);
            CheckFormat(reader);
            reader.ReadBytes(SHA256.HashSizeInBytes);
            return Header(reader);
        }
        catch (Exception e)
            when (e is IOException or InvalidDataException or UnauthorizedAccessException or FormatException or JsonException)
        {
            return null;
        }
    }

    private static StateHeader Header(BinaryReader reader) =>
        JsonSerializer.Deserialize<StateHeader>(reader.ReadString(), Strict) ?? throw new JsonException();

    /// <summary>The format is looked at byte by byte: of a foreign file no length is believed.</summary>
    private void CheckFormat(BinaryReader reader)
    {
        var length = reader.BaseStream.ReadByte();
        var found = length is > 0 and < 128 ? Encoding.UTF8.GetString(reader.ReadBytes(length)) : "";
        if (found != format)
            throw new InvalidDataException(
                !found.StartsWith(Kit, StringComparison.Ordinal) ? "this kit did not write it"
                : found.Split(' ')[1] == format.Split(' ')[1] ? $"it was written by another version of the kit ('{found}')"
                : $"it is a '{found}', not a '{format}'"
            );
    }
}
