using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GanStability.Runner.Notebooks;

namespace GanStability.Runner.Book;

/// <summary>An executed notebook to the body of its page.</summary>
internal static partial class PageRenderer
{
    private const int LinesOnASlide = 14;

    /// <summary>Renders all cells.</summary>
    /// <param name="page">The page.</param>
    /// <param name="links">Where its links lead.</param>
    /// <param name="text">What its text cells share; holds the headings afterwards.</param>
    public static string Render(BookPage page, PageLinks links, PageText text)
    {
        var html = new StringBuilder();
        var number = 0;
        foreach (var cell in page.Notebook.Cells)
        {
            if (cell.Kind == CellKind.Code)
                AppendCode(html, page.Notebook, cell, ++number, links);
            else
                html.Append(CultureInfo.InvariantCulture, $"<section class=\"text\"{Slide(cell)}>\n")
                    .Append(Text(cell, links, text))
                    .Append("</section>\n");
        }
        // A corner without words heads nothing, and is not announced as a heading.
        return EmptyCorner().Replace(html.Append(text.Meanings()).ToString(), "<td${style}></td>");
    }

    [GeneratedRegex(@"<th\b(?: scope=""col"")?(?<style>[^>]*)>\s*</th>")]
    private static partial Regex EmptyCorner();

    /// <summary>A cell of text. Raw cells are for other programs, and shown as they are; headings are of an older nbformat.</summary>
    private static string Text(Cell cell, PageLinks links, PageText text)
    {
        if (cell.Kind == CellKind.Markdown)
            return Markdown(cell.Source);
        if (cell.Json["cell_type"]?.ToString() != "heading")
            return string.IsNullOrWhiteSpace(cell.Source) ? "" : $"<pre class=\"raw\">{WebUtility.HtmlEncode(cell.Source)}</pre>\n";
        var level = cell.Json["level"] is JsonValue value && value.TryGetValue(out int number) ? Math.Clamp(number, 1, 6) : 1;
        return Markdown($"{new string('#', level)} {cell.Source.ReplaceLineEndings(" ")}");

        string Markdown(string source) =>
            MarkdownRenderer.Render(
                source,
                url => Attachment(cell, url) ?? links.Resolve(url),
                url => Attachment(cell, url) ?? links.Picture(url),
                text
            );
    }

    private static void AppendCode(StringBuilder html, Notebook notebook, Cell cell, int number, PageLinks links)
    {
        if (string.IsNullOrWhiteSpace(cell.Source) && cell.Outputs.Count == 0)
            return;
        var language = CellLanguage.Of(notebook, cell);
        var code = cell.Source.TrimEnd();
        html.Append(
                CultureInfo.InvariantCulture,
                $"<section class=\"cell\" id=\"cell-{number}\" data-number=\"{number}\"{Slide(cell)}>\n{Fold(cell)}<pre class=\"code\">"
            )
            .Append(language == CellLanguage.CSharp ? CodeColours.ToHtml(code) : WebUtility.HtmlEncode(code))
            .Append("</pre>\n");
        if (language != CellLanguage.CSharp)
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"note\">Language: {WebUtility.HtmlEncode(language)}.</p>\n");
        if (cell.ExecutionCount is null)
            html.Append("<p class=\"note\">Not run.</p>\n");
        foreach (var output in cell.Outputs)
            html.Append(OutputRenderer.Render(output, links)).Append('\n');
        html.Append(IsSetup(cell) ? "</details>\n</section>\n" : "</section>\n");
    }

    /// <summary>Machinery that every notebook begins with is folded, unless it failed.</summary>
    private static string Fold(Cell cell)
    {
        if (!IsSetup(cell))
            return "";
        var open = cell.Outputs.Any(output => output is ErrorOutput) ? " open" : "";
        var name = cell.HasTag(CellTags.Parameters) ? "Parameters: the numbers you may change" : "Setup: the library and this machine";
        return $"<details class=\"setup\"{open}><summary>{name}</summary>\n";
    }

    /// <summary>
    /// Whether the presenter view shows the code beside its output: where the notebook says so, and where a class is invited to change or
    /// to write a line of a cell that fits on a slide.
    /// </summary>
    private static bool ShowsCode(Cell cell) =>
        cell.HasTag(CellTags.ShowCode)
        || (
            cell.Kind == CellKind.Code
            && !IsSetup(cell)
            && (cell.Source.Contains("// ←", StringComparison.Ordinal) || cell.Source.Contains("// your", StringComparison.Ordinal))
            && cell.Source.AsSpan().Count('\n') < LinesOnASlide
        );

    private static bool IsSetup(Cell cell) =>
        cell.Kind == CellKind.Code && (cell.HasTag(CellTags.Parameters) || cell.Source.StartsWith("#r ", StringComparison.Ordinal));

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
        return (kind is null ? "" : $" data-slide=\"{WebUtility.HtmlEncode(kind)}\"")
            + (ShowsCode(cell) ? " data-show-code" : "")
            + (IsSetup(cell) ? " data-setup" : "");
    }

    /// <summary>A picture stored inside the cell, as a data address.</summary>
    private static string? Attachment(Cell cell, string url)
    {
        const string Scheme = "attachment:";
        if (!url.StartsWith(Scheme, StringComparison.Ordinal))
            return null;
        var name = url[Scheme.Length..];
        var content = (cell.Attachments?[name] ?? cell.Attachments?[Uri.UnescapeDataString(name)]) as JsonObject;
        return content?.FirstOrDefault() is { Key: { } mimeType, Value: { } data } ? $"data:{mimeType};base64,{Base64(data)}" : null;
    }

    /// <summary>As one text or as lines.</summary>
    private static string Base64(JsonNode data) =>
        string.Concat((data is JsonArray lines ? string.Concat(lines) : data.ToString()).Where(c => !char.IsWhiteSpace(c)));
}
