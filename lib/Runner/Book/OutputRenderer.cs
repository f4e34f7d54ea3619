using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using GanStability.Runner.Notebooks;

namespace GanStability.Runner.Book;

/// <summary>
/// Outputs of a cell to HTML: the richest mime type that a page without a kernel can show, and for all others a sentence that names them.
/// No output ends in nothing.
/// </summary>
internal static class OutputRenderer
{
    private const string Plotly = "application/vnd.plotly.v1+json";

    private static readonly JsonSerializerOptions Indented = new(NotebookWriter.Format) { WriteIndented = true, IndentSize = 2 };

    /// <summary>Renders one output.</summary>
    /// <param name="output">The output.</param>
    /// <param name="links">Where the pictures and links in it lead; null for a page of nowhere.</param>
    public static string Render(Output output, PageLinks? links = null) =>
        output switch
        {
            StreamOutput stream => Pre(stream.Name == "stderr" ? "stderr" : "stdout", stream.Text),
            ErrorOutput error => Pre(
                "error",
                error.Traceback.Count > 0 ? string.Join('\n', error.Traceback) : $"{error.Name}: {error.Message}"
            ),
            ShownOutput shown => Shown(shown, links),
            OtherOutput other => Note($"An output of the kind '{other.Kind}', which this page cannot show."),
            _ => throw new ArgumentException($"An output of type {output.GetType().Name} cannot be shown.", nameof(output)),
        };

    private static string Shown(ShownOutput shown, PageLinks? links)
    {
        var content = shown
            .Content.Where(entry => !string.IsNullOrWhiteSpace(entry.Value))
            .ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);
        if (content.TryGetValue(MimeTypes.Html, out var html))
            return Div(links is null ? html : HtmlLinks.Rewrite(html, links.Picture, link: null));
        if (content.TryGetValue(MimeTypes.Svg, out var svg))
            return Div(svg);
        foreach (var (mimeType, data) in content.OrderByDescending(entry => entry.Key == MimeTypes.Png))
            if (mimeType.StartsWith("image/", StringComparison.Ordinal))
                return Div(
                    $"<img src=\"data:{WebUtility.HtmlEncode(mimeType)};base64,{WebUtility.HtmlEncode(data.Trim())}\" "
                        + $"alt=\"{WebUtility.HtmlEncode(Alt(shown))}\">"
                );
        if (content.TryGetValue(MimeTypes.Markdown, out var markdown))
            return Div(MarkdownRenderer.Render(markdown, url => links?.Resolve(url) ?? url, url => links?.Picture(url) ?? url));
        if (content.TryGetValue("text/latex", out var latex))
            return Div(Formulas.Render(latex.Trim().Trim('$'), display: true));
        if (content.TryGetValue(Plotly, out var chart))
            return Chart(chart);
        if (content.TryGetValue("application/json", out var json))
            return Pre("value", Pretty(json));
        if (content.TryGetValue(MimeTypes.PlainText, out var text))
            return Pre("value", text);
        if (content.TryGetValue("application/javascript", out var script) || content.TryGetValue("text/javascript", out script))
            return Note("JavaScript, which the editor runs and this page only shows:") + Pre("value", script);
        foreach (var (mimeType, other) in content)
            if (MimeTypes.IsText(mimeType))
                return Note($"Text of the type {mimeType}:") + Pre("value", other);
        return Note(
            content.Count == 0
                ? "An output without content."
                : $"An output that this page cannot show, of the type {string.Join(", ", content.Keys)}. An editor may."
        );
    }

    /// <summary>A chart that plotly.js, which lies beside the page, draws; until then, and without it, a sentence stands there.</summary>
    private static string Chart(string json)
    {
        var node = JsonNode.Parse(json, documentOptions: NotebookReader.Options);
        // Under Jupyter the .NET kernel stores the JSON as a text.
        if (node is JsonValue value && value.TryGetValue(out string? inner))
            json = inner;
        // In a script element nothing is unescaped, and only "<" could end it.
        var safe = json.Replace("<", "\\u003c", StringComparison.Ordinal);
        return Div(
            "<div class=\"plotly-json\"><p class=\"note\">An interactive chart (plotly). It needs JavaScript and the file plotly.min.js "
                + $"beside this page.</p><script type=\"application/json\">{safe}</script></div>"
        );
    }

    private static string Pretty(string json) =>
        JsonNode.Parse(json, documentOptions: NotebookReader.Options)?.ToJsonString(Indented) ?? "null";

    private static string Div(string html) => $"<div class=\"shown\">{html}</div>";

    private static string Note(string sentence) => $"<p class=\"note\">{WebUtility.HtmlEncode(sentence)}</p>";

    private static string Pre(string kind, string text) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"<pre class=\"{kind}\">{WebUtility.HtmlEncode(TerminalText.Settle(text).TrimEnd('\n'))}</pre>"
        );

    /// <summary>Alternative text: what VS Code reads, else the plain text of the same value.</summary>
    private static string Alt(ShownOutput shown) =>
        shown.Metadata?["vscode_altText"]?.ToString() ?? (shown.Content.TryGetValue(MimeTypes.PlainText, out var text) ? text : "");
}
