using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace GanStability.Runner.Packing;

/// <summary>A .tar.gz that is written file by file.</summary>
/// <param name="stream">Where to write.</param>
/// <param name="folder">The folder that everything in it lies in.</param>
internal sealed class Archive(Stream stream, string folder) : IDisposable
{
    private const UnixFileMode
        Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
        Executable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly TarWriter tar = new(new GZipStream(stream, CompressionLevel.Optimal));

    /// <summary>Adds a copy of a file.</summary>
    /// <param name="name">Its path in the archive.</param>
    /// <param name="file">The file.</param>
    /// <param name="executable">It is a program.</param>
    public void Add(string name, string file, bool executable = false)
    {
        using var content = File.OpenRead(file);
        Add(name, content, executable);
    }

    /// <summary>Adds a text.</summary>
    /// <param name="name">Its path in the archive.</param>
    /// <param name="text">The text.</param>
    /// <param name="executable">It is a script.</param>
    public void AddText(string name, string text, bool executable = false)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        Add(name, content, executable);
    }

    public void Dispose() => tar.Dispose();

    private void Add(string name, Stream content, bool executable)
    {
        tar.WriteEntry(
            new PaxTarEntry(TarEntryType.RegularFile, $"{folder}/{name}")
            {
                DataStream = content,
                // Whatever the builder's own permissions: everybody on the cluster reads them.
                Mode = executable ? Executable : Readable,
            }
        );
    }
}
