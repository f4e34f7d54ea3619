using System.Text;
using System.Text.RegularExpressions;

namespace GanStability.Runner.Book;

/// <summary>What a terminal would show in the end of the text that a cell has printed.</summary>
internal static partial class TerminalText
{
    /// <summary>
    /// A carriage return goes back to the start of the line and a backspace one place, and what follows overwrites; <c>ESC[K</c> clears the
    /// rest of the line, <c>ESC[2K</c> all of it. Colours are left out.
    /// </summary>
    public static string Settle(string text)
    {
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        return text.AsSpan().ContainsAny('\r', '\b', '\u001b') ? string.Join('\n', text.Split('\n').Select(Line)) : text;
    }

    private static string Line(string line)
    {
        var shown = new List<Rune>();
        var place = 0;
        for (var i = 0; i < line.Length; )
        {
            if (line[i] == '\u001b' && Escape().Match(line, i) is { Success: true } escape)
            {
                if (escape.Value is "\u001b[2K")
                    shown.Clear();
                else if (escape.Value is "\u001b[K" or "\u001b[0K" && place < shown.Count)
                    shown.RemoveRange(place, shown.Count - place);
                i += escape.Length;
                continue;
            }
            Rune.DecodeFromUtf16(line.AsSpan(i), out var rune, out var length);
            i += length;
            if (rune.Value == '\r')
                place = 0;
            else if (rune.Value == '\b')
                place = Math.Max(0, place - 1);
            else
            {
                while (shown.Count < place)
                    shown.Add(new Rune(' '));
                if (place < shown.Count)
                    shown[place] = rune;
                else
                    shown.Add(rune);
                place++;
            }
        }
        return string.Concat(shown);
    }

    [GeneratedRegex(@"\G\u001b\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Escape();
}
