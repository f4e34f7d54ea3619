using System.Text.Json;
using System.Text.Json.Nodes;

namespace GanStability.Runner.Notebooks;

/// <summary>Reads .ipynb files of nbformat 4, tolerantly: text as one string or as lines, ids where there are none.</summary>
internal static class NotebookReader
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="NotebookException">The file is missing, is not JSON, or is not a notebook of nbformat 4.</exception>
    public static Notebook Read(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), Path.GetFileName(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException($"{path}: cannot be read ({e.Message}).", e);
        }
    }

    /// <summary>Reads the text of a notebook; <paramref name="name"/> is for messages.</summary>
    public static Notebook Parse(string text, string name)
    {
        try
        {
            var root =
                JsonNode.Parse(text) as JsonObject ?? throw new NotebookException($"{name}: not a notebook (its JSON is not an object).");
            if (root["nbformat"]?.GetValue<int>() is not 4)
                throw new NotebookException($"{name}: not a notebook of nbformat 4. Open it in VS Code or Jupyter and save it again.");
            var cells = root["cells"] as JsonArray ?? throw new NotebookException($"{name}: not a notebook (it has no list of cells).");
            return new Notebook { Metadata = CopyOf(root["metadata"]) ?? [], Cells = ReadCells(cells) };
        }
        catch (JsonException e)
        {
            throw new NotebookException(
                $"{name}: broken JSON in line {e.LineNumber + 1}. Restore the file (git restore) or repair that line; a merge conflict "
                    + $"leaves such lines behind.",
                e
            );
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            throw new NotebookException($"{name}: not a valid notebook ({e.Message})", e);
        }
    }

    private static List<Cell> ReadCells(JsonArray nodes)
    {
        var cells = new List<Cell>();
        var ids = new HashSet<string>();
        foreach (var node in nodes.OfType<JsonObject>())
        {
            var id = node["id"]?.GetValue<string>() ?? $"cell-{cells.Count + 1}";
            if (!ids.Add(id))
                ids.Add(id = $"{id}-{cells.Count + 1}");
            var kind = node["cell_type"]?.GetValue<string>() switch
            {
                "code" => CellKind.Code,
                "markdown" => CellKind.Markdown,
                _ => CellKind.Raw,
            };
            var cell = new Cell(kind, id, TextOf(node["source"]))
            {
                Metadata = CopyOf(node["metadata"]) ?? [],
                Attachments = CopyOf(node["attachments"]),
                ExecutionCount = node["execution_count"]?.GetValue<int>(),
            };
            if (node["outputs"] is JsonArray outputs)
                cell.Outputs.AddRange(outputs.OfType<JsonObject>().Select(ReadOutput).OfType<Output>());
            cells.Add(cell);
        }
        return cells;
    }

    private static Output? ReadOutput(JsonObject node) =>
        node["output_type"]?.GetValue<string>() switch
        {
            "stream" => new StreamOutput(node["name"]?.GetValue<string>() ?? "stdout", TextOf(node["text"])),
            "error" => new ErrorOutput(
                TextOf(node["ename"]),
                TextOf(node["evalue"]),
                node["traceback"] is JsonArray lines ? [.. lines.Select(TextOf)] : []
            ),
            "display_data" or "execute_result" => new ShownOutput(
                (node["data"] as JsonObject ?? []).ToDictionary(
                    entry => entry.Key,
                    entry => ContentOf(entry.Key, entry.Value),
                    StringComparer.Ordinal
                ),
                node["output_type"]!.GetValue<string>() == "execute_result"
            )
            {
                Metadata = CopyOf(node["metadata"]) is { Count: > 0 } metadata ? metadata : null,
            },
            _ => null,
        };

    private static string ContentOf(string mimeType, JsonNode? node) =>
        MimeTypes.IsJson(mimeType) ? node?.ToJsonString() ?? "null" : TextOf(node);

    private static string TextOf(JsonNode? node) =>
        (
            node switch
            {
                null => "",
                JsonArray lines => string.Concat(lines.Select(line => line?.GetValue<string>())),
                _ => node.GetValue<string>(),
            }
        ).ReplaceLineEndings("\n");

    private static JsonObject? CopyOf(JsonNode? node) => node is JsonObject ? (JsonObject)node.DeepClone() : null;
}
