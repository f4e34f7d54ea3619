using System.Globalization;
using System.Net;
using GanStability;

namespace GanStability.Runner.Downloads;

/// <summary>A file could not be fetched; the message says why and what to do.</summary>
internal sealed class DownloadException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// Fetches one file: to <c>name.part</c>, which a later call continues; then verified; then moved into place, so that a file of its final
/// name is always whole. Each address is tried in turn.
/// </summary>
internal sealed class Downloader : IDisposable
{
    private const int BufferBytes = 1 << 16;
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(60);

    // The time limit is on silence, not on the whole: some lines are slow.
    private readonly HttpClient http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(15) })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Bytes free where a folder lies.</summary>
    public Func<string, long> FreeSpace { get; init; } = folder => new DriveInfo(folder).AvailableFreeSpace;

    /// <summary>Opens the partial file to append to it.</summary>
    public Func<string, Stream> OpenPart { get; init; } = path => new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);

    /// <summary>Fetches a file.</summary>
    /// <param name="file">What it must be.</param>
    /// <param name="addresses">Where it lies, each ending with a slash.</param>
    /// <param name="folder">Where it goes.</param>
    /// <param name="progress">Told the bytes that are there and, where the server says, all bytes.</param>
    /// <param name="cancellation">Stops; what has arrived is kept and continued next time.</param>
    /// <returns>A warning to print, or null.</returns>
    /// <exception cref="DownloadException">No address gave the right file, or the disk is full.</exception>
    public async Task<string?> FetchAsync(
        DataFileEntry file,
        IReadOnlyList<string> addresses,
        string folder,
        Action<long, long?> progress,
        CancellationToken cancellation
    )
    {
        Directory.CreateDirectory(folder);
        var (final, part) = (Path.Combine(folder, file.Name), Path.Combine(folder, file.Name + ".part"));
        var reasons = new List<string>();
        foreach (var address in addresses)
        {
            // A part that turns out wrong may be left over from another version of the file: the same address gets a second try from the
            // start.
            for (var attempt = 0; attempt < 2; attempt++)
            {
                var resumed = File.Exists(part);
                try
                {
                    await ReceiveAsync(new Uri(address + file.Name), part, progress, cancellation).ConfigureAwait(false);
                    var verdict = await Verification.CheckAsync(part, file, cancellation).ConfigureAwait(false);
                    if (verdict is null)
                    {
                        var warning = await Verification.RememberAsync(part, final, file, cancellation).ConfigureAwait(false);
                        File.Move(part, final, overwrite: true);
                        return warning;
                    }
                    File.Delete(part);
                    reasons.Add($"{address}: {verdict}");
                    if (!resumed)
                        break;
                }
                catch (Exception e) when (IsFullDisk(e))
                {
                    File.Delete(part);
                    throw new DownloadException(
                        $"The disk is full: {file.Name} does not fit into {folder}. Nothing was kept; make room and try again, or "
                            + $"choose another folder with --to.",
                        e
                    );
                }
                catch (Exception e) when (e is HttpRequestException or IOException or TimeoutException)
                {
                    reasons.Add($"{address}: {Reason(e)}");
                    break;
                }
            }
        }
        var kept = File.Exists(part)
            ? string.Create(
                CultureInfo.InvariantCulture,
                $" The {new FileInfo(part).Length} bytes that arrived are kept and will be continued."
            )
            : "";
        throw new DownloadException($"{file.Name} could not be fetched.{kept}\n  {string.Join("\n  ", reasons)}");
    }

    /// <summary>Frees the connections.</summary>
    public void Dispose() => http.Dispose();

    private async Task ReceiveAsync(Uri address, string part, Action<long, long?> progress, CancellationToken cancellation)
    {
        var have = File.Exists(part) ? new FileInfo(part).Length : 0;
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (have > 0)
            request.Headers.Range = new(have, null);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation)
            .WaitAsync(Stall, cancellation)
            .ConfigureAwait(false);
        // Nothing after what is there: the part is the whole, or wrong, which its verification tells.
        if (have > 0 && response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            return;
        response.EnsureSuccessStatusCode();
        if (have > 0 && (response.StatusCode != HttpStatusCode.PartialContent || response.Content.Headers.ContentRange?.From != have))
        {
            File.Delete(part); // a server that always starts from the beginning
            have = 0;
        }
        var length = response.Content.Headers.ContentLength;
        if (length > FreeSpace(Path.GetDirectoryName(part)!))
            throw new FullDiskException();
        var body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using var _ = body.ConfigureAwait(false);
        var opened = OpenPart(part);
        await using var __ = opened.ConfigureAwait(false);
        var (buffer, all) = (new byte[BufferBytes], have + length);
        while (true)
        {
            var read = await body.ReadAsync(buffer, cancellation).AsTask().WaitAsync(Stall, cancellation).ConfigureAwait(false);
            if (read == 0)
                break;
            await opened.WriteAsync(buffer.AsMemory(0, read), cancellation).ConfigureAwait(false);
            progress(have += read, all);
        }
        await opened.FlushAsync(cancellation).ConfigureAwait(false);
        if (all is { } expected && have < expected)
            throw new IOException($"the connection ended after {have} of {expected} bytes");
    }

    private static string Reason(Exception e) =>
        e switch
        {
            HttpRequestException { StatusCode: { } code } => $"the server answers {(int)code} ({code})",
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "no network, or no such address",
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } =>
                "no connection: no network, or the server is down",
            TimeoutException => $"nothing arrived for {Stall.TotalSeconds:0} seconds",
            HttpRequestException or HttpIOException => $"the connection broke ({e.Message})",
            _ => e.Message,
        };

    // ENOSPC on Linux, ERROR_DISK_FULL elsewhere.
    private static bool IsFullDisk(Exception e) => e is FullDiskException || e is IOException { HResult: 28 or unchecked((int)0x80070070) };

    private sealed class FullDiskException() : IOException("The disk is full.");
}
