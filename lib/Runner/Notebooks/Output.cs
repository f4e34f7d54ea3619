using System.Text.Json.Nodes;

namespace GanStability.Runner.Notebooks;

/// <summary>One output of a cell, as nbformat 4 knows them.</summary>
internal abstract record Output
{
    /// <summary>The output as it was read, which is how it is written again; null for one that a cell has made.</summary>
    public JsonObject? Json { get; init; }

    /// <summary>Outputs are equal when they show the same, whatever else their files say of them.</summary>
    public virtual bool Equals(Output? other) => other is not null && EqualityContract == other.EqualityContract;

    /// <inheritdoc/>
    public override int GetHashCode() => EqualityContract.GetHashCode();
}

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

/// <summary>An output of a kind that this program does not know; kept as read.</summary>
/// <param name="Kind">What the file calls it.</param>
internal sealed record OtherOutput(string Kind) : Output;
