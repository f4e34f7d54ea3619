using System.Net;
using System.Text.RegularExpressions;

namespace GanStability.Runner.Book;

/// <summary>Chinese in an English page: marked, so that it is read aloud and drawn as Chinese.</summary>
internal static partial class Han
{
    /// <summary>Text as HTML, with every run of Chinese marked.</summary>
    public static string Marked(string text)
    {
        var html = WebUtility.HtmlEncode(text);
        return Run().Replace(html, run => $"<span lang=\"zh\">{run.Value}</span>");
    }

    // A run may hold Chinese punctuation, but does not begin or end with a space.
    [GeneratedRegex(@"[\u3400-\u9fff][\u3400-\u9fff\u3000-\u303f\uff00-\uffef]*")]
    private static partial Regex Run();
}
