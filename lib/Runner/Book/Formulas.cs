using System.Net;
using Jint;
using Jint.Native;
using Jint.Runtime;

namespace GanStability.Runner.Book;

/// <summary>
/// Formulas set by KaTeX while the book is written, so that a page shows them without a script: HTML for the eye, and MathML for screen
/// readers and for copying.
/// </summary>
internal static class Formulas
{
    private static readonly Lock Setting = new();
    private static readonly Dictionary<(string, bool), string> Set = [];

    /// <summary>KaTeX in an engine of its own; a second to load, some milliseconds a formula.</summary>
    private static readonly Lazy<(Jint.Engine Engine, JsValue Render)> KaTeX = new(() =>
    {
        var engine = new Jint.Engine();
        engine.Execute("var self = this;").Execute(BookAssets.Text(BookAssets.SetsFormulas));
        return (
            engine,
            engine.Evaluate("(tex, display) => katex.renderToString(tex, { displayMode: display, throwOnError: false, strict: 'ignore' })")
        );
    });

    /// <summary>Sets a formula. One that KaTeX cannot read is shown as it was written.</summary>
    /// <param name="tex">The formula in TeX, without dollars.</param>
    /// <param name="display">On a line of its own.</param>
    /// <returns>HTML.</returns>
    public static string Render(string tex, bool display)
    {
        tex = tex.Trim();
        // One engine serves one caller at a time, and notebooks may end at the same moment.
        lock (Setting)
        {
            if (!Set.TryGetValue((tex, display), out var html))
            {
                try
                {
                    html = KaTeX.Value.Engine.Invoke(KaTeX.Value.Render, tex, display).AsString();
                }
                catch (JintException)
                {
                    html = $"<code>{WebUtility.HtmlEncode(tex)}</code>";
                }
                Set[(tex, display)] = html;
            }
            return html;
        }
    }
}
