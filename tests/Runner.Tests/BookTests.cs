using System.Text.RegularExpressions;
using GanStability.Runner.Book;
using GanStability.Runner.Notebooks;
using Xunit;

namespace GanStability.Runner.Tests;

public partial class BookTests
{
    [Fact]
    public async Task APageLoadsOnlyFilesThatLieBesideIt()
    {
        using var course = new Course();
        course.Add(
            "00-first",
            "md:# First & foremost\n\n$x_1$ see [two](solutions/01-second.ipynb#cell-1) and [readme](../README.md)\n\n![dot](dot.png)",
            "#r \"../artifacts/kit/GanStability.dll\"\nnew GanStability.Table(\"C\", [\"a\"], [[\"1 < 2\"]])",
            "Console.WriteLine(\"<b>\");"
        );
        course.Add("solutions/01-second", "md:# Second\n\n[back](../00-first.ipynb)", "1");
        var (code, _, error) = await course.RunAsync("run", "notebooks");
        Assert.True(code == 0, error);

        foreach (var name in new[] { "index", "00-first", "solutions-01-second" })
        {
            var page = course.Page(name);
            Assert.DoesNotMatch(@"(src|href)=""(https?:)?//", page);
            foreach (Match match in Loaded().Matches(page))
                Assert.True(File.Exists(Path.Combine(course.Book, match.Groups["file"].Value)), match.Value);
        }
        var style = File.ReadAllText(Path.Combine(course.Book, "assets", "katex", "katex.min.css"));
        foreach (Match font in Regex.Matches(style, @"url\((?<file>[^)]*woff2)\)"))
            Assert.True(File.Exists(Path.Combine(course.Book, "assets", "katex", font.Groups["file"].Value)), font.Value);
        Assert.DoesNotContain("http", style, StringComparison.Ordinal);
        Assert.True(new FileInfo(Path.Combine(course.Book, "plotly.min.js")).Length > 1_000_000);

        var first = course.Page("00-first");
        Assert.Contains("<title>First &amp; foremost &#183; GanStability</title>", first, StringComparison.Ordinal);
        Assert.Contains("href=\"solutions-01-second.html#cell-1\"", first, StringComparison.Ordinal);
        Assert.Contains("href=\"../../README.md\"", first, StringComparison.Ordinal);
        Assert.Contains("src=\"../../notebooks/dot.png\" alt=\"dot\"", first, StringComparison.Ordinal);
        Assert.Contains(Tex("x_1"), first, StringComparison.Ordinal);
        Assert.Contains("<table class=\"gs-table\"", first, StringComparison.Ordinal);
        Assert.Contains("<pre class=\"stdout\">&lt;b&gt;</pre>", first, StringComparison.Ordinal);
        Assert.Contains("href=\"00-first.html\"", course.Page("solutions-01-second"), StringComparison.Ordinal);
        Assert.Contains("Second", course.Page("index"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALaterRunOfOneNotebookKeepsTheOtherPages()
    {
        using var course = new Course();
        course.Add("a", "1");
        var gone = course.Add("b", "1");
        course.Add("c", "1");
        Assert.Equal(0, (await course.RunAsync("run", "a", "b")).Code);
        File.Delete(gone);
        Assert.Equal(0, (await course.RunAsync("run", "c")).Code);
        var index = course.Page("index");
        Assert.Contains("a.html", index, StringComparison.Ordinal);
        Assert.Contains("c.html", index, StringComparison.Ordinal);
        Assert.DoesNotContain("b.html", index, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheBookOfStoredOutputsRunsNoCell()
    {
        using var course = new Course();
        var path = course.Add("nb", "md:# Title", "System.IO.File.AppendAllText(\"runs.txt\", \"x\");\n6 * 7");
        Assert.Equal(0, (await course.RunAsync("publish")).Code);
        var (code, output, error) = await course.RunAsync("book");
        Assert.True(code == 0, error);
        Assert.Contains("index.html", output, StringComparison.Ordinal);
        Assert.DoesNotContain("older", output, StringComparison.Ordinal);
        Assert.Contains("<pre>42</pre>", course.Page("nb"), StringComparison.Ordinal);
        Assert.Equal("x", File.ReadAllText(Path.Combine(course.Notebooks, "runs.txt")));

        var changed = NotebookReader.Read(path);
        changed.Cells[1].Source += "0";
        NotebookWriter.Write(changed, path);
        Assert.Contains(
            "nb: the stored outputs are older than the cells",
            (await course.RunAsync("book", "--out", "other")).Out,
            StringComparison.Ordinal
        );
        Assert.True(File.Exists(Path.Combine(course.Root, "other", "nb.html")));
    }

    [Theory]
    [InlineData("$a_b*c*$", "a_b*c*", false)]
    [InlineData("$x < y$", "x &lt; y", false)]
    [InlineData("$$x \\\\ y_1$$", "x \\\\ y_1", true)]
    [InlineData("so $$x$$ here", "x", true)]
    [InlineData("$$\\begin{aligned}\na &= b \\\\\n- c\n\\end{aligned}$$", "\\begin{aligned}\na &amp;= b \\\\\n- c\n\\end{aligned}", true)]
    [InlineData("$$\nx\n$$", "x", true)]
    public void FormulasAreSetWithoutAScript(string markdown, string tex, bool display)
    {
        var html = MarkdownRenderer.Render(markdown, url => url, url => url);
        Assert.Contains(Tex(tex), html, StringComparison.Ordinal);
        Assert.Contains("<math xmlns=", html, StringComparison.Ordinal);
        Assert.Equal(display, html.Contains("class=\"katex-display\"", StringComparison.Ordinal));
        Assert.DoesNotContain("katex-error", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$\\nonsense{$")]
    [InlineData("$\\unicode{xd800}$")]
    public void AFormulaThatCannotBeReadIsShownAsItIs(string markdown) =>
        Assert.Contains(
            System.Net.WebUtility.HtmlEncode(markdown.Trim('$')),
            MarkdownRenderer.Render(markdown, url => url, url => url),
            StringComparison.Ordinal
        );

    /// <summary>What a formula is in TeX stands beside what is drawn.</summary>
    private static string Tex(string tex) => $"<annotation encoding=\"application/x-tex\">{tex}</annotation>";

    [Theory]
    [InlineData("```\n$$x$$\n```", "<pre><code>$$x$$\n</code></pre>")]
    [InlineData("`$x$` costs \\$5", "<code>$x$</code> costs $5")]
    [InlineData("```csharp\nvar x = 1;\n```", "<pre class=\"code\"><span class=\"k\">var</span> x = <span class=\"n\">1</span>;</pre>")]
    public void CodeInText(string markdown, string html) =>
        Assert.Contains(html, MarkdownRenderer.Render(markdown, url => url, url => url), StringComparison.Ordinal);

    [Theory]
    [InlineData("var s = $\"a{x:F2}b\"; // é <tag>\n#r \"x.dll\"\nrecord P<T>(int A) where T : class;\nawait F(\"\"\"raw \"q\" \"\"\");")]
    [InlineData("broken ( code \" 'x")]
    [InlineData("/* open")]
    [InlineData("#if NEVER\nhidden\n#endif\n1")]
    public void ColouredCodeReadsAsItWas(string code) =>
        Assert.Equal(code, System.Net.WebUtility.HtmlDecode(Regex.Replace(CodeColours.ToHtml(code), "</?span[^>]*>", "")));

    [Fact]
    public async Task ThePresenterViewKnowsMarkedCellsAndSetup()
    {
        using var course = new Course();
        var path = course.Add(
            "deck",
            "md:# One",
            "[parameters]var size = \"smoke\";",
            "#r \"System.Xml\"",
            "2",
            "[show-code]3",
            "4   // ← try 5"
        );
        var notebook = NotebookReader.Read(path);
        notebook.Cells[0].Metadata["slideshow"] = new System.Text.Json.Nodes.JsonObject { ["slide_type"] = "slide" };
        notebook.Cells[3].Metadata["slideshow"] = new System.Text.Json.Nodes.JsonObject { ["slide_type"] = "fragment" };
        var before = notebook.SourcesHash();
        NotebookWriter.Write(notebook, path);
        Assert.Equal(before, NotebookReader.Read(path).SourcesHash());

        Assert.Equal(0, (await course.RunAsync("book")).Code);
        var page = course.Page("deck");
        Assert.Contains("<section class=\"text\" data-slide=\"slide\">", page, StringComparison.Ordinal);
        // Code is shown where the notebook says so, and where a class is invited to change it.
        Assert.Contains("data-number=\"4\" data-show-code>", page, StringComparison.Ordinal);
        Assert.Contains("data-number=\"5\" data-show-code>", page, StringComparison.Ordinal);
        Assert.Contains("data-number=\"3\" data-slide=\"fragment\">", page, StringComparison.Ordinal);
        Assert.Contains("data-number=\"1\" data-setup>", page, StringComparison.Ordinal);
        Assert.Contains("data-number=\"2\" data-setup>", page, StringComparison.Ordinal);
        Assert.Contains("src=\"assets/present.js\"", page, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(course.Book, "assets", "present.js")));
    }

    [Theory]
    [InlineData("04-mode-collapse", "Mode collapse", "04", "Mode collapse")]
    [InlineData("03-the-objective", "03 The objective", "03", "The objective")]
    [InlineData("01-divergences", "01 · How far apart?", "01", "How far apart?")]
    [InlineData("solutions/02-nash-solutions", "02 · Nash equilibrium – solutions", "02", "Nash equilibrium")]
    [InlineData("solutions/03-x", "03 The objective: worked solutions", "03", "The objective")]
    [InlineData("notes", "8 modes", "", "8 modes")]
    [InlineData("notes", "Solutions", "", "Solutions")]
    public void NavigationShowsNumbersAndTitlesInOneWay(string name, string title, string number, string shown)
    {
        var page = new BookPage(name, Course.Build("md:# " + title));
        Assert.Equal(number, page.Number);
        Assert.Equal(shown, page.ShortTitle);
    }

    [Fact]
    public void PicturesKeepTheirAlternativeText()
    {
        var png = new ShownOutput(new Dictionary<string, string> { ["image/png"] = "AAAA", ["text/plain"] = "a \"ring\"" });
        Assert.Contains(
            "src=\"data:image/png;base64,AAAA\" alt=\"a &quot;ring&quot;\"",
            OutputRenderer.Render(png),
            StringComparison.Ordinal
        );
        var named = png with { Metadata = new() { ["vscode_altText"] = "eight modes" } };
        Assert.Contains("alt=\"eight modes\"", OutputRenderer.Render(named), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"<(link|script|img)[^>]*?(src|href)=""(?<file>(?!data:|\.\./)[^""]*)""")]
    private static partial Regex Loaded();
}
