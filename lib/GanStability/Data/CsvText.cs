using System.Text;
using System.Text.RegularExpressions;

namespace GanStability;

/// <summary>The text of a table, before anything is known of its fields.</summary>
internal static class CsvText
{
    /// <summary>What may stand between two fields; a blank stands for any number of them.</summary>
    public static readonly char[] Separators = [';', '\t', ',', '|', ' '];

    private const int MostShown = 40;

    /// <summary>Reads a text file in UTF-8, UTF-16 (by its mark), or else in Windows' Western alphabet.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is too large, empty or no text.</exception>
    public static string Read(string path, int mostBytes)
    {
        var name = Path.GetFileName(path);
        if (Directory.Exists(path))
            throw new InvalidDataException($"'{name}' is a folder; name the file in it. (Pictures: ImageSet.FromFolder.)");
        if (!File.Exists(path))
            throw new FileNotFoundException(
                $"There is no file '{name}' where the path leads; a path that does not begin with / starts in the folder of the notebook."
            );
        if (new FileInfo(path).Length is var length && (length == 0 || length > mostBytes))
            throw new InvalidDataException(
                length == 0
                    ? $"{name} is empty."
                    : FormattableString.Invariant($"{name} has {length / 1e6:0} MB; tables up to {mostBytes / 1e6:0} MB are read.")
            );
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{name} cannot be read: {e.Message.Split('\'')[0].TrimEnd()} the file.", e);
        }
        return Decoded(bytes, name);
    }

    /// <summary>What stands between the fields: the first of these that every one of the first lines has equally often.</summary>
    public static char Separator(IEnumerable<string> lines)
    {
        var first = lines.Where(l => l.Length > 0).Take(50).Select(l => Regex.Replace(l.Trim(), "\"[^\"]*\"?", "q")).ToList();
        var candidates = Separators[..^1];
        foreach (var candidate in candidates)
            if (first.Select(l => l.Count(c => c == candidate)).Distinct().ToArray() is [> 0])
                return candidate;
        return candidates.FirstOrDefault(c => first.Any(l => l.Contains(c, StringComparison.Ordinal)), ' ');
    }

    /// <summary>A field in a message.</summary>
    public static string Shown(string text)
    {
        var line = text.Split('\n')[0];
        return line.Length <= MostShown && line.Length == text.Length ? $"'{line}'" : $"'{line[..Math.Min(line.Length, MostShown)]}…'";
    }

    private static string Decoded(byte[] bytes, string name)
    {
        Encoding? marked = bytes switch
        {
            [0xff, 0xfe, ..] => Encoding.Unicode,
            [0xfe, 0xff, ..] => Encoding.BigEndianUnicode,
            _ => null,
        };
        if (marked is not null)
            return marked.GetString(bytes, 2, bytes.Length - 2);
        if (bytes.AsSpan(0, Math.Min(bytes.Length, 4)) is [(byte)'P', (byte)'K', ..] or [0x1f, 0x8b, ..])
            throw new InvalidDataException($"{name} is a workbook of a spreadsheet or an archive, no text: save the table as CSV.");
        if (Array.IndexOf(bytes, (byte)0) is var at and >= 0)
            throw new InvalidDataException($"{name} is no text: byte {Require.Text(at)} is 0. Save the table as CSV.");
        var from = bytes is [0xef, 0xbb, 0xbf, ..] ? 3 : 0;
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes, from, bytes.Length - from);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes, from, bytes.Length - from);
        }
    }
}
