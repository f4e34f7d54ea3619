using System.IO.Compression;
using System.Security.Cryptography;
using GanStability;

namespace GanStability.Runner.Downloads;

/// <summary>Whether a file is the one that was published.</summary>
internal static class Verification
{
    /// <summary>Checks the content where its hash is known, the archive otherwise.</summary>
    /// <param name="path">The file.</param>
    /// <param name="file">What it must be.</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>What is wrong, or null.</returns>
    public static async Task<string?> CheckAsync(string path, DataFileEntry file, CancellationToken cancellation)
    {
        var archive = File.OpenRead(path);
        await using var _ = archive.ConfigureAwait(false);
        if (FileKind.WrongKind(path) is { } wrong)
            return $"what came is {wrong}";
        if (file.ContentSha256 is { } sha)
        {
            try
            {
                var content = file.Name.EndsWith(".gz", StringComparison.Ordinal)
                    ? new GZipStream(archive, CompressionMode.Decompress)
                    : (Stream)archive;
                var found = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellation).ConfigureAwait(false));
                return found == sha ? null : $"the SHA-256 of the content is {found}, it should be {sha}";
            }
            catch (InvalidDataException)
            {
                return "the file is cut off or damaged: it does not decompress";
            }
        }
        if (file.ArchiveMd5 is not { } md5)
            return null;
#pragma warning disable CA5351 // what the publishers give; it guards against accidents, not against attackers
        var hash = Convert.ToHexStringLower(await MD5.HashDataAsync(archive, cancellation).ConfigureAwait(false));
#pragma warning restore CA5351
        return hash == md5 ? null : $"the MD5 of the file is {hash}, it should be {md5}";
    }

    /// <summary>
    /// Where no hash was ever published, the hash of the first download is kept beside the file and compared with later ones.
    /// </summary>
    /// <returns>A warning that the file has changed, or null.</returns>
    public static async Task<string?> RememberAsync(string path, string final, DataFileEntry file, CancellationToken cancellation)
    {
        if (file.ContentSha256 is not null || file.ArchiveMd5 is not null)
            return null;
        var content = File.OpenRead(path);
        await using var _ = content.ConfigureAwait(false);
        var (now, note) = (
            Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellation).ConfigureAwait(false)),
            final + ".sha256"
        );
        var before = File.Exists(note) ? (await File.ReadAllTextAsync(note, cancellation).ConfigureAwait(false)).Trim() : null;
        if (before is null)
            await File.WriteAllTextAsync(note, now + "\n", cancellation).ConfigureAwait(false);
        return before is null || before == now
            ? null
            : $"{file.Name} is not what was downloaded first: its SHA-256 is {now}, it was {before}. Scores may differ from earlier "
                + $"ones; if that is fine, delete {Path.GetFileName(note)}.";
    }
}
