using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.Mathematics;
using Markdig.Helpers;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace GanStability.Runner.Book;

/// <summary>
/// Markdown cells to HTML. Only what editors of notebooks also understand is switched on, so that the page and the editor agree.
/// </summary>
internal static partial class MarkdownRenderer
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseMathematics()
        .UseFootnotes()
        .UseTaskLists()
        .UseAlertBlocks()
        .UseAutoIdentifiers(Markdig.Extensions.AutoIdentifiers.AutoIdentifierOptions.GitHub)
        .UseEmphasisExtras(Markdig.Extensions.EmphasisExtras.EmphasisExtraOptions.Strikethrough)
        .Build();

    /// <summary>Renders a cell.</summary>
    /// <param name="markdown">The source.</param>
    /// <param name="link">Where a link should lead in the page.</param>
    /// <param name="picture">Where a picture lies in the page.</param>
    public static string Render(string markdown, Func<string, string> link, Func<string, string> picture)
    {
        var document = Markdown.Parse(WithDisplayBlocks(markdown), Pipeline);
        foreach (var element in document.Descendants())
            if (element is LinkInline { Url: { } url } inline)
                inline.Url = inline.IsImage ? picture(url) : link(url);
            else if (element is HtmlInline tag)
                tag.Tag = HtmlLinks.Rewrite(tag.Tag, picture, link);
            else if (element is HtmlBlock block)
                block.Lines = new StringLineGroup(HtmlLinks.Rewrite(block.Lines.ToString(), picture, link));

        using var writer = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<HtmlMathInlineRenderer>(new InlineMath());
        renderer.ObjectRenderers.Replace<HtmlMathBlockRenderer>(new DisplayMath());
        renderer.ObjectRenderers.Replace<CodeBlockRenderer>(new FencedCode());
        renderer.Render(document);
        return writer.ToString();
    }

    /// <summary>
    /// Editors take <c>$$ … $$</c> as a display wherever it stands; Markdig wants the dollars on lines of their own. Code blocks are left
    /// alone.
    /// </summary>
    private static string WithDisplayBlocks(string markdown) =>
        CodeOrDisplay()
            .Replace(
                markdown,
                match =>
                    match.Groups["math"] is { Success: true } math
                        ? $"{match.Groups["indent"].Value}$$\n{match.Groups["indent"].Value}{math.Value.Trim()}\n"
                            + $"{match.Groups["indent"].Value}$$"
                        : match.Value
            );

    [GeneratedRegex(
        @"^[ \t]*(?<fence>`{3,}|~{3,}).*?(^[ \t]*\k<fence>[ \t]*$|\z)|^(?<indent>[ \t>]*)\$\$(?<math>[^$]+?)\$\$[ \t]*$",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.CultureInvariant
    )]
    private static partial Regex CodeOrDisplay();

    private sealed class InlineMath : HtmlObjectRenderer<MathInline>
    {
        protected override void Write(HtmlRenderer renderer, MathInline math) =>
            renderer
                .Write(math.DelimiterCount == 2 ? "<span class=\"math display\">" : "<span class=\"math\">")
                .WriteEscape(ref math.Content)
                .Write("</span>");
    }

    private sealed class DisplayMath : HtmlObjectRenderer<MathBlock>
    {
        protected override void Write(HtmlRenderer renderer, MathBlock math) =>
            renderer.Write("<div class=\"math display\">").WriteLeafRawLines(math, true, true).WriteLine("</div>");
    }

    private sealed class FencedCode : CodeBlockRenderer
    {
        protected override void Write(HtmlRenderer renderer, CodeBlock block)
        {
            if (block is FencedCodeBlock { Info: "csharp" or "cs" or "c#" or "C#" })
                renderer.Write("<pre class=\"code\">").Write(CodeColours.ToHtml(block.Lines.ToString())).WriteLine("</pre>");
            else
                base.Write(renderer, block);
        }
    }
}
