using System.Text.Json;

namespace GanStability.Runner.Session.Child;

/// <summary>What goes through the two pipes between this program and the process of a session: one line of JSON each.</summary>
internal static class Wire
{
    /// <summary>The hidden first argument that makes this program the process of a session.</summary>
    public const string Verb = "session-process";

    /// <summary>Printed on the raw streams when a cell has ended: what native code printed before it belongs to that cell.</summary>
    public const char Mark = '\u001e';

    public static string Write<T>(T message) => JsonSerializer.Serialize(message);

    public static T Read<T>(string line) => JsonSerializer.Deserialize<T>(line)!;
}

/// <summary>To the process: execute this, or (without code) ask the running cell to stop.</summary>
internal sealed record Request(string Label, string? Code);

/// <summary>From the process: something happened, or (without an event) the cell has ended.</summary>
internal sealed record Reply(SessionEvent? Event);
