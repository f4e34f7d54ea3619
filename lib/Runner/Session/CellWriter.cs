using System.Text;

namespace GanStability.Runner.Session;

/// <summary>A console stream of a cell: collects text and passes on whole lines.</summary>
internal sealed class CellWriter(Action<string> send) : TextWriter
{
    private readonly StringBuilder _pending = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Append([value]);

    public override void Write(char[] buffer, int index, int count) => Append(buffer.AsSpan(index, count));

    public override void Write(string? value) => Append(value);

    public override void Flush()
    {
        lock (_pending)
        {
            if (_pending.Length == 0) return;
            send(_pending.ToString());
            _pending.Clear();
        }
    }

    private void Append(ReadOnlySpan<char> text)
    {
        lock (_pending)
        {
            _pending.Append(text);
            if (text.Contains('\n')) Flush();
        }
    }
}
