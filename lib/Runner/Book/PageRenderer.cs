using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using GanStability.Runner.Notebooks;

namespace GanStability.Runner.Book;

/// <summary>An executed notebook to the body of its page.</summary>
internal static class PageRenderer
{
    /// <summary>Renders all cells.</summary>
    public static string Render(BookPage page, PageLinks links)
    {
        var html = new StringBuilder();
        var number = 0;
        foreach (var cell in page.Notebook.Cells)
        {
            if (cell.Kind == CellKind.Markdown)
                html.Append(CultureInfo.InvariantCulture, $"<section class=\"text\"{Slide(cell)}>\n")
                    .Append(MarkdownRenderer.Render(cell.Source, url => Attachment(cell, url) ?? links.Resolve(url)))
                    .Append("</section>\n");
            else if (cell.Kind == CellKind.Code)
                AppendCode(html, cell, ++number);
        }
        return html.ToString();
    }

    private static void AppendCode(StringBuilder html, Cell cell, int number)
    {
        if (string.IsNullOrWhiteSpace(cell.Source))
            return;
        html.Append(
                CultureInfo.InvariantCulture,
                $"<section class=\"cell\" id=\"cell-{number}\" data-number=\"{number}\"{Slide(cell)}>\n<pre class=\"code\">"
            )
            .Append(CodeColours.ToHtml(cell.Source.TrimEnd()))
            .Append("</pre>\n");
        if (cell.ExecutionCount is null)
            html.Append("<p class=\"note\">Not run.</p>\n");
        foreach (var output in cell.Outputs)
            html.Append(OutputRenderer.Render(output)).Append('\n');
        html.Append("</section>\n");
    }

    /// <summary>
    /// What the presenter view needs to know: the mark that Jupyter's slide shows use, and cells that are never worth a slide.
    /// </summary>
    private static string Slide(Cell cell)
    {
        var kind =
            cell.Metadata["slideshow"] is JsonObject slideshow
            && slideshow["slide_type"] is JsonValue value
            && value.TryGetValue(out string? text)
                ? text
                : null;
        var setup =
            cell.Kind == CellKind.Code && (cell.HasTag(CellTags.Parameters) || cell.Source.StartsWith("#r ", StringComparison.Ordinal));
        return (kind is null ? "" : $" data-slide=\"{WebUtility.HtmlEncode(kind)}\"") + (setup ? " data-setup" : "");
    }

    /// <summary>A picture stored inside the cell, as a data address.</summary>
    private static string? Attachment(Cell cell, string url)
    {
        const string Scheme = "attachment:";
        if (!url.StartsWith(Scheme, StringComparison.Ordinal))
            return null;
        var content = cell.Attachments?[WebUtility.UrlDecode(url[Scheme.Length..])] as JsonObject;
        return content?.FirstOrDefault() is { Key: { } mimeType, Value: { } data } ? $"data:{mimeType};base64,{data}" : null;
    }
}
