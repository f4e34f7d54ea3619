using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.Mathematics;
using Markdig.Extensions.Tables;
using Markdig.Helpers;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
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
        .UsePreciseSourceLocation()
        .Build();

    /// <summary>The elements of a cell.</summary>
    public static MarkdownDocument Parse(string markdown) => Markdown.Parse(markdown, Pipeline);

    /// <summary>Renders a cell.</summary>
    /// <param name="markdown">The source.</param>
    /// <param name="link">Where a link should lead in the page.</param>
    /// <param name="picture">Where a picture lies in the page.</param>
    /// <param name="page">What the cells of the page share; null for a text that stands alone.</param>
    public static string Render(string markdown, Func<string, string> link, Func<string, string> picture, PageText? page = null)
    {
        markdown = WithDisplayBlocks(markdown);
        var document = Parse(markdown);
        foreach (var element in document.Descendants())
            if (element is LinkInline { Url: { } url } inline)
                inline.Url = inline.IsImage ? picture(url) : link(url);
            else if (element is HtmlInline tag)
                tag.Tag = HtmlLinks.Rewrite(tag.Tag, picture, link);
            else if (element is HtmlBlock block)
                block.Lines = new StringLineGroup(HtmlLinks.Rewrite(block.Lines.ToString(), picture, link));
            else if (element is TableRow row && page is { IsGlossary: true } && Glossary.TermOf(row, markdown) is { } term)
                row.GetAttributes().Id = term.Anchor;

        using var writer = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<HtmlMathInlineRenderer>(new InlineMath());
        renderer.ObjectRenderers.Replace<HtmlMathBlockRenderer>(new DisplayMath());
        renderer.ObjectRenderers.Replace<CodeBlockRenderer>(new FencedCode());
        if (page is not null)
        {
            renderer.ObjectRenderers.Replace<HeadingRenderer>(new AnchoredHeading(page, markdown));
            renderer.ObjectRenderers.Replace<ParagraphRenderer>(new Paragraph(page, markdown));
            renderer.ObjectRenderers.Replace<LiteralInlineRenderer>(new RunningText(page));
        }
        renderer.Render(document);
        return writer.ToString();
    }

    /// <summary>The words of a part of a cell, without formatting; formulas as they are written.</summary>
    public static string PlainText(MarkdownObject part) =>
        string.Concat(
            (part is LeafBlock { Inline: { } text } ? text : part)
                .Descendants<Inline>()
                .Select(inline =>
                    inline switch
                    {
                        LiteralInline literal => literal.Content.ToString(),
                        CodeInline code => code.Content,
                        MathInline math => math.Content.ToString(),
                        HtmlEntityInline entity => entity.Transcoded.ToString(),
                        LineBreakInline => " ",
                        _ => "",
                    }
                )
        );

    /// <summary>
    /// Editors take <c>$$ … $$</c> as a display wherever it stands; Markdig wants the dollars on lines of their own. Code blocks are left
    /// alone.
    /// </summary>
    private static string WithDisplayBlocks(string markdown) =>
        CodeOrDisplay()
            .Replace(markdown, match =>
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
            renderer.Write(Formulas.Render(math.Content.ToString(), display: math.DelimiterCount == 2));
    }

    private sealed class DisplayMath : HtmlObjectRenderer<MathBlock>
    {
        protected override void Write(HtmlRenderer renderer, MathBlock math) =>
            renderer.Write(Formulas.Render(math.Lines.ToString(), display: true)).WriteLine();
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

    /// <summary>A heading with an anchor that can be seen and copied.</summary>
    private sealed class AnchoredHeading(PageText page, string markdown) : HeadingRenderer
    {
        protected override void Write(HtmlRenderer renderer, HeadingBlock heading)
        {
            var text = PlainText(heading);
            var level = page.Level(heading.Level);
            var id = page.Begin(
                level,
                heading.GetAttributes().Id,
                text,
                heading.Inline?.Descendants<LinkInline>().FirstOrDefault()?.Url
            );
            var (anchor, solution) = page.Exercise(markdown[heading.Span.Start..]);
            if (anchor is not null && anchor != id)
                renderer.Write($"<a id=\"{anchor}\"></a>");
            renderer.Write($"<h{level} id=\"{id}\">").WriteLeafInline(heading).Write(solution is null ? "" : " " + solution);
            renderer.Write($" <a class=\"anchor\" href=\"#{id}\" aria-label=\"Link to this section\">#</a></h{level}>\n");
        }
    }

    /// <summary>A paragraph that may begin an exercise.</summary>
    private sealed class Paragraph(PageText page, string markdown) : ParagraphRenderer
    {
        protected override void Write(HtmlRenderer renderer, ParagraphBlock paragraph)
        {
            var (anchor, solution) = page.Exercise(markdown[paragraph.Span.Start..]);
            if (anchor is not null)
                paragraph.GetAttributes().Id = anchor;
            if (solution is not null)
                paragraph.Inline!.AppendChild(new HtmlInline(" " + solution));
            base.Write(renderer, paragraph);
        }
    }

    private sealed class RunningText(PageText page) : HtmlObjectRenderer<LiteralInline>
    {
        protected override void Write(HtmlRenderer renderer, LiteralInline literal)
        {
            var text = literal.Content.ToString();
            // Pictures' alternative texts are attributes; a link or a heading leads somewhere already.
            if (!renderer.EnableHtmlForInline)
                renderer.WriteEscape(text);
            else
                renderer.Write(IsPlain(literal) ? page.Running(text) : Han.Marked(text));
        }

        private static bool IsPlain(LiteralInline literal)
        {
            Inline inline = literal;
            while (inline.Parent is { } parent)
            {
                if (parent is LinkInline)
                    return false;
                inline = parent;
            }
            return inline is ContainerInline { ParentBlock: ParagraphBlock };
        }
    }
}
