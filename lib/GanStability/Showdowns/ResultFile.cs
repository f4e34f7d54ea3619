using System.Text;
using System.Text.Json;

namespace GanStability.Showdowns;

/// <summary>
/// Results on disk, one line of JSON per seed. Several processes may append at once (a job array, two classes): each line is written under a lock, whole. A
/// line torn by a killed process is skipped when reading.
/// </summary>
/// <param name="path">The file; it need not exist yet.</param>
public sealed class ResultFile(string path)
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The file.</summary>
    public string FullPath { get; } = Path.GetFullPath(path);

    /// <summary>All whole lines of the file.</summary>
    /// <returns>The results in the order of the file; none when there is no file yet.</returns>
    public IReadOnlyList<SeedResult> Read()
    {
        if (!File.Exists(FullPath)) return [];
        using var stream = new FileStream(FullPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse).OfType<SeedResult>()];
    }

    /// <summary>Appends results, one line each.</summary>
    /// <param name="results">The results.</param>
    /// <exception cref="IOException">The file cannot be written, or another process kept it locked for half a minute.</exception>
    public void Append(IEnumerable<SeedResult> results)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FullPath)!);
        var lines = string.Concat(results.Select(r => JsonSerializer.Serialize(r, Options) + "\n"));
        using var stream = OpenLocked();
        // What a killed process left behind must not swallow the next line.
        if (stream.Length > 0)
        {
            stream.Seek(-1, SeekOrigin.End);
            if (stream.ReadByte() != '\n') lines = "\n" + lines;
        }
        stream.Seek(0, SeekOrigin.End);
        stream.Write(Encoding.UTF8.GetBytes(lines));
        stream.Flush(flushToDisk: true);
    }

    private FileStream OpenLocked()
    {
        for (var waited = System.Diagnostics.Stopwatch.StartNew(); ; Thread.Sleep(20))
        {
            try
            {
                return new FileStream(FullPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waited.Elapsed < Patience)
            {
                // Another process is writing its line.
            }
        }
    }

    private static SeedResult? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<SeedResult>(line, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
