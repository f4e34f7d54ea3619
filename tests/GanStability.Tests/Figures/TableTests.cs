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
    public void WordsStandToTheLeftAndNumbersToTheRightWithTheirHeadings()
    {
        var mixed = new Table(
            "c",
            ["way", "needs", "KL", "JS"],
            [
                ["closed form", "formulas", "0.5", "none exists"],
                ["histogram", "samples only", "∞", "≈ 0.11 ± 0.01"],
                ["all", "2 things", "−0.5 (½ added)", ""],
            ]
        );
        bool[] left = [true, true, false, false];
        foreach (var row in XDocument.Parse(mixed.ToHtml()).Descendants("tr"))
            Assert.Equal(
                left,
                row.Elements().Select(c => c.Attribute("style")!.Value.StartsWith("text-align:left", StringComparison.Ordinal))
            );
        Assert.Contains("closed form  formulas                 0.5    none exists\n", mixed.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void GroupsNotesAndTheFoldedLegendStandAroundTheTable()
    {
        var grouped = table with
        {
            Headings = ["method", "mean", "Δ"],
            Rows =
            [
                ["a", "1", "2"],
            ],
            Marked = [],
            Groups = ["", "FID", "FID"],
            Notes = ["a is <short>."],
            Legend = "Δ: difference.",
        };
        var root = XDocument.Parse(grouped.ToHtml()).Root!;
        Assert.Equal("2", Assert.Single(root.Descendants("th"), h => h.Value == "FID").Attribute("colspan")!.Value);
        Assert.Equal("a is <short>.", root.Elements("p").Single().Value);
        Assert.Equal("Δ: difference.", root.Element("details")!.Element("p")!.Value);
        Assert.Contains("FID: mean  FID: Δ\n", grouped.ToText(), StringComparison.Ordinal);
        Assert.EndsWith("a is <short>.\nΔ: difference.\n", grouped.ToText(), StringComparison.Ordinal);
        Assert.Contains(
            "1 entries",
            Assert.Throws<ArgumentException>(() => (grouped with { Groups = [""] }).ToHtml()).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(30, "min(15em,100%)")]
    [InlineData(200, "min(36em,100%)")]
    public void ACaptionIsNotSqueezedIntoANarrowTable(int length, string width)
    {
        var captioned = table with { Caption = new string('c', length) };
        Assert.Contains($"min-width:{width}", captioned.ToHtml(), StringComparison.Ordinal);
    }

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
