using System.Net;
using System.Text.RegularExpressions;

namespace GanStability.Runner.Book;

/// <summary>The addresses in HTML that an author has written: <c>src</c>, <c>srcset</c>, <c>poster</c> and <c>href</c>.</summary>
internal static partial class HtmlLinks
{
    /// <summary>Gives every address in tags a new one; text, comments and scripts stay as they are.</summary>
    /// <param name="html">HTML, also a part of it.</param>
    /// <param name="picture">Where a picture of the notebook lies in the page.</param>
    /// <param name="link">
    /// Where a link of the notebook leads in the page; null for the HTML that a cell has made, in which only pictures are led: it may name
    /// files of the page itself.
    /// </param>
    public static string Rewrite(string html, Func<string, string> picture, Func<string, string>? link)
    {
        if (!html.Contains('<', StringComparison.Ordinal))
            return html;
        return Tags()
            .Replace(
                html,
                tag =>
                    tag.Groups["name"] is { Success: true } name
                    && (link is not null || name.Value.ToLowerInvariant() is "img" or "source" or "video" or "audio")
                        ? Attributes().Replace(tag.Value, attribute => Attribute(attribute, picture, link))
                        : tag.Value
            );
    }

    private static string Attribute(Match attribute, Func<string, string> picture, Func<string, string>? link)
    {
        var old = WebUtility.HtmlDecode(attribute.Groups["value"].Value).Trim();
        var led = attribute.Groups["name"].Value.ToLowerInvariant() switch
        {
            "href" => link is null ? old : link(old),
            // Addresses with a width or a density each. Data addresses hold commas, and are where they should be.
            "srcset" when !old.Contains("data:", StringComparison.Ordinal) => string.Join(
                ", ",
                old.Split(',', StringSplitOptions.TrimEntries).Select(candidate => Candidate(candidate, picture))
            ),
            "srcset" => old,
            _ => picture(old),
        };
        return led == old ? attribute.Value : $"{attribute.Groups["before"].Value}\"{WebUtility.HtmlEncode(led)}\"";
    }

    private static string Candidate(string candidate, Func<string, string> picture)
    {
        var end = candidate.IndexOf(' ', StringComparison.Ordinal);
        return end < 0 ? picture(candidate) : picture(candidate[..end]) + candidate[end..];
    }

    // Comments, scripts and styles are matched as a whole, so that nothing in them is taken for a tag.
    [GeneratedRegex(
        "<!--(?s:.*?)-->|<script\\b(?s:.*?)</script\\s*>|<style\\b(?s:.*?)</style\\s*>"
            + "|<(?<name>[a-z][a-z0-9-]*)(\\s+[^\\s=>\"'/]+(\\s*=\\s*(\"[^\"]*\"|'[^']*'|[^\\s>\"']+))?|\\s|/)*>",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Tags();

    [GeneratedRegex(
        "(?<before>\\s(?<name>src|href|srcset|poster)\\s*=\\s*)(\"(?<value>[^\"]*)\"|'(?<value>[^']*)'|(?<value>[^\\s>\"']+))",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Attributes();
}
