using GanStability.Runner.Book;
using GanStability.Runner.Notebooks;
using Xunit;

namespace GanStability.Runner.Tests;

/// <summary>A page drops nothing: every output ends in something visible, and every address leads where it led in the notebook.</summary>
public class PageTests
{
    [Theory]
    [InlineData(
        "application/vnd.plotly.v1+json",
        """{"data":[{"y":[1,2]}]}""",
        "class=\"plotly-json\"><p class=\"note\">An interactive chart"
    )]
    [InlineData("application/vnd.plotly.v1+json", "\"{\\\"data\\\":[]}\"", "<script type=\"application/json\">{\"data\":[]}</script>")]
    [InlineData("application/vnd.plotly.v1+json", """{"t":"</script>"}""", "{\"t\":\"\\u003c/script>\"}")]
    [InlineData(
        "application/javascript",
        "alert(1 < 2)",
        "JavaScript, which the editor runs and this page only shows:</p><pre class=\"value\">alert(1 &lt; 2)"
    )]
    [InlineData("application/json", """{"a":[1,"<é>"]}""", "&lt;&#233;&gt;")]
    [InlineData("text/latex", "$$x < y$$", "<annotation encoding=\"application/x-tex\">x &lt; y</annotation>")]
    [InlineData("text/vnd.mermaid", "graph TD", "text/vnd.mermaid")]
    [InlineData(
        "application/vnd.jupyter.widget-view+json",
        """{"model_id":"1"}""",
        "of the type application/vnd.jupyter.widget-view&#43;json"
    )]
    [InlineData("application/pdf", "AAAA", "of the type application/pdf")]
    [InlineData("video/mp4", "AAAA", "of the type video/mp4")]
    [InlineData("image/gif", "AAAA", "src=\"data:image/gif;base64,AAAA\"")]
    [InlineData("text/html", "", "An output without content.")]
    public void EveryOutputEndsInSomething(string mimeType, string content, string shown) =>
        Assert.Contains(
            shown.Replace("&#43;", "+", StringComparison.Ordinal),
            OutputRenderer.Render(new ShownOutput(new Dictionary<string, string> { [mimeType] = content })),
            StringComparison.Ordinal
        );

    [Fact]
    public void TheRicherTypeWinsAndAnEmptyOneDoesNot()
    {
        static string Of(params (string, string)[] content) =>
            OutputRenderer.Render(new ShownOutput(content.ToDictionary(c => c.Item1, c => c.Item2)));
        Assert.Contains("<b>", Of(("text/plain", "p"), ("text/html", "<b>")), StringComparison.Ordinal);
        Assert.Contains(">p<", Of(("text/plain", "p"), ("text/html", " ")), StringComparison.Ordinal);
        Assert.Contains("plotly", Of(("text/plain", "p"), ("application/vnd.plotly.v1+json", "{}")), StringComparison.Ordinal);
        Assert.Contains(">p<", Of(("text/plain", "p"), ("application/vnd.jupyter.widget-view+json", "{}")), StringComparison.Ordinal);
        Assert.Contains(
            "'update'",
            OutputRenderer.Render(new OtherOutput("update")).Replace("&#39;", "'", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("step 0%\rstep 20%\rstep 100%\n", "step 100%")]
    [InlineData("loss 0.12345\rok\n", "okss 0.12345")]
    [InlineData("loss 0.12345\r\u001b[Kok\n", "ok")]
    [InlineData("loss\u001b[2K\rok", "ok")]
    [InlineData("a\r\nb\r\n", "a\nb")]
    [InlineData("10%\b\b\b20%", "20%")]
    [InlineData("\r\r😀é\rx", "xé")]
    [InlineData("\u001b[31mred\u001b[0m\nnext", "red\nnext")]
    [InlineData("a\u2028b\fc", "a\u2028b\fc")]
    [InlineData("\b\bx", "x")]
    public void APageShowsWhatATerminalWouldShow(string printed, string shown)
    {
        Assert.Equal(shown, TerminalText.Settle(printed).TrimEnd('\n'));
        Assert.Contains("<pre class=\"stdout\">", OutputRenderer.Render(new StreamOutput("stdout", printed)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AProgressLineIsStoredAsItWasPrintedAndShownOnce()
    {
        using var course = new Course();
        course.Add("nb", "for (var i = 0; i <= 100; i += 20) Console.Write($\"\\rstep {i}%\");");
        Assert.Equal(0, (await course.RunAsync("run", "nb")).Code);
        Assert.Equal(
            [new StreamOutput("stdout", "\rstep 0%\rstep 20%\rstep 40%\rstep 60%\rstep 80%\rstep 100%")],
            course.Executed("nb").Cells[0].Outputs
        );
        Assert.Contains("<pre class=\"stdout\">step 100%</pre>", course.Page("nb"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("![a](images/x.png)")]
    [InlineData("![a][r]\n\n[r]: images/x.png")]
    [InlineData("![a](./images/x.png?raw=1)")]
    [InlineData("![a](<images/with space.png>)")]
    [InlineData("![a](images/with%20space.png)")]
    [InlineData("![a](images\\x.png)")]
    [InlineData("<img src=\"images/x.png\" width=\"20\">")]
    [InlineData("<IMG WIDTH=20 SRC='images/x.png'/>")]
    [InlineData("text <img alt=\"a > b\" src=images/x.png> text")]
    [InlineData("<figure>\n<img\n  src=\"images/x.png\">\n</figure>")]
    [InlineData("<picture><source srcset=\"images/x.png 1x, images/x.png 2x\"></picture>")]
    [InlineData("<video poster=\"images/x.png\"></video>")]
    [InlineData("[![a](images/x.png)](images/x.png)")]
    [InlineData("![a](attachment:in%20side.png)")]
    [InlineData("<img src=\"attachment:in side.png\">")]
    public void APictureIsThereAlsoWhenTheBookIsMoved(string markdown)
    {
        using var course = new Course("pictures");
        // In the course, and in a reader's own folder.
        foreach (var folder in new[] { course.Notebooks, Path.Combine(course.Root, "..", Path.GetFileName(course.Root) + " own") })
        {
            Directory.CreateDirectory(Path.Combine(folder, "images"));
            foreach (var picture in new[] { "x.png", "with space.png" })
                File.WriteAllText(Path.Combine(folder, "images", picture), "picture");
            var notebook = new Notebook
            {
                Cells =
                {
                    new Cell(CellKind.Markdown, "c1", markdown)
                    {
                        Attachments = new() { ["in side.png"] = new System.Text.Json.Nodes.JsonObject { ["image/png"] = "AAAA" } },
                    },
                },
            };
            var book = Path.Combine(course.Root, "o");
            var writer = new BookWriter(book, course.Root, course.Notebooks, hasKit: false, problem => Assert.Fail(problem));
            writer.Prepare([], []);
            writer.Add("nb", Path.GetFullPath(Path.Combine(folder, "nb.ipynb")), notebook);
            File.WriteAllText(Path.Combine(folder, "nb.ipynb"), "");
            writer.WritePages();
            // A later run, which reads the executed copy alone, finds them, too.
            new BookWriter(book, course.Root, course.Notebooks, hasKit: false, problem => Assert.Fail(problem)).WritePages();
            var moved = Path.Combine(course.Root, "moved");
            Directory.Move(book, moved);
            var page = File.ReadAllText(Path.Combine(moved, "nb.html"));
            var main = page[page.IndexOf("<main", StringComparison.Ordinal)..page.IndexOf("</main>", StringComparison.Ordinal)];
            var addresses = System.Text.RegularExpressions.Regex.Matches(
                main,
                "(?i)(?:src|srcset|poster|href)=(?:\"([^\"]*)\"|'([^']*)'|([^ >]*))"
            );
            Assert.NotEmpty(addresses);
            foreach (System.Text.RegularExpressions.Match address in addresses)
            foreach (var one in (address.Groups[1].Value + address.Groups[2].Value + address.Groups[3].Value).Split(", "))
                if (
                    !one.StartsWith("data:image/png;base64,AAAA", StringComparison.Ordinal)
                    && !one.EndsWith(".html", StringComparison.Ordinal)
                )
                    Assert.True(File.Exists(Path.Combine(moved, Uri.UnescapeDataString(one.Split('?', ' ')[0]))), one);
            Directory.Delete(moved, recursive: true);
        }
        Directory.Delete(Path.Combine(course.Root, "..", Path.GetFileName(course.Root) + " own"), recursive: true);
    }

    [Fact]
    public void NothingOfOtherFoldersIsCarriedAndOtherAddressesStay()
    {
        using var course = new Course();
        var own = Directory.CreateDirectory(Path.Combine(course.Root, "..", "own " + Path.GetFileName(course.Root))).FullName;
        File.WriteAllText(Path.Combine(own, "data.csv"), "1");
        File.WriteAllText(Path.Combine(own, "..", Path.GetFileName(own) + ".secret"), "1");
        var links = new PageLinks(course.Root, course.Notebooks, course.Book, "nb", Path.Combine(own, "nb.ipynb"));
        Assert.Equal("files/nb/data.csv#a", links.Resolve("data.csv#a"));
        Assert.DoesNotContain("files", links.Picture($"../{Path.GetFileName(own)}.secret"), StringComparison.Ordinal);
        foreach (
            var url in new[]
            {
                "http://a/b.png",
                "//a/b",
                "#x",
                "/abs",
                "mailto:a@b",
                "data:image/png;base64,AA",
                "",
                "?x",
                "%00.png",
                "C:\\a.png",
            }
        )
            Assert.Equal((url, url), (links.Resolve(url), links.Picture(url)));
        Directory.Delete(own, recursive: true);
        File.Delete(own + ".secret");
    }

    [Theory]
    [InlineData("<p>src=\"images/x.png\"</p>")]
    [InlineData("<!-- <img src=\"images/x.png\"> -->")]
    [InlineData("<script>document.write('<img src=\"images/x.png\">')</script>")]
    [InlineData("a < b and c > d")]
    [InlineData("<img data-src=\"x.png\" alt=\"no src\">")]
    [InlineData("<unclosed src=\"images/x.png\"")]
    public void OnlyAddressesInTagsAreLed(string html) => Assert.Equal(html, HtmlLinks.Rewrite(html, _ => "led", _ => "led"));

    [Fact]
    public void WhatACellMadeKeepsTheFilesOfThePage()
    {
        const string Figure = "<script src=\"plotly.min.js\"></script><a href=\"x\">x</a><iframe src=\"y\"></iframe>";
        Assert.Equal(Figure + "<img src=\"led\">", HtmlLinks.Rewrite(Figure + "<img src=\"out.png\">", _ => "led", link: null));
    }
}
