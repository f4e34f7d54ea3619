using System.Text.Json;
using System.Text.RegularExpressions;
using GanStability;

namespace GanStability.Tests.Figures;

/// <summary>Takes a figure's HTML apart.</summary>
internal static partial class Html
{
    public static JsonElement Chart(Figure figure) => JsonDocument.Parse(Data().Match(figure.ToHtml()).Groups[1].Value).RootElement;

    public static byte[] Picture(string html) => Convert.FromBase64String(Source().Match(html).Groups[1].Value);

    [GeneratedRegex("<script type=\"application/json\">(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Data();

    [GeneratedRegex("src=\"data:image/png;base64,([^\"]*)\"")]
    private static partial Regex Source();
}
