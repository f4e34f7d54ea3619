using System.Text.Json;
using System.Text.RegularExpressions;
using GanStability.Runner.Book;
using Xunit;

namespace GanStability.Runner.Tests;

/// <summary>What every page of the book offers beside its content.</summary>
public class BookBasicsTests
{
    private static async Task<Course> BookAsync()
    {
        var course = new Course();
        course.Add(
            "10-first",
            "md:# First\n\nAbout *one* thing.\n\n## Same\n\nA GAN has modes; a mode is 模式 of a GAN. [mode](x.ipynb) `mode`\n\n"
                + "## Same\n\nmode",
            "[parameters]var size = \"smoke\";",
            "#r \"System.Xml\"",
            "var answer = 42;",
            "md:## Exercises\n\n**1.** Why?\n\n### Exercise 2 ★\n\nHow?\n\n**3.** Not solved.\n\n**20 seeds** are no exercise."
        );
        course.Add(
            "solutions/10-first-solutions",
            "md:# First: solutions\n\n**1.** Because.\n\n### Exercise 2 ★\n\n| | a |\n|---|---|\n| b | c |"
        );
        course.Add(
            "90-glossary",
            "md:# Terms\n\n| term · 术语 | meaning |\n|---|---|\n| **mode** · 模式（峰） | A peak of $p$. |\n"
                + "| **generative adversarial network (GAN)** · 生成对抗网络 | Two networks. |"
        );
        var (code, _, error) = await course.RunAsync("book");
        Assert.True(code == 0, error);
        return course;
    }

    [Fact]
    public async Task MachineryIsFoldedAndSectionsAreListed()
    {
        using var course = await BookAsync();
        var page = course.Page("10-first");
        Assert.Equal(2, Regex.Count(page, "<details class=\"setup\">"));
        Assert.Contains("<h2 id=\"same\">Same", page, StringComparison.Ordinal);
        Assert.Contains("<h2 id=\"same-1\">Same", page, StringComparison.Ordinal);
        Assert.Contains(
            "<ul class=\"sections\"><li><a href=\"#same\">Same</a></li><li><a href=\"#same-1\">",
            page,
            StringComparison.Ordinal
        );
        Assert.Contains("<meta name=\"description\" content=\"About one thing.\">", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"10-first.ipynb\" download", page, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(course.Book, "10-first.ipynb")));
        Assert.True(File.Exists(Path.Combine(course.Book, "assets", "favicon.svg")));
        // KaTeX is done with when the page is written.
        Assert.False(File.Exists(Path.Combine(course.Book, "assets", "katex", "katex.min.js")));
    }

    [Fact]
    public async Task ExercisesAndSolutionsLeadToEachOther()
    {
        using var course = await BookAsync();
        var (chapter, solutions) = (course.Page("10-first"), course.Page("solutions-10-first-solutions"));
        foreach (var number in new[] { 1, 2 })
        {
            Assert.Contains($"id=\"exercise-{number}\"", chapter, StringComparison.Ordinal);
            Assert.Contains($"id=\"exercise-{number}\"", solutions, StringComparison.Ordinal);
            Assert.Contains($"href=\"solutions-10-first-solutions.html#exercise-{number}\"", chapter, StringComparison.Ordinal);
            Assert.Contains($"href=\"10-first.html#exercise-{number}\"", solutions, StringComparison.Ordinal);
        }
        // No level of headings is left out, and an empty corner heads nothing.
        Assert.Contains("<h2 id=\"exercise-2-\">", solutions, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"<th[^>]*>\s*</th>", solutions);
        Assert.Contains("id=\"exercise-3\"", chapter, StringComparison.Ordinal);
        Assert.DoesNotContain("solutions.html#exercise-3", chapter, StringComparison.Ordinal);
        Assert.DoesNotContain("exercise-20", chapter, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TermsLeadToTheGlossaryOnceInASection()
    {
        using var course = await BookAsync();
        var page = course.Page("10-first");
        const string Mode = "<a class=\"term\" data-term=\"term-mode\" href=\"90-glossary.html#term-mode\">";
        Assert.Contains(Mode + "modes</a>", page, StringComparison.Ordinal);
        Assert.Contains(Mode + "mode</a>", page, StringComparison.Ordinal); // in the second section
        Assert.Equal(2, Regex.Count(page, Regex.Escape(Mode)));
        Assert.Contains("#term-generative-adversarial-network-gan\">GAN</a>", page, StringComparison.Ordinal);
        Assert.Contains("<code>mode</code>", page, StringComparison.Ordinal);
        Assert.Contains("<div id=\"term-mode\"><b>mode</b> · <span lang=\"zh\">模式（峰）</span>", page, StringComparison.Ordinal);
        var glossary = course.Page("90-glossary");
        Assert.Contains("<tr id=\"term-mode\">", glossary, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"term\"", glossary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ChineseIsMarkedAsChinese()
    {
        using var course = await BookAsync();
        foreach (var name in new[] { "10-first", "90-glossary" })
        {
            var outside = Regex.Replace(course.Page(name), "<span lang=\"zh\">[^<]*</span>|<meta [^>]*>", "");
            Assert.DoesNotMatch(@"[\u3400-\u9fff]", outside);
        }
        Assert.Contains("<span lang=\"zh\">模式</span>", course.Page("10-first"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheSearchKnowsEverySectionByItsAnchor()
    {
        using var course = await BookAsync();
        var script = File.ReadAllText(Path.Combine(course.Book, SearchIndex.FileName));
        var sections = JsonDocument.Parse(script[script.IndexOf('[', StringComparison.Ordinal)..script.LastIndexOf(';')]).RootElement;
        var anchors = sections
            .EnumerateArray()
            .Select(s => (s.GetProperty("page").GetString(), s.GetProperty("anchor").GetString()))
            .ToList();
        foreach (var name in new[] { "10-first", "90-glossary", "solutions-10-first-solutions" })
        foreach (Match heading in Regex.Matches(course.Page(name), @"<h\d id=""(?<id>[^""]+)"""))
            Assert.Contains((name + ".html", heading.Groups["id"].Value), anchors);
        Assert.Contains("42", sections[2].GetProperty("code").GetString(), StringComparison.Ordinal);
        Assert.Contains("Why?", sections[3].GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Jensen–Shannon (JS) divergence", "JS divergence", "Jensen–Shannon divergence")]
    [InlineData("fast gradient sign method (FGSM)", "FGSM", "Fast gradient sign methods")]
    public void ATermIsKnownByItsLongAndItsShortName(string term, params string[] texts)
    {
        var page = new BookPage("g", Course.Build($"md:| term · 术语 | meaning |\n|---|---|\n| **{term}** · 中 | M. |"));
        var glossary = Glossary.Of([page]);
        foreach (var text in texts)
            Assert.Equal(
                (4, text.Length),
                Assert.Single(glossary.Find($"The {text} here")) is var (start, length, _) ? (start, length) : default
            );
        Assert.Empty(glossary.Find("a fgsmx divergence"));
    }
}
