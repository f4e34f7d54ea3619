namespace GanStability.Runner.Headless;

/// <summary>Follows a run, for the terminal.</summary>
internal interface IRunView
{
    /// <summary>A notebook begins.</summary>
    void NotebookStarted(string name, int cells);

    /// <summary>A cell begins; numbers count from one.</summary>
    void CellStarted(int cell);

    /// <summary>A cell has ended.</summary>
    void CellEnded(int cell, TimeSpan elapsed);

    /// <summary>The notebook has ended.</summary>
    void NotebookEnded(RunResult result);
}
