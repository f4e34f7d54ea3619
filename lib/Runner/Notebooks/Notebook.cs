using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace GanStability.Runner.Notebooks;

/// <summary>A notebook: metadata and cells. What this program does not know in the metadata is kept as read.</summary>
internal sealed class Notebook
{
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

    /// <summary>An independent copy without outputs, ready to be executed.</summary>
    public Notebook WithoutOutputs() =>
        new()
        {
            Metadata = (JsonObject)Metadata.DeepClone(),
            Cells =
            [
                .. Cells.Select(cell => new Cell(cell.Kind, cell.Id, cell.Source)
                {
                    Metadata = (JsonObject)cell.Metadata.DeepClone(),
                    Attachments = (JsonObject?)cell.Attachments?.DeepClone(),
                }),
            ],
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
}
