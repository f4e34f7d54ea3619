using System.Text.Json.Nodes;

namespace GanStability.Runner.Notebooks;

/// <summary>One output of a cell, as nbformat 4 knows them.</summary>
internal abstract record Output;

/// <summary>Text on <c>stdout</c> or <c>stderr</c>.</summary>
internal sealed record StreamOutput(string Name, string Text) : Output;

/// <summary>Something shown, in several mime types; JSON mime types hold their JSON text.</summary>
/// <param name="Content">Mime type → content.</param>
/// <param name="IsResult">Whether it is the value of the cell's last expression.</param>
internal sealed record ShownOutput(IReadOnlyDictionary<string, string> Content, bool IsResult = false) : Output
{
    /// <summary>What other tools stored beside the content, such as alternative text; kept as read.</summary>
    public JsonObject? Metadata { get; init; }
}

/// <summary>The error that ended the cell.</summary>
internal sealed record ErrorOutput(string Name, string Message, IReadOnlyList<string> Traceback) : Output;
