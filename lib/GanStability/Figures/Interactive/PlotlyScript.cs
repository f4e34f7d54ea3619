using Plotly.NET;

namespace GanStability.Figures;

/// <summary>The drawing script of interactive figures, plotly.js, as it ships inside Plotly.NET: nothing is fetched from a network.</summary>
public static class PlotlyScript
{
    /// <summary>The name under which pages look for the script.</summary>
    public const string FileName = "plotly.min.js";

    /// <summary>Writes the script (3.6 MB), unless the file already holds it.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var script = Read();
        if (File.Exists(path) && new FileInfo(path).Length == script.Length && File.ReadAllBytes(path).AsSpan().SequenceEqual(script)) return;
        // Written beside and renamed over: a page that is loading never sees half a script.
        var beside = $"{path}.{Environment.ProcessId}.tmp";
        File.WriteAllBytes(beside, script);
        File.Move(beside, path, overwrite: true);
    }

    private static byte[] Read()
    {
        var assembly = typeof(GenericChart).Assembly;
        var name = assembly.GetManifestResourceNames().Single(n => n.EndsWith(".min.js", StringComparison.Ordinal));
        using var stream = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
