using System.Collections;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;

namespace GanStability;

/// <summary>What a learner sees of a value that is no picture: its title, a few facts and what to call next.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Facts">Names and values; a fact without a value is left out.</param>
/// <param name="Next">Code that goes on from here.</param>
internal sealed record Card(string Title, IReadOnlyList<(string Name, string Value)> Facts, params IReadOnlyList<string> Next) : IShown
{
    private const string Cell = "text-align:left;vertical-align:top;padding:.2em .8em;border-bottom:1px solid rgba(128,128,128,.35)";

    private IEnumerable<(string Name, string Value)> Shown => Facts.Where(f => f.Value.Length > 0);

    /// <inheritdoc/>
    public string ToHtml()
    {
        var html = new StringBuilder("<table class=\"gs-table gs-card\" style=\"border-collapse:collapse;margin:.5em 0;min-width:20em\">")
            .Append("<caption style=\"caption-side:top;text-align:left;padding:.3em 0;color:inherit\"><strong>")
            .Append(Encode(Title))
            .Append("</strong></caption>\n<tbody>");
        foreach (var (name, value) in Shown)
            Row(html, name, Encode(value));
        if (Next.Count > 0)
            Row(html, "next", string.Join(", ", Next.Select(n => $"<code>{Encode(n)}</code>")));
        return html.Append("</tbody></table>").ToString();
    }

    /// <inheritdoc/>
    public string ToText()
    {
        var width = Shown.Select(f => f.Name.Length).Append(4).Max();
        var lines = Shown.Select(f => $"  {f.Name.PadRight(width)}  {f.Value}").ToList();
        if (Next.Count > 0)
            lines.Add($"  {"next".PadRight(width)}  {string.Join(", ", Next)}");
        return string.Join('\n', lines.Prepend(Title));
    }

    private static void Row(StringBuilder html, string name, string value) =>
        html.Append("<tr><th scope=\"row\" style=\"font-weight:normal;opacity:.75;white-space:nowrap;")
            .Append(Cell)
            .Append("\">")
            .Append(Encode(name))
            .Append("</th><td style=\"")
            .Append(Cell)
            .Append("\">")
            .Append(value)
            .Append("</td></tr>\n");

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}

/// <summary>Settings in words, read from the public properties of a value.</summary>
internal static class Settings
{
    private const int MostOfAList = 12;

    /// <summary>The settings of a value with their names.</summary>
    /// <param name="value">A stabilizer, a network's shape, an optimizer.</param>
    public static IEnumerable<(string Name, string Value)> Of(object value) =>
        value
            .GetType()
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.CanRead && p.GetIndexParameters().Length == 0 && p.Name != nameof(Stabilizer.Name))
            .Select(p => (Words(p.Name), Text(p.GetValue(value))))
            .Where(s => s.Item2.Length > 0);

    /// <summary>A value as a few words.</summary>
    public static string Text(object? value) =>
        value switch
        {
            null => "none",
            string text => text,
            double or float => ((IFormattable)value).ToString("G5", CultureInfo.InvariantCulture),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            bool yes => yes ? "yes" : "no",
            Delegate => "a function of your own",
            IEnumerable list => List(list),
            _ when value.GetType().GetProperty("Name")?.GetValue(value) is string name => name,
            _ => $"({Described(value, ", ")})",
        };

    /// <summary>A type and its settings, such as <c>MlpGenerator: hidden 64, 64; latent 2</c>.</summary>
    public static string Typed(object value) =>
        value.GetType().Name + (Described(value, "; ") is { Length: > 0 } settings ? $": {settings}" : "");

    /// <summary><c>LearningRate</c> as <c>learning rate</c>.</summary>
    public static string Words(string name) =>
        string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));

    private static string Described(object value, string between) => string.Join(between, Of(value).Select(s => $"{s.Name} {s.Value}"));

    private static string List(IEnumerable list)
    {
        var first = list.Cast<object?>().Take(MostOfAList + 1).Select(Text).ToList();
        return string.Join(", ", first.Take(MostOfAList)) + (first.Count > MostOfAList ? ", …" : "");
    }
}
