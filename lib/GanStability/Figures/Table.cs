namespace GanStability.Figures;

/// <summary>A table with a caption: headings, rows of text, and which rows or cells stand out.</summary>
/// <param name="Caption">What the table shows, with sizes and seeds.</param>
/// <param name="Headings">One per column.</param>
/// <param name="Rows">Cells as text, already formatted with the invariant culture.</param>
[TypeFormatterSource(typeof(ShownFormatterSource))]
public sealed partial record Table(string Caption, IReadOnlyList<string> Headings, IReadOnlyList<IReadOnlyList<string>> Rows) : IShown
{
    /// <summary>Cells (row, column) printed bold; none by default.</summary>
    public IReadOnlyList<(int Row, int Column)> Marked { get; init; } = [];
}
