using System.Text.Json.Nodes;

namespace GanStability.Runner.Notebooks;

/// <summary>What this program notes in a notebook's metadata under <c>ganstability</c>; never a path of this machine.</summary>
internal static class Provenance
{
    private const string Key = "ganstability",
        Sources = "sources",
        Source = "source";

    /// <summary>Notes which sources the stored outputs belong to.</summary>
    public static void Stamp(Notebook notebook) => Of(notebook)[Sources] = notebook.SourcesHash();

    /// <summary>Whether the stored outputs belong to the sources as they are now.</summary>
    public static bool IsCurrent(Notebook notebook) => Noted(notebook, Sources) == notebook.SourcesHash();

    /// <summary>
    /// The source file relative to the course, for an executed copy that lies elsewhere; null for a copy of a file outside the course.
    /// </summary>
    public static string? SourceFile(Notebook notebook) => Noted(notebook, Source) is { Length: > 0 } path ? path : null;

    /// <summary>Notes the source file.</summary>
    /// <param name="notebook">The executed copy.</param>
    /// <param name="relativePath">The source relative to the course; null when it lies outside.</param>
    public static void NoteSourceFile(Notebook notebook, string? relativePath) => Of(notebook)[Source] = relativePath ?? "";

    /// <summary>Whether a notebook is an executed copy that this program has written, and so may write again.</summary>
    public static bool IsExecutedCopy(Notebook notebook) => Noted(notebook, Source) is not null;

    private static string? Noted(Notebook notebook, string name) =>
        notebook.Metadata[Key] is JsonObject noted && noted[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static JsonObject Of(Notebook notebook)
    {
        if (notebook.Metadata[Key] is not JsonObject noted)
            notebook.Metadata[Key] = noted = [];
        return noted;
    }
}
