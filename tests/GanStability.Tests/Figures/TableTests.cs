using System.Xml.Linq;
using GanStability;
using Xunit;

namespace GanStability.Tests.Figures;

public class TableTests
{
    private static readonly Table table = new(
        "Modes <held> & more",
        ["method", "ring"],
        [
            ["base < line", "1.8"],
            ["other", "7.9"],
        ]
    )
    {
        Marked = [(1, 1)],
    };

    [Fact]
    public void HtmlIsATableWithItsCaptionOnTop()
    {
        var root = XDocument.Parse(table.ToHtml()).Root!;
        Assert.Equal("Modes <held> & more", root.Element("caption")!.Value);
        Assert.Equal(["method", "ring"], root.Element("thead")!.Descendants("th").Select(h => h.Value));
        Assert.Equal(
            ["base < line", "1.8", "other", "7.9"],
            root.Element("tbody")!.Descendants("tr").SelectMany(r => r.Elements()).Select(c => c.Value)
        );
        Assert.Equal("7.9", Assert.Single(root.Descendants("strong")).Value);
    }

    [Fact]
    public void TextStandsInColumns() =>
        Assert.Equal("Modes <held> & more\nmethod       ring\nbase < line   1.8\nother        *7.9\n", table.ToText());

    [Fact]
    public void SaysWhatIsWrong()
    {
        Assert.Contains(
            "row 0 has 1 cells, but there are 2 headings",
            Assert
                .Throws<ArgumentException>(() =>
                    (
                        table with
                        {
                            Rows =
                            [
                                ["a"],
                            ],
                        }
                    ).ToHtml()
                )
                .Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "row 2, column 0",
            Assert.Throws<ArgumentException>(() => (table with { Marked = [(2, 0)] }).ToText()).Message,
            StringComparison.Ordinal
        );
    }
}
