using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GanStability.Runner.Files;

namespace GanStability.Runner.Notebooks;

/// <summary>
/// Writes nbformat 4.5 the way Jupyter's own library does (keys sorted, one space of indentation, text as lines), so that the
/// same notebook is always the same bytes and a changed line is one line of a diff.
/// </summary>
internal static class NotebookWriter
{
    /// <summary>How JSON is written; also where the reader shows JSON as text.</summary>
    public static readonly JsonSerializerOptions Format = new()
    {
        MaxDepth = NotebookReader.MaxDepth,
        WriteIndented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a file; behind a link, the file that the link leads to.</summary>
    public static void Write(Notebook notebook, string path)
    {
        var file = FullPath.Resolve(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        Destination.Write(file, ToJson(notebook));
    }

    /// <summary>The text of the file.</summary>
    public static string ToJson(Notebook notebook)
    {
        var root = CopyWithout(notebook.Json, "cells", "metadata");
        root["cells"] = new JsonArray([.. notebook.Cells.Select(CellNode)]);
        root["metadata"] = WithKernel(notebook);
        root["nbformat"] = 4;
        // Cells have ids since 4.5.
        if (root["nbformat_minor"] is not JsonValue minor || !minor.TryGetValue(out int number) || number < 5)
            root["nbformat_minor"] = 5;
        return Sorted(root)!.ToJsonString(Format) + "\n";
    }

    /// <summary>The C# kernel, as <c>kernelspec</c> names it.</summary>
    public static JsonObject CSharpKernel() =>
        new()
        {
            ["display_name"] = ".NET (C#)",
            ["language"] = "C#",
            ["name"] = ".net-csharp",
        };

    /// <summary>The metadata, with what VS Code, Jupyter and .NET Interactive need to choose the C# kernel of a notebook in C#.</summary>
    private static JsonObject WithKernel(Notebook notebook)
    {
        var complete = (JsonObject)notebook.Metadata.DeepClone();
        if (CellLanguage.Of(notebook) != CellLanguage.CSharp)
            return complete;
        complete.TryAdd("kernelspec", CSharpKernel());
        complete.TryAdd("language_info", new JsonObject { ["name"] = "polyglot-notebook" });
        complete.TryAdd("polyglot_notebook", new JsonObject { ["kernelInfo"] = new JsonObject { ["defaultKernelName"] = "csharp" } });
        return complete;
    }

    private static JsonObject CellNode(Cell cell)
    {
        // A cell that is no code keeps even outputs that it should not have.
        string[] anew =
        [
            "id",
            "metadata",
            "source",
            "attachments",
            .. cell.Kind == CellKind.Code ? ["execution_count", "outputs"] : Array.Empty<string>(),
        ];
        var node = CopyWithout(cell.Json, anew);
        node.TryAdd(
            "cell_type",
            cell.Kind switch
            {
                CellKind.Code => "code",
                CellKind.Markdown => "markdown",
                _ => "raw",
            }
        );
        node["id"] = cell.Id;
        node["metadata"] = cell.Metadata.DeepClone();
        node["source"] = Lines(cell.Source);
        if (cell.Attachments is { Count: > 0 } attachments)
            node["attachments"] = attachments.DeepClone();
        if (cell.Kind != CellKind.Code)
            return node;
        node["execution_count"] = cell.ExecutionCount;
        node["outputs"] = new JsonArray([
            .. cell.Outputs.Select(output => output.Json?.DeepClone() ?? OutputNode(output, cell.ExecutionCount)),
        ]);
        return node;
    }

    /// <summary>A copy of an object as it was read, without what is written anew.</summary>
    private static JsonObject CopyWithout(JsonObject read, params string[] keys) =>
        new(
            read.Where(entry => !keys.Contains(entry.Key, StringComparer.Ordinal))
                .Select(entry => KeyValuePair.Create(entry.Key, entry.Value?.DeepClone()))
        );

    private static JsonObject OutputNode(Output output, int? count)
    {
        switch (output)
        {
            case StreamOutput stream:
                return new JsonObject
                {
                    ["output_type"] = "stream",
                    ["name"] = stream.Name,
                    ["text"] = Lines(stream.Text),
                };
            case ErrorOutput error:
                return new JsonObject
                {
                    ["output_type"] = "error",
                    ["ename"] = error.Name,
                    ["evalue"] = error.Message,
                    ["traceback"] = new JsonArray([.. error.Traceback.Select(line => (JsonNode)line)]),
                };
            case ShownOutput shown:
                var data = new JsonObject();
                foreach (var (mimeType, content) in shown.Content)
                    data[mimeType] =
                        MimeTypes.IsJson(mimeType) ? JsonOf(content)
                        : MimeTypes.IsText(mimeType) ? Lines(content)
                        : content;
                var node = new JsonObject
                {
                    ["output_type"] = shown.IsResult ? "execute_result" : "display_data",
                    ["data"] = data,
                    ["metadata"] = shown.Metadata?.DeepClone() ?? new JsonObject(),
                };
                if (shown.IsResult)
                    node["execution_count"] = count;
                return node;
            default:
                throw new ArgumentException($"An output of type {output.GetType().Name} cannot be stored.", nameof(output));
        }
    }

    /// <summary>A cell may call anything JSON; what is none is stored as text.</summary>
    private static JsonNode? JsonOf(string content)
    {
        try
        {
            return JsonNode.Parse(content, documentOptions: NotebookReader.Options);
        }
        catch (JsonException)
        {
            return content;
        }
    }

    private static JsonArray Lines(string text)
    {
        var lines = new JsonArray();
        for (var start = 0; start < text.Length; )
        {
            var end = text.IndexOf('\n', start) + 1;
            if (end == 0)
                end = text.Length;
            lines.Add(text[start..end]);
            start = end;
        }
        return lines;
    }

    private static JsonNode? Sorted(JsonNode? node) =>
        node switch
        {
            JsonObject o => new JsonObject(
                o.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => KeyValuePair.Create(entry.Key, Sorted(entry.Value)))
            ),
            JsonArray a => new JsonArray([.. a.Select(Sorted)]),
            _ => node?.DeepClone(),
        };
}
