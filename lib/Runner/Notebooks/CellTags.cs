namespace GanStability.Runner.Notebooks;

/// <summary>Tags in a cell's metadata that mean something here.</summary>
internal static class CellTags
{
    /// <summary>The cell that declares what a run may change.</summary>
    public const string Parameters = "parameters";

    /// <summary>The cell is expected to fail.</summary>
    public const string RaisesException = "raises-exception";

    /// <summary>The cell is not run and keeps the outputs that it has.</summary>
    public const string SkipExecution = "skip-execution";

    /// <summary>The presenter view shows the code of the cell, too: the text speaks of it.</summary>
    public const string ShowCode = "show-code";
}
