using System.Globalization;

namespace GanStability.Games;

/// <summary>Numbers as text, the same in every culture.</summary>
internal static class Say
{
    public static string Number(double value) =>
        // Zero has a sign that no reader wants to see.
        value == 0 ? "0" : value.ToString("G5", CultureInfo.InvariantCulture);
}
