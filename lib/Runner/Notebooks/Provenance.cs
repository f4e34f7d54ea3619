using System.Text.Json.Nodes;

namespace GanStability.Runner.Notebooks;

/// <summary>What this program notes in a notebook's metadata under <c>ganstability</c>; never a path of this machine.</summary>
internal static class Provenance
{
    private const string Key = "ganstability";

    /// <summary>Notes which sources the stored outputs belong to.</summary>
    public static void Stamp(Notebook notebook) => Of(notebook)["sources"] = notebook.SourcesHash();

    /// <summary>Whether the stored outputs belong to the sources as they are now.</summary>
    public static bool IsCurrent(Notebook notebook) =>
        notebook.Metadata[Key] is JsonObject noted && noted["sources"]?.GetValue<string>() == notebook.SourcesHash();

    /// <summary>The source file relative to the course, for an executed copy that lies elsewhere.</summary>
    public static string? SourceFile(Notebook notebook) => (notebook.Metadata[Key] as JsonObject)?["source"]?.GetValue<string>();

    /// <summary>Notes the source file.</summary>
    public static void NoteSourceFile(Notebook notebook, string relativePath) => Of(notebook)["source"] = relativePath;

    private static JsonObject Of(Notebook notebook)
    {
        if (notebook.Metadata[Key] is not JsonObject noted)
            notebook.Metadata[Key] = noted = [];
        return noted;
    }
}
