using System.Text.RegularExpressions;
using GanStability;
using Xunit;

namespace GanStability.Tests.Figures;

public partial class FigureHtmlTests
{
    private const string Hostile = "a < b & \"c\" 'd' </script><script>alert(1)</script> <!-- <b>";

    [Fact]
    public void ThePictureIsThereWithoutScripts()
    {
        var html = Gallery.Losses().ToHtml();
        Assert.StartsWith("<figure class=\"gs-figure\"", html, StringComparison.Ordinal);
        Assert.Contains("alt=\"Two panels of loss curves.", html, StringComparison.Ordinal);
        Assert.Contains("<figcaption", html, StringComparison.Ordinal);
        Assert.Equal(Gallery.Losses().ToPng(), Html.Picture(html));
    }

    [Fact]
    public void TheSameFigureGivesTheSameText() => Assert.Equal(Gallery.Ring().ToHtml(), Gallery.Ring().ToHtml());

    [Fact]
    public void NothingIsFetchedFromANetwork()
    {
        foreach (var make in Gallery.All.Values)
            Assert.DoesNotMatch(Address(), Base64().Replace(make().ToHtml(), ""));
    }

    [Fact]
    public void NoTextBreaksOutOfItsPlace()
    {
        var figure = new Figure
        {
            Title = Hostile,
            Caption = Hostile,
            Alt = Hostile,
            Panels =
            [
                new(
                    Hostile,
                    new(Hostile) { Categories = [Hostile] },
                    new(Hostile),
                    [new Bars(Hostile, [0], [1]), new HeatMap(Hostile, new double[2, 2], 0, 1, 0, 1)]
                ),
            ],
            Slider = new(
                Hostile,
                [
                    new(
                        Hostile,
                        [
                            new(
                                Hostile,
                                new(Hostile),
                                new(Hostile),
                                [new Bars(Hostile, [0], [2]), new HeatMap(Hostile, new double[2, 2], 0, 1, 0, 1)]
                            ),
                        ]
                    ),
                ]
            ),
        };
        var html = figure.ToHtml();
        Assert.Equal(2, Regex.Count(html, "<script")); // the data and the loader
        Assert.Equal(2, Regex.Count(html, "</script"));
        Assert.DoesNotContain("<!--", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
        Assert.Contains("a &lt; b &amp; &quot;c&quot; &#39;d&#39; &lt;/script&gt;", html, StringComparison.Ordinal);
        // Plotly reads markup in titles: what it gets is the text, encoded once.
        var title = Html.Chart(figure)
            .GetProperty("layout")
            .GetProperty("annotations")[0]
            .GetProperty("text")
            .GetString()!
            .Replace("<br>", " ", StringComparison.Ordinal);
        Assert.Equal("<b>a &lt; b &amp; \"c\" 'd' &lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt; &lt;!-- &lt;b&gt;</b>", title);
        Assert.NotEmpty(figure.ToSvg());
    }

    [Fact]
    public void PicturesAloneNeedNoScript() => Assert.DoesNotContain("<script", Gallery.Images().ToHtml(), StringComparison.Ordinal);

    [Fact]
    public void TextSaysWhatIsThere()
    {
        var text = Gallery.Kinds().ToText();
        foreach (
            var part in new[]
            {
                "Every kind of series",
                "Moved by a slider.",
                "Four panels.",
                "value: field of 20×30",
                "flow: 3 arrows",
                "limit: at y = 11",
                "now: at x = 8",
                "a: 2, 2, 3",
                "picture of 16×12",
                "slider t: 0, 1, 2, 3",
                "(3 values not finite)",
            }
        )
            Assert.Contains(part, text, StringComparison.Ordinal);
    }

    [GeneratedRegex("base64,[^\"]*")]
    private static partial Regex Base64();

    [GeneratedRegex("(https?:)?//[a-z]", RegexOptions.IgnoreCase)]
    private static partial Regex Address();
}
