using System.Reflection;

namespace GanStability.Runner.Book;

/// <summary>
/// The files that pages load, all of them beside the pages: styles, scripts, the fonts of formulas, plotly.js. Nothing comes from a
/// network.
/// </summary>
internal static class BookAssets
{
    private const string Prefix = "Book/assets/";

    /// <summary>Runs while the book is written (<see cref="Formulas"/>); no page loads it.</summary>
    public const string SetsFormulas = "katex/katex.min.js";

    /// <summary>Writes the files that are embedded in this program.</summary>
    public static void Write(string folder)
    {
        var assembly = typeof(BookAssets).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
            if (name != Prefix + SetsFormulas)
                Save(assembly, name, Path.Combine(folder, "assets", name[Prefix.Length..]));
    }

    /// <summary>The text of a file that is embedded in this program.</summary>
    public static string Text(string name)
    {
        using var reader = new StreamReader(typeof(BookAssets).Assembly.GetManifestResourceStream(Prefix + name)!);
        return reader.ReadToEnd();
    }

    /// <summary>Writes <c>plotly.min.js</c>, which interactive figures look for beside their page, out of the kit.</summary>
    public static void WritePlotly(string folder) => PlotlyScript.Save(Path.Combine(folder, PlotlyScript.FileName));

    private static void Save(Assembly assembly, string name, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var content = assembly.GetManifestResourceStream(name)!;
        using var file = File.Create(path);
        content.CopyTo(file);
    }
}
