namespace GanStability.Runner.Notebooks;

/// <summary>How nbformat stores the content of a mime type.</summary>
internal static class MimeTypes
{
    public const string Html = "text/html";
    public const string PlainText = "text/plain";
    public const string Markdown = "text/markdown";
    public const string Svg = "image/svg+xml";
    public const string Png = "image/png";

    /// <summary>Stored as JSON, not as text.</summary>
    public static bool IsJson(string mimeType) => mimeType == "application/json" || mimeType.EndsWith("+json", StringComparison.Ordinal);

    /// <summary>Stored as a list of lines; other content (base64) is one string.</summary>
    public static bool IsText(string mimeType) => mimeType.StartsWith("text/", StringComparison.Ordinal) || mimeType == Svg;
}
