using System.Globalization;
using System.Text.RegularExpressions;
using CsvHelper;
using CsvHelper.Configuration;

namespace GanStability;

/// <summary>The columns of numbers of a text file.</summary>
/// <param name="Columns">Their names; <c>column 1</c>, … where the file names none.</param>
/// <param name="Numbers">Row after row.</param>
/// <param name="Notes">What was decided while reading, a sentence each.</param>
internal sealed record CsvTable(IReadOnlyList<string> Columns, double[] Numbers, IReadOnlyList<string> Notes);

/// <summary>
/// Reads tables of numbers as people have them: separated by comma, semicolon, tab or blanks; with names of columns or without; decimal
/// commas; quotes; comments; gaps; text between the numbers. What is wrong is named with its file, line and column.
/// </summary>
internal sealed class CsvFile
{
    private const int MostBytes = 64_000_000;
    private const int MostFields = 10_000;
    private static readonly string[] Gaps = ["", "na", "n/a", "nan", "null", "none", "-", "?", "."];
    private readonly string name;
    private readonly List<string> notes = [];

    private CsvFile(string path) => name = Path.GetFileName(path);

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">Names of the columns that are wanted, in this order; null for every column of numbers.</param>
    /// <param name="separator">Between two fields; null to find it out.</param>
    /// <param name="header">Whether the first line holds names; null to find it out.</param>
    /// <param name="skipIncomplete">Leaves rows with a gap out; else a gap is an error.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">No table of numbers; the message names the line and the column.</exception>
    /// <exception cref="ArgumentException">A column that is not there.</exception>
    public static CsvTable Read(string path, IReadOnlyList<string>? columns, char? separator, bool? header, bool skipIncomplete)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var file = new CsvFile(path);
        var (records, lines) = file.Records(CsvText.Read(path, MostBytes), separator);
        var names = file.Header(records, lines, header);
        return file.Numbers(records, lines, names, columns, skipIncomplete);
    }

    private (List<string[]> Records, List<int> Lines) Records(string text, char? separator)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        // Blank, not removed: errors name the line as an editor counts it.
        for (var i = 0; i < lines.Length; i++)
            if (string.IsNullOrWhiteSpace(lines[i]) || lines[i].TrimStart()[0] is '#' or '%')
                lines[i] = "";
        if (
            Array.FindIndex(lines, l => l.Length > 0) is var first and >= 0
            && Regex.Match(lines[first], "^sep=([;,\t| ])$") is { Success: true } m
        )
            (separator, lines[first]) = (separator ?? m.Groups[1].Value[0], "");
        var between = separator ?? CsvText.Separator(lines);
        if (!CsvText.Separators.Contains(between))
            throw new ArgumentException(
                $"separator is '{between}'; it is a comma, a semicolon, a tab, a bar or a blank.",
                nameof(separator)
            );
        for (var i = 0; i < lines.Length; i++)
            CheckLine(i + 1, lines[i], between);
        // A blank stands for a run of blanks and tabs.
        if (between == ' ')
            (lines, between) = ([.. lines.Select(l => Regex.Replace(l.Trim(), "[ \t]+", "\t"))], '\t');
        var settings = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = between.ToString(),
            HasHeaderRecord = false,
            TrimOptions = TrimOptions.Trim | TrimOptions.InsideQuotes,
            BadDataFound = null, // what is no number is named below, with its column
        };
        using var reader = new StringReader(string.Join('\n', lines));
        using var parser = new CsvParser(reader, settings);
        var (records, at) = (new List<string[]>(), new List<int>());
        while (parser.Read())
        {
            var record = parser.Record!;
            // A spreadsheet writes its empty rows as separators alone.
            if (Array.TrueForAll(record, f => f.Length == 0))
                continue;
            records.Add(record);
            at.Add(parser.RawRow);
        }
        if (records.Count == 0)
            throw new InvalidDataException($"{name} holds no line of data.");
        var width = records[0].Length;
        for (var i = 1; i < records.Count; i++)
            if (records[i].Length != width)
                throw Bad(
                    at[i],
                    null,
                    $"{Fields(records[i].Length)}, and line {at[0]} has {width}; every line needs as many"
                        + (between == ',' ? ". Decimal commas need a semicolon or a tab between the fields" : "")
                );
        return (records, at);
    }

    // Quotes come in pairs, or the rest of the file would be one field.
    private void CheckLine(int number, string line, char separator)
    {
        if (line.Count(c => c == '"') % 2 != 0)
            throw Bad(number, null, $"a quoted field does not end on its line; found {CsvText.Shown(line)}");
        if (line.Count(c => c == separator) >= MostFields)
            throw Bad(number, null, $"there are more than {Require.Text(MostFields)} fields");
    }

    // Names stand where no field of the first line is a number. A program that writes the numbers of rows leaves the first name empty,
    // and may number the columns too.
    private string[] Header(List<string[]> records, List<int> lines, bool? header)
    {
        var first = records[0];
        var numbered = first.Length > 1 && first[0].Length == 0 && first.Skip(1).Select((f, i) => f == Require.Text(i)).All(same => same);
        var named = header ?? numbered || (!first.Any(IsNumber) && !first.All(IsGap));
        if (named)
        {
            records.RemoveAt(0);
            lines.RemoveAt(0);
            if (records.Count == 0)
                throw new InvalidDataException($"{name} holds names of columns and no line of numbers below them.");
            return [.. first];
        }
        if (header is null && first.Select((f, i) => f == Require.Text(i)).All(same => same) && first.Length > 1)
            notes.Add($"The first line, {string.Join(", ", first)}, was read as numbers; give header: true if these are names.");
        return [.. Enumerable.Range(1, first.Length).Select(i => $"column {Require.Text(i)}")];
    }

    private CsvTable Numbers(List<string[]> records, List<int> lines, string[] names, IReadOnlyList<string>? wanted, bool skipIncomplete)
    {
        var chosen = wanted is null ? Found(records, names) : [.. wanted.Select(w => Index(names, w))];
        var comma = DecimalComma(records, lines, names, chosen);
        var (numbers, left, firstGap) = (new List<double>(records.Count * chosen.Length), 0, (Row: -1, Column: -1));
        for (var i = 0; i < records.Count; i++)
        {
            if (Array.FindIndex(chosen, c => IsGap(records[i][c])) is var gap and >= 0)
            {
                firstGap = left++ == 0 ? (i, chosen[gap]) : firstGap;
                continue;
            }
            foreach (var c in chosen)
                numbers.Add(Number(records[i][c], comma, lines[i], names[c]));
        }
        if (left > 0 && !skipIncomplete)
            throw Bad(
                lines[firstGap.Row],
                names[firstGap.Column],
                $"the value is missing (found {CsvText.Shown(records[firstGap.Row][firstGap.Column])}); {left} of {records.Count} lines "
                    + $"have such a gap. skipIncomplete: true leaves them out"
            );
        if (numbers.Count < 2 * chosen.Length)
            throw new InvalidDataException(
                $"{name} holds {numbers.Count / chosen.Length} complete lines of numbers; at least 2 are needed."
            );
        if (left > 0)
            notes.Add($"{left} of {records.Count} lines have a gap and were left out.");
        if (comma)
            notes.Add("Decimal commas: 1,5 was read as 1.5.");
        return new([.. chosen.Select(c => names[c])], [.. numbers], notes);
    }

    private int[] Found(List<string[]> records, string[] names)
    {
        var (columns, text, rows) = (new List<int>(), new List<string>(), new List<string>());
        for (var c = 0; c < names.Length; c++)
        {
            var given = records.Where(r => !IsGap(r[c])).ToList();
            if (given.Count == 0)
                continue;
            if (2 * given.Count(r => IsNumber(r[c])) < given.Count)
                text.Add(names[c]);
            else if (IsRowNumber(c))
                rows.Add(names[c]);
            else
                columns.Add(c);
        }
        if (columns.Count == 0)
            throw new InvalidDataException(
                $"{name} holds no column of numbers; its columns are {string.Join(", ", names.Select(CsvText.Shown))}."
            );
        if (text.Count > 0)
            notes.Add($"Left out, because they hold text: {string.Join(", ", text)}.");
        if (rows.Count > 0)
            notes.Add("The first column only numbers the rows and was left out.");
        return [.. columns];

        bool IsRowNumber(int c) =>
            c == 0
            && (names[c].Length == 0 || names[c] == "Unnamed: 0")
            && int.TryParse(records[0][c], NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            && start is 0 or 1
            && records.Select((r, i) => r[c] == Require.Text(i + start)).All(same => same);
    }

    private int Index(string[] names, string wanted)
    {
        var found = Enumerable
            .Range(0, names.Length)
            .Where(i => names[i].Equals(wanted?.Trim(), StringComparison.OrdinalIgnoreCase))
            .ToArray();
        return found.Length switch
        {
            1 => found[0],
            0 => throw new ArgumentException(
                $"{name} has no column {CsvText.Shown(wanted ?? "")}; its columns are {string.Join(", ", names.Select(CsvText.Shown))}.",
                nameof(wanted)
            ),
            _ => throw new ArgumentException(
                $"{name} has {found.Length} columns {CsvText.Shown(wanted)}: give each a name of its own.",
                nameof(wanted)
            ),
        };
    }

    private bool DecimalComma(List<string[]> records, List<int> lines, string[] names, int[] chosen)
    {
        (int Row, int Column)? comma = null,
            point = null;
        for (var i = 0; i < records.Count; i++)
            foreach (var c in chosen)
                if (TryRead(records[i][c], out _, out var withComma))
                {
                    if (withComma)
                        comma ??= (i, c);
                    else if (records[i][c].Contains('.', StringComparison.Ordinal))
                        point ??= (i, c);
                }
        if (comma is var (row, column) && point is var (other, otherColumn))
            throw Bad(
                lines[row],
                names[column],
                $"found {CsvText.Shown(records[row][column])} with a comma, and {CsvText.Shown(records[other][otherColumn])} with a "
                    + $"point in "
                    + $"line {lines[other]}; one file writes all its numbers in one way"
            );
        return comma is not null;
    }

    private double Number(string text, bool comma, int line, string column)
    {
        if (!TryRead(text, out var value, out _))
            throw Bad(line, column, $"found {CsvText.Shown(text)}; it must be a number, such as {(comma ? "1,5 or 2e-3" : "1.5 or 2e-3")}");
        return double.IsFinite(value) ? value : throw Bad(line, column, $"found {CsvText.Shown(text)}; it must be a finite number");
    }

    private static bool IsGap(string text) => Gaps.Contains(text.ToLowerInvariant());

    private static bool IsNumber(string text) => !IsGap(text) && TryRead(text, out _, out _);

    private static bool TryRead(string text, out double value, out bool comma)
    {
        // Word processors write a minus sign of their own.
        var plain = text.Replace('\u2212', '-');
        comma = Regex.IsMatch(plain, @"^[+-]?\d*,\d+([eE][+-]?\d+)?$");
        return double.TryParse(comma ? plain.Replace(',', '.') : plain, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    private static string Fields(int count) => count == 1 ? "there is 1 field" : $"there are {Require.Text(count)} fields";

    private InvalidDataException Bad(int line, string? column, string what) =>
        new($"{name}, line {Require.Text(line)}{(column is null ? "" : $", column {CsvText.Shown(column)}")}: {what}.");
}
