using System.Reflection;
using GanStability.Runner.Notebooks;

namespace GanStability.Runner.Book;

/// <summary>The files that pages load, all of them beside the pages: styles, KaTeX with its fonts, plotly.js. Nothing comes from a network.</summary>
internal static class BookAssets
{
    private const string Prefix = "Book/assets/";

    /// <summary>Writes the files that are embedded in this program.</summary>
    public static void Write(string folder)
    {
        var assembly = typeof(BookAssets).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
            Save(assembly, name, Path.Combine(folder, "assets", name[Prefix.Length..]));
    }

    /// <summary>Writes <c>plotly.min.js</c>, which interactive figures look for beside their page, out of the kit's Plotly.NET.</summary>
    public static void WritePlotly(string folder, string kit)
    {
        var library = Path.Combine(kit, "Plotly.NET.dll");
        if (!File.Exists(library)) return;
        var assembly = Assembly.LoadFrom(library);
        var name = assembly.GetManifestResourceNames().FirstOrDefault(n => n.Contains("plotly", StringComparison.Ordinal) && n.EndsWith(".min.js", StringComparison.Ordinal))
            ?? throw new NotebookException("Plotly.NET.dll in the kit holds no plotly.js. Build again: dotnet build -c Release");
        Save(assembly, name, Path.Combine(folder, "plotly.min.js"));
    }

    private static void Save(Assembly assembly, string name, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var content = assembly.GetManifestResourceStream(name)!;
        using var file = File.Create(path);
        content.CopyTo(file);
    }
}
