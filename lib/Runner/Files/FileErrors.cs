using System.ComponentModel;
using System.Security;
using System.Text.Json;

namespace GanStability.Runner.Files;

/// <summary>What can go wrong with files, disks and permissions, for the one place that tells the reader.</summary>
internal static class FileErrors
{
    /// <summary>Whether an error is one of the machine's files and not one of this program.</summary>
    public static bool IsOne(Exception e) =>
        e is IOException or UnauthorizedAccessException or SecurityException or JsonException or Win32Exception or NotSupportedException;

    /// <summary>The error as a part of a sentence: without line breaks and without the last full stop.</summary>
    public static string Reason(Exception e) => e.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.');
}
