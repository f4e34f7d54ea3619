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

    /// <summary>
    /// A heading over several neighbouring columns, one entry per column, empty where a column stands alone; null for a table without.
    /// </summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>Columns of words, from 0; null to see it from the cells.</summary>
    public IReadOnlyList<int>? Words { get; init; }

    /// <summary>What must be known of these rows, a sentence each, under the table.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What the columns say: folded under the table, for those who meet such a table for the first time. Null for none.</summary>
    public string? Legend { get; init; }
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
        var apart = Notes.Count > 0 || Legend is not null;
        // A caption is as wide as its table: a narrow table is widened until the caption has lines of a readable length.
        var room = Math.Min(Caption.Length / 2, WidestForCaption);
        var style = $"border-collapse:collapse;margin:.5em 0;min-width:min({room}em,100%);font-variant-numeric:tabular-nums";
        var html = new StringBuilder(apart ? "<div>" : "")
            .Append("<table class=\"gs-table\" style=\"" + style + "\">")
            .Append("<caption style=\"caption-side:top;text-align:left;padding:.3em 0;font-size:.9em;color:inherit\">")
            .Append(Encode(Caption))
            .Append("</caption>\n<thead>");
        AppendGroups(html);
        html.Append("<tr>");
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
        html.Append("\n</tbody></table>");
        foreach (var note in Notes)
            html.Append("\n<p class=\"gs-note\" style=\"margin:.2em 0;font-size:.9em\">").Append(Encode(note)).Append("</p>");
        if (Legend is not null)
            html.Append("\n<details class=\"gs-legend\" style=\"margin:.2em 0;font-size:.9em\"><summary>What the columns say</summary><p>")
                .Append(Encode(Legend))
                .Append("</p></details>");
        return html.Append(apart ? "</div>" : "").ToString();
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
        var headings = Headings.Select((heading, c) => Groups?[c] is { Length: > 0 } group ? $"{group}: {heading}" : heading).ToList();
        for (var c = 0; c < widths.Length; c++)
            widths[c] = Math.Max(widths[c], headings[c].Length);
        foreach (var row in rows.Prepend(headings))
            text.Append(string.Join("  ", row.Select((cell, c) => words[c] ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]))).TrimEnd())
                .Append('\n');
        foreach (var line in Legend is null ? Notes : Notes.Append(Legend))
            text.Append(line).Append('\n');
        return text.ToString();
    }

    /// <summary>The row of headings that stretch over several columns.</summary>
    private void AppendGroups(StringBuilder html)
    {
        if (Groups is null)
            return;
        html.Append("<tr>");
        for (var (c, end) = (0, 0); c < Groups.Count; c = end)
        {
            for (end = c + 1; end < Groups.Count && Groups[c].Length > 0 && Groups[end] == Groups[c]; )
                end++;
            // A heading without words is an empty cell: nothing to read out.
            html.Append(Groups[c].Length == 0 ? "<td" : "<th scope=\"colgroup\"")
                .Append(end - c > 1 ? $" colspan=\"{end - c}\"" : "")
                .Append(" style=\"text-align:center;padding:.3em .8em")
                .Append(Groups[c].Length == 0 ? "\"></td>" : ";" + Line + "\">")
                .Append(Encode(Groups[c]))
                .Append(Groups[c].Length == 0 ? "" : "</th>");
        }
        html.Append("</tr>");
    }

    /// <summary>
    /// Which columns hold words: the first, and each in which most cells do not begin like a number. Words stand to the left, numbers under
    /// one another to the right, and a heading stands where its column does.
    /// </summary>
    private bool[] WordColumns() =>
        Words is not null
            ? [.. Enumerable.Range(0, Headings.Count).Select(Words.Contains)]
            : [.. Enumerable.Range(0, Headings.Count).Select(c => c == 0 || Rows.Count(row => IsNumber(row[c])) * 2 < Rows.Count)];

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
        if (Groups is not null && Groups.Count != Headings.Count)
            throw new ArgumentException(
                $"Table '{Caption}' cannot be shown: it has {Groups.Count} entries of headings over columns, but {Headings.Count} columns."
            );
    }
}
