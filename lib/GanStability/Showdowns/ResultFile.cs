using System.Text;
using System.Text.Json;

namespace GanStability;

/// <summary>
/// Results on disk, one line of JSON per seed. Several threads and processes may append and read at once (a job array, two classes): each
/// line is written under a lock, whole, and whoever reads or writes waits for the lock. A line torn by a killed process, or one that makes
/// no sense, is skipped when reading.
/// </summary>
/// <param name="path">The file; it need not exist yet.</param>
public sealed class ResultFile(string path)
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
    };

    /// <summary>The file.</summary>
    public string FullPath { get; } = Path.GetFullPath(path);

    /// <summary>All whole lines of the file.</summary>
    /// <returns>The results in the order of the file; none when there is no file yet.</returns>
    /// <exception cref="IOException">The file cannot be read, or another program kept it locked for half a minute.</exception>
    public IReadOnlyList<SeedResult> Read() => Read(out _);

    /// <summary>The same, with the number of lines that could not be read.</summary>
    internal IReadOnlyList<SeedResult> Read(out int unread)
    {
        unread = 0;
        using var stream = PatientFile.OpenToRead(FullPath);
        if (stream is null)
            return [];
        using var lines = new StreamReader(stream, Encoding.UTF8);
        var results = new List<SeedResult>();
        while (lines.ReadLine() is { } line)
            if (Parse(line) is { } result)
                results.Add(result);
            else if (!string.IsNullOrWhiteSpace(line))
                unread++;
        return results;
    }

    /// <summary>Makes sure that the file can be written, before hours are spent on what is to stand in it.</summary>
    /// <exception cref="IOException">It cannot be written; the message says what to do.</exception>
    internal void CheckWritable()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(FullPath)!);
            var isNew = !File.Exists(FullPath);
            PatientFile.OpenToWrite(FullPath).Dispose();
            if (isNew)
                PatientFile.Delete(FullPath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"Results cannot be written to '{FullPath}': {e.Message} Give a file in a folder of your own.", e);
        }
    }

    /// <summary>Appends results, one line each.</summary>
    /// <param name="results">The results.</param>
    /// <exception cref="IOException">The file cannot be written, or another program kept it locked for half a minute.</exception>
    public void Append(IEnumerable<SeedResult> results)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FullPath)!);
        var lines = string.Concat(results.Select(r => JsonSerializer.Serialize(r, Options) + "\n"));
        using var stream = PatientFile.OpenToWrite(FullPath);
        // What a killed process left behind must not swallow the next line.
        if (stream.Length > 0)
        {
            stream.Seek(-1, SeekOrigin.End);
            if (stream.ReadByte() != '\n')
                lines = "\n" + lines;
        }
        stream.Seek(0, SeekOrigin.End);
        stream.Write(Encoding.UTF8.GetBytes(lines));
        stream.Flush(flushToDisk: true);
    }

    private static SeedResult? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<SeedResult>(line, Options) is { MakesSense: true } result ? result.AsWrittenToday() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
