using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace GanStability.Runner.Notebooks;

/// <summary>A notebook: metadata and cells. What this program does not know is kept as read.</summary>
internal sealed class Notebook
{
    /// <summary>The whole file as it was read; the properties below stand above it.</summary>
    public JsonObject Json { get; init; } = [];

    /// <summary>The metadata of the whole notebook.</summary>
    public JsonObject Metadata { get; init; } = [];

    /// <summary>The cells in order.</summary>
    public List<Cell> Cells { get; init; } = [];

    /// <summary>The cells with code, in order; the first one is "cell 1" in every message.</summary>
    public IEnumerable<Cell> CodeCells => Cells.Where(cell => cell.Kind == CellKind.Code);

    /// <summary>The first heading, or null.</summary>
    public string? Title =>
        Cells
            .Where(cell => cell.Kind == CellKind.Markdown)
            .SelectMany(cell => cell.Source.Split('\n'))
            .FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal))
            ?[2..].Trim();

    /// <summary>SHA-256 of the sources of all code cells: equal hashes mean that stored outputs belong to these sources.</summary>
    public string SourcesHash()
    {
        // Outputs come from code alone: prose may be corrected after it was read against them (ProseNumbersTests holds its numbers).
        var text = string.Concat(Cells.Where(cell => cell.Kind == CellKind.Code).Select(cell => $"{cell.Source}\0"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>
    /// An independent copy without outputs, ready to be executed. Cells that are skipped keep theirs, as Jupyter's nbclient does it.
    /// </summary>
    public Notebook WithoutOutputs() =>
        new()
        {
            Json = Json,
            Metadata = (JsonObject)Metadata.DeepClone(),
            Cells = [.. Cells.Select(cell => cell.Copy(withOutputs: cell.HasTag(CellTags.SkipExecution)))],
        };
}

/// <summary>The kinds of cells.</summary>
internal enum CellKind
{
    Markdown,
    Code,
    Raw,
}

/// <summary>A cell; its outputs are filled while it runs.</summary>
internal sealed class Cell(CellKind kind, string id, string source)
{
    public CellKind Kind { get; } = kind;

    public string Id { get; } = id;

    /// <summary>The cell as it was read; the other properties stand above it.</summary>
    public JsonObject Json { get; init; } = [];

    /// <summary>The text, lines separated by a line feed.</summary>
    public string Source { get; set; } = source;

    public JsonObject Metadata { get; init; } = [];

    /// <summary>Pictures that belong to a Markdown cell, as nbformat stores them.</summary>
    public JsonObject? Attachments { get; init; }

    public List<Output> Outputs { get; } = [];

    public int? ExecutionCount { get; set; }

    /// <summary>Whether the cell carries a tag.</summary>
    public bool HasTag(string tag) =>
        Metadata["tags"] is JsonArray tags && tags.Any(t => t is JsonValue value && value.TryGetValue(out string? text) && text == tag);

    /// <summary>An independent copy.</summary>
    public Cell Copy(bool withOutputs)
    {
        var copy = new Cell(Kind, Id, Source)
        {
            Json = Json,
            Metadata = (JsonObject)Metadata.DeepClone(),
            Attachments = (JsonObject?)Attachments?.DeepClone(),
            ExecutionCount = withOutputs ? ExecutionCount : null,
        };
        if (withOutputs)
            copy.Outputs.AddRange(Outputs);
        return copy;
    }
}
