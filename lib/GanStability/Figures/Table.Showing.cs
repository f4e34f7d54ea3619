using System.Net;
using System.Text;

namespace GanStability.Figures;

public sealed partial record Table
{
    /// <inheritdoc/>
    public string ToHtml()
    {
        var html = new StringBuilder("<table class=\"gs-table\"><caption>").Append(WebUtility.HtmlEncode(Caption)).Append("</caption><thead><tr>");
        foreach (var heading in Headings) html.Append("<th scope=\"col\">").Append(WebUtility.HtmlEncode(heading)).Append("</th>");
        html.Append("</tr></thead><tbody>");
        for (var r = 0; r < Rows.Count; r++)
        {
            html.Append("<tr>");
            for (var c = 0; c < Rows[r].Count; c++)
            {
                var text = WebUtility.HtmlEncode(Rows[r][c]);
                html.Append(c == 0 ? "<th scope=\"row\">" : "<td>").Append(Marked.Contains((r, c)) ? $"<strong>{text}</strong>" : text)
                    .Append(c == 0 ? "</th>" : "</td>");
            }
            html.Append("</tr>");
        }
        return html.Append("</tbody></table>").ToString();
    }

    /// <inheritdoc/>
    public string ToText()
    {
        var widths = Headings.Select((h, c) => Math.Max(h.Length, Rows.Select(r => c < r.Count ? r[c].Length : 0).DefaultIfEmpty().Max())).ToArray();
        var text = new StringBuilder(Caption).Append('\n');
        foreach (var row in Rows.Prepend(Headings))
            text.AppendJoin("  ", row.Select((cell, c) => c == 0 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]))).Append('\n');
        return text.ToString();
    }
}
