using System.Net;
using System.Text.RegularExpressions;
using GanStability.Runner.Notebooks;

namespace GanStability.Runner.Book;

/// <summary>Outputs of a cell to HTML: the richest mime type that a page without a kernel can show.</summary>
internal static partial class OutputRenderer
{
    /// <summary>Renders one output.</summary>
    public static string Render(Output output) =>
        output switch
        {
            StreamOutput stream => $"<pre class=\"{(stream.Name == "stderr" ? "stderr" : "stdout")}\">{Plain(stream.Text)}</pre>",
            ErrorOutput error => "<pre class=\"error\">"
                + $"{Plain(error.Traceback.Count > 0 ? string.Join('\n', error.Traceback) : $"{error.Name}: {error.Message}")}</pre>",
            ShownOutput shown => Shown(shown),
            _ => "",
        };

    private static string Shown(ShownOutput shown)
    {
        var content = shown.Content;
        if (content.TryGetValue(MimeTypes.Html, out var html))
            return $"<div class=\"shown\">{html}</div>";
        if (content.TryGetValue(MimeTypes.Svg, out var svg))
            return $"<div class=\"shown\">{svg}</div>";
        foreach (var (mimeType, data) in content.OrderByDescending(entry => entry.Key == MimeTypes.Png))
            if (mimeType.StartsWith("image/", StringComparison.Ordinal))
                return $"<div class=\"shown\"><img src=\"data:{mimeType};base64,{data.Trim()}\" "
                    + $"alt=\"{WebUtility.HtmlEncode(Alt(shown))}\"></div>";
        if (content.TryGetValue(MimeTypes.Markdown, out var markdown))
            return $"<div class=\"shown\">{MarkdownRenderer.Render(markdown, url => url)}</div>";
        if (content.TryGetValue(MimeTypes.PlainText, out var text))
            return $"<pre class=\"value\">{Plain(text)}</pre>";
        return "";
    }

    /// <summary>Alternative text: what VS Code reads, else the plain text of the same value.</summary>
    private static string Alt(ShownOutput shown) =>
        shown.Metadata?["vscode_altText"]?.ToString() ?? (shown.Content.TryGetValue(MimeTypes.PlainText, out var text) ? text : "");

    private static string Plain(string text) => WebUtility.HtmlEncode(TerminalColours().Replace(text.TrimEnd('\n'), ""));

    [GeneratedRegex(@"\u001b\[[0-9;]*[A-Za-z]")]
    private static partial Regex TerminalColours();
}
