using System.Net;
using System.Text;

namespace GanStability;

/// <summary>A table with a caption: headings, rows of text, and which rows or cells stand out.</summary>
/// <param name="Caption">What the table shows, with sizes and seeds.</param>
/// <param name="Headings">One per column.</param>
/// <param name="Rows">Cells as text, already formatted with the invariant culture.</param>
public sealed partial record Table(string Caption, IReadOnlyList<string> Headings, IReadOnlyList<IReadOnlyList<string>> Rows) : IShown
{
    /// <summary>Cells (row, column) printed bold; none by default.</summary>
    public IReadOnlyList<(int Row, int Column)> Marked { get; init; } = [];
}

public sealed partial record Table
{
    // Colours of the surroundings with see-through greys: readable on light and dark pages. Where styles are stripped (GitHub) the
    // element names alone make a table with a caption.
    private const string Line = "border-bottom:1px solid rgba(128,128,128,.35)";
    private const int WidestForCaption = 36; // em
    private const string Cell = "padding:.3em .8em;" + Line;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A row has more or fewer cells than there are headings, or a mark lies outside.</exception>
    public string ToHtml()
    {
        ThrowIfInvalid();
        var words = WordColumns();
        // A caption is as wide as its table: a narrow table is widened until the caption has lines of a readable length.
        var room = Math.Min(Caption.Length / 2, WidestForCaption);
        var style = $"border-collapse:collapse;margin:.5em 0;min-width:min({room}em,100%);font-variant-numeric:tabular-nums";
        var html = new StringBuilder($"<table class=\"gs-table\" style=\"{style}\">")
            .Append("<caption style=\"caption-side:top;text-align:left;padding:.3em 0;font-size:.9em;color:inherit\">")
            .Append(Encode(Caption))
            .Append("</caption>\n<thead><tr>");
        for (var c = 0; c < Headings.Count; c++)
            Append(html, "th", "col", words[c], "border-bottom:2px solid rgba(128,128,128,.7);padding:.3em .8em", Encode(Headings[c]));
        html.Append("</tr></thead>\n<tbody>");
        for (var r = 0; r < Rows.Count; r++)
        {
            html.Append("\n<tr>");
            for (var c = 0; c < Headings.Count; c++)
            {
                var text = Encode(Rows[r][c]);
                var shown = Marked.Contains((r, c)) ? $"<strong>{text}</strong>" : text;
                if (c == 0)
                    Append(html, "th", "row", words[c], Cell + ";font-weight:normal", shown);
                else
                    Append(html, "td", null, words[c], Cell, shown);
            }
            html.Append("</tr>");
        }
        return html.Append("\n</tbody></table>").ToString();
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A row has more or fewer cells than there are headings, or a mark lies outside.</exception>
    public string ToText()
    {
        ThrowIfInvalid();
        var rows = Rows.Select((row, r) => row.Select((cell, c) => Marked.Contains((r, c)) ? $"*{cell}" : cell).ToList()).ToList();
        var widths = Headings.Select((heading, c) => rows.Select(row => row[c].Length).Append(heading.Length).Max()).ToArray();
        var words = WordColumns();
        var text = new StringBuilder(Caption).Append('\n');
        foreach (var row in rows.Prepend([.. Headings]))
            text.Append(string.Join("  ", row.Select((cell, c) => words[c] ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]))).TrimEnd())
                .Append('\n');
        return text.ToString();
    }

    /// <summary>
    /// Which columns hold words: the first, and each in which most cells do not begin like a number. Words stand to the left, numbers under
    /// one another to the right, and a heading stands where its column does.
    /// </summary>
    private bool[] WordColumns() =>
        [.. Enumerable.Range(0, Headings.Count).Select(c => c == 0 || Rows.Count(row => IsNumber(row[c])) * 2 < Rows.Count)];

    // A cell without anything to say does not turn a column of numbers into one of words.
    private static bool IsNumber(string cell)
    {
        var bare = cell.TrimStart('+', '-', '−', '±', '≈', '<', '>', '≤', '≥', '(', '*', '.', ' ');
        return bare.Length == 0 || char.IsDigit(bare[0]) || bare[0] is '∞' or '–' or '—' or '…';
    }

    private static void Append(StringBuilder html, string element, string? scope, bool words, string style, string text) =>
        html.Append('<')
            .Append(element)
            .Append(scope is null ? "" : $" scope=\"{scope}\"")
            .Append(words ? " class=\"words\"" : "")
            .Append(" style=\"text-align:")
            .Append(words ? "left" : "right")
            .Append(';')
            .Append(style)
            .Append("\">")
            .Append(text)
            .Append("</")
            .Append(element)
            .Append('>');

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private void ThrowIfInvalid()
    {
        for (var r = 0; r < Rows.Count; r++)
            if (Rows[r].Count != Headings.Count)
                throw new ArgumentException(
                    $"Table '{Caption}' cannot be shown: row {r} has {Rows[r].Count} cells, but there are {Headings.Count} headings."
                );
        foreach (var (row, column) in Marked)
            if (row < 0 || row >= Rows.Count || column < 0 || column >= Headings.Count)
                throw new ArgumentException(
                    $"Table '{Caption}' cannot be shown: the mark at row {row}, column {column} lies outside its {Rows.Count} rows and "
                        + $"{Headings.Count} columns (counted from 0)."
                );
    }
}
