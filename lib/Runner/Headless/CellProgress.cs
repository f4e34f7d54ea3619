namespace GanStability.Runner.Headless;

/// <summary>A cell begins or has ended.</summary>
/// <param name="Cell">Its number among the cells with code, from one.</param>
/// <param name="Cells">How many there are.</param>
/// <param name="Elapsed">How long it took; null at its beginning.</param>
internal readonly record struct CellProgress(int Cell, int Cells, TimeSpan? Elapsed);
