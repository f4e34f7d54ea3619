using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GanStability.Runner.Files;

namespace GanStability.Runner.Notebooks;

/// <summary>
/// Reads .ipynb files of nbformat 4, tolerantly: text as one string or as lines, ids where there are none. What it does not know stays in
/// the JSON that was read (<see cref="Notebook.Json"/>, <see cref="Cell.Json"/>, <see cref="Output.Json"/>) and is written again.
/// </summary>
internal static partial class NotebookReader
{
    /// <summary>Lists in lists; JSON outputs of other tools go deeper than the 64 that .NET allows unasked.</summary>
    public const int MaxDepth = 512;

    /// <summary>Larger files fill the memory; GitHub takes none either.</summary>
    private const int MaxMegabytes = 100;

    /// <summary>How JSON is read.</summary>
    public static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = MaxDepth };

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">Its name in messages; by default the file's own.</param>
    /// <exception cref="NotebookException">The file is missing, is not JSON, or is not a notebook of nbformat 4.</exception>
    public static Notebook Read(string path, string? name = null)
    {
        name ??= Path.GetFileName(path);
        try
        {
            if (Directory.Exists(path))
                throw new NotebookException($"{name}: a folder, not a notebook.");
            // Pipes and devices have a length of zero too; reading one could wait for ever.
            if (new FileInfo(path).Length == 0)
                throw new NotebookException($"{name}: empty, or not a plain file.");
            if (new FileInfo(path).Length > MaxMegabytes * 1_000_000L)
                throw new NotebookException($"{name}: larger than {MaxMegabytes} MB. Clear its outputs in an editor and save it again.");
            return Parse(File.ReadAllText(path, Utf8), name);
        }
        catch (DecoderFallbackException e)
        {
            throw new NotebookException($"{name}: not a notebook (its bytes are not UTF-8 text).", e);
        }
        catch (Exception e) when (FileErrors.IsOne(e))
        {
            throw new NotebookException($"{name}: {path} cannot be read ({FileErrors.Reason(e)}).", e);
        }
    }

    /// <summary>Reads the text of a notebook; <paramref name="name"/> is for messages.</summary>
    /// <exception cref="NotebookException">It is not JSON, or not a notebook of nbformat 4.</exception>
    public static Notebook Parse(string text, string name)
    {
        try
        {
            var root =
                JsonNode.Parse(WithoutHalfCharacters(text), documentOptions: Options) as JsonObject
                ?? throw new NotebookException($"{name}: not a notebook (its JSON is not an object).");
            if (NumberOf(root["nbformat"]) is not 4)
                throw new NotebookException($"{name}: not a notebook of nbformat 4. Open it in VS Code or Jupyter and save it again.");
            var cells = root["cells"] as JsonArray ?? throw new NotebookException($"{name}: not a notebook (it has no list of cells).");
            return new Notebook
            {
                Json = root,
                Metadata = CopyOf(root["metadata"]) ?? [],
                Cells = ReadCells(cells),
            };
        }
        catch (JsonException e) when (DoubledKey().Match(e.Message) is { Success: true } doubled)
        {
            throw new NotebookException(
                $"{name}: the JSON has the key {doubled.Value} twice in one place, so it is not clear which one counts. "
                    + "Remove one of them.",
                e
            );
        }
        catch (JsonException e) when (e.Message.Contains($" depth of {MaxDepth} ", StringComparison.Ordinal))
        {
            throw new NotebookException($"{name}: not a notebook (its JSON is nested more than {MaxDepth} levels deep).", e);
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
            throw new NotebookException($"{name}: not a valid notebook ({FileErrors.Reason(e)})", e);
        }
    }

    private static List<Cell> ReadCells(JsonArray nodes)
    {
        var cells = new List<Cell>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            var read = node as JsonObject ?? throw new InvalidOperationException($"Cell {cells.Count + 1} is not an object.");
            var cell = new Cell(KindOf(read), IdOf(read, cells.Count + 1, ids), SourceOf(read["source"]))
            {
                Json = read,
                Metadata = CopyOf(read["metadata"]) ?? [],
                Attachments = CopyOf(read["attachments"]),
                ExecutionCount = NumberOf(read["execution_count"]),
            };
            if (read["outputs"] is JsonArray outputs)
                cell.Outputs.AddRange(outputs.OfType<JsonObject>().Select(ReadOutput));
            cells.Add(cell);
        }
        return cells;
    }

    private static CellKind KindOf(JsonObject cell) =>
        cell["cell_type"]?.GetValue<string>() switch
        {
            "code" => CellKind.Code,
            "markdown" => CellKind.Markdown,
            _ => CellKind.Raw,
        };

    /// <summary>The cell's own id where it is one that nbformat allows and no cell above has it; else one by its number.</summary>
    private static string IdOf(JsonObject cell, int number, HashSet<string> ids)
    {
        var id = cell["id"] is JsonValue value && value.TryGetValue(out string? text) && Id().IsMatch(text) ? text : $"cell-{number}";
        if (ids.Add(id))
            return id;
        // Of a doubled id that is as long as it may be there is no room for more.
        id = id.Length > 48 ? "cell" : id;
        for (var next = number; ; next++)
            if (ids.Add($"{id}-{next}"))
                return $"{id}-{next}";
    }

    private static Output ReadOutput(JsonObject node) =>
        node["output_type"]?.ToString() switch
        {
            "stream" => new StreamOutput(TextOf(node["name"]) is { Length: > 0 } name ? name : "stdout", TextOf(node["text"]))
            {
                Json = node,
            },
            "error" => new ErrorOutput(
                TextOf(node["ename"]),
                TextOf(node["evalue"]),
                node["traceback"] is JsonArray lines ? [.. lines.Select(TextOf)] : []
            )
            {
                Json = node,
            },
            "display_data" or "execute_result" => new ShownOutput(
                (node["data"] as JsonObject ?? []).ToDictionary(
                    entry => entry.Key,
                    entry => ContentOf(entry.Key, entry.Value),
                    StringComparer.Ordinal
                ),
                node["output_type"]!.ToString() == "execute_result"
            )
            {
                Json = node,
                Metadata = CopyOf(node["metadata"]) is { Count: > 0 } metadata ? metadata : null,
            },
            var kind => new OtherOutput(kind ?? "") { Json = node },
        };

    private static string ContentOf(string mimeType, JsonNode? node) =>
        MimeTypes.IsJson(mimeType) ? node?.ToJsonString(NotebookWriter.Format) ?? "null" : TextOf(node);

    /// <summary>
    /// Lines end with a line feed, whatever system the file comes from. Nothing else is a line end, and outputs stay as they are.
    /// </summary>
    private static string SourceOf(JsonNode? node) => TextOf(node).Replace("\r\n", "\n", StringComparison.Ordinal);

    /// <summary>Text as one string or as lines; of anything else, which no tool should have stored here, its JSON.</summary>
    private static string TextOf(JsonNode? node) =>
        node switch
        {
            null => "",
            JsonArray lines => string.Concat(lines.Select(TextOf)),
            JsonValue value when value.TryGetValue(out string? text) => text,
            _ => node.ToJsonString(NotebookWriter.Format),
        };

    private static int? NumberOf(JsonNode? node) => node is JsonValue value && value.TryGetValue(out int number) ? number : null;

    private static JsonObject? CopyOf(JsonNode? node) => node is JsonObject ? (JsonObject)node.DeepClone() : null;

    /// <summary>
    /// Tools that cut texts leave half of a two-part character behind, such as <c>\ud83d</c>. It stands for nothing and no UTF-8 file can
    /// hold it: the sign for an unreadable character (U+FFFD) takes its place.
    /// </summary>
    private static string WithoutHalfCharacters(string json) =>
        json.Contains(@"\ud", StringComparison.OrdinalIgnoreCase)
            ? Escapes().Replace(json, match => match.Groups["half"].Success ? @"\ufffd" : match.Value)
            : json;

    // A backslash takes what follows it along, so that \\ud800, which is text, is not taken for an escape.
    [GeneratedRegex(
        @"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\.",
        RegexOptions.Singleline
    )]
    private static partial Regex Escapes();

    [GeneratedRegex(@"\A[a-zA-Z0-9_-]{1,64}\z")]
    private static partial Regex Id();

    [GeneratedRegex("(?<=Duplicate property )'.*?'(?= )", RegexOptions.Singleline)]
    private static partial Regex DoubledKey();
}
